package com.cornershop.test.gaps;

import android.util.Log;
import java.util.concurrent.Callable;

/** Writes facts into the log, one a line. */
final class Say {
    private Say() {
    }

    static void it(String fact) {
        Log.i("gaps", fact);
    }

    /** What a call gives, or the exception that it throws, with the causes' names. */
    static void what(String name, Callable<?> call) {
        String said;
        try {
            said = String.valueOf(call.call());
        } catch (Throwable e) {
            StringBuilder names = new StringBuilder(e.getClass().getSimpleName());
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                names.append(" of ").append(cause.getClass().getSimpleName());
            }
            Throwable last = e;
            while (last.getCause() != null) {
                last = last.getCause();
            }
            said = names + ": " + last.getMessage();
        }
        it(name + ": " + said);
    }
}
