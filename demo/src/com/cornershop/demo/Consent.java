package com.cornershop.demo;

import android.content.Context;
import android.content.SharedPreferences;

/** What the user answered when asked to agree to the privacy policy. */
final class Consent {
    private static final String ANSWER = "answer";

    private Consent() {}

    static boolean given(Context context) {
        return "agreed".equals(settings(context).getString(ANSWER, null));
    }

    static boolean asked(Context context) {
        return settings(context).contains(ANSWER);
    }

    static void answer(Context context, boolean agreed) {
        settings(context).edit().putString(ANSWER, agreed ? "agreed" : "refused").commit();
    }

    private static SharedPreferences settings(Context context) {
        return context.getSharedPreferences("consent", Context.MODE_PRIVATE);
    }
}
