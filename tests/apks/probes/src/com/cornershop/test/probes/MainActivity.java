package com.cornershop.test.probes;

import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.os.Build;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import android.view.Menu;
import android.view.MenuItem;
import android.view.View;
import android.widget.Button;
import android.widget.EditText;
import android.widget.LinearLayout;

/** Starts all probes; those that wait for a user have their views here. */
public final class MainActivity extends Activity {
    static {
        Build.getRadioVersion();
    }

    private interface Start {
        void from(Activity activity) throws Exception;
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LinearLayout column = new LinearLayout(this);
        column.setOrientation(LinearLayout.VERTICAL);
        Button click = new Button(this);
        click.setText("Click probe");
        click.setOnClickListener(new ClickListener());
        EditText text = new EditText(this);
        text.setHint("Text probe");
        text.addTextChangedListener(new TextListener(this));
        LinearLayout room = new LinearLayout(this);
        room.setId(View.generateViewId());
        column.addView(click);
        column.addView(text);
        column.addView(room);
        setContentView(column);
        run("Components", activity -> Components.start(activity, room.getId()));
        run("Callbacks", Callbacks::start);
        run("Flows", Flows::start);
        run("Reflections", Reflections::start);
        run("LateLoading", LateLoading::start);
        run("Sending", Sending::start);
        run("People", People::start);
        run("Surroundings", Surroundings::start);
        run("Installed", Installed::start);
    }

    private void run(String name, Start start) {
        try {
            start.from(this);
        } catch (Exception | LinkageError e) {
            Say.failed(name, e);
        }
    }

    @Override
    public boolean onCreateOptionsMenu(Menu menu) {
        menu.add("Menu probe").setOnMenuItemClickListener(new MenuListener());
        return true;
    }

    @Override
    public boolean onOptionsItemSelected(MenuItem item) {
        return super.onOptionsItemSelected(item);
    }

    @Override
    protected void onStop() {
        super.onStop();
        ((TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE)).getNetworkOperatorName();
    }

    @Override
    protected void onActivityResult(int request, int result, Intent data) {
        Say.that("a result of " + (data == null ? 0 : data.getStringExtra("id").length()) + " characters");
    }
}
