package auditor.translator;

import com.googlecode.d2j.Method;
import com.googlecode.d2j.dex.DexExceptionHandler;
import com.googlecode.d2j.node.DexMethodNode;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What could not be translated: methods get a body that says so and throws, classes are left out. */
final class Failures implements DexExceptionHandler {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void handleFileException(Exception failure) {
        failure.printStackTrace();
    }

    @Override
    public void handleMethodTranslateException(Method method, DexMethodNode node, MethodVisitor body, Exception failure) {
        lines.add(line(method.getOwner() + "->" + method.getName() + method.getDesc(), failure));
        body.visitTypeInsn(Opcodes.NEW, "java/lang/InternalError");
        body.visitInsn(Opcodes.DUP);
        body.visitLdcInsn("the desk phone could not translate this method");
        body.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/InternalError", "<init>", "(Ljava/lang/String;)V", false);
        body.visitInsn(Opcodes.ATHROW);
    }

    /** A line as in `lines`: the method in DEX's form, a tab, why. */
    void ofMethod(String line) {
        lines.add(line.replace('\n', ' ').replace('\r', ' '));
    }

    void ofClass(String type, Throwable failure) {
        lines.add(line(type, failure));
    }

    /** One a line: the method or class in DEX's form, a tab, why. */
    List<String> lines() {
        return lines;
    }

    private static String line(String what, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return (what + "\t" + cause).replace('\n', ' ').replace('\r', ' ');
    }
}
