package com.cornershop.test.probes;

import android.app.Activity;
import android.os.Bundle;

/** Starts the probes for data alone: they bear to be refused. */
public final class DataActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        People.start(this);
        Surroundings.start(this);
        Installed.start(this);
        Say.that("all data was asked for");
    }
}
