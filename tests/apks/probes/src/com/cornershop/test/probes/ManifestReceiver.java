package com.cornershop.test.probes;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.telephony.TelephonyManager;

/** Reads when a broadcast comes that the manifest names. */
public final class ManifestReceiver extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        context.getSystemService(TelephonyManager.class).getDataNetworkType();
    }
}
