package com.cornershop.test.crash;

import android.app.Activity;

/** Never reached. */
public final class MainActivity extends Activity {}
