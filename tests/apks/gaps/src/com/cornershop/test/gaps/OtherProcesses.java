package com.cornershop.test.gaps;

import android.app.Activity;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.ServiceConnection;
import android.net.Uri;
import android.os.IBinder;

/** Asks for the app's components that belong in processes of their own. */
final class OtherProcesses {
    private OtherProcesses() {
    }

    static void use(Activity activity) {
        Intent push = new Intent(activity, PushService.class);
        Say.what("push started", () -> activity.startService(push).getShortClassName());
        ServiceConnection connection = new ServiceConnection() {
            @Override
            public void onServiceConnected(ComponentName name, IBinder binder) {
                Say.it("push connected");
            }

            @Override
            public void onServiceDisconnected(ComponentName name) {
                Say.it("push disconnected");
            }
        };
        Say.what("push bound", () -> activity.bindService(push, connection, Context.BIND_AUTO_CREATE));
        Say.what("push unbound", () -> {
            activity.unbindService(connection);
            return true;
        });
        Say.what("push stopped", () -> activity.stopService(push));
        Say.what("push told", () -> {
            activity.sendBroadcast(new Intent(activity, PushReceiver.class));
            return true;
        });
        Say.what("push rows", () -> activity.getContentResolver().query(Uri.parse("content://com.cornershop.test.gaps.push/rows"), null,
                null, null, null));
        activity.startActivity(new Intent(activity, WebActivity.class));
    }
}
