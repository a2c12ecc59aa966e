package com.cornershop.test.probes;

import android.app.Activity;
import android.app.ActivityManager;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.ServiceConnection;
import android.content.pm.PackageManager;
import android.os.Build;
import android.os.IBinder;
import com.google.android.gms.ads.identifier.AdvertisingIdClient;
import java.io.IOException;

/** Starts the probes for what is on the phone, and for the advertising identifiers that makers offer. */
final class Installed {
    /** Action and package of the services that hand out an OAID or Google's identifier. */
    private static final String[][] SERVICES = {
        {"com.google.android.gms.ads.identifier.service.START", "com.google.android.gms"},
        {"com.uodis.opendevice.OPENIDS_SERVICE", "com.huawei.hwid"},
        {"com.uodis.opendevice.OPENIDS_SERVICE", "com.huawei.hms"},
        {"action.com.heytap.openid.OPEN_ID_SERVICE", "com.heytap.openid"},
        {"com.asus.msa.action.ACCESS_DID", "com.asus.msa.SupplementaryDID"},
        {"com.bun.msa.action.bindto.service", "com.mdid.msa"},
    };

    private Installed() {
    }

    static void start(Activity activity) {
        Say.each(() -> InstalledApps.read(activity), () -> RunningProcesses.read(activity), () -> GoogleIdRead.read(activity));
        Say.that("model " + Build.MODEL + " by " + Build.MANUFACTURER);
        for (String[] service : SERVICES) {
            boolean bound = activity.bindService(new Intent(service[0]).setPackage(service[1]), new Connecting(), Context.BIND_AUTO_CREATE);
            Say.that("bound to " + service[1] + ": " + bound);
        }
    }
}

final class InstalledApps {
    private InstalledApps() {
    }

    static void read(Context context) {
        context.getPackageManager().getInstalledPackages(PackageManager.GET_META_DATA);
    }
}

final class RunningProcesses {
    private RunningProcesses() {
    }

    static void read(Context context) {
        for (ActivityManager.RunningAppProcessInfo process : context.getSystemService(ActivityManager.class).getRunningAppProcesses()) {
            Say.that("process " + process.processName + " " + process.pid);
        }
    }
}

final class Connecting implements ServiceConnection {
    @Override
    public void onServiceConnected(ComponentName name, IBinder binder) {
        Say.that("connected to " + name);
    }

    @Override
    public void onServiceDisconnected(ComponentName name) {
    }
}

final class GoogleIdRead {
    private GoogleIdRead() {
    }

    static void read(Context context) {
        try {
            AdvertisingIdClient.getAdvertisingIdInfo(context);
        } catch (IOException e) {
            Say.that("no Google identifier: " + e.getMessage());
        }
    }
}
