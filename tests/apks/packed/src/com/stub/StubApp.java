package com.stub;

import android.app.Application;
import android.content.Context;

/** What a packer puts in the place of an app: its library is to unpack the real code and load it. */
public final class StubApp extends Application {
    @Override
    protected void attachBaseContext(Context base) {
        super.attachBaseContext(base);
        System.loadLibrary("jiagu");
        unpack(base);
    }

    private static native void unpack(Context base);
}
