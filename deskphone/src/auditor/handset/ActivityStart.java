package auditor.handset;

import android.app.Activity;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import android.content.pm.PackageManager;
import android.content.pm.ResolveInfo;
import org.robolectric.RuntimeEnvironment;

/**
 * An activity, or a question for permissions, that was asked for, and who waits for the result; `system` when the user
 * asked for it outside the app.
 */
record ActivityStart(Intent intent, Activity caller, String who, int requestCode, boolean system) {
    boolean asksPermissions() {
        return PackageManager.ACTION_REQUEST_PERMISSIONS.equals(intent.getAction());
    }

    /** The app's own activity that the intent means, or null. */
    ActivityInfo resolve() {
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

    boolean fromLauncher() {
        return Intent.ACTION_MAIN.equals(intent.getAction()) && intent.hasCategory(Intent.CATEGORY_LAUNCHER);
    }

    /** Whether an intent from outside asks for the same, with nothing to hand over. */
    boolean isSame(Intent asked) {
        return String.valueOf(intent.getComponent()).equals(String.valueOf(asked.getComponent()))
                && String.valueOf(intent.getAction()).equals(String.valueOf(asked.getAction()))
                && String.valueOf(intent.getData()).equals(String.valueOf(asked.getData()))
                && (asked.getExtras() == null || asked.getExtras().isEmpty());
    }
}
