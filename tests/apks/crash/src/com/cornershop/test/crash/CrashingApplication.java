package com.cornershop.test.crash;

import android.app.Application;

/** Dies at its start, as apps do whose servers or keys are missing. */
public final class CrashingApplication extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        throw new IllegalStateException("the shop is closed");
    }
}
