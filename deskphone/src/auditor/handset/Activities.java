package auditor.handset;

import android.app.Activity;
import android.app.QueuedWork;
import android.content.ActivityNotFoundException;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import android.content.pm.PackageManager;
import android.content.pm.ResolveInfo;
import android.os.Handler;
import android.os.Looper;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.robolectric.Robolectric;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivity;
import org.robolectric.shadows.ShadowPausedLooper;

/** The task of the app: starts, stacks, finishes activities with the lifecycle of a real phone. Main thread only. */
final class Activities {
    private static final long FIRST_FRAME_NS = 3_000_000_000L;
    private final Session session;
    private final ConcurrentLinkedQueue<Start> starts = new ConcurrentLinkedQueue<>();
    private final List<Entry> stack = new ArrayList<>();
    private boolean foreground = true;
    private boolean covered;

    private record Start(Intent intent, Activity caller, String who, int requestCode) {
    }

    private static final class Entry {
        private final ActivityController<? extends Activity> controller;
        private final Start start;
        private boolean stopped;

        Entry(ActivityController<? extends Activity> controller, Start start) {
            this.controller = controller;
            this.start = start;
        }

        Activity activity() {
            return controller.get();
        }
    }

    Activities(Session session) {
        this.session = session;
    }

    /** Asks for an activity or for permissions; may be called from any thread. Throws ActivityNotFoundException. */
    void request(Intent intent, Activity caller, String who, int requestCode) {
        boolean permissions = PackageManager.ACTION_REQUEST_PERMISSIONS.equals(intent.getAction());
        if (!permissions && resolve(intent) == null) {
            session.ledger("other", String.valueOf(intent.getAction()), "no app on the phone handles " + intent);
            throw new ActivityNotFoundException("No Activity found to handle " + intent);
        }
        starts.add(new Start(intent, caller, who, requestCode));
        wake();
    }

    private static void wake() {
        new Handler(Looper.getMainLooper()).post(() -> { });
    }

    private ActivityInfo resolve(Intent intent) {
        PackageManager packages = RuntimeEnvironment.getApplication().getPackageManager();
        if (intent.getComponent() != null) {
            try {
                return packages.getActivityInfo(intent.getComponent(), PackageManager.GET_META_DATA);
            } catch (PackageManager.NameNotFoundException e) {
                return null;
            }
        }
        ResolveInfo found = packages.resolveActivity(intent, PackageManager.MATCH_DEFAULT_ONLY);
        return found == null || !found.activityInfo.packageName.equals(RuntimeEnvironment.getApplication().getPackageName())
                ? null : found.activityInfo;
    }

    /** The activity on screen, or null. */
    Activity top() {
        return stack.isEmpty() || !foreground ? null : stack.get(stack.size() - 1).activity();
    }

    boolean foreground() {
        return foreground && !stack.isEmpty();
    }

    boolean idle() {
        return starts.isEmpty();
    }

    /** Does what was asked for since the last time: results of finished activities, then starts. */
    void settle() {
        finish();
        for (Start start = starts.poll(); start != null; start = starts.poll()) {
            if (PackageManager.ACTION_REQUEST_PERMISSIONS.equals(start.intent.getAction())) {
                PermissionDialog.request(session, this, start.caller, start.who, start.requestCode,
                        start.intent.getStringArrayExtra(PackageManager.EXTRA_REQUEST_PERMISSIONS_NAMES));
            } else {
                launch(start);
            }
            finish();
        }
    }

    private void launch(Start start) {
        ActivityInfo info = resolve(start.intent);
        if (info == null) {
            throw new ActivityNotFoundException("No Activity found to handle " + start.intent);
        }
        String name = info.targetActivity != null ? info.targetActivity : info.name;
        foreground = true;
        int known = reusable(name, info, start.intent);
        if (known >= 0) {
            for (int i = stack.size() - 1; i > known; i--) {
                end(stack.remove(i));
            }
            Entry entry = stack.get(known);
            entry.controller.newIntent(start.intent);
            show(entry);
            return;
        }
        Entry below = stack.isEmpty() ? null : stack.get(stack.size() - 1);
        pause(below);
        start.intent.setComponent(new android.content.ComponentName(info.packageName, info.name));
        Entry entry = new Entry(build(name, start.intent), start);
        stack.add(entry);
        entry.controller.create();
        if (!entry.activity().isFinishing()) {
            entry.controller.start().postCreate(null).resume().visible().topActivityResumed(true);
            focus(entry);
        }
        stop(below);
    }

    private static ActivityController<? extends Activity> build(String name, Intent intent) {
        try {
            Class<? extends Activity> type = Class.forName(name, true, AppProcess.loader()).asSubclass(Activity.class);
            return Robolectric.buildActivity(type, intent);
        } catch (ClassNotFoundException e) {
            throw new RuntimeException("Unable to instantiate activity " + name, e);
        }
    }

