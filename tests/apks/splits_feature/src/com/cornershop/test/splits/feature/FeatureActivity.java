package com.cornershop.test.splits.feature;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;
import android.widget.TextView;

/** A screen that only the feature's split has. */
public final class FeatureActivity extends Activity {
    /** Called by the base through its class loader. */
    public static String greeting(Context context) {
        int id = context.getResources().getIdentifier("feature_greeting", "string", "com.cornershop.test.splits");
        return context.getString(id);
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TextView text = new TextView(this);
        text.setText("screen of the feature");
        setContentView(text);
    }
}
