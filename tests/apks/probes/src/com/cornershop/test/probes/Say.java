package com.cornershop.test.probes;

import android.util.Log;

/** What a probe has to say, for whoever reads the log when one is missing. */
final class Say {
    interface Read {
        void now() throws Exception;
    }

    private Say() {
    }

    static void that(String text) {
        Log.i("Probes", text);
    }

    static void failed(String probe, Throwable why) {
        Log.e("Probes", probe, why);
    }

    /** Each of them, whatever became of the one before. */
    static void each(Read... reads) {
        for (Read read : reads) {
            try {
                read.now();
            } catch (Exception | LinkageError e) {
                failed("a read", e);
            }
        }
    }
}
