package auditor.deskphone;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stacks of app code, interned, for the agent. A stack without a frame of the app costs a walk and nothing more. */
public final class Stacks {
    private static final int DEEPEST = 256;
    private static final int MOST = 1 << 16;
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final Map<Key, Integer> ids = new ConcurrentHashMap<>();
    private static final Map<Integer, Key> stacks = new ConcurrentHashMap<>();
    private static final AtomicInteger last = new AtomicInteger();
    private static final ClassValue<Boolean> OF_APP = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            for (ClassLoader loader = type.getClassLoader(); loader != null; loader = loader.getParent()) {
                // Android's own loaders are made by apps alone, and so are those whose class is the app's.
                if (loader instanceof AppLoader || loader.getClass().getClassLoader() instanceof FrameworkLoader
                        || ofApp(loader.getClass())) {
                    return true;
                }
            }
            return false;
        }
    };


    private static final class Key {
        private final Class<?>[] types;
        private final String[] methods;
        private final int[] indexes;
        private final List<StackWalker.StackFrame> frames;
        private final int hash;

        Key(List<StackWalker.StackFrame> frames) {
            int size = frames.size();
            this.frames = frames;
            types = new Class<?>[size];
            methods = new String[size];
            indexes = new int[size];
            for (int i = 0; i < size; i++) {
                StackWalker.StackFrame frame = frames.get(i);
                types[i] = frame.getDeclaringClass();
                methods[i] = frame.getMethodName();
                indexes[i] = frame.getByteCodeIndex();
            }
            hash = Arrays.hashCode(types) * 31 * 31 + Arrays.hashCode(methods) * 31 + Arrays.hashCode(indexes);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && hash == key.hash && Arrays.equals(types, key.types)
                    && Arrays.equals(indexes, key.indexes) && Arrays.equals(methods, key.methods);
        }
    }

    private Stacks() {
    }

    /** Tells whether that class is of the app's package. */
    public static boolean ofApp(Class<?> type) {
        return OF_APP.get(type);
    }

    /** The id of this thread's stack, 1 and up; 0 when no frame of the app is on it. */
    public static int capture() {
        if (!WALKER.walk(Stacks::hasApp)) {
            return 0;
        }
        Key key = new Key(WALKER.walk(frames -> frames.skip(1).limit(DEEPEST).toList()));
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        if (ids.size() >= MOST) {
            ids.clear();
        }
        return ids.computeIfAbsent(key, stack -> {
            int id = last.incrementAndGet();
            stacks.put(id, stack);
            return id;
        });
    }

    private static boolean hasApp(Stream<StackWalker.StackFrame> frames) {
        return frames.limit(DEEPEST).anyMatch(frame -> OF_APP.get(frame.getDeclaringClass()));
    }

    /** The frames of that id, top first, one a line; empty when the id is unknown. */
    public static String frames(int id) {
        Key key = stacks.get(id);
        if (key == null) {
            return "";
        }
        return key.frames.stream().filter(frame -> !ofPhone(frame.getDeclaringClass().getName(), frame.getMethodName()))
                .map(frame -> frame.toStackTraceElement())
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + "("
                        + (frame.getFileName() == null ? "Unknown Source" : frame.getFileName())
                        + (frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "") + ")")
                .collect(Collectors.joining("\n"));
    }

    private static boolean ofPhone(String type, String method) {
        return type.startsWith("auditor.deskphone.") || type.startsWith("auditor.handset.")
                || type.startsWith("org.robolectric.") || type.startsWith("java.lang.invoke.")
                || type.startsWith("java.lang.reflect.") || type.startsWith("jdk.internal.reflect.")
                || type.startsWith("re.frida.") || method.startsWith("$$robo$$");
    }
}
