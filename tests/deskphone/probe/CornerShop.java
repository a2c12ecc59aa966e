package com.cornershop.demo;

import android.app.Application;
import android.util.Log;

/** Stands in for the demo's Application: the APK gives manifest and resources only. */
public class CornerShop extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        Log.i("probe", "application=" + getPackageName());
    }
}
