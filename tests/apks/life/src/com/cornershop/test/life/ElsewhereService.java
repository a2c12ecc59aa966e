package com.cornershop.test.life;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

/** Declared for a process of its own. */
public class ElsewhereService extends Service {
    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
