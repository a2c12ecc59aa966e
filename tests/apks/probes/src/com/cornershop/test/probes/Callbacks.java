package com.cornershop.test.probes;

import android.app.Activity;
import android.content.ClipboardManager;
import android.content.ContentResolver;
import android.content.Context;
import android.location.Location;
import android.location.LocationListener;
import android.location.LocationManager;
import android.os.AsyncTask;
import android.os.Handler;
import android.os.Looper;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import android.text.Editable;
import android.text.TextWatcher;
import android.view.MenuItem;
import android.view.View;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts the probes that run when something calls back. */
final class Callbacks {
    private Callbacks() {
    }

    static void start(Activity activity) {
        TelephonyManager phone = activity.getSystemService(TelephonyManager.class);
        new Handler(Looper.getMainLooper()).postDelayed(new HandlerMessage(phone), 50);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.execute(new ExecutorTask(phone));
        executor.shutdown();
        new BackgroundTask().execute(phone);
        new Timer(true).schedule(new TimerCallback(phone), 50);
        new OwnThread(phone).start();
        activity.getSystemService(LocationManager.class).requestLocationUpdates("gps", 1000, 0, new FixListener());
    }
}

final class HandlerMessage implements Runnable {
    private final TelephonyManager phone;

    HandlerMessage(TelephonyManager phone) {
        this.phone = phone;
    }

    @Override
    public void run() {
        phone.getNetworkOperator();
    }
}

final class ExecutorTask implements Runnable {
    private final TelephonyManager phone;

    ExecutorTask(TelephonyManager phone) {
        this.phone = phone;
    }

    @Override
    public void run() {
        phone.getNetworkOperatorName();
    }
}

final class BackgroundTask extends AsyncTask<TelephonyManager, Void, String> {
    @Override
    protected String doInBackground(TelephonyManager... phones) {
        return phones[0].getSimOperatorName();
    }
}

final class TimerCallback extends TimerTask {
    private final TelephonyManager phone;

    TimerCallback(TelephonyManager phone) {
        this.phone = phone;
    }

    @Override
    public void run() {
        phone.getCallState();
    }
}

final class OwnThread extends Thread {
    private final TelephonyManager phone;

    OwnThread(TelephonyManager phone) {
        this.phone = phone;
    }

    @Override
    public void run() {
        try {
            phone.getSubscriberId();
        } catch (SecurityException expected) {
            Say.that("the IMSI is not for apps");
        }
    }
}

final class FixListener implements LocationListener {
    @Override
    public void onLocationChanged(Location fix) {
        Say.that("at " + (int) fix.getLatitude());
    }
}

final class ClickListener implements View.OnClickListener {
    @Override
    public void onClick(View view) {
        view.getContext().getSystemService(ClipboardManager.class).getPrimaryClip();
    }
}

final class TextListener implements TextWatcher {
    private final Context context;

    TextListener(Context context) {
        this.context = context;
    }

    @Override
    public void beforeTextChanged(CharSequence text, int start, int count, int after) {
    }

    @Override
    public void onTextChanged(CharSequence text, int start, int before, int count) {
    }

    @Override
    public void afterTextChanged(Editable text) {
        ContentResolver resolver = context.getContentResolver();
        Settings.Global.getString(resolver, Settings.Global.DEVICE_NAME);
    }
}

final class MenuListener implements MenuItem.OnMenuItemClickListener {
    @Override
    public boolean onMenuItemClick(MenuItem item) {
        try {
            android.os.Build.getSerial();
        } catch (SecurityException expected) {
            Say.that("the serial number is not for apps");
        }
        return true;
    }
}
