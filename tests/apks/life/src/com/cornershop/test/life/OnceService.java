package com.cornershop.test.life;

import android.app.IntentService;
import android.content.Intent;

@SuppressWarnings("deprecation")
public class OnceService extends IntentService {
    public OnceService() {
        super("once");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        Facts.say("once on " + Thread.currentThread().getName());
    }

    @Override
    public void onDestroy() {
        super.onDestroy();
        Facts.say("once destroyed");
    }
}
