package com.cornershop.test.life;

import android.util.Log;

/** Prints what happened, one line of the log a fact. */
final class Facts {
    private Facts() {
    }

    static void say(String fact) {
        Log.i("life", fact);
    }
}
