package auditor.deskphone;

/** What redirected calls of the app do here. */
public final class AppCalls {
    private static volatile Session session;

    private AppCalls() {
    }

    static void serve(Session current) {
        session = current;
    }

    static Session session() {
        return session;
    }

    public static void loadLibrary(String name) {
        // The JVM's own loadLibrary is not called: the library is ARM code that this phone cannot run.
        session.ledgerOnce(Hole.NATIVE_LIBRARY, "lib" + name + ".so", "native code does not run on the desk phone");
    }

    public static void loadLibrary(Runtime runtime, String name) {
        loadLibrary(name);
    }

    public static void load(String path) {
        session.ledgerOnce(Hole.NATIVE_LIBRARY, path, "native code does not run on the desk phone");
    }

    public static void load(Runtime runtime, String path) {
        load(path);
    }

    /** Records the call and gives the error that Android throws when no library implements the method. */
    public static Error nativeCall(String method, String descriptor) {
        session.ledgerOnce(Hole.NATIVE_CALL, method, "its native library could not be loaded");
        return new UnsatisfiedLinkError("No implementation found for " + method + descriptor);
    }

    public static void exit(int code) {
        Ending.exit(code, "the app called System.exit(" + code + ")");
    }

    public static void exit(Runtime runtime, int code) {
        exit(code);
    }

    public static void halt(Runtime runtime, int code) {
        exit(code);
    }

    public static ClassLoader getContextClassLoader(Thread thread) {
        ClassLoader loader = thread.getContextClassLoader();
        return loader == null || loader == ClassLoader.getSystemClassLoader() ? Gate.loader : loader;
    }

    /** The JVM's own has none of Android's classes. */
    public static ClassLoader getSystemClassLoader() {
        return Gate.loader.getParent();
    }
}
