package auditor.handset;

import android.app.AlarmManager;
import android.app.PendingIntent;
import android.os.Build;
import android.os.Handler;
import android.os.Looper;
import android.os.SystemClock;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** Rings the app's alarms at their time, as long as its process lives. */
final class Alarms {
    // AlarmManagerService, Android 5.1 and later: a shorter interval is made this long.
    private static final long SHORTEST_INTERVAL_MS = 60_000;
    private final Session session;
    private final Handler main = new Handler(Looper.getMainLooper());
    private final Map<Object, Runnable> waiting = new HashMap<>();

    Alarms(Session session) {
        this.session = session;
    }

    void answer() {
        Guards.answer("alarm", (arguments, original) -> {
            refuse(arguments);
            set((Integer) arguments[1], (Long) arguments[2], 0, arguments);
            return original.call();
        });
        Guards.answer("alarm_exact", (arguments, original) -> {
            refuse(arguments);
            exact(arguments);
            set((Integer) arguments[1], (Long) arguments[2], 0, arguments);
            return original.call();
        });
        Guards.answer("alarm_repeating", (arguments, original) -> {
            set((Integer) arguments[1], (Long) arguments[2], Math.max(SHORTEST_INTERVAL_MS, (Long) arguments[3]), arguments);
            return original.call();
        });
        Guards.answer("alarm_clock", (arguments, original) -> {
            exact(arguments);
            set(AlarmManager.RTC_WAKEUP, ((AlarmManager.AlarmClockInfo) arguments[1]).getTriggerTime(), 0, arguments);
            return original.call();
        });
        Guards.answer("alarm_cancel", (arguments, original) -> {
            cancel(arguments.length > 1 ? arguments[1] : null);
            return original.call();
        });
        Guards.answer("alarm_exact_allowed", (arguments, original) -> mayBeExact());
    }

    private static void refuse(Object[] arguments) {
        if (operation(arguments) == null) {
            throw new IllegalArgumentException("PendingIntent or listener is missing");
        }
    }

    /** Android 12: exact alarms by PendingIntent need a permission of their own. */
    private void exact(Object[] arguments) {
        if (operation(arguments) instanceof PendingIntent && !mayBeExact()) {
            throw new SecurityException("Caller " + session.config().text("package", "")
                    + " needs to hold android.permission.SCHEDULE_EXACT_ALARM or android.permission.USE_EXACT_ALARM to set exact alarms.");
        }
    }

    private boolean mayBeExact() {
        return Build.VERSION.SDK_INT < Build.VERSION_CODES.S || session.target() < Build.VERSION_CODES.S
                || session.grants().holds("android.permission.SCHEDULE_EXACT_ALARM")
                || session.grants().holds("android.permission.USE_EXACT_ALARM");
    }

    private static Object operation(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof PendingIntent || argument instanceof AlarmManager.OnAlarmListener) {
                return argument;
            }
        }
        return null;
    }

    private static Executor executor(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Executor given) {
                return given;
            }
            if (argument instanceof Handler handler) {
                return handler::post;
            }
        }
        return Runnable::run;
    }

    private void set(int type, long trigger, long interval, Object[] arguments) {
        Object operation = operation(arguments);
        Executor executor = executor(arguments);
        boolean wall = type == AlarmManager.RTC || type == AlarmManager.RTC_WAKEUP;
        long delay = Math.max(0, trigger - (wall ? System.currentTimeMillis() : SystemClock.elapsedRealtime()));
        at(operation, executor, delay, interval);
    }

    private synchronized void at(Object operation, Executor executor, long delay, long interval) {
        cancel(operation);
        Runnable ring = new Runnable() {
            @Override
            public void run() {
                synchronized (Alarms.this) {
                    if (waiting.get(operation) != this) {
                        return;
                    }
                    waiting.remove(operation);
                    if (interval > 0) {
                        at(operation, executor, interval, interval);
                    }
                }
                executor.execute(() -> ring(operation));
            }
        };
        waiting.put(operation, ring);
        main.postDelayed(ring, delay);
    }

    private static void ring(Object operation) {
        if (operation instanceof AlarmManager.OnAlarmListener listener) {
            listener.onAlarm();
            return;
        }
        try {
            ((PendingIntent) operation).send();
        } catch (PendingIntent.CanceledException e) {
            // The app took its intent back; Android drops such an alarm.
        }
    }

    private synchronized void cancel(Object operation) {
        if (operation == null) {
            waiting.values().forEach(main::removeCallbacks);
            waiting.clear();
        } else if (waiting.get(operation) != null) {
            main.removeCallbacks(waiting.remove(operation));
        }
    }
}
