package auditor.handset;

import android.content.ComponentName;
import android.content.Intent;
import android.os.Handler;
import android.os.Looper;
import android.os.MessageQueue;
import android.view.KeyEvent;
import android.view.MotionEvent;
import auditor.deskphone.Control;
import auditor.deskphone.Ending;
import auditor.deskphone.Fields;
import auditor.deskphone.Session;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Answers the phone's requests on the control thread; what touches views is handed to the main thread, with a limit. */
final class Requests implements Control.Handset {
    private static final long MAIN_THREAD_LIMIT_S = 30;
    private static final long IDLE_LIMIT_MS = 5000;
    private static final long IDLE_PAUSE_MS = 5;
    private final Session session;
    private final Activities activities;
    private final Touch touch;
    private final Life life;
    private final Handler main = new Handler(Looper.getMainLooper());

    Requests(Session session, Activities activities, Life life) {
        this.session = session;
        this.activities = activities;
        this.life = life;
        touch = new Touch(activities);
    }

    @Override
    public Map<String, Object> perform(String what, Fields arguments) throws Exception {
        switch (what) {
            case "dump":
                idle();
                return Map.of("xml", onMain(() -> Hierarchy.dump(Windows.shown(activities), session.config().text("package"))));
            case "screencap":
                idle();
                return Map.of("png", Base64.getEncoder().encodeToString(onMain(() -> Screen.capture(Windows.shown(activities)))));
            case "tap":
                gesture(arguments.number("x", 0), arguments.number("y", 0), arguments.number("x", 0), arguments.number("y", 0), 40);
                break;
            case "swipe":
                gesture(arguments.number("x1", 0), arguments.number("y1", 0), arguments.number("x2", 0), arguments.number("y2", 0),
                        Math.min(5000, Math.max(10, arguments.number("milliseconds", 300))));
                break;
            case "text":
                onMain(() -> run(() -> touch.text(arguments.text("text", ""))));
                break;
            case "key":
                key(arguments.number("code", 0));
                break;
            case "home":
                onMain(() -> run(activities::leave));
                break;
            case "resume":
                onMain(() -> run(activities::comeBack));
                break;
            case "start_activity":
                Intent intent = Intents.of(arguments.object("intent"), arguments.text("component", ""))
                        .addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
                onMain(() -> run(() -> activities.startFromOutside(intent)));
                break;
            case "permission":
                session.grants().put(arguments.text("permission", ""), arguments.flag("granted"));
                break;
            case "app_ops":
                session.grants().ops(arguments.object("app_ops"));
                AppOps.changed(session);
                break;
            case "setting":
                AppProcess.current().planting().setting(arguments.text("namespace", ""), arguments.text("name", ""),
                        arguments.text("value"));
                onMain(() -> run(() -> SettingsChange.tell(arguments.text("namespace", ""), arguments.text("name", ""))));
                break;
            case "identity":
                session.identity(arguments.object("identity"));
                onMain(() -> run(AppProcess.current().planting()::replant));
                break;
            case "stop":
                new Thread(() -> Ending.exit(0, "stopped by the phone"), "desk-stop").start();
                return Map.of();
            default:
                Map<String, Object> answer = life.perform(what, arguments, this);
                idle();
                return answer;
        }
        idle();
        return Map.of();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Void run(Work work) throws Exception {
        work.run();
        return null;
    }

    private void key(int code) throws Exception {
        if (code == KeyEvent.KEYCODE_HOME) {
            onMain(() -> run(activities::leave));
        } else if (code == KeyEvent.KEYCODE_BACK && onMain(PermissionDialog::back)) {
            idle();
        } else {
            onMain(() -> run(() -> touch.key(code)));
        }
    }

    private void gesture(int x1, int y1, int x2, int y2, int milliseconds) throws Exception {
        if (!onMain(() -> touch.touch(MotionEvent.ACTION_DOWN, x1, y1))) {
            throw new IllegalStateException("no window of the app is at " + x1 + "," + y1);
        }
        boolean moves = x1 != x2 || y1 != y2;
        int steps = moves ? Math.max(2, milliseconds / 16) : 1;
        for (int i = 1; i <= steps; i++) {
            Thread.sleep(milliseconds / steps);
            if (moves) {
                float part = (float) i / steps;
                onMain(() -> touch.touch(MotionEvent.ACTION_MOVE, x1 + (x2 - x1) * part, y1 + (y2 - y1) * part));
            }
        }
        onMain(() -> touch.touch(MotionEvent.ACTION_UP, x2, y2));
    }

    /** Does it on the main thread and waits; throws what it throws. */
    <T> T onMain(Callable<T> work) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        main.post(() -> {
            try {
                done.complete(work.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get(MAIN_THREAD_LIMIT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the app's main thread has been busy for " + MAIN_THREAD_LIMIT_S + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /**
     * Waits until the main thread has nothing to do now and no activity is about to start, asked on that thread and
     * true twice in a row: then what an input led to is on screen. Gives up on an app that never rests.
     */
    private void idle() throws Exception {
        MessageQueue queue = Looper.getMainLooper().getQueue();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE_LIMIT_MS);
        for (int times = 0; times < 2 && System.nanoTime() < end; ) {
            times = onMain(() -> queue.isIdle() && activities.idle() && !life.loading()) ? times + 1 : 0;
            Thread.sleep(IDLE_PAUSE_MS);
        }
    }
}
