package auditor.handset;

import android.content.Intent;
import auditor.deskphone.Fields;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.robolectric.RuntimeEnvironment;

/** What happens to an app beside its screen: services, broadcasts, alarms, jobs, and the phone around it changing. */
final class Life {
    // Android calls a receiver in the foreground hung after this time.
    private static final long RECEIVER_LIMIT_S = 10;
    private final Session session;
    private final Activities activities;
    private final Surroundings surroundings = new Surroundings();
    private final Services services;
    private final Broadcasts broadcasts;
    private final Alarms alarms;
    private final Jobs jobs;
    private final PendingIntents pending;
    private final WebPages pages;
    private final Notifications notifications;
    private volatile Fields around;

    Life(Session session, Activities activities) throws IOException {
        this.session = session;
        this.activities = activities;
        services = new Services(session);
        broadcasts = new Broadcasts(session);
        alarms = new Alarms(session);
        jobs = new Jobs(session, services, surroundings);
        pending = new PendingIntents(broadcasts, services);
        pages = new WebPages(session);
        notifications = new Notifications(session, pending);
        around = session.config().object("surroundings");
    }

    /** Before the gate, once: the answers of guarded calls. */
    void answer() {
        surroundings.answer();
        services.answer();
        broadcasts.answer();
        alarms.answer();
        jobs.answer();
        pending.answer();
        pages.answer();
        notifications.answer();
        Guards.answer("back", (arguments, original) -> {
            BackPress.of((android.app.Activity) arguments[0], activities);
            return null;
        });
        Guards.answer("task_to_back", (arguments, original) ->
                activities.moveToBack((android.app.Activity) arguments[0], (Boolean) arguments[1]));
        Guards.answer("finish", (arguments, original) -> activities.finishing(original));
    }

    /** What the app will find when it starts. */
    void surroundings(Fields state) {
        around = state;
    }

    /** Whether something is on its way that will be on screen soon. */
    boolean loading() {
        return pages.busy();
    }

    /** The application is made and nothing of it has run. */
    void begin() {
        surroundings.begin(around);
    }

    /** Does what the phone asks; the name of a request that nobody knows is an error. */
    Map<String, Object> perform(String what, Fields arguments, Requests main) throws Exception {
        switch (what) {
            case "surroundings":
                return main.onMain(() -> {
                    surroundings.change(arguments.object("state"), broadcasts);
                    return Map.of();
                });
            case "configuration":
                return main.onMain(() -> {
                    RuntimeEnvironment.setQualifiers(AppProcess.qualifiers(arguments));
                    activities.configure();
                    return Map.of();
                });
            case "broadcast":
                return broadcast(Intents.of(arguments.object("intent"), arguments.text("component")), arguments.text("permission"));
            case "start_service":
                Intent started = Intents.of(arguments.object("intent"), arguments.text("component"));
                return Map.of("started", main.onMain(() -> services.start(started, arguments.flag("foreground"))) != null);
            case "stop_service":
                Intent stopped = Intents.of(arguments.object("intent"), arguments.text("component"));
                return Map.of("stopped", main.onMain(() -> RuntimeEnvironment.getApplication().stopService(stopped)));
            case "notification":
                return Map.of("known", main.onMain(() -> notifications.press(arguments.text("key", ""), arguments.number("button", -1))));
            case "job":
                return Map.of("known", main.onMain(() -> jobs.force(arguments.number("number", 0))));
            default:
                throw new IllegalArgumentException("unknown request " + what);
        }
    }

    private Map<String, Object> broadcast(Intent intent, String permission) throws Exception {
        Delivery delivery = broadcasts.system(intent, permission);
        delivery.start();
        try {
            Delivery.Result result = delivery.done().get(RECEIVER_LIMIT_S, TimeUnit.SECONDS);
            return result.data() == null ? Map.of("receivers", delivery.size(), "code", result.code())
                    : Map.of("receivers", delivery.size(), "code", result.code(), "data", result.data());
        } catch (TimeoutException e) {
            throw new IllegalStateException("a receiver did not finish within " + RECEIVER_LIMIT_S + " s");
        }
    }
}
