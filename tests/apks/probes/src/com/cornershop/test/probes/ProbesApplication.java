package com.cornershop.test.probes;

import android.app.Application;
import android.content.Context;
import android.os.Build;
import android.provider.Settings;

/** Reads in its static initialiser, and when its context comes, before any provider. */
public final class ProbesApplication extends Application {
    static {
        try {
            Build.getSerial();
        } catch (SecurityException expected) {
            Say.that("the serial number is not for apps");
        }
    }

    @Override
    protected void attachBaseContext(Context base) {
        super.attachBaseContext(base);
        Settings.Secure.getString(base.getContentResolver(), Settings.Secure.ANDROID_ID);
    }

    @Override
    public void onCreate() {
        super.onCreate();
        registerActivityLifecycleCallbacks(new LifecycleCallbacks());
    }
}
