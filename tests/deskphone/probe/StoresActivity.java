package com.cornershop.demo;

import android.app.Activity;

/** Gives a result and leaves on BACK. */
public class StoresActivity extends Activity {
    @Override
    public void onBackPressed() {
        setResult(RESULT_OK);
        super.onBackPressed();
    }
}
