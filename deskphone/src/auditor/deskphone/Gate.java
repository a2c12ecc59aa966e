package auditor.deskphone;

import java.util.concurrent.CountDownLatch;

/** Holds the app back until the phone has seen that its process is sealed, and until the hooks are armed. */
public final class Gate {
    private static final CountDownLatch opened = new CountDownLatch(1);
    private static final CountDownLatch sealed = new CountDownLatch(1);

    /** The loader that has the framework and the app; set before the gate is reported. */
    public static volatile ClassLoader loader;

    private Gate() {
    }

    /** Lets the app start; calling it twice is harmless. */
    public static void open() {
        opened.countDown();
    }

    /** Whether the app was let go. */
    public static boolean isOpen() {
        return opened.getCount() == 0;
    }

    /** The phone has seen the seal from outside, or was told to do without one. */
    static void sealed() {
        sealed.countDown();
    }

    static void awaitSeal() throws InterruptedException {
        sealed.await();
    }

    static void await() throws InterruptedException {
        opened.await();
    }
}
