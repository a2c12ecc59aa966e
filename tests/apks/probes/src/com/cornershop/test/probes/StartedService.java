package com.cornershop.test.probes;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;
import android.telephony.TelephonyManager;

/** Reads when it is started. */
public final class StartedService extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int start) {
        getSystemService(TelephonyManager.class).getNetworkOperator();
        return START_NOT_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
