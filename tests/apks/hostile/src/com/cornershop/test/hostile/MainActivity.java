package com.cornershop.test.hostile;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import android.widget.LinearLayout;
import android.widget.ScrollView;
import android.widget.TextView;

/**
 * Tries to get out of the phone, and shows and logs (tag HOSTILE) one line for each try: `kind:target=result`, where the
 * result begins with `got` or `denied`. Extras: `home` (a folder of the host), `marker` (a file in it), `port` (a port
 * of the host). The last line is `done`.
 */
public final class MainActivity extends Activity {
    private static final String TAG = "HOSTILE";
    private LinearLayout rows;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        rows = new LinearLayout(this);
        rows.setOrientation(LinearLayout.VERTICAL);
        ScrollView page = new ScrollView(this);
        page.addView(rows);
        setContentView(page);
        String home = extra("home", "/root");
        String marker = extra("marker", home + "/.profile");
        int port = Integer.parseInt(extra("port", "22"));
        new Thread(() -> tryAll(home, marker, port), "attempts").start();
    }

    private String extra(String name, String otherwise) {
        Object given = getIntent().getExtras() == null ? null : getIntent().getExtras().get(name);
        return given == null ? otherwise : given.toString();
    }

    private void tryAll(String home, String marker, int port) {
        show("read:/etc/passwd", Attempts.readsUsers("/etc/passwd"));
        show("read:/etc/shadow", Attempts.reads("/etc/shadow"));
        show("read:" + marker, Attempts.reads(marker));
        for (String folder : new String[] {home, "/home", "/root", "/usr/bin"}) {
            show("list:" + folder, Attempts.lists(folder));
        }
        show("write:" + home + "/hostile-was-here", Attempts.writes(home + "/hostile-was-here"));
        show("processes:/proc", Attempts.seesOtherProcesses());
        show("read:/proc/1/environ", Attempts.reads("/proc/1/environ"));
        show("environment", Attempts.hasHostEnvironment());
        show("run:/bin/sh", Attempts.runs("/bin/sh", "-c", "id"));
        show("run:/usr/bin/id", Attempts.runs("/usr/bin/id"));
        show("run:ls", Attempts.runs("ls", "/"));
        show("connect:127.0.0.1:" + port, Attempts.connects("127.0.0.1", port));
        show("connect:10.0.0.1:80", Attempts.connects("10.0.0.1", 80));
        show("interfaces", Attempts.hasHostInterface());
        add("done");
    }

    private void show(String attempt, String result) {
        add(attempt + "=" + result);
    }

    private void add(String line) {
        Log.i(TAG, line);
        runOnUiThread(() -> {
            TextView row = new TextView(this);
            row.setText(line);
            rows.addView(row);
        });
    }
}
