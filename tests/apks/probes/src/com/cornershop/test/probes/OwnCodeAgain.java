package com.cornershop.test.probes;

import android.content.Context;
import android.telephony.TelephonyManager;

/** In the app's own DEX, loaded by a loader that knows neither the app nor, through its parent, the framework. */
public final class OwnCodeAgain {
    private OwnCodeAgain() {
    }

    public static void read(Context context) {
        context.getSystemService(TelephonyManager.class).getSimOperatorName();
    }
}
