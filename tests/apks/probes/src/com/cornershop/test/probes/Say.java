package com.cornershop.test.probes;

import android.util.Log;

/** What a probe has to say, for whoever reads the log when one is missing. */
final class Say {
    private Say() {
    }

    static void that(String text) {
        Log.i("Probes", text);
    }

    static void failed(String probe, Throwable why) {
        Log.e("Probes", probe, why);
    }
}
