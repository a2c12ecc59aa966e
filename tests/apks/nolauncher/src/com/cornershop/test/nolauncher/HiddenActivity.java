package com.cornershop.test.nolauncher;

import android.app.Activity;

/** An activity that no launcher offers. */
public final class HiddenActivity extends Activity {}
