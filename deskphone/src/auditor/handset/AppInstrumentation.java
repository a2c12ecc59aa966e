package auditor.handset;

import android.app.Activity;
import android.app.Application;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.os.IBinder;
import android.os.UserHandle;
import auditor.deskphone.Session;
import org.robolectric.android.internal.RoboMonitoringInstrumentation;

/** Starts activities for real instead of recording that they were asked for, and reports their lifecycle. */
public final class AppInstrumentation extends RoboMonitoringInstrumentation {
    @Override
    public void callApplicationOnCreate(Application application) {
        AppProcess process = AppProcess.current();
        process.planting().plant(application);
        AppProcess.current().life().begin();
        Providers.install(application);
        super.callApplicationOnCreate(application);
    }

    @Override
    public ActivityResult execStartActivity(Context who, IBinder thread, IBinder token, Activity target, Intent intent,
            int requestCode, Bundle options) {
        AppProcess.current().activities().request(intent, target, null, requestCode);
        return null;
    }

    @Override
    public ActivityResult execStartActivity(Context who, IBinder thread, IBinder token, String target, Intent intent,
            int requestCode, Bundle options) {
        AppProcess.current().activities().request(intent, who instanceof Activity activity ? activity : null, target, requestCode);
        return null;
    }

    @Override
    public ActivityResult execStartActivity(Context who, IBinder thread, IBinder token, String target, Intent intent,
            int requestCode, Bundle options, UserHandle user) {
        return execStartActivity(who, thread, token, target, intent, requestCode, options);
    }

    @Override
    public void callActivityOnCreate(Activity activity, Bundle state) {
        super.callActivityOnCreate(activity, state);
        tell(activity, "created");
    }

    @Override
    public void callActivityOnResume(Activity activity) {
        super.callActivityOnResume(activity);
        tell(activity, "resumed");
    }

    @Override
    public void callActivityOnPause(Activity activity) {
        super.callActivityOnPause(activity);
        tell(activity, "paused");
    }

    @Override
    public void callActivityOnStop(Activity activity) {
        super.callActivityOnStop(activity);
        tell(activity, "stopped");
    }

    @Override
    public void callActivityOnDestroy(Activity activity) {
        super.callActivityOnDestroy(activity);
        tell(activity, "destroyed");
    }

    private static void tell(Activity activity, String state) {
        Session session = AppProcess.current().session();
        session.control().event("activity", "state", state, "component", activity.getComponentName().flattenToShortString(),
                "milliseconds", Session.sinceStart());
    }
}
