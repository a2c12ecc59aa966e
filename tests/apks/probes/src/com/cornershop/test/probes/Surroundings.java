package com.cornershop.test.probes;

import android.app.Activity;
import android.bluetooth.BluetoothAdapter;
import android.bluetooth.BluetoothDevice;
import android.bluetooth.BluetoothManager;
import android.bluetooth.le.ScanCallback;
import android.bluetooth.le.ScanResult;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorEventListener;
import android.hardware.SensorManager;
import android.location.Location;
import android.location.LocationManager;
import android.net.wifi.WifiInfo;
import android.net.wifi.WifiManager;
import android.os.BatteryManager;
import android.telephony.CellInfo;
import android.telephony.CellInfoLte;
import android.telephony.SubscriptionInfo;
import android.telephony.SubscriptionManager;
import android.telephony.TelephonyManager;

/** Starts the probes for what is around the phone. */
final class Surroundings {
    private Surroundings() {
    }

    static void start(Activity activity) {
        Say.each(() -> WifiName.read(activity), () -> WifiScan.read(activity), () -> CellsRead.read(activity),
                () -> SimRead.read(activity), () -> LastFix.read(activity),
                () -> BluetoothRead.read(activity), () -> BluetoothScan.read(activity), () -> MotionListener.listen(activity),
                () -> StepListener.listen(activity), () -> BatteryRead.read(activity));
    }
}

final class WifiName {
    private WifiName() {
    }

    static void read(Context context) {
        WifiInfo info = context.getApplicationContext().getSystemService(WifiManager.class).getConnectionInfo();
        info.getSSID();
        info.getBSSID();
    }
}

final class WifiScan {
    private WifiScan() {
    }

    static void read(Context context) {
        context.getApplicationContext().getSystemService(WifiManager.class).getScanResults();
    }
}

final class CellsRead {
    private CellsRead() {
    }

    static void read(Context context) {
        for (CellInfo cell : context.getSystemService(TelephonyManager.class).getAllCellInfo()) {
            if (cell instanceof CellInfoLte) {
                Say.that("cell " + ((CellInfoLte) cell).getCellIdentity().getCi());
            }
        }
    }
}

/** The SIM card, by the list of subscriptions. */
final class SimRead {
    private SimRead() {
    }

    static void read(Context context) {
        for (SubscriptionInfo card : context.getSystemService(SubscriptionManager.class).getActiveSubscriptionInfoList()) {
            Say.that("card of " + card.getMccString() + card.getMncString() + " with a number of " + card.getNumber().length()
                    + " and an ICCID of " + card.getIccId().length() + " digits");
        }
    }
}

final class LastFix {
    private LastFix() {
    }

    static void read(Context context) {
        Location fix = context.getSystemService(LocationManager.class).getLastKnownLocation(LocationManager.GPS_PROVIDER);
        Say.that(fix == null ? "no fix" : "a fix");
    }
}

final class BluetoothRead {
    private BluetoothRead() {
    }

    static void read(Context context) {
        BluetoothAdapter adapter = context.getSystemService(BluetoothManager.class).getAdapter();
        adapter.getName();
        for (BluetoothDevice device : adapter.getBondedDevices()) {
            Say.that("bonded " + device.getAddress() + " " + device.getName());
        }
    }
}

/** By broadcast and by callback, the old way of finding devices and the new. */
final class BluetoothScan {
    private BluetoothScan() {
    }

    static void read(Context context) {
        BluetoothAdapter adapter = context.getSystemService(BluetoothManager.class).getAdapter();
        context.registerReceiver(new BroadcastReceiver() {
            @Override
            public void onReceive(Context where, Intent intent) {
                BluetoothDevice device = intent.getParcelableExtra(BluetoothDevice.EXTRA_DEVICE);
                Say.that("found " + device.getAddress());
            }
        }, new IntentFilter(BluetoothDevice.ACTION_FOUND), Context.RECEIVER_EXPORTED);
        adapter.startDiscovery();
        adapter.getBluetoothLeScanner().startScan(new ScanCallback() {
            @Override
            public void onScanResult(int kind, ScanResult result) {
                Say.that("scanned " + result.getDevice().getAddress());
            }
        });
    }
}

class Listening implements SensorEventListener {
    private float first;
    private int events;

    @Override
    public void onSensorChanged(SensorEvent event) {
        events++;
        if (events == 1) {
            first = event.values[0];
        } else if (event.values[0] != first && events < 1000) {
            events = 1000;
            Say.that("sensor " + event.sensor.getType() + " moves");
        }
    }

    @Override
    public void onAccuracyChanged(Sensor sensor, int accuracy) {
    }
}

final class MotionListener extends Listening {
    static void listen(Context context) {
        SensorManager sensors = context.getSystemService(SensorManager.class);
        sensors.registerListener(new MotionListener(), sensors.getDefaultSensor(Sensor.TYPE_ACCELEROMETER), SensorManager.SENSOR_DELAY_GAME);
    }
}

final class StepListener extends Listening {
    static void listen(Context context) {
        SensorManager sensors = context.getSystemService(SensorManager.class);
        Say.that("steps are counted: " + sensors.registerListener(new StepListener(),
                sensors.getDefaultSensor(Sensor.TYPE_STEP_COUNTER), SensorManager.SENSOR_DELAY_GAME));
    }
}

final class BatteryRead {
    private BatteryRead() {
    }

    static void read(Context context) {
        Intent battery = context.registerReceiver(null, new IntentFilter(Intent.ACTION_BATTERY_CHANGED));
        Say.that("battery at " + (battery == null ? "nothing" : battery.getIntExtra(BatteryManager.EXTRA_LEVEL, -1)) + " and "
                + context.getSystemService(BatteryManager.class).getIntProperty(BatteryManager.BATTERY_PROPERTY_CAPACITY));
    }
}
