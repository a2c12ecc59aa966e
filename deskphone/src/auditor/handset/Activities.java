package auditor.handset;

import android.app.Activity;
import android.app.Application;
import android.app.QueuedWork;
import android.content.ActivityNotFoundException;
import android.content.ComponentCallbacks2;
import android.content.ComponentName;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import android.content.pm.PackageManager;
import android.content.pm.ResolveInfo;
import android.content.res.Configuration;
import android.os.Build;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import android.util.Log;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
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
    // ActivityManagerConstants, Android 8 and later: an app that left the screen counts as idle after this time.
    private static final long BACKGROUND_SETTLE_NS = 60_000_000_000L;
    private final Session session;
    private final OtherApps others;
    private final ConcurrentLinkedQueue<Start> starts = new ConcurrentLinkedQueue<>();
    private final List<Entry> stack = new ArrayList<>();
    // An activity that was made anew stands for the ones before it, which may still be waiting for a result.
    private final Map<Activity, Entry> made = new WeakHashMap<>();
    private volatile boolean foreground = true;
    private volatile long leftAt = System.nanoTime();
    private boolean covered;
    private boolean dark;
    private Start away;

    private record Start(Intent intent, Activity caller, String who, int requestCode, boolean system) {
    }

    private static final class Entry {
        private final ActivityController<? extends Activity> controller;
        private final Start start;
        private final ActivityInfo info;
        private boolean stopped;
        private Configuration known = configuration();
        private Configuration pending;

        Entry(ActivityController<? extends Activity> controller, Start start, ActivityInfo info) {
            this.controller = controller;
            this.start = start;
            this.info = info;
        }

        Activity activity() {
            return controller.get();
        }
    }

    private static Configuration configuration() {
        return new Configuration(RuntimeEnvironment.getApplication().getResources().getConfiguration());
    }

    Activities(Session session, OtherApps others) {
        this.session = session;
        this.others = others;
    }

    /** Asks for an activity or for permissions; may be called from any thread. Throws ActivityNotFoundException. */
    void request(Intent intent, Activity caller, String who, int requestCode) {
        request(new Start(intent, caller, who, requestCode, false));
    }

    /** Asks for an activity by itself; `system` when the user asked for it outside the app: then it may come to front. */
    void requestAs(boolean system, Intent intent) {
        request(new Start(intent, null, null, -1, system));
    }

    private void request(Start start) {
        boolean permissions = PackageManager.ACTION_REQUEST_PERMISSIONS.equals(start.intent.getAction());
        if (!permissions && resolve(start.intent) == null) {
            OtherApps.Entry other = others.find(start.intent);
            if (other == null) {
                session.ledger("other", String.valueOf(start.intent.getAction()), "no app on the phone handles " + start.intent);
                throw new ActivityNotFoundException("No Activity found to handle " + start.intent);
            }
            if (!other.isScreen()) {
                session.ledger("other", String.valueOf(start.intent.getAction()), "the " + other.app()
                        + " is not on this phone; answered as cancelled: " + start.intent);
            }
        }
        starts.add(start);
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

    /** Whether the app has had no activity on screen for so long that Android restricts it. May be asked from any thread. */
    boolean longInBackground() {
        return (!foreground || stack.isEmpty()) && System.nanoTime() - leftAt > BACKGROUND_SETTLE_NS;
    }

    boolean idle() {
        return starts.isEmpty();
    }

    /** Does what was asked for since the last time: results of finished activities, then starts. */
    void settle() {
        finish();
        for (Start start = starts.poll(); start != null; start = starts.poll()) {
            if (PackageManager.ACTION_REQUEST_PERMISSIONS.equals(start.intent.getAction())) {
                PermissionRequest.request(session, this, start.caller, start.who, start.requestCode,
                        start.intent.getStringArrayExtra(PackageManager.EXTRA_REQUEST_PERMISSIONS_NAMES));
            } else if (resolve(start.intent) == null) {
                leaveFor(start);
            } else {
                launch(start);
            }
            finish();
        }
    }

    /** Another app's screen: the phone's own settings are shown, every other one is left without a choice. */
    private void leaveFor(Start start) {
        OtherApps.Entry other = others.find(start.intent);
        if (other != null && other.isScreen()) {
            away = start;
            leave(false);
            session.control().event("system_screen", "action", start.intent.getAction(), "data", start.intent.getDataString());
            return;
        }
        Entry top = stack.isEmpty() ? null : stack.get(stack.size() - 1);
        pause(top);
        cancel(start);
        if (top != null && foreground) {
            show(top);
        }
    }

    private void cancel(Start start) {
        give(start, Activity.RESULT_CANCELED, null);
    }

    private void give(Start start, int code, Intent data) {
        Entry waiting = start.requestCode < 0 || start.caller == null ? null : made.get(start.caller);
        if (waiting != null && !waiting.activity().isDestroyed()) {
            ShadowActivity caller = Shadow.extract(waiting.activity());
            caller.internalCallDispatchActivityResult(start.who, start.requestCode, code, data);
        }
    }

    private void launch(Start start) {
        ActivityInfo info = resolve(start.intent);
        if (!foreground && !stack.isEmpty() && !start.system && Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
            Log.w("ActivityTaskManager", "Background activity launch blocked: " + start.intent);
            session.ledger("other", info.name, "Android 10 and later start no activity of an app that is in the background");
            return;
        }
        String name = info.targetActivity != null ? info.targetActivity : info.name;
        toFront();
        int known = reusable(name, info, start.intent);
        if (known >= 0) {
            for (int i = stack.size() - 1; i > known; i--) {
                end(stack.remove(i));
            }
            Entry entry = stack.get(known);
            pause(entry);
            restart(entry);
            entry.controller.newIntent(start.intent);
            show(entry);
            return;
        }
        Entry below = stack.isEmpty() ? null : stack.get(stack.size() - 1);
        pause(below);
        start.intent.setComponent(new ComponentName(info.packageName, info.name));
        Entry entry = new Entry(build(name, start.intent), start, info);
        Shadow.<ShadowActivity>extract(entry.activity()).setIsTaskRoot(stack.isEmpty());
        stack.add(entry);
        made.put(entry.activity(), entry);
        entry.controller.create();
        if (!entry.activity().isFinishing()) {
            entry.controller.start().postCreate(null).resume().visible().topActivityResumed(true);
            focus(entry);
            stop(below);
        } else {
            // It was never started: nothing is to be stopped.
            entry.stopped = true;
        }
        if (below != null && passing(below)) {
            below.activity().finish();
        }
    }

    private static boolean passing(Entry entry) {
        return (entry.info.flags & ActivityInfo.FLAG_NO_HISTORY) != 0
                || (entry.start.intent.getFlags() & Intent.FLAG_ACTIVITY_NO_HISTORY) != 0;
    }

    private static ActivityController<? extends Activity> build(String name, Intent intent) {
        try {
            Class<? extends Activity> type = Class.forName(name, true, AppProcess.loader()).asSubclass(Activity.class);
            return Robolectric.buildActivity(type, intent);
        } catch (ClassNotFoundException e) {
            throw new RuntimeException("Unable to instantiate activity " + name, e);
        }
    }

    /** Where in the stack the intent goes instead of a new activity, -1 for a new one. */
    private int reusable(String name, ActivityInfo info, Intent intent) {
        boolean single = info.launchMode == ActivityInfo.LAUNCH_SINGLE_TASK || info.launchMode == ActivityInfo.LAUNCH_SINGLE_INSTANCE;
        boolean clear = (intent.getFlags() & Intent.FLAG_ACTIVITY_CLEAR_TOP) != 0;
        boolean onTop = info.launchMode == ActivityInfo.LAUNCH_SINGLE_TOP || (intent.getFlags() & Intent.FLAG_ACTIVITY_SINGLE_TOP) != 0;
        if ((intent.getFlags() & Intent.FLAG_ACTIVITY_CLEAR_TASK) != 0) {
            endFrom(0);
            return -1;
        }
        for (int i = stack.size() - 1; i >= 0; i--) {
            if (!stack.get(i).activity().getClass().getName().equals(name)) {
                continue;
            }
            if (single || (clear && onTop) || (onTop && i == stack.size() - 1)) {
                return i;
            }
            if (clear) {
                endFrom(i);
                return -1;
            }
            if ((intent.getFlags() & Intent.FLAG_ACTIVITY_REORDER_TO_FRONT) != 0) {
                Entry top = stack.get(stack.size() - 1);
                if (i < stack.size() - 1) {
                    pause(top);
                    stop(top);
                    stack.add(stack.remove(i));
                }
                return stack.size() - 1;
            }
        }
        return -1;
    }

    private void endFrom(int lowest) {
        for (int i = stack.size() - 1; i >= lowest; i--) {
            end(stack.remove(i));
        }
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
            boolean returns = wasTop && next != null && starts.isEmpty() && foreground && !dark;
            if (returns) {
                // A result comes between onStart and onResume.
                restart(next);
            }
            deliver(entry);
            if (returns) {
                show(next);
            }
            end(entry);
            if (stack.isEmpty() && starts.isEmpty()) {
                leftAt = System.nanoTime();
                session.control().event("task", "state", "empty");
            }
        }
    }

    private void deliver(Entry ended) {
        ShadowActivity shadow = Shadow.extract(ended.activity());
        give(ended.start, shadow.getResultCode(), shadow.getResultIntent());
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
            if (!entry.activity().isFinishing()) {
                entry.controller.saveInstanceState(new Bundle());
            }
            // As ActivityThread does: what SharedPreferences.apply() has queued is on disk when the activity has stopped.
            QueuedWork.waitToFinish();
        }
    }

    private void show(Entry entry) {
        if (dark) {
            return;
        }
        restart(entry);
        if (!entry.activity().isResumed()) {
            entry.controller.resume().visible().topActivityResumed(true);
            focus(entry);
        }
        if (entry.pending != null) {
            adapt(entry, entry.pending);
        }
    }

    /** Tells the activity of what has changed, or makes it anew when it does not say that it takes that itself. */
    private void adapt(Entry entry, Configuration now) {
        int changes = entry.known.diffPublicOnly(now);
        entry.known = now;
        entry.pending = null;
        if (changes == 0) {
            return;
        }
        if ((changes & ~entry.info.getRealConfigChanged()) == 0) {
            entry.controller.configurationChange(now);
            return;
        }
        try {
            entry.controller.recreate();
        } catch (NullPointerException e) {
            if (!beforeFirstFrame(e)) {
                throw e;
            }
            entry.controller.topActivityResumed(true);
        }
        made.put(entry.activity(), entry);
        focus(entry);
    }

    /** Robolectric gives the new window the focus at once, and it has no root before its first frame; focus() waits. */
    private static boolean beforeFirstFrame(NullPointerException thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return frames.length > 1 && frames[1].getMethodName().equals("windowFocusChanged")
                && frames[1].getClassName().equals(ActivityController.class.getName());
    }

    private static void restart(Entry entry) {
        if (entry.stopped) {
            entry.stopped = false;
            // Calls onRestart and onStart.
            entry.controller.restart();
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
        leave(true);
    }

    private void leave(boolean byUser) {
        if (!foreground || stack.isEmpty()) {
            return;
        }
        Entry top = stack.get(stack.size() - 1);
        if (byUser) {
            top.controller.userLeaving();
        }
        pause(top);
        stop(top);
        foreground = false;
        leftAt = System.nanoTime();
        for (Entry entry : stack) {
            entry.activity().onTrimMemory(ComponentCallbacks2.TRIM_MEMORY_UI_HIDDEN);
        }
        Application application = RuntimeEnvironment.getApplication();
        application.onTrimMemory(ComponentCallbacks2.TRIM_MEMORY_UI_HIDDEN);
        if (byUser) {
            session.control().event("task", "state", "back");
        }
    }

    /** Back to the foreground; who went to the phone's settings hears that nothing was chosen there. */
    void comeBack() {
        if (foreground || stack.isEmpty()) {
            return;
        }
        toFront();
        if (away != null) {
            restart(stack.get(stack.size() - 1));
            cancel(away);
            away = null;
        }
        show(stack.get(stack.size() - 1));
    }

    private void toFront() {
        if (!foreground || stack.isEmpty()) {
            foreground = true;
            session.control().event("task", "state", "front");
        }
    }

    /**
     * A start from the shell or the home screen: the task comes to the front as it is when it began with the same
     * intent, else it gets the activity on top.
     */
    void startFromOutside(Intent intent) {
        comeBack();
        Start root = stack.isEmpty() ? null : stack.get(0).start;
        if (root == null || !same(root.intent, intent)) {
            requestAs(true, intent);
        }
    }

    private static boolean same(Intent root, Intent asked) {
        return String.valueOf(root.getComponent()).equals(String.valueOf(asked.getComponent()))
                && String.valueOf(root.getAction()).equals(String.valueOf(asked.getAction()))
                && String.valueOf(root.getData()).equals(String.valueOf(asked.getData()))
                && (asked.getExtras() == null || asked.getExtras().isEmpty());
    }

    /** BACK that nobody took: the launcher's activity stays in the background since Android 12, any other is finished. */
    void back(Activity activity) {
        boolean root = stack.size() == 1 && stack.get(0).activity() == activity;
        Intent first = root ? stack.get(0).start.intent : null;
        boolean launched = root && Intent.ACTION_MAIN.equals(first.getAction()) && first.hasCategory(Intent.CATEGORY_LAUNCHER);
        if (launched && Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            new Handler(Looper.getMainLooper()).post(this::leave);
        } else {
            activity.finish();
        }
    }

    /** Activity.moveTaskToBack. */
    boolean moveToBack(Activity activity, boolean nonRoot) {
        if (!nonRoot && (stack.isEmpty() || stack.get(0).activity() != activity)) {
            return false;
        }
        new Handler(Looper.getMainLooper()).post(this::leave);
        return true;
    }

    /** The screen goes dark or is lit: the activity on it stops and comes back. */
    void screen(boolean lit) {
        dark = !lit;
        if (!foreground()) {
            return;
        }
        Entry top = stack.get(stack.size() - 1);
        if (lit) {
            show(top);
        } else {
            pause(top);
            stop(top);
        }
    }

    /** Another orientation, night mode or language: activities hear of it or are made anew, those not on screen later. */
    void configure() {
        Configuration changed = configuration();
        RuntimeEnvironment.getApplication().onConfigurationChanged(changed);
        for (Entry entry : stack) {
            entry.pending = new Configuration(changed);
        }
        if (foreground() && !dark) {
            Entry top = stack.get(stack.size() - 1);
            if (!top.activity().isFinishing()) {
                show(top);
            }
        }
    }
}
