package com.cornershop.test.late;

import android.content.Context;
import android.telephony.TelephonyManager;

/** Is loaded while the app runs, and reads. */
public final class ByNullParent {
    private ByNullParent() {
    }

    public static void read(Context context) {
        context.getSystemService(TelephonyManager.class).getNetworkOperatorName();
    }
}
