package com.cornershop.test.splits;

import android.app.Activity;
import android.content.Context;
import android.content.pm.ApplicationInfo;
import android.os.Bundle;
import android.widget.LinearLayout;
import android.widget.TextView;
import java.io.File;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Says what it sees of its splits, and answers on a port of its own. */
public final class MainActivity extends Activity {
    private LinearLayout rows;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        rows = new LinearLayout(this);
        rows.setOrientation(LinearLayout.VERTICAL);
        setContentView(rows);
        final ApplicationInfo info = getApplicationInfo();
        row("greeting", () -> getString(R.string.greeting));
        row("feature", () -> (String) Class.forName("com.cornershop.test.splits.feature.FeatureActivity")
                .getMethod("greeting", Context.class).invoke(null, this));
        row("asset", () -> {
            try (InputStream in = getAssets().open("feature.txt")) {
                byte[] content = new byte[100];
                return new String(content, 0, in.read(content), "UTF-8");
            }
        });
        row("names", () -> Arrays.toString(info.splitNames));
        row("packageNames", () -> Arrays.toString(getPackageManager().getPackageInfo(getPackageName(), 0).splitNames));
        row("files", () -> {
            StringBuilder found = new StringBuilder(new File(info.sourceDir).getName());
            for (String path : info.splitSourceDirs) {
                found.append(' ').append(new File(path).getName()).append(new File(path).exists() ? "" : " (missing)");
            }
            return found.toString();
        });
        row("activity", () -> getPackageManager().getActivityInfo(new android.content.ComponentName(this,
                "com.cornershop.test.splits.feature.FeatureActivity"), 0).name);
        row("port", () -> "" + Server.start());
    }

    private void row(String name, Callable<String> what) {
        String value;
        try {
            value = what.call();
        } catch (Throwable e) {
            value = "threw " + e;
        }
        TextView text = new TextView(this);
        text.setText(name + "=" + value);
        rows.addView(text);
    }
}
