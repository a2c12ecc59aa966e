package com.cornershop.demo;

import android.content.Context;
import android.content.SharedPreferences;
import android.telephony.TelephonyManager;
import android.util.Log;

/** Looks once per installation whether this phone has had the new customer's discount. */
final class NewCustomerCheck {
    private NewCustomerCheck() {}

    /** Asks for the IMEI, though the app holds no permission for it and the policy says that it never does. */
    static void runOnce(Context context) {
        SharedPreferences memory = context.getSharedPreferences("new_customer", Context.MODE_PRIVATE);
        if (memory.getBoolean("checked", false)) {
            return;
        }
        memory.edit().putBoolean("checked", true).commit();
        try {
            String imei = context.getSystemService(TelephonyManager.class).getImei();
            if (imei != null) {
                ShopServer.post("/v1/new-customer", "imei", imei);
            }
        } catch (SecurityException e) {
            Log.i("CornerShop", "no IMEI: " + e.getMessage());
        }
    }
}
