package com.cornershop.test.life;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Answers later, from a thread of its own. */
public class NamedReceiver extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        boolean ordered = isOrderedBroadcast();
        PendingResult later = goAsync();
        new Thread(() -> {
            Facts.say("named receiver " + intent.getStringExtra("word") + " ordered " + ordered);
            if (ordered) {
                later.setResultCode(21);
                later.setResultData("from the named receiver");
            }
            later.finish();
        }).start();
    }
}
