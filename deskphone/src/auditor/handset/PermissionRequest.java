package auditor.handset;

import android.app.Activity;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.util.Log;
import auditor.deskphone.Grants;
import auditor.deskphone.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivity;

/**
 * One requestPermissions call: group after group it is decided, as the API level and the app's target have it, whether the system asks,
 * grants without asking, or ignores the request. Main thread only.
 */
final class PermissionRequest {
    private static final Deque<PermissionRequest> waiting = new ArrayDeque<>();
    private static List<PermissionGroup> groups = List.of();
    private static PermissionQuestions questions;

    private final Session session;
    private final Grants grants;
    private final Activities activities;
    private final Activity activity;
    private final String who;
    private final int requestCode;
    private final String[] permissions;
    private final Deque<PermissionGroup> open = new ArrayDeque<>(groups);
    private final Set<String> settled = new HashSet<>();

    private PermissionRequest(Session session, Activities activities, Activity activity, String who, int requestCode, String[] permissions) {
        this.session = session;
        grants = session.grants();
        this.activities = activities;
        this.activity = activity;
        this.who = who;
        this.requestCode = requestCode;
        this.permissions = permissions;
    }

    static void prepare(Session session) {
        groups = PermissionGroup.read(session.api());
        questions = new PermissionQuestions(session);
    }

    /** Whether the user is asked for that permission at this API level. */
    static boolean isRuntime(String permission) {
        return groups.stream().anyMatch(group -> group.permissions().contains(permission));
    }

    /** Handles one requestPermissions call; answered at once where Android asks nobody. */
    static void request(Session session, Activities activities, Activity activity, String who, int requestCode, String[] permissions) {
        String[] asked = permissions == null ? new String[0] : permissions;
        session.control().event("permission_request", "permissions", Arrays.asList(asked));
        waiting.add(new PermissionRequest(session, activities, activity, who, requestCode, asked));
        if (waiting.size() == 1) {
            waiting.peek().next();
        }
    }

    private List<String> original() {
        return Arrays.asList(permissions);
    }

    private List<String> askable(PermissionGroup group, List<String> wanted) {
        List<String> found = new ArrayList<>();
        for (String permission : wanted) {
            if (group.permissions().contains(permission) && grants.declares(permission) && !grants.holds(permission)
                    && !grants.refusedForGood(permission) && !settled.contains(permission)) {
                found.add(permission);
            }
        }
        return found;
    }

    private void next() {
        for (PermissionGroup group = open.poll(); group != null; group = open.poll()) {
            PermissionQuestion question = decide(group);
            if (question != null) {
                activities.cover(true);
                new PermissionDialog(session, activity, questions, this::answer).show(question);
                return;
            }
        }
        finish();
    }

    /** The question about a group, or null: then it was granted without asking, or is ignored. */
    private PermissionQuestion decide(PermissionGroup group) {
        if (group.foreground() != null) {
            return background(group);
        }
        List<String> asked = askable(group, grants.withImplied(original()));
        if (asked.isEmpty() || ignored(group)) {
            return null;
        }
        PermissionGroup behind = groups.stream().filter(other -> group.name().equals(other.foreground())).findFirst().orElse(null);
        boolean upgrade = group.is("location") && questions.hasAccuracy() && !grants.holds(PermissionQuestions.FINE);
        boolean held = group.permissions().stream().anyMatch(name -> grants.holds(name) && !name.equals(PermissionQuestions.SELECTED));
        if (held && !upgrade) {
            settle(asked, true, false, false);
            return null;
        }
        List<String> together = behind == null || session.api() >= 30 ? List.of() : askable(behind, grants.withImplied(original()));
        return questions.ask(label(), group, asked, together);
    }

    /** Whether Android pays no attention to a request for that group. */
    private boolean ignored(PermissionGroup group) {
        int api = session.api();
        int target = session.target();
        if (group.is("notifications")) {
            return target < 33;
        }
        if (group.is("storage")) {
            return api >= 33 && target >= 33;
        }
        if (!group.is("location")) {
            return false;
        }
        List<String> original = original();
        boolean precise = questions.hasAccuracy() && original.contains(PermissionQuestions.FINE)
                && !original.contains(PermissionQuestions.COARSE) && !grants.holds(PermissionQuestions.COARSE);
        if (precise) {
            Log.e("GrantPermissionsActivity", "ACCESS_FINE_LOCATION must be requested with ACCESS_COARSE_LOCATION.");
        }
        // Android 11: foreground and background together are ignored for apps that target it.
        return precise || api >= 30 && target >= 30 && original.contains("android.permission.ACCESS_BACKGROUND_LOCATION");
    }

    private PermissionQuestion background(PermissionGroup group) {
        List<String> asked = askable(group, session.api() >= 30 ? original() : grants.withImplied(original()));
        PermissionGroup foreground = groups.stream().filter(other -> other.is(group.foreground())).findFirst().orElseThrow();
        boolean held = foreground.permissions().stream().anyMatch(grants::holds);
        boolean together = original().stream().anyMatch(settled::contains);
        return asked.isEmpty() || !held || together ? null : questions.background(label(), group, asked);
    }

    private static String label() {
        return String.valueOf(RuntimeEnvironment.getApplication().getApplicationInfo()
                .loadLabel(RuntimeEnvironment.getApplication().getPackageManager()));
    }

    private void answer(PermissionQuestion.Choice choice) {
        settle(choice.granted(), true, choice.once(), false);
        settle(choice.refused(), false, false, choice.forGood());
        next();
    }

    private void settle(List<String> names, boolean granted, boolean once, boolean forGood) {
        for (String permission : names) {
            boolean never = grants.set(permission, granted, forGood);
            settled.add(permission);
            session.control().event("permission_result", "permission", permission, "granted", granted, "dont_ask_again", never,
                    "one_time", once);
        }
    }

    private void finish() {
        waiting.remove(this);
        int[] results = new int[permissions.length];
        for (int i = 0; i < permissions.length; i++) {
            results[i] = grants.holds(permissions[i]) ? PackageManager.PERMISSION_GRANTED : PackageManager.PERMISSION_DENIED;
        }
        if (activity != null && !activity.isDestroyed()) {
            Intent data = new Intent(PackageManager.ACTION_REQUEST_PERMISSIONS);
            data.putExtra(PackageManager.EXTRA_REQUEST_PERMISSIONS_NAMES, permissions);
            data.putExtra(PackageManager.EXTRA_REQUEST_PERMISSIONS_RESULTS, results);
            ShadowActivity shadow = Shadow.extract(activity);
            shadow.internalCallDispatchActivityResult(who, requestCode, Activity.RESULT_OK, data);
        }
        activities.cover(false);
        if (!waiting.isEmpty()) {
            waiting.peek().next();
        }
    }
}
