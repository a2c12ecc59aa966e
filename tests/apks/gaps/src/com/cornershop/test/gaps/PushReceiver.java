package com.cornershop.test.gaps;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Of the process ":push", which alone may run it. */
public final class PushReceiver extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        System.exit(3);
    }
}
