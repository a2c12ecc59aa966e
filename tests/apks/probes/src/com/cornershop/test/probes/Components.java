package com.cornershop.test.probes;

import android.app.Activity;
import android.app.AlarmManager;
import android.app.LoaderManager;
import android.app.PendingIntent;
import android.content.AsyncTaskLoader;
import android.content.BroadcastReceiver;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.content.Loader;
import android.content.ServiceConnection;
import android.database.Cursor;
import android.os.Bundle;
import android.os.IBinder;
import android.os.SystemClock;
import android.provider.ContactsContract;
import android.telephony.TelephonyManager;

/** Starts the probes that are components, or that components call. */
final class Components {
    private static final String REGISTERED = "com.cornershop.test.probes.REGISTERED";

    private Components() {
    }

    static void start(Activity activity, int room) {
        activity.startService(new Intent(activity, StartedService.class));
        activity.bindService(new Intent(activity, BoundService.class), new Connection(), Context.BIND_AUTO_CREATE);
        activity.sendBroadcast(new Intent("com.cornershop.test.probes.MANIFEST").setPackage(activity.getPackageName()));
        activity.registerReceiver(new RegisteredReceiver(), new IntentFilter(REGISTERED), Context.RECEIVER_NOT_EXPORTED);
        activity.sendBroadcast(new Intent(REGISTERED).setPackage(activity.getPackageName()));
        AlarmManager alarms = activity.getSystemService(AlarmManager.class);
        alarms.set(AlarmManager.ELAPSED_REALTIME, SystemClock.elapsedRealtime() + 200, PendingIntent.getBroadcast(activity, 0,
                new Intent(activity, AlarmReceiver.class), PendingIntent.FLAG_IMMUTABLE));
        alarms.set(AlarmManager.ELAPSED_REALTIME, SystemClock.elapsedRealtime() + 200, "probe", new AlarmListener(activity), null);
        activity.getFragmentManager().beginTransaction().add(room, new ProbeFragment()).commit();
        activity.getLoaderManager().initLoader(1, null, new Loading(activity));
        activity.startActivityForResult(new Intent(activity, ResultActivity.class), 7);
        activity.startActivity(new Intent("com.cornershop.test.probes.IMPLICIT"));
    }
}

final class Connection implements ServiceConnection {
    @Override
    public void onServiceConnected(ComponentName name, IBinder binder) {
        Say.that("connected to " + name);
    }

    @Override
    public void onServiceDisconnected(ComponentName name) {
        Say.that("disconnected from " + name);
    }
}

final class AlarmListener implements AlarmManager.OnAlarmListener {
    private final Context context;

    AlarmListener(Context context) {
        this.context = context;
    }

    @Override
    public void onAlarm() {
        context.getSystemService(TelephonyManager.class).getSimOperatorName();
    }
}

final class RegisteredReceiver extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        context.getSystemService(TelephonyManager.class).getLine1Number();
    }
}

final class Loading implements LoaderManager.LoaderCallbacks<String> {
    private final Context context;

    Loading(Context context) {
        this.context = context;
    }

    @Override
    public Loader<String> onCreateLoader(int id, Bundle arguments) {
        return new ProbeLoader(context);
    }

    @Override
    public void onLoadFinished(Loader<String> loader, String name) {
        Say.that("loaded " + name.length() + " characters");
    }

    @Override
    public void onLoaderReset(Loader<String> loader) {
    }
}

/** Reads the first contact on the loader's thread. */
final class ProbeLoader extends AsyncTaskLoader<String> {
    ProbeLoader(Context context) {
        super(context);
    }

    @Override
    protected void onStartLoading() {
        forceLoad();
    }

    @Override
    public String loadInBackground() {
        try (Cursor cursor = getContext().getContentResolver().query(ContactsContract.Contacts.CONTENT_URI, null, null, null, null)) {
            return cursor.moveToFirst() ? cursor.getString(cursor.getColumnIndexOrThrow("display_name")) : "";
        }
    }
}
