package com.cornershop.test.probes;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Is started by an action alone, reads and leaves. */
public final class ImplicitIntentActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        getSystemService(TelephonyManager.class).getNetworkType();
        finish();
    }
}
