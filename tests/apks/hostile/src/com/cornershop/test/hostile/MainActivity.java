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
 * of the host), `library` (native code to load), `mode` (`memory` or `disk`: fill that and nothing else). The last line
 * is `done`.
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
        String mode = extra("mode", "all");
        String library = extra("library", "");
        new Thread(() -> {
            if (mode.equals("all")) {
                tryAll(home, marker, port);
                escape(library);
                look();
                show("threads", Escapes.makesThreads(3000));
                add("done");
            } else {
                fill(mode);
            }
        }, "attempts").start();
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
    }

    private void escape(String library) {
        for (String program : new String[] {"gdb -p 1", "strace -p 1", "nsenter -t 1 -a", "unshare -r", "su", "/sdcard/tool"}) {
            show("run:" + program, Attempts.runs(program.split(" ")));
        }
        show("run:mount -t tmpfs none /data", Attempts.runs("mount", "-t", "tmpfs", "none", "/data"));
        show("reflection:getprop", Escapes.startsByReflection("getprop"));
        for (String path : new String[] {"/proc/1/mem", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/pid_max",
                "/system/build.prop", "/dev/shm/x"}) {
            show("write:" + path, Escapes.opensForWriting(path));
        }
        show("attach:1", Escapes.attaches("1"));
        show("exchange:plain.example.com:80", Escapes.exchanges("plain.example.com", 80));
        show("exchange:203.0.113.7:443", Escapes.exchanges("203.0.113.7", 443));
        show("exchange:plain.example.com:4444", Escapes.exchanges("plain.example.com", 4444));
        show("datagram:203.0.113.9:9999", Escapes.sendsDatagram("203.0.113.9", 9999));
        show("scan:10.0.0.1", Escapes.scans("10.0.0.1", 3000, 40));
        if (!library.isEmpty()) {
            show("native:" + library, Escapes.loadsNative(library));
        }
    }

    /** What this phone looks like from inside; whoever reads the lines knows what is right. */
    private void look() {
        for (String path : new String[] {"/proc/self/cmdline", "/proc/1/cmdline", "/proc/cpuinfo", "/proc/version",
                "/sys/class/net/wlan0/address", "/sys/devices/system/cpu/possible", "/proc/net/arp"}) {
            show("look:" + path, Attempts.reads(path).replace('\0', ' ').replace('\n', ' ').trim());
        }
        show("look:maps", Attempts.mentions("/proc/self/maps", "libjvm"));
        show("look:mountinfo", Attempts.mentions("/proc/self/mountinfo", extra("home", "/root")));
        show("look:/system/xbin/su", String.valueOf(new java.io.File("/system/xbin/su").exists()));
        show("look:/system/bin/sh", String.valueOf(new java.io.File("/system/bin/sh").exists()));
        show("look:/data/user/0", Attempts.lists("/data/user/0/" + getPackageName()));
        for (String line : new String[] {"getprop ro.product.model", "getprop ro.serialno", "id", "cat /proc/self/cmdline",
                "cat /sys/class/net/wlan0/address", "which su", "pm list packages", "pm path " + getPackageName(),
                "ls /data/data", "ip addr", "settings get secure android_id", "settings put secure android_id 1", "uname -m"}) {
            show("exec:" + line, Attempts.whole(line.split(" ")));
        }
        show("exec:sh -c", Attempts.whole("sh", "-c", "id -u | cat; echo $?"));
        show("exec:sh", Attempts.types("sh", "id -u", "echo two", "exit 3"));
    }

    private void fill(String mode) {
        add("filling " + mode);
        try {
            show(mode, mode.equals("memory") ? Escapes.fillsMemory() : Escapes.fillsDisk(getFilesDir()));
        } catch (InterruptedException | java.io.IOException e) {
            show(mode, "denied: " + e);
        }
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
