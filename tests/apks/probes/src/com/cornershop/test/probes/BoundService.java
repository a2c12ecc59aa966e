package com.cornershop.test.probes;

import android.accounts.AccountManager;
import android.app.Service;
import android.content.Intent;
import android.os.Binder;
import android.os.IBinder;

/** Reads when it is bound. */
public final class BoundService extends Service {
    @Override
    public IBinder onBind(Intent intent) {
        AccountManager.get(this).getAccountsByType("com.example.account");
        return new Binder();
    }
}
