package com.example.shop;

import android.content.ContentResolver;
import android.location.LocationManager;
import android.net.Uri;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import auditor.deskphone.Gate;
import java.io.BufferedReader;
import java.io.InputStreamReader;

/** Waits at the gate, then does what each line of its input says and prints what the app saw. */
public final class Main {
    private static final TelephonyManager PHONE = new TelephonyManager();
    private static final LocationManager LOCATION = new LocationManager();
    private static final ContentResolver RESOLVER = new ContentResolver();

    public static void main(String[] args) throws Exception {
        System.out.println("gate");
        Gate.await();
        System.out.println("start " + PHONE.getImei());
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(answer(line.split(" ")));
        }
    }

    private static String answer(String[] words) throws Exception {
        switch (words[0]) {
            case "imei":
                return PHONE.getImei(Integer.parseInt(words[1]));
            case "nested":
                return PHONE.getImei();
            case "number":
                return "[" + PHONE.getLine1Number() + "]";
            case "setting":
                return Settings.Secure.getString(RESOLVER, words[1]);
            case "query":
                String[] projection = {"_id"};
                int rows = RESOLVER.query(new Uri(words[1]), projection, null, null, null).getCount();
                return rows + " " + projection[0];
            case "location":
                LocationManager.Location found = LOCATION.getLastKnownLocation("gps");
                return found.getLatitude() + "," + found.getLongitude();
            case "providers":
                return LOCATION.getProviders(true).toString();
            case "mac":
                return String.valueOf(LOCATION.hardwareAddress().length);
            case "sum":
                return String.valueOf(LOCATION.sum((byte) 1, (short) 2, 'c', 1L << 40, 1.5f, 2.5, true, words));
            case "denied":
                return denied();
            case "threw":
                try {
                    return String.valueOf(LOCATION.sum((byte) 0, (short) 0, ' ', 0, 0, 0, false, words));
                } catch (IllegalStateException off) {
                    return "threw " + off.getMessage();
                }
            case "tracker":
                return com.tracker.sdk.Tracker.collect(PHONE);
            case "framework":
                Thread thread = new Thread(new android.telephony.FrameworkWork(PHONE));
                thread.start();
                thread.join();
                return "done";
            case "burst":
                return burst(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            default:
                return "unknown " + words[0];
        }
    }

    private static String denied() {
        TelephonyManager.allowed = false;
        try {
            return PHONE.getImei(0);
        } catch (SecurityException refused) {
            return "denied " + refused.getMessage();
        } finally {
            TelephonyManager.allowed = true;
        }
    }

    /** Calls from below so many frames of the app's own. */
    private static void burst(int calls, int depth) {
        if (depth > 1) {
            burst(calls, depth - 1);
            return;
        }
        for (int n = 0; n < calls; n++) {
            PHONE.getImei(0);
        }
    }

    private static String burst(int threads, int calls, int depth) throws InterruptedException {
        Thread[] workers = new Thread[threads];
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            workers[i] = new Thread(() -> {
                burst(calls, depth);
            }, "burst-" + i);
            workers[i].start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return String.valueOf((System.nanoTime() - start) / ((long) threads * calls));
    }
}
