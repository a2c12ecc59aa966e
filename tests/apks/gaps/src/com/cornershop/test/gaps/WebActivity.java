package com.cornershop.test.gaps;

import android.app.Activity;
import android.os.Bundle;
import android.window.OnBackInvokedCallback;
import android.window.OnBackInvokedDispatcher;

/** Of the process ":web". */
public final class WebActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        OnBackInvokedCallback once = new OnBackInvokedCallback() {
            @Override
            public void onBackInvoked() {
                Say.it("back was taken by a callback");
                getOnBackInvokedDispatcher().unregisterOnBackInvokedCallback(this);
            }
        };
        getOnBackInvokedDispatcher().registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT, once);
        Say.it("web page is shown");
    }

    @Override
    public void onBackPressed() {
        Say.it("the old way");
    }

    @Override
    protected void onDestroy() {
        Say.it("web page is gone");
        super.onDestroy();
    }
}
