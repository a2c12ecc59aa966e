package com.cornershop.test.life;

import android.app.Notification;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.app.Service;
import android.content.Intent;
import android.os.Binder;
import android.os.IBinder;

/** Started, bound, in the foreground. */
public class CountService extends Service {
    private int count;

    class Counter extends Binder {
        int next() {
            return ++count;
        }
    }

    @Override
    public void onCreate() {
        Facts.say("service created");
    }

    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        Facts.say("service command " + id);
        if (intent.getBooleanExtra("foreground", false)) {
            getSystemService(NotificationManager.class).createNotificationChannel(
                    new NotificationChannel("work", "Work", NotificationManager.IMPORTANCE_LOW));
            startForeground(3, new Notification.Builder(this, "work").setSmallIcon(android.R.drawable.ic_menu_upload)
                    .setContentTitle("counting").setContentText("in the foreground").build());
        }
        return START_NOT_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        Facts.say("service bound");
        return new Counter();
    }

    @Override
    public boolean onUnbind(Intent intent) {
        Facts.say("service unbound");
        return true;
    }

    @Override
    public void onRebind(Intent intent) {
        Facts.say("service bound again");
    }

    @Override
    public void onDestroy() {
        Facts.say("service destroyed");
    }
}
