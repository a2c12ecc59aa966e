package auditor.handset;

import android.app.Activity;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivity;

/** The activities of the task from its root to the one on top, and the way of a result to who waits for it. */
final class TaskStack {
    private final List<OpenActivity> stack = new ArrayList<>();
    // An activity that was made anew stands for the ones before it, which may still be waiting for a result.
    private final Map<Activity, OpenActivity> made = new WeakHashMap<>();

    boolean isEmpty() {
        return stack.isEmpty();
    }

    List<OpenActivity> all() {
        return Collections.unmodifiableList(stack);
    }

    /** The activity that the task began with, or null. */
    OpenActivity root() {
        return stack.isEmpty() ? null : stack.get(0);
    }

    OpenActivity top() {
        return stack.isEmpty() ? null : stack.get(stack.size() - 1);
    }

    /** The highest activity that is finishing, or null. */
    OpenActivity finishing() {
        OpenActivity found = null;
        for (OpenActivity candidate : stack) {
            if (candidate.activity().isFinishing()) {
                found = candidate;
            }
        }
        return found;
    }

    void add(OpenActivity opened) {
        opened.setRoot(stack.isEmpty());
        stack.add(opened);
        remember(opened);
    }

    /** To be told of each Activity that is made, also of one that is made anew. */
    void remember(OpenActivity opened) {
        made.put(opened.activity(), opened);
    }

    void remove(OpenActivity ended) {
        stack.remove(ended);
    }

    /**
     * The activity on top that takes the intent instead of a new one, or null for a new one. By launch mode and flags
     * activities are ended or brought to the top first.
     */
    OpenActivity reuse(String name, ActivityInfo info, Intent intent) {
        int known = reusable(name, info, intent);
        if (known < 0) {
            return null;
        }
        endFrom(known + 1);
        return stack.get(known);
    }

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
                OpenActivity top = top();
                if (i < stack.size() - 1) {
                    top.pause();
                    top.stop();
                    stack.add(stack.remove(i));
                }
                return stack.size() - 1;
            }
        }
        return -1;
    }

    private void endFrom(int lowest) {
        for (int i = stack.size() - 1; i >= lowest; i--) {
            stack.remove(i).end();
        }
    }

    /** Gives the result of an ended activity to who started it. */
    void deliver(OpenActivity ended) {
        ShadowActivity shadow = Shadow.extract(ended.activity());
        give(ended.start(), shadow.getResultCode(), shadow.getResultIntent());
    }

    /** Answers a start that leads nowhere on this phone. */
    void cancel(ActivityStart start) {
        give(start, Activity.RESULT_CANCELED, null);
    }

    private void give(ActivityStart start, int code, Intent data) {
        OpenActivity waiting = start.requestCode() < 0 || start.caller() == null ? null : made.get(start.caller());
        if (waiting != null && !waiting.activity().isDestroyed()) {
            ShadowActivity caller = Shadow.extract(waiting.activity());
            caller.internalCallDispatchActivityResult(start.who(), start.requestCode(), code, data);
        }
    }
}
