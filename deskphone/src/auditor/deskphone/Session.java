package auditor.deskphone;

import java.util.ArrayList;
import java.util.List;

/** What one app process is about: its configuration, permissions, planted identity and its line to the phone. */
public final class Session {
    private final Fields config;
    private final Control control;
    private final Grants grants;
    private volatile Fields identity;

    Session(Fields config, Fields identity, Control control) {
        this.config = config;
        this.identity = identity;
        this.control = control;
        grants = new Grants(config);
    }

    public Fields config() {
        return config;
    }

    public Control control() {
        return control;
    }

    public Grants grants() {
        return grants;
    }

    public Fields identity() {
        return identity;
    }

    public void identity(Fields planted) {
        identity = planted;
    }

    public int api() {
        return config.number("api", 34);
    }

    public int target() {
        return config.number("target_sdk", api());
    }

    /** Says what this phone cannot do, with the app's frames. */
    public void ledger(String kind, String name, String why) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            if (frames.size() < 64 && !frame.getClassName().startsWith("auditor.")) {
                frames.add(frame.toString());
            }
        }
        control.event("ledger", "kind", kind, "name", name, "why", why, "stack", frames);
    }

    /** Milliseconds since the JVM started. */
    public static long sinceStart() {
        return System.currentTimeMillis() - java.lang.management.ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
