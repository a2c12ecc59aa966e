package auditor.handset;

import android.app.Activity;
import android.app.QueuedWork;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import android.content.res.Configuration;
import android.os.Bundle;
import android.os.Looper;
import org.robolectric.Robolectric;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivity;
import org.robolectric.shadows.ShadowPausedLooper;

/** One activity of the task and the states of its life; made anew it is another Activity, but the same one here. */
final class OpenActivity {
    private static final long FIRST_FRAME_NS = 3_000_000_000L;
    private final ActivityController<? extends Activity> controller;
    private final ActivityStart start;
    private final ActivityInfo info;
    private boolean stopped;
    private Configuration known = configuration();
    private Configuration pending;

    private OpenActivity(ActivityController<? extends Activity> controller, ActivityStart start, ActivityInfo info) {
        this.controller = controller;
        this.start = start;
        this.info = info;
    }

    /** Makes the activity of that class, not yet created. */
    static OpenActivity build(String name, ActivityStart start, ActivityInfo info) {
        try {
            Class<? extends Activity> type = Class.forName(name, true, AppProcess.loader()).asSubclass(Activity.class);
            return new OpenActivity(Robolectric.buildActivity(type, start.intent()), start, info);
        } catch (ClassNotFoundException e) {
            throw new RuntimeException("Unable to instantiate activity " + name, e);
        }
    }

    /** What the phone's resources say now. */
    static Configuration configuration() {
        return new Configuration(RuntimeEnvironment.getApplication().getResources().getConfiguration());
    }

    Activity activity() {
        return controller.get();
    }

    ActivityStart start() {
        return start;
    }

    /** Whether it leaves the task as soon as another activity is shown over it. */
    boolean isPassing() {
        return (info.flags & ActivityInfo.FLAG_NO_HISTORY) != 0
                || (start.intent().getFlags() & Intent.FLAG_ACTIVITY_NO_HISTORY) != 0;
    }

    void setRoot(boolean root) {
        Shadow.<ShadowActivity>extract(activity()).setIsTaskRoot(root);
    }

    /** Creates and shows it; false when it finished itself while it was created, for then it is never started. */
    boolean open() {
        controller.create();
        if (activity().isFinishing()) {
            stopped = true;
            return false;
        }
        controller.start().postCreate(null).resume().visible().topActivityResumed(true);
        focus();
        return true;
    }

    void newIntent(Intent intent) {
        controller.newIntent(intent);
    }

    void userLeaving() {
        controller.userLeaving();
    }

    void pause() {
        if (!stopped && activity().isResumed()) {
            controller.topActivityResumed(false);
            controller.pause();
        }
    }

    void stop() {
        if (!stopped && !activity().isDestroyed()) {
            stopped = true;
            controller.stop();
            if (!activity().isFinishing()) {
                controller.saveInstanceState(new Bundle());
            }
            // As ActivityThread does: what SharedPreferences.apply() has queued is on disk when the activity has stopped.
            QueuedWork.waitToFinish();
        }
    }

    void restart() {
        if (stopped) {
            stopped = false;
            // Calls onRestart and onStart.
            controller.restart();
        }
    }

    /** To the screen from whatever state it is in. */
    void resume() {
        restart();
        if (!activity().isResumed()) {
            controller.resume().visible().topActivityResumed(true);
            focus();
        }
    }

    void end() {
        if (!activity().isDestroyed()) {
            pause();
            stop();
            controller.destroy();
        }
    }

    /** Another configuration is in force; adapt() tells the activity. */
    void changeTo(Configuration changed) {
        pending = new Configuration(changed);
    }

    /**
     * Tells the activity of what has changed, or makes it anew when it does not say that it takes that itself: then
     * true, and the new one has no focus yet.
     */
    boolean adapt() {
        if (pending == null) {
            return false;
        }
        Configuration now = pending;
        int changes = known.diffPublicOnly(now);
        known = now;
        pending = null;
        if (changes == 0) {
            return false;
        }
        if ((changes & ~info.getRealConfigChanged()) == 0) {
            controller.configurationChange(now);
            return false;
        }
        try {
            controller.recreate();
        } catch (NullPointerException e) {
            if (!beforeFirstFrame(e)) {
                throw e;
            }
            controller.topActivityResumed(true);
        }
        return true;
    }

    /** Robolectric gives the new window the focus at once, and it has no root before its first frame; focus() waits. */
    private static boolean beforeFirstFrame(NullPointerException thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return frames.length > 1 && frames[1].getMethodName().equals("windowFocusChanged")
                && frames[1].getClassName().equals(ActivityController.class.getName());
    }

    /** A window takes the focus only once it is attached, which the first frame does. */
    void focus() {
        ShadowPausedLooper looper = Shadow.extract(Looper.getMainLooper());
        long end = System.nanoTime() + FIRST_FRAME_NS;
        while (activity().getWindow().getDecorView().getViewRootImpl() == null) {
            if (System.nanoTime() > end || activity().isFinishing()) {
                return;
            }
            looper.poll(20);
            looper.idle();
        }
        controller.windowFocusChanged(true);
    }
}
