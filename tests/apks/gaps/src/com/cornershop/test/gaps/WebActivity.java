package com.cornershop.test.gaps;

import android.app.Activity;
import android.os.Bundle;

/** Of the process ":web". */
public final class WebActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Say.it("web page is shown");
    }

    @Override
    protected void onDestroy() {
        Say.it("web page is gone");
        super.onDestroy();
    }
}
