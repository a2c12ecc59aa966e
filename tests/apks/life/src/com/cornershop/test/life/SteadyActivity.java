package com.cornershop.test.life;

import android.app.Activity;
import android.content.res.Configuration;
import android.os.Bundle;
import android.widget.TextView;

/** Takes changes of the configuration itself. */
public class SteadyActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TextView words = new TextView(this);
        words.setText("steady");
        setContentView(words);
        Facts.say("steady created");
    }

    @Override
    public void onConfigurationChanged(Configuration now) {
        super.onConfigurationChanged(now);
        boolean night = (now.uiMode & Configuration.UI_MODE_NIGHT_MASK) == Configuration.UI_MODE_NIGHT_YES;
        Facts.say("configuration " + (now.orientation == Configuration.ORIENTATION_LANDSCAPE ? "landscape" : "portrait")
                + (night ? " night " : " day ") + now.getLocales().get(0).toLanguageTag());
    }
}