    private int reusable(String name, ActivityInfo info, Intent intent) {
        boolean single = info.launchMode == ActivityInfo.LAUNCH_SINGLE_TASK || info.launchMode == ActivityInfo.LAUNCH_SINGLE_INSTANCE;
        boolean clear = (intent.getFlags() & Intent.FLAG_ACTIVITY_CLEAR_TOP) != 0;
        boolean onTop = info.launchMode == ActivityInfo.LAUNCH_SINGLE_TOP || (intent.getFlags() & Intent.FLAG_ACTIVITY_SINGLE_TOP) != 0;
        if ((intent.getFlags() & Intent.FLAG_ACTIVITY_CLEAR_TASK) != 0) {
            for (int i = stack.size() - 1; i >= 0; i--) {
                end(stack.remove(i));
            }
            return -1;
        }
        for (int i = stack.size() - 1; i >= 0; i--) {
            boolean same = stack.get(i).activity().getClass().getName().equals(name);
            if (same && (single || clear || (onTop && i == stack.size() - 1))) {
                return i;
            }
        }
        return -1;
    }

    private void finish() {
        for (int guard = 0; guard < 64; guard++) {
            Entry entry = null;
            for (Entry candidate : stack) {
                if (candidate.activity().isFinishing()) {
                    entry = candidate;
                }
            }
            if (entry == null) {
                return;
            }
            boolean wasTop = stack.get(stack.size() - 1) == entry;
            stack.remove(entry);
            if (wasTop) {
                pause(entry);
            }
            Entry next = stack.isEmpty() ? null : stack.get(stack.size() - 1);
            deliver(entry);
            if (wasTop && next != null && starts.isEmpty()) {
                show(next);
            }
            end(entry);
        }
    }

    private void deliver(Entry ended) {
        if (ended.start.requestCode < 0 || ended.start.caller == null || ended.start.caller.isDestroyed()) {
            return;
        }
        ShadowActivity shadow = Shadow.extract(ended.activity());
        ShadowActivity caller = Shadow.extract(ended.start.caller);
        caller.internalCallDispatchActivityResult(ended.start.who, ended.start.requestCode, shadow.getResultCode(),
                shadow.getResultIntent());
    }

    private void pause(Entry entry) {
        if (entry != null && !entry.stopped && entry.activity().isResumed()) {
            entry.controller.topActivityResumed(false);
            entry.controller.pause();
        }
    }

    private void stop(Entry entry) {
        if (entry != null && !entry.stopped && !entry.activity().isDestroyed()) {
            entry.stopped = true;
            entry.controller.stop();
            // As ActivityThread does: what SharedPreferences.apply() has queued is on disk when the activity has stopped.
            QueuedWork.waitToFinish();
        }
    }

    private void show(Entry entry) {
        if (entry.stopped) {
            entry.stopped = false;
            entry.controller.restart();
            entry.controller.start();
        }
        if (!entry.activity().isResumed()) {
            entry.controller.resume().visible().topActivityResumed(true);
            focus(entry);
        }
    }

    /** A window takes the focus only once it is attached, which the first frame does. */
    private static void focus(Entry entry) {
        ShadowPausedLooper looper = Shadow.extract(Looper.getMainLooper());
        long end = System.nanoTime() + FIRST_FRAME_NS;
        while (entry.activity().getWindow().getDecorView().getViewRootImpl() == null) {
            if (System.nanoTime() > end || entry.activity().isFinishing()) {
                return;
            }
            looper.poll(20);
            looper.idle();
        }
        entry.controller.windowFocusChanged(true);
    }

    private void end(Entry entry) {
        if (!entry.activity().isDestroyed()) {
            pause(entry);
            stop(entry);
            entry.controller.destroy();
        }
    }

    /** Pauses or resumes the top activity, as a system dialog over it does. */
    void cover(boolean cover) {
        if (stack.isEmpty() || !foreground || covered == cover) {
            return;
        }
        covered = cover;
        Entry top = stack.get(stack.size() - 1);
        if (cover) {
            pause(top);
        } else if (!top.activity().isFinishing()) {
            show(top);
        }
    }

    /** To the background, as HOME does. */
    void leave() {
        if (foreground && !stack.isEmpty()) {
            Entry top = stack.get(stack.size() - 1);
            top.controller.userLeaving();
            pause(top);
            stop(top);
            foreground = false;
        }
    }

    /** Back to the foreground. */
    void comeBack() {
        if (!foreground && !stack.isEmpty()) {
            foreground = true;
            show(stack.get(stack.size() - 1));
        }
    }
}
