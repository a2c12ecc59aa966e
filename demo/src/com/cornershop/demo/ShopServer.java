package com.cornershop.demo;

import android.util.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** The shop's own server: JSON over HTTPS, one request after the other. */
final class ShopServer {
    private static final String TAG = "CornerShop";
    private static final String BASE = "https://api.cornershop.example";
    private static final ExecutorService REQUESTS = Executors.newSingleThreadExecutor();

    private ShopServer() {}

    /** Posts pairs of names and values; a collection becomes a JSON list. */
    static void post(String path, Object... pairs) {
        JSONObject body = new JSONObject();
        try {
            for (int i = 0; i < pairs.length; i += 2) {
                Object value = pairs[i + 1];
                body.put((String) pairs[i], value instanceof Collection ? new JSONArray((Collection<?>) value) : value);
            }
        } catch (JSONException e) {
            throw new IllegalArgumentException(e);
        }
        REQUESTS.execute(() -> send(path, body.toString()));
    }

    private static void send(String path, String body) {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(BASE + path).openConnection();
            connection.setConnectTimeout(10_000);
            connection.setReadTimeout(10_000);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("User-Agent", "CornerShop/1.2");
            connection.setRequestProperty("Content-Type", "application/json; charset=utf-8");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                byte[] buffer = new byte[4096];
                while (in != null && in.read(buffer) > 0) {
                    continue;
                }
            }
            Log.i(TAG, path + " " + status);
        } catch (IOException e) {
            Log.w(TAG, path + " failed: " + e);
        }
    }
}
