package auditor.handset;

import android.app.Activity;
import android.app.FragmentManager;

/** What Activity.onBackPressed does with a press that the app left to it. */
final class BackPress {
    private BackPress() {
    }

    @SuppressWarnings("deprecation")
    static void of(Activity activity, Activities activities) {
        if (activity.getActionBar() != null && activity.getActionBar().collapseActionView()) {
            return;
        }
        FragmentManager fragments = activity.getFragmentManager();
        if (!fragments.isStateSaved() && fragments.popBackStackImmediate()) {
            return;
        }
        activities.back(activity);
    }
}
