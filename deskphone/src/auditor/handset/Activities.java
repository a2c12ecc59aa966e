package auditor.handset;

import android.app.Activity;
import android.content.ActivityNotFoundException;
import android.content.ComponentName;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import android.content.pm.PackageManager;
import android.os.Build;
import android.os.Handler;
import android.os.Looper;
import android.util.Log;
import auditor.deskphone.Guards;
import auditor.deskphone.Hole;
import auditor.deskphone.Session;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The task of the app: starts, stacks, finishes activities with the lifecycle of a real phone. Main thread only. */
final class Activities {
    private final Session session;
    private final OtherApps others;
    private final ConcurrentLinkedQueue<ActivityStart> starts = new ConcurrentLinkedQueue<>();
    private final TaskStack stack = new TaskStack();
    private final Foreground foreground;

    Activities(Session session, OtherApps others) {
        this.session = session;
        this.others = others;
        foreground = new Foreground(session, stack);
    }

    /** Asks for an activity or for permissions; may be called from any thread. Throws ActivityNotFoundException. */
    void request(Intent intent, Activity caller, String who, int requestCode) {
        request(new ActivityStart(intent, caller, who, requestCode, false));
    }

    /** Asks for an activity by itself; `system` when the user asked for it outside the app: then it may come to front. */
    void requestAs(boolean system, Intent intent) {
        request(new ActivityStart(intent, null, null, -1, system));
    }

    private void request(ActivityStart start) {
        Intent intent = start.intent();
        ActivityInfo info = start.asksPermissions() ? null : start.resolve();
        if (info != null && !OwnProcess.has(info)) {
            OwnProcess.tell(session, info, "; it is shown in the app's own");
        } else if (!start.asksPermissions() && info == null) {
            OtherApps.Entry other = others.find(intent);
            if (other == null) {
                session.ledger(Hole.OTHER_APP, String.valueOf(intent.getAction()), "no app on the phone handles " + intent);
                throw new ActivityNotFoundException("No Activity found to handle " + intent);
            }
            if (!other.isScreen()) {
                session.ledger(Hole.OTHER_APP, String.valueOf(intent.getAction()), "the " + other.app()
                        + " is not on this phone; answered as cancelled: " + intent);
            }
        }
        starts.add(start);
        wake();
    }

    /** Has the main thread look for what there is to settle; may be called from any thread. */
    private static void wake() {
        new Handler(Looper.getMainLooper()).post(() -> { });
    }

    /** An activity is finished, which may be done from any thread. */
    Object finishing(Guards.Original finish) throws Throwable {
        Object nothing = finish.call();
        wake();
        return nothing;
    }

    /** The activity on screen, or null. */
    Activity top() {
        return foreground.hasActivity() ? stack.top().activity() : null;
    }

    boolean foreground() {
        return foreground.hasActivity();
    }

    /** Whether the app has had no activity on screen for so long that Android restricts it. May be asked from any thread. */
    boolean longInBackground() {
        return foreground.longLeft();
    }

    boolean idle() {
        return starts.isEmpty();
    }

    /** Does what was asked for since the last time: results of finished activities, then starts. */
    void settle() {
        finish();
        for (ActivityStart start = starts.poll(); start != null; start = starts.poll()) {
            if (start.asksPermissions()) {
                PermissionRequest.request(session, this, start.caller(), start.who(), start.requestCode(),
                        start.intent().getStringArrayExtra(PackageManager.EXTRA_REQUEST_PERMISSIONS_NAMES));
            } else if (start.resolve() == null) {
                leaveFor(start);
            } else {
                launch(start);
            }
            finish();
        }
    }

    /** Another app's screen: the phone's own settings are shown, every other one is left without a choice. */
    private void leaveFor(ActivityStart start) {
        OtherApps.Entry other = others.find(start.intent());
        if (other != null && other.isScreen()) {
            foreground.leaveFor(start);
            return;
        }
        OpenActivity top = stack.top();
        if (top != null) {
            top.pause();
        }
        stack.cancel(start);
        if (top != null && foreground.isFront()) {
            foreground.show(top);
        }
    }

