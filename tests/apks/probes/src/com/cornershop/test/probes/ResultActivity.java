package com.cornershop.test.probes;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.provider.Settings;

/** Reads and hands the value to the activity that asked. */
public final class ResultActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        String id = Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
        setResult(RESULT_OK, new Intent().putExtra("id", id));
        finish();
    }
}
