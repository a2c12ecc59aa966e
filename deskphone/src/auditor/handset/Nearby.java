package auditor.handset;

import android.app.Application;
import android.bluetooth.BluetoothAdapter;
import android.bluetooth.BluetoothDevice;
import android.bluetooth.le.ScanCallback;
import android.bluetooth.le.ScanRecord;
import android.bluetooth.le.ScanResult;
import android.bluetooth.le.ScanSettings;
import android.content.Intent;
import android.net.wifi.WifiManager;
import android.os.Handler;
import android.os.Looper;
import android.os.SystemClock;
import auditor.deskphone.Fields;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowBluetoothDevice;
import org.robolectric.shadows.ShadowScanResult;

/** The planted access points and Bluetooth devices around the phone, and how scans find them. */
final class Nearby {
    private static final String SECURED = "[WPA2-PSK-CCMP][ESS]";
    private static final int CHANNEL_MHZ = 2437;
    private static final int LEVEL_DBM = -55;
    private static final long FOUND_AFTER_MS = 300;
    private static final long AGAIN_MS = 2000;
    private final Session session;
    private final Handler main = new Handler(Looper.getMainLooper());
    private final Map<Object, Runnable> scans = new ConcurrentHashMap<>();

    Nearby(Session session) {
        this.session = session;
    }

    void answer() {
        Guards.answer("access_points", (arguments, original) -> accessPoints());
        Guards.answer("bluetooth_on", (arguments, original) -> original.call() instanceof Boolean ? (Object) true : BluetoothAdapter.STATE_ON);
        Guards.answer("bluetooth_name", (arguments, original) -> android.os.Build.MODEL);
        Guards.answer("bonded", (arguments, original) -> bonded());
        Guards.answer("wifi_scan", (arguments, original) -> {
            main.postDelayed(() -> RuntimeEnvironment.getApplication().sendBroadcast(new Intent(WifiManager.SCAN_RESULTS_AVAILABLE_ACTION)
                    .putExtra(WifiManager.EXTRA_RESULTS_UPDATED, true)), FOUND_AFTER_MS);
            return true;
        });
        Guards.answer("bluetooth_discovery", (arguments, original) -> {
            main.postDelayed(this::discover, FOUND_AFTER_MS);
            return true;
        });
        Guards.answer("le_scan", (arguments, original) -> {
            Object result = original.call();
            if (arguments[3] instanceof ScanCallback callback) {
                start(callback, callback);
            }
            return result;
        });
        Guards.answer("old_le_scan", (arguments, original) -> {
            Object callback = arguments[arguments.length - 1];
            if (callback instanceof BluetoothAdapter.LeScanCallback old) {
                start(old, null);
            }
            return original.call();
        });
        Guards.answer("stop_le_scan", (arguments, original) -> {
            Runnable scan = arguments[1] == null ? null : scans.remove(arguments[1]);
            if (scan != null) {
                main.removeCallbacks(scan);
            }
            return original.call();
        });
    }

    private List<android.net.wifi.ScanResult> accessPoints() {
        Fields identity = session.identity();
        List<android.net.wifi.ScanResult> found = new ArrayList<>();
        if (identity.has("ssid") && identity.has("bssid")) {
            found.add(ShadowScanResult.newInstance(identity.text("ssid"), identity.text("bssid"), SECURED, LEVEL_DBM, CHANNEL_MHZ));
        }
        for (Fields point : identity.objects("wifi_nearby")) {
            found.add(ShadowScanResult.newInstance(point.text("ssid", ""), point.text("bssid", ""), SECURED,
                    point.number("level", LEVEL_DBM), CHANNEL_MHZ));
        }
        found.forEach(result -> result.timestamp = SystemClock.elapsedRealtimeNanos() / 1000);
        return found;
    }

    private Set<BluetoothDevice> bonded() {
        Set<BluetoothDevice> bonded = new LinkedHashSet<>();
        for (Fields planted : session.identity().objects("bluetooth_bonded")) {
            bonded.add(device(planted, BluetoothDevice.BOND_BONDED));
        }
        return bonded;
    }

    private static BluetoothDevice device(Fields planted, int bond) {
        BluetoothDevice device = ShadowBluetoothDevice.newInstance(planted.text("address", "").toUpperCase(java.util.Locale.ROOT));
        ShadowBluetoothDevice shadow = Shadow.extract(device);
        shadow.setName(planted.text("name", ""));
        shadow.setBondState(bond);
        shadow.setType(BluetoothDevice.DEVICE_TYPE_DUAL);
        return device;
    }

    /** Android tells of found devices only who may know the place: fine location since 29, coarse before. */
    private List<Fields> visible() {
        boolean fine = session.grants().holds("android.permission.ACCESS_FINE_LOCATION");
        boolean coarse = session.grants().holds("android.permission.ACCESS_COARSE_LOCATION");
        boolean told = fine || coarse && (session.api() < 29 || session.target() < 29);
        return told ? session.identity().objects("bluetooth_nearby") : List.of();
    }

    private void discover() {
        Application application = RuntimeEnvironment.getApplication();
        application.sendBroadcast(new Intent(BluetoothAdapter.ACTION_DISCOVERY_STARTED));
        for (Fields planted : visible()) {
            application.sendBroadcast(new Intent(BluetoothDevice.ACTION_FOUND)
                    .putExtra(BluetoothDevice.EXTRA_DEVICE, device(planted, BluetoothDevice.BOND_NONE))
                    .putExtra(BluetoothDevice.EXTRA_NAME, planted.text("name"))
                    .putExtra(BluetoothDevice.EXTRA_RSSI, (short) planted.number("rssi", LEVEL_DBM)));
        }
        application.sendBroadcast(new Intent(BluetoothAdapter.ACTION_DISCOVERY_FINISHED));
    }

    private void start(Object key, ScanCallback callback) {
        Runnable scan = new Runnable() {
            @Override
            public void run() {
                if (scans.get(key) != this) {
                    return;
                }
                for (Fields planted : visible()) {
                    BluetoothDevice device = device(planted, BluetoothDevice.BOND_NONE);
                    int rssi = planted.number("rssi", LEVEL_DBM);
                    if (callback == null) {
                        ((BluetoothAdapter.LeScanCallback) key).onLeScan(device, rssi, new byte[0]);
                    } else {
                        callback.onScanResult(ScanSettings.CALLBACK_TYPE_ALL_MATCHES,
                                new ScanResult(device, record(), rssi, SystemClock.elapsedRealtimeNanos()));
                    }
                }
                main.postDelayed(this, AGAIN_MS);
            }
        };
        scans.put(key, scan);
        main.postDelayed(scan, FOUND_AFTER_MS);
    }

    /** An advertisement with its flags alone: general discoverable, no classic Bluetooth. */
    private static ScanRecord record() {
        return ScanRecord.parseFromBytes(new byte[] {2, 1, 6});
    }
}
