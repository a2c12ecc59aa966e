package auditor.deskphone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What one app process is about: its configuration, permissions, planted identity and its line to the phone. */
public final class Session {
    private static volatile long began = java.lang.management.ManagementFactory.getRuntimeMXBean().getStartTime();
    private static final int MOST_TOLD = 10_000;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Control control;
    private final Grants grants = new Grants();
    private volatile Fields config;
    private volatile Fields identity;

    Session(Fields config, Control control) throws IOException, GeneralSecurityException {
        this.control = control;
        take(config);
    }

    private void take(Fields given) throws IOException, GeneralSecurityException {
        config = given;
        String planted = given.text("identity");
        identity = new Fields(planted == null || !Files.exists(Path.of(planted)) ? Map.of()
                : Json.object(Files.readString(Path.of(planted), StandardCharsets.UTF_8)));
        grants.reset(given);
        Network.set(this);
        control.ports().configure(given);
    }

    /** Takes the phone's state of now while the process still waits at the gate; its start counts from here. */
    public void configure(Fields given) throws IOException, GeneralSecurityException {
        take(given);
        began = System.currentTimeMillis();
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

    /** As ledger, for what an app may ask for again and again: each kind and name once, and the first thousands of them. */
    public void ledgerOnce(Hole kind, String name, String why) {
        if (told.size() < MOST_TOLD && told.add(kind + " " + name)) {
            ledger(kind, name, why);
            if (told.size() >= MOST_TOLD) {
                ledger(Hole.LEDGER_FULL, MOST_TOLD + " lines", "the app tried more than is kept of one process");
            }
        }
    }

    /** Says what this phone cannot do, with the app's frames. */
    public void ledger(Hole kind, String name, String why) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            if (frames.size() < 64 && !frame.getClassName().startsWith("auditor.")) {
                frames.add(frame.toString());
            }
        }
        control.event("ledger", "kind", kind.word(), "name", name, "why", why, "stack", frames);
    }

    /** Milliseconds since the JVM started, or since it was given to a start of the app. */
    public static long sinceStart() {
        return System.currentTimeMillis() - began;
    }
}
