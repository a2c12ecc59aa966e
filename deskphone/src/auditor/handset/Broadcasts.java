package auditor.handset;

import android.app.Application;
import android.content.BroadcastReceiver;
import android.content.Intent;
import android.content.IntentFilter;
import android.content.pm.ActivityInfo;
import android.content.pm.ResolveInfo;
import android.os.Build;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowApplication;

/** Finds who gets a broadcast, registered and manifest receivers alike, and has it delivered in Android's order. */
final class Broadcasts {
    private final Session session;
    private final Handler main = new Handler(Looper.getMainLooper());
    private final Set<String> implicit;

    Broadcasts(Session session) throws IOException {
        this.session = session;
        implicit = exempt();
    }

    /** Actions that manifest receivers still get without being named, by "implicit_broadcasts.tsv". */
    private static Set<String> exempt() throws IOException {
        Set<String> found = new HashSet<>();
        try (InputStream file = Session.class.getResourceAsStream("/implicit_broadcasts.tsv")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).forEach(line -> found.add(line.split("\t")[0]));
        }
        return found;
    }

    void answer() {
        Guards.answer("broadcast", (arguments, original) -> {
            String permission = arguments.length > 2 && arguments[2] instanceof String needed ? needed : null;
            if (arguments.length > 3 && arguments[3] instanceof String needed) {
                permission = needed;
            }
            send((Intent) arguments[1], permission, 0);
            return null;
        });
        Guards.answer("ordered_broadcast", (arguments, original) -> {
            String permission = arguments.length > 2 && arguments[2] instanceof String needed ? needed : null;
            Delivery delivery = new Delivery((Intent) arguments[1], true, main);
            int tail = arguments.length - 5;
            if (tail >= 3) {
                delivery.last((BroadcastReceiver) arguments[tail], (Handler) arguments[tail + 1]);
                delivery.initial((Integer) arguments[tail + 2], (String) arguments[tail + 3], (Bundle) arguments[tail + 4]);
            }
            receivers(delivery.intent(), permission, false, true).forEach(delivery::add);
            delivery.start();
            return null;
        });
    }

    /** Sends a broadcast of the app to its own receivers; no other app is in this process. */
    void send(Intent intent, String permission, int code) {
        Delivery delivery = new Delivery(intent, false, main);
        delivery.initial(code, null, null);
        receivers(intent, permission, false, false).forEach(delivery::add);
        delivery.start();
    }

    /** Delivers a broadcast of the system or of the shell, which no receiver's permission keeps out. */
    Delivery system(Intent intent, String permission) {
        Delivery delivery = new Delivery(intent, true, main);
        receivers(intent, permission, true, true).forEach(delivery::add);
        return delivery;
    }

    private List<Delivery.Receiver> receivers(Intent intent, String needed, boolean system, boolean ordered) {
        Application application = RuntimeEnvironment.getApplication();
        List<Delivery.Receiver> found = new ArrayList<>();
        if (needed != null && !session.grants().holds(needed)) {
            return found;
        }
        if (intent.getPackage() != null && !intent.getPackage().equals(application.getPackageName())) {
            return found;
        }
        if (intent.getComponent() == null) {
            ShadowApplication shadow = Shadow.extract(application);
            for (ShadowApplication.Wrapper registered : shadow.getRegisteredReceivers()) {
                if (matches(registered.intentFilter, intent) && (system || held(registered.broadcastPermission))) {
                    Handler handler = registered.scheduler != null ? registered.scheduler : main;
                    found.add(new Delivery.Receiver(() -> registered.broadcastReceiver, registered.context, handler,
                            registered.intentFilter.getPriority(), false));
                }
            }
        }
        for (ResolveInfo declared : application.getPackageManager().queryBroadcastReceivers(intent, 0)) {
            ActivityInfo info = declared.activityInfo;
            if (info != null && info.packageName.equals(application.getPackageName()) && (system || held(info.permission))
                    && mayWake(intent, info) && runsHere(info)) {
                found.add(new Delivery.Receiver(() -> make(info.name), application, main, declared.priority, true));
            }
        }
        if (ordered) {
            found.sort(Comparator.comparingInt((Delivery.Receiver receiver) -> -receiver.priority()));
        }
        return found;
    }

    private static boolean matches(IntentFilter filter, Intent intent) {
        return filter.match(intent.getAction(), intent.getType(), intent.getScheme(), intent.getData(), intent.getCategories(),
                "desk") >= 0;
    }

    private boolean held(String permission) {
        return permission == null || session.grants().holds(permission);
    }

    /** Android 8: a manifest receiver gets a broadcast that names nobody only by exception. */
    private boolean mayWake(Intent intent, ActivityInfo info) {
        boolean named = intent.getComponent() != null || intent.getPackage() != null;
        return named || Build.VERSION.SDK_INT < Build.VERSION_CODES.O || session.target() < Build.VERSION_CODES.O
                || implicit.contains(intent.getAction());
    }

    private boolean runsHere(ActivityInfo info) {
        boolean own = OwnProcess.has(info);
        if (!own) {
            OwnProcess.tell(session, info, "");
        }
        return own;
    }

    private static BroadcastReceiver make(String name) {
        try {
            return (BroadcastReceiver) Class.forName(name, true, AppProcess.loader()).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new RuntimeException("Unable to instantiate receiver " + name + ": " + e, e.getCause() == null ? e : e.getCause());
        }
    }
}
