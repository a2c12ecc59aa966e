package com.tallyhall.analytics;

import android.content.Context;
import android.provider.Settings;
import android.util.Base64;
import android.util.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.json.JSONException;
import org.json.JSONObject;

/** A fictitious analytics SDK: counts starts and events by Android ID, from the first moment on. */
public final class Tallyhall {
    private static final String COLLECTOR = "https://collect.tallyhall.example/v2/events";
    private static final ExecutorService QUEUE = Executors.newSingleThreadExecutor();
    private static String app;
    private static String device;

    private Tallyhall() {}

    /** Call from Application.onCreate. Sends a launch event at once. */
    public static void start(Context context, String appKey) {
        app = appKey;
        device = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
        event("launch");
    }

    /** Counts one event of the given name. */
    public static void event(String name) {
        try {
            String json = new JSONObject().put("app", app).put("aid", device).put("event", name).toString();
            String data = Base64.encodeToString(json.getBytes(StandardCharsets.UTF_8), Base64.NO_WRAP);
            QUEUE.execute(() -> send(data));
        } catch (JSONException e) {
            Log.w("Tallyhall", e);
        }
    }

    private static void send(String data) {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(COLLECTOR).openConnection();
            connection.setConnectTimeout(10_000);
            connection.setReadTimeout(10_000);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("User-Agent", "Tallyhall/2.3");
            connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(("d=" + URLEncoder.encode(data, "UTF-8")).getBytes(StandardCharsets.US_ASCII));
            }
            Log.i("Tallyhall", "sent, " + connection.getResponseCode());
        } catch (IOException e) {
            Log.w("Tallyhall", "not sent: " + e);
        }
    }
}
