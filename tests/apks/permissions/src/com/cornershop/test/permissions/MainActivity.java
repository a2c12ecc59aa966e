package com.cornershop.test.permissions;

import android.accounts.AccountManager;
import android.app.Activity;
import android.app.AppOpsManager;
import android.app.NotificationManager;
import android.app.usage.UsageStatsManager;
import android.bluetooth.BluetoothAdapter;
import android.content.Intent;
import android.database.Cursor;
import android.hardware.Camera;
import android.location.LocationManager;
import android.net.Uri;
import android.net.wifi.WifiManager;
import android.os.Build;
import android.os.Bundle;
import android.os.Process;
import android.provider.Settings;
import android.telephony.SubscriptionManager;
import android.telephony.TelephonyManager;
import android.util.Log;
import android.widget.TextView;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.Callable;

/** Makes every call of the table, or asks for permissions, as its intent says, and logs what came of it. */
public final class MainActivity extends Activity {
    private static final String TAG = "permissions";
    private String round = "";
    private TextView words;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        words = new TextView(this);
        setContentView(words);
        handle(getIntent());
    }

    @Override
    protected void onNewIntent(Intent intent) {
        super.onNewIntent(intent);
        handle(intent);
    }

    private void handle(Intent intent) {
        round = String.valueOf(intent.getStringExtra("round"));
        String ask = intent.getStringExtra("ask");
        if (ask != null) {
            String[] names = ask.split(",");
            for (int i = 0; i < names.length; i++) {
                names[i] = "android.permission." + names[i];
            }
            requestPermissions(names, 1);
            return;
        }
        read();
        words.setText("round " + round);
        Log.i(TAG, round + " done");
    }

    @Override
    public void onRequestPermissionsResult(int code, String[] permissions, int[] results) {
        Log.i(TAG, round + " result=" + Arrays.toString(results).replace(" ", ""));
    }

    private void say(String name, Callable<Object> call) {
        String outcome;
        try {
            outcome = text(call.call());
        } catch (Throwable e) {
            outcome = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        Log.i(TAG, round + " " + name + "=" + outcome);
    }

    private static String text(Object value) {
        if (value instanceof Object[]) {
            return ((Object[]) value).length == 0 ? "empty" : "some";
        }
        if (value instanceof Collection) {
            return ((Collection<?>) value).isEmpty() ? "empty" : "some";
        }
        return String.valueOf(value);
    }

    @SuppressWarnings({"deprecation", "MissingPermission"})
    private void read() {
        TelephonyManager telephony = getSystemService(TelephonyManager.class);
        WifiManager wifi = getSystemService(WifiManager.class);
        LocationManager location = getSystemService(LocationManager.class);
        BluetoothAdapter bluetooth = BluetoothAdapter.getDefaultAdapter();
        AppOpsManager ops = getSystemService(AppOpsManager.class);
        String all = "android.permission.";
        say("sdk", () -> Build.VERSION.SDK_INT + " " + Build.VERSION.RELEASE);
        say("getImei", () -> telephony.getImei());
        say("getDeviceId", () -> telephony.getDeviceId());
        say("getSubscriberId", () -> telephony.getSubscriberId());
        say("getSimSerialNumber", () -> telephony.getSimSerialNumber());
        say("getSerial", () -> Build.getSerial());
        say("getLine1Number", () -> telephony.getLine1Number());
        say("getDataNetworkType", () -> telephony.getDataNetworkType() >= 0);
        say("getAllCellInfo", () -> telephony.getAllCellInfo() != null);
        say("getActiveSubscriptionInfoCount", () -> getSystemService(SubscriptionManager.class).getActiveSubscriptionInfoCount() >= 0);
        say("getLastKnownLocation", () -> location.getLastKnownLocation("gps") == null ? null
                : String.format("%.2f", location.getLastKnownLocation("gps").getLatitude()));
        say("getMacAddress", () -> wifi.getConnectionInfo().getMacAddress());
        say("getSSID", () -> wifi.getConnectionInfo().getSSID());
        say("getScanResults", () -> wifi.getScanResults() != null);
        say("bluetooth.getAddress", () -> bluetooth.getAddress());
        say("bluetooth.getName", () -> bluetooth.getName() != null || true);
        say("bluetooth.startDiscovery", () -> bluetooth.startDiscovery() || true);
        say("getAccounts", () -> AccountManager.get(this).getAccounts());
        say("contacts", () -> query("content://com.android.contacts/contacts"));
        say("calls", () -> query("content://call_log/calls"));
        say("sms", () -> query("content://sms"));
        say("calendar", () -> query("content://com.android.calendar/events"));
        say("Camera.open", () -> Camera.open(0) != null || true);
        say("android_id", () -> Settings.Secure.getString(getContentResolver(), "android_id"));
        say("areNotificationsEnabled", () -> getSystemService(NotificationManager.class).areNotificationsEnabled());
        say("queryUsageStats", () -> getSystemService(UsageStatsManager.class).queryUsageStats(0, 0, 1) != null);
        for (String name : new String[] {"INTERNET", "READ_CONTACTS", "ACCESS_COARSE_LOCATION", "ACCESS_BACKGROUND_LOCATION",
            "BLUETOOTH_CONNECT", "READ_MEDIA_IMAGES", "POST_NOTIFICATIONS", "ACTIVITY_RECOGNITION"}) {
            say("self." + name, () -> checkSelfPermission(all + name));
        }
        for (String op : new String[] {"fine_location", "read_contacts", "camera", "get_usage_stats"}) {
            say("op." + op, () -> ops.checkOpNoThrow("android:" + op, Process.myUid(), getPackageName()));
        }
        say("noteOp.read_contacts", () -> ops.noteOp("android:read_contacts", Process.myUid(), getPackageName()));
        say("rationale.READ_CONTACTS", () -> shouldShowRequestPermissionRationale(all + "READ_CONTACTS"));
    }

    private Object query(String uri) {
        try (Cursor cursor = getContentResolver().query(Uri.parse(uri), null, null, null, null)) {
            return cursor == null ? null : cursor.getCount() == 0 ? "empty" : "rows";
        }
    }
}
