package com.cornershop.test.life;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;

public class LinkActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TextView words = new TextView(this);
        words.setText("link " + getIntent().getData());
        setContentView(words);
        Facts.say("link " + getIntent().getData() + " root " + isTaskRoot());
    }
}
