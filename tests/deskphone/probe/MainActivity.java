package com.cornershop.demo;

import android.app.Activity;
import android.content.ClipboardManager;
import android.content.Intent;
import android.database.Cursor;
import android.graphics.Color;
import android.location.LocationManager;
import android.net.wifi.WifiManager;
import android.os.AsyncTask;
import android.os.Build;
import android.os.Bundle;
import android.os.Environment;
import android.os.Handler;
import android.os.HandlerThread;
import android.os.SystemClock;
import android.provider.ContactsContract;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import android.util.Log;
import android.view.Choreographer;
import android.view.View;
import android.webkit.WebView;
import android.widget.Button;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.Toast;
import auditor.deskphone.Stacks;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.security.Provider;
import java.security.Security;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Calls privacy APIs and says in the log what came back. */
public class MainActivity extends Activity {
    static native int missing();

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LinearLayout box = new LinearLayout(this);
        box.setOrientation(LinearLayout.VERTICAL);
        box.setBackgroundColor(Color.rgb(200, 30, 40));
        EditText field = new EditText(this);
        field.setHint("name");
        box.addView(field);
        button(box, "read", () -> read("after"));
        button(box, "ask", () -> requestPermissions(new String[] {"android.permission.ACCESS_FINE_LOCATION",
            "android.permission.READ_CONTACTS", "android.permission.ACCESS_COARSE_LOCATION"}, 7));
        button(box, "time", this::time);
        button(box, "fetch", () -> new Thread(() -> fetch(getIntent().getStringExtra("url"))).start());
        button(box, "toast", () -> Toast.makeText(this, "hello toast", Toast.LENGTH_SHORT).show());
        button(box, "native", () -> {
            System.loadLibrary("absent");
            say("native", MainActivity::missing);
        });
        button(box, "stacks", () -> {
            int first = 0;
            int second = 0;
            for (int i = 0; i < 2; i++) {
                second = first;
                first = Stacks.capture();
            }
            long start = System.nanoTime();
            for (int i = 0; i < 10000; i++) {
                Stacks.capture();
            }
            Log.i("probe", "stacks=" + (first > 0 && first == second) + " each_ns=" + (System.nanoTime() - start) / 10000
                + " " + Stacks.frames(first).split("\n")[0]);
        });
        button(box, "web", () -> {
            WebView page = new WebView(this);
            page.loadUrl("https://www.example.com/terms");
            page.evaluateJavascript("document.title", null);
        });
        button(box, "files", () -> {
            getSharedPreferences("kept", MODE_PRIVATE).edit().putString("a", "b").apply();
            say("folders", () -> getFilesDir() + " " + getDatabasePath("x.db") + " " + getCacheDir() + " "
                + createDeviceProtectedStorageContext().getFilesDir());
            say("card", () -> Environment.getExternalStorageState() + " " + Environment.getExternalStorageDirectory() + " "
                + getExternalFilesDir("Music") + " " + getExternalCacheDir());
            say("providers", () -> {
                StringBuilder names = new StringBuilder();
                for (Provider each : Security.getProviders()) {
                    names.append(each.getName()).append(' ');
                }
                return names.append(Security.getProvider("BC").getServices().size() > 1000);
            });
            say("cipher", () -> {
                // Padding of a kind that Bouncy Castle alone has.
                Cipher cipher = Cipher.getInstance("AES/CBC/PKCS7Padding");
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), new IvParameterSpec(new byte[16]));
                return cipher.getProvider().getName() + " " + cipher.getProvider().getInfo().equals(Security.getProvider("BC").getInfo())
                    + " " + HexFormat.of().formatHex(cipher.doFinal("abc".getBytes()));
            });
        });
        button(box, "throw", () -> {
            throw new IllegalStateException("on purpose");
        });
        button(box, "exit", () -> System.exit(3));
        button(box, "second", () -> startActivityForResult(new Intent(this, StoresActivity.class), 5));
        setContentView(box);
        read("before");
    }

    private void button(LinearLayout box, String text, Runnable work) {
        Button button = new Button(this);
        button.setText(text);
        button.setAllCaps(false);
        button.setOnClickListener((View view) -> work.run());
        box.addView(button);
    }

    private static void say(String name, Callable<?> call) {
        String said;
        try {
            said = String.valueOf(call.call());
        } catch (Throwable e) {
            said = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        Log.i("probe", name + "=" + said);
    }

    private void read(String when) {
        TelephonyManager phone = getSystemService(TelephonyManager.class);
        LocationManager places = getSystemService(LocationManager.class);
        WifiManager wifi = getSystemService(WifiManager.class);
        say(when + ".imei", phone::getImei);
        say(when + ".imsi", phone::getSubscriberId);
        say(when + ".number", phone::getLine1Number);
        say(when + ".serial", Build::getSerial);
        say(when + ".model", () -> Build.MODEL);
        say(when + ".android_id", () -> Settings.Secure.getString(getContentResolver(), "android_id"));
        say(when + ".location", () -> places.getLastKnownLocation("gps").getLatitude());
        say(when + ".clip", () -> getSystemService(ClipboardManager.class).getPrimaryClip().getItemAt(0).getText());
        say(when + ".ssid", () -> wifi.getConnectionInfo().getSSID());
        say(when + ".mac", () -> wifi.getConnectionInfo().getMacAddress());
        say(when + ".packages", () -> getPackageManager().getInstalledPackages(0).size() > 1);
        say(when + ".self", () -> checkSelfPermission("android.permission.ACCESS_FINE_LOCATION"));
        say(when + ".contacts", () -> {
            try (Cursor row = getContentResolver().query(ContactsContract.CommonDataKinds.Phone.CONTENT_URI,
                    new String[] {"display_name", "data1"}, null, null, null)) {
                return row.moveToFirst() ? row.getString(0) + " " + row.getString(1) : "none";
            }
        });
        say(when + ".people", () -> {
            try (Cursor row = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI, null, null, null, "display_name")) {
                return row.getCount();
            }
        });
    }

    private void time() {
        long start = SystemClock.elapsedRealtime();
        new Handler().postDelayed(() -> Log.i("probe", "delayed=" + (SystemClock.elapsedRealtime() - start >= 300)), 300);
        HandlerThread thread = new HandlerThread("background");
        thread.start();
        new Handler(thread.getLooper()).postDelayed(() -> Log.i("probe", "background=" + Thread.currentThread().getName()), 100);
        Choreographer.getInstance().postFrameCallback(at -> Log.i("probe", "frame=true"));
        new AsyncTask<Void, Void, String>() {
            @Override
            protected String doInBackground(Void... none) {
                return Thread.currentThread().getName();
            }

            @Override
            protected void onPostExecute(String worker) {
                Log.i("probe", "async=" + Thread.currentThread().getName());
            }
        }.execute();
        Log.i("probe", "wall=" + (System.currentTimeMillis() > 1_600_000_000_000L));
    }

    private static void fetch(String url) {
        say("fetched", () -> {
            HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
            try (InputStream in = connection.getInputStream()) {
                return connection.getResponseCode() + " " + new String(in.readAllBytes());
            }
        });
    }

    @Override
    public void onRequestPermissionsResult(int code, String[] permissions, int[] results) {
        Log.i("probe", "result=" + code + " " + results[0] + " " + results[1]);
    }

    @Override
    protected void onActivityResult(int request, int result, Intent data) {
        Log.i("probe", "returned=" + request + " " + result);
    }
}
