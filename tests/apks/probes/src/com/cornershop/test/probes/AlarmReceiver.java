package com.cornershop.test.probes;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.telephony.TelephonyManager;

/** Reads when the alarm goes off. */
public final class AlarmReceiver extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        context.getSystemService(TelephonyManager.class).getNetworkOperatorName();
    }
}