    private void launch(ActivityStart start) {
        ActivityInfo info = start.resolve();
        if (!foreground.isFront() && !stack.isEmpty() && !start.system() && Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
            Log.w("ActivityTaskManager", "Background activity launch blocked: " + start.intent());
            session.ledger(Hole.BACKGROUND_START, info.name, "Android 10 and later start no activity of an app that is in the background");
            return;
        }
        String name = info.targetActivity != null ? info.targetActivity : info.name;
        foreground.take();
        OpenActivity known = stack.reuse(name, info, start.intent());
        if (known == null) {
            open(name, start, info);
            return;
        }
        known.pause();
        known.restart();
        known.newIntent(start.intent());
        foreground.show(known);
    }

    private void open(String name, ActivityStart start, ActivityInfo info) {
        OpenActivity below = stack.top();
        if (below != null) {
            below.pause();
        }
        start.intent().setComponent(new ComponentName(info.packageName, info.name));
        OpenActivity opened = OpenActivity.build(name, start, info);
        stack.add(opened);
        boolean shown = opened.open();
        if (below != null && shown) {
            below.stop();
        }
        if (below != null && below.isPassing()) {
            below.activity().finish();
        }
    }

    private void finish() {
        for (int guard = 0; guard < 64; guard++) {
            OpenActivity ended = stack.finishing();
            if (ended == null) {
                return;
            }
            boolean wasTop = stack.top() == ended;
            stack.remove(ended);
            if (wasTop) {
                ended.pause();
            }
            OpenActivity next = stack.top();
            boolean returns = wasTop && next != null && starts.isEmpty() && foreground.isFront() && !foreground.isDark();
            if (returns) {
                // A result comes between onStart and onResume.
                next.restart();
            }
            stack.deliver(ended);
            if (returns) {
                foreground.show(next);
            }
            ended.end();
            if (stack.isEmpty() && starts.isEmpty()) {
                foreground.emptied();
            }
        }
    }

    /** Pauses or resumes the top activity, as a system dialog over it does. */
    void cover(boolean cover) {
        foreground.cover(cover);
    }

    /** To the background, as HOME does. */
    void leave() {
        foreground.leave(true);
    }

    /** Back to the foreground; who went to the phone's settings hears that nothing was chosen there. */
    void comeBack() {
        foreground.comeBack();
    }

    /**
     * A start from the shell or the home screen: the task comes to the front as it is when it began with the same
     * intent, else it gets the activity on top.
     */
    void startFromOutside(Intent intent) {
        comeBack();
        OpenActivity root = stack.root();
        if (root == null || !root.start().isSame(intent)) {
            requestAs(true, intent);
        }
    }

    /** BACK that nobody took: the launcher's activity stays in the background since Android 12, any other is finished. */
    void back(Activity activity) {
        OpenActivity root = stack.root();
        boolean alone = root != null && root == stack.top() && root.activity() == activity;
        if (alone && root.start().fromLauncher() && Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            new Handler(Looper.getMainLooper()).post(this::leave);
        } else {
            activity.finish();
        }
    }

    /** Activity.moveTaskToBack. */
    boolean moveToBack(Activity activity, boolean nonRoot) {
        if (!nonRoot && (stack.isEmpty() || stack.root().activity() != activity)) {
            return false;
        }
        new Handler(Looper.getMainLooper()).post(this::leave);
        return true;
    }

    /** The screen goes dark or is lit: the activity on it stops and comes back. */
    void screen(boolean lit) {
        foreground.screen(lit);
    }

    /** Another orientation, night mode or language: activities hear of it or are made anew, those not on screen later. */
    void configure() {
        foreground.configure();
    }
}
