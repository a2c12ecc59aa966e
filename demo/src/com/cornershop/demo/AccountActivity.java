package com.cornershop.demo;

import android.Manifest;
import android.app.Activity;
import android.content.pm.PackageManager;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import android.view.View;
import android.widget.Button;
import android.widget.TextView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The customer's account: sign-in by the number of this phone, and orders. */
public final class AccountActivity extends Activity {
    private static final int ASK_NUMBER = 3;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.page);
        setStatus(R.string.guest);
        Button signIn = findViewById(R.id.sign_in);
        signIn.setVisibility(View.VISIBLE);
        signIn.setOnClickListener(view -> signIn());
        Button orders = findViewById(R.id.orders);
        orders.setVisibility(View.VISIBLE);
        orders.setOnClickListener(view -> ((TextView) findViewById(R.id.text)).setText(R.string.no_orders));
    }

    private void signIn() {
        if (mayReadNumber()) {
            sendNumber();
        } else {
            requestPermissions(new String[] {Manifest.permission.READ_PHONE_NUMBERS}, ASK_NUMBER);
        }
    }

    @Override
    public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
        super.onRequestPermissionsResult(request, permissions, results);
        if (request != ASK_NUMBER) {
            return;
        }
        if (mayReadNumber()) {
            sendNumber();
        } else {
            setStatus(R.string.sign_in_denied);
        }
    }

    private boolean mayReadNumber() {
        return checkSelfPermission(Manifest.permission.READ_PHONE_NUMBERS) == PackageManager.PERMISSION_GRANTED;
    }

    private void sendNumber() {
        String number = getSystemService(TelephonyManager.class).getLine1Number();
        if (number != null && !number.isEmpty()) {
            ShopServer.post("/v1/sign-in", "phone", md5(number));
            setStatus(R.string.signed_in);
        }
    }

    /** A digest without salt of one of some 10^10 numbers: anyone can find the number again. */
    private static String md5(String text) {
        try {
            StringBuilder hex = new StringBuilder();
            for (byte b : MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8))) {
                hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
            return hex.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void setStatus(int text) {
        ((TextView) findViewById(R.id.status)).setText(text);
    }
}
