package auditor.deskphone;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicBoolean;

/** How the process ends: said once over the control socket, then the JVM halts, whatever the app's threads do. */
public final class Ending {
    private static final AtomicBoolean ended = new AtomicBoolean();
    private static volatile Control control;

    private Ending() {
    }

    public static void tell(Control socket) {
        control = socket;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> exit(0, "the JVM was asked to end"), "desk-ending"));
    }

    /** Reports an exit and halts. */
    public static void exit(int code, String why) {
        if (ended.compareAndSet(false, true)) {
            if (control != null) {
                control.event("exit", "code", code, "why", why);
            }
            halt(code);
        }
    }

    /** Reports a crash of that thread and halts. */
    public static void crash(Thread thread, Throwable thrown) {
        if (ended.compareAndSet(false, true)) {
            Throwable cause = root(thrown);
            if (control != null) {
                String stack = stack(thrown);
                control.event("crash", "thread", thread.getName(), "exception", cause.getClass().getName(),
                        "message", cause.getMessage(), "stack", stack);
                control.event("log", "priority", "E", "tag", "AndroidRuntime",
                        "message", "FATAL EXCEPTION: " + thread.getName() + "\n" + stack);
                control.event("exit", "code", 1, "why", "crash: " + sentence(cause));
            }
            thrown.printStackTrace();
            halt(1);
        }
    }

    /** Ends the JVM without running anything more. */
    public static void halt(int code) {
        Runtime.getRuntime().halt(code & 0xff);
    }

    /** The deepest cause. */
    static Throwable root(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < 32 && cause.getCause() != null && cause.getCause() != cause; i++) {
            cause = cause.getCause();
        }
        return cause;
    }

    public static String sentence(Throwable thrown) {
        Throwable cause = root(thrown);
        return cause.getMessage() == null ? cause.getClass().getName() : cause.getClass().getName() + ": " + cause.getMessage();
    }

    /** The stack as logcat prints it, bounded. */
    public static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        String whole = text.toString();
        return whole.length() > 32768 ? whole.substring(0, 32768) + "\n..." : whole;
    }
}
