package auditor.handset;

import android.app.Application;
import android.content.ComponentCallbacks2;
import android.content.res.Configuration;
import auditor.deskphone.Session;
import org.robolectric.RuntimeEnvironment;

/** Whether the task is on screen: left, come back to, covered by a dialog of the system, dark, or turned. */
final class Foreground {
    // ActivityManagerConstants, Android 8 and later: an app that left the screen counts as idle after this time.
    private static final long BACKGROUND_SETTLE_NS = 60_000_000_000L;
    private final Session session;
    private final TaskStack stack;
    private volatile boolean front = true;
    private volatile long leftAt = System.nanoTime();
    private boolean covered;
    private boolean dark;
    private ActivityStart away;

    Foreground(Session session, TaskStack stack) {
        this.session = session;
        this.stack = stack;
    }

    /** Whether the task is in front, even where it has no activity. */
    boolean isFront() {
        return front;
    }

    boolean hasActivity() {
        return front && !stack.isEmpty();
    }

    boolean isDark() {
        return dark;
    }

    boolean longLeft() {
        return (!front || stack.isEmpty()) && System.nanoTime() - leftAt > BACKGROUND_SETTLE_NS;
    }

    /** Shows an activity on a lit screen, and tells it what has changed since it was shown last. */
    void show(OpenActivity shown) {
        if (dark) {
            return;
        }
        shown.resume();
        if (shown.adapt()) {
            stack.remember(shown);
            shown.focus();
        }
    }

    void cover(boolean cover) {
        if (!hasActivity() || covered == cover) {
            return;
        }
        covered = cover;
        OpenActivity top = stack.top();
        if (cover) {
            top.pause();
        } else if (!top.activity().isFinishing()) {
            show(top);
        }
    }

    /** Leaves for a screen of the phone's own, whose result is given on coming back. */
    void leaveFor(ActivityStart start) {
        away = start;
        leave(false);
        session.control().event("system_screen", "action", start.intent().getAction(), "data", start.intent().getDataString());
    }

    void leave(boolean byUser) {
        if (!hasActivity()) {
            return;
        }
        OpenActivity top = stack.top();
        if (byUser) {
            top.userLeaving();
        }
        top.pause();
        top.stop();
        front = false;
        leftAt = System.nanoTime();
        for (OpenActivity each : stack.all()) {
            each.activity().onTrimMemory(ComponentCallbacks2.TRIM_MEMORY_UI_HIDDEN);
        }
        Application application = RuntimeEnvironment.getApplication();
        application.onTrimMemory(ComponentCallbacks2.TRIM_MEMORY_UI_HIDDEN);
        if (byUser) {
            session.control().event("task", "state", "back");
        }
    }

    /** The last activity is gone. */
    void emptied() {
        leftAt = System.nanoTime();
        session.control().event("task", "state", "empty");
    }

    void comeBack() {
        if (front || stack.isEmpty()) {
            return;
        }
        take();
        if (away != null) {
            stack.top().restart();
            stack.cancel(away);
            away = null;
        }
        show(stack.top());
    }

    /** Takes the screen for an activity that is to be shown. */
    void take() {
        if (!hasActivity()) {
            front = true;
            session.control().event("task", "state", "front");
        }
    }

    void screen(boolean lit) {
        dark = !lit;
        if (!hasActivity()) {
            return;
        }
        OpenActivity top = stack.top();
        if (lit) {
            show(top);
        } else {
            top.pause();
            top.stop();
        }
    }

    void configure() {
        Configuration changed = OpenActivity.configuration();
        RuntimeEnvironment.getApplication().onConfigurationChanged(changed);
        for (OpenActivity each : stack.all()) {
            each.changeTo(changed);
        }
        if (hasActivity() && !dark) {
            OpenActivity top = stack.top();
            if (!top.activity().isFinishing()) {
                show(top);
            }
        }
    }
}
