package com.tracker.sdk;

import android.telephony.TelephonyManager;

/** Stands for an SDK's code in the app. */
public final class Tracker {
    public static String collect(TelephonyManager phone) {
        return phone.getImei(0);
    }
}
