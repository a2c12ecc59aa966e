package auditor.translator;

import com.googlecode.d2j.node.DexClassNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Marks calls of static and default methods of interfaces as such, which DEX does not and a class file must: the JVM
 * refuses them otherwise (JVMS 5.4.3.3).
 */
final class InterfaceCalls {
    private final Set<String> own = new HashSet<>();

    InterfaceCalls(List<DexClassNode> classes) {
        for (DexClassNode node : classes) {
            if ((node.access & Opcodes.ACC_INTERFACE) != 0) {
                own.add(node.className.substring(1, node.className.length() - 1));
            }
        }
    }

    MethodVisitor mark(MethodVisitor next) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                boolean direct = opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.INVOKESPECIAL;
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface || direct && isInterface(owner));
            }
        };
    }

    private boolean isInterface(String owner) {
        if (!owner.startsWith("java/")) {
            return own.contains(owner);
        }
        try {
            return Class.forName(owner.replace('/', '.'), false, null).isInterface();
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
