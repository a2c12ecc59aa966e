package auditor.deskphone;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What redirected calls of the app do here. */
public final class AppCalls {
    private static final Set<String> told = ConcurrentHashMap.newKeySet();
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
        once("native_library", "lib" + name + ".so", "native code does not run on the desk phone");
    }

    public static void loadLibrary(Runtime runtime, String name) {
        loadLibrary(name);
    }

    public static void load(String path) {
        once("native_library", path, "native code does not run on the desk phone");
    }

    public static void load(Runtime runtime, String path) {
        load(path);
    }

    /** Records the call and gives the error that Android throws when no library implements the method. */
    public static Error nativeCall(String method, String descriptor) {
        once("native_call", method, "its native library could not be loaded");
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

    private static void once(String kind, String name, String why) {
        if (told.add(kind + " " + name) && told.size() < 10000) {
            session.ledger(kind, name, why);
        }
    }
}
