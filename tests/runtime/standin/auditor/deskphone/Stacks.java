package auditor.deskphone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stacks as deskphone/PROTOCOL.md promises them; the app's code here is com.example and com.tracker. */
public final class Stacks {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final Map<List<StackTraceElement>, Integer> IDS = new ConcurrentHashMap<>();
    private static final Map<Integer, List<StackTraceElement>> SPELLED = new ConcurrentHashMap<>();

    public static int capture() {
        boolean app = WALKER.walk(frames -> frames.anyMatch(f -> isApp(f.getClassName())));
        if (!app) {
            return 0;
        }
        List<StackTraceElement> frames = WALKER.walk(s -> s.skip(1).limit(64).map(StackWalker.StackFrame::toStackTraceElement).toList());
        return IDS.computeIfAbsent(frames, f -> {
            synchronized (SPELLED) {
                int id = SPELLED.size() + 1;
                SPELLED.put(id, f);
                return id;
            }
        });
    }

    public static String frames(int id) {
        List<String> lines = new ArrayList<>();
        for (StackTraceElement f : SPELLED.getOrDefault(id, List.of())) {
            lines.add(f.getClassName() + "." + f.getMethodName() + "(" + f.getFileName() + ":" + f.getLineNumber() + ")");
        }
        return String.join("\n", lines);
    }

    private static boolean isApp(String name) {
        return name.startsWith("com.example.") || name.startsWith("com.tracker.");
    }
}
