package auditor.handset;

import android.app.Application;
import android.app.job.JobInfo;
import android.content.Context;
import android.content.Intent;
import android.net.ConnectivityManager;
import android.os.BatteryManager;
import auditor.deskphone.Fields;
import auditor.deskphone.Guards;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowPowerManager;

/** What the phone is in: radios, power, screen. Tells the framework, and the app by the broadcasts of a real phone. */
final class Surroundings {
    private final Connectivity connectivity = new Connectivity();
    private final List<Runnable> listeners = new ArrayList<>();
    private volatile Fields state = new Fields(Map.of());

    boolean wifi() {
        return state.flag("wifi") && !state.flag("airplane");
    }

    boolean mobile() {
        return state.flag("data") && !state.flag("airplane");
    }

    boolean online() {
        return wifi() || mobile();
    }

    boolean screen() {
        return state.flag("screen");
    }

    private int level() {
        return state.number("level", 100);
    }

    void whenChanged(Runnable listener) {
        listeners.add(listener);
    }

    void answer() {
        connectivity.answer();
        Guards.answer("battery", (arguments, original) -> arguments[1].equals(BatteryManager.BATTERY_PROPERTY_CAPACITY)
                ? level() : original.call());
    }

    /** Before the app starts: the state it finds. */
    void begin(Fields found) {
        state = found;
        connectivity.set(wifi(), mobile());
        Application application = RuntimeEnvironment.getApplication();
        power(application);
        application.sendStickyBroadcast(battery());
    }

    /** The state has changed; main thread only. Gives the broadcasts that a phone sends for it. */
    void change(Fields found, Broadcasts broadcasts) {
        Fields before = state;
        boolean wasWifi = wifi();
        boolean wasMobile = mobile();
        state = found;
        Application application = RuntimeEnvironment.getApplication();
        if (before.flag("airplane") != found.flag("airplane")) {
            system(broadcasts, new Intent(Intent.ACTION_AIRPLANE_MODE_CHANGED).putExtra("state", found.flag("airplane")));
        }
        if (wasWifi != wifi() || wasMobile != mobile()) {
            connectivity.set(wifi(), mobile());
            connectivity.tell();
            Intent intent = new Intent(ConnectivityManager.CONNECTIVITY_ACTION);
            intent.putExtra(ConnectivityManager.EXTRA_NO_CONNECTIVITY, !online());
            intent.putExtra("networkType", wifi() ? ConnectivityManager.TYPE_WIFI : ConnectivityManager.TYPE_MOBILE);
            system(broadcasts, intent);
        }
        if (before.flag("screen") != found.flag("screen")) {
            power(application);
            AppProcess.current().activities().screen(found.flag("screen"));
        }
        battery(before, found, broadcasts, application);
        listeners.forEach(Runnable::run);
    }

    private void battery(Fields before, Fields found, Broadcasts broadcasts, Application application) {
        boolean plugged = before.flag("plugged") != found.flag("plugged");
        if (plugged || before.number("level", 100) != found.number("level", 100)) {
            application.sendStickyBroadcast(battery());
        }
        if (plugged) {
            system(broadcasts, new Intent(found.flag("plugged") ? Intent.ACTION_POWER_CONNECTED : Intent.ACTION_POWER_DISCONNECTED));
        }
        boolean low = low(before);
        if (low != low(found)) {
            system(broadcasts, new Intent(low ? Intent.ACTION_BATTERY_OKAY : Intent.ACTION_BATTERY_LOW));
        }
    }

    /** Android warns at 15 percent. */
    private static boolean low(Fields state) {
        return state.number("level", 100) <= 15 && !state.flag("plugged");
    }

    private static void system(Broadcasts broadcasts, Intent intent) {
        broadcasts.system(intent, null).start();
    }

    /** The framework's own stand-in sends the broadcasts of a screen that goes on or off. */
    private void power(Application application) {
        ShadowPowerManager power = Shadow.extract(application.getSystemService(Context.POWER_SERVICE));
        power.turnScreenOn(screen());
    }

    private Intent battery() {
        Intent intent = new Intent(Intent.ACTION_BATTERY_CHANGED);
        boolean plugged = state.flag("plugged");
        intent.putExtra(BatteryManager.EXTRA_LEVEL, level()).putExtra(BatteryManager.EXTRA_SCALE, 100);
        intent.putExtra(BatteryManager.EXTRA_PLUGGED, plugged ? BatteryManager.BATTERY_PLUGGED_USB : 0);
        intent.putExtra(BatteryManager.EXTRA_STATUS, plugged ? BatteryManager.BATTERY_STATUS_CHARGING : BatteryManager.BATTERY_STATUS_DISCHARGING);
        intent.putExtra(BatteryManager.EXTRA_HEALTH, BatteryManager.BATTERY_HEALTH_GOOD).putExtra(BatteryManager.EXTRA_PRESENT, true);
        intent.putExtra(BatteryManager.EXTRA_TEMPERATURE, 270).putExtra(BatteryManager.EXTRA_VOLTAGE, 4100);
        return intent.putExtra(BatteryManager.EXTRA_TECHNOLOGY, "Li-ion");
    }

    /** Whether the phone is as a job wants it; a phone in use is never idle. */
    boolean allow(JobInfo job) {
        boolean network = job.getRequiredNetwork() == null || (job.getNetworkType() == JobInfo.NETWORK_TYPE_UNMETERED ? wifi() : online());
        return network && (!job.isRequireCharging() || state.flag("plugged")) && (!job.isRequireBatteryNotLow() || !low(state))
                && !job.isRequireDeviceIdle() && job.getTriggerContentUris() == null;
    }
}
