package auditor.translator;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.BasicVerifier;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Whether the code of a class fits its stack and keeps numbers and references apart. The JVM runs an app's classes
 * unverified, and its garbage collector ends the process at a method that does not. A stack that was counted too small
 * is mended.
 */
final class Soundness {
    private static final int DEEP_ENOUGH = 512;
    private final ClassNode type = new ClassNode();
    private final List<String> faults = new ArrayList<>();
    private boolean mended;

    Soundness(byte[] code) {
        new ClassReader(code).accept(type, 0);
        for (MethodNode method : type.methods) {
            try {
                if (method.instructions.size() > 0) {
                    check(method);
                }
            } catch (AnalyzerException | RuntimeException e) {
                faults.add(method.name + method.desc + "\t" + e.getMessage());
            }
        }
    }

    /** The analysis counts a long or a double as one value, so the depth in slots is counted here. */
    private void check(MethodNode method) throws AnalyzerException {
        int counted = method.maxStack;
        method.maxStack = DEEP_ENOUGH;
        int deepest = 0;
        for (Frame<BasicValue> frame : new Analyzer<>(new BasicVerifier()).analyze(type.name, method)) {
            int depth = 0;
            for (int i = 0; frame != null && i < frame.getStackSize(); i++) {
                depth += frame.getStack(i).getSize();
            }
            deepest = Math.max(deepest, depth);
        }
        method.maxStack = Math.max(counted, deepest);
        mended |= deepest > counted;
    }

    /** Methods that are not sound, as name and descriptor, a tab, and where. */
    List<String> faults() {
        return faults;
    }

    /** The class, with its stacks as deep as they must be; null where they were. */
    byte[] mended() {
        if (!mended) {
            return null;
        }
        ClassWriter writer = new ClassWriter(0);
        type.accept(writer);
        return writer.toByteArray();
    }
}
