package com.cornershop.test.gaps;

import android.app.Service;
import android.content.Intent;
import android.os.Binder;
import android.os.IBinder;

/** Of the process ":push", which alone may run it. */
public final class PushService extends Service {
    @Override
    public void onCreate() {
        throw new IllegalStateException("the push process alone has set this up");
    }

    @Override
    public IBinder onBind(Intent intent) {
        return new Binder();
    }
}
