package auditor.deskphone;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Robolectric's table of resource packages takes their number for a signed byte, so that features of an app, which are
 * numbered from 0x80 on, break it (DynamicRefTable.addMapping, 4.17). Here the number is made unsigned before it is an index.
 */
final class RefTableRepair {
    private static final String PACKAGE = "org/robolectric/res/android/";

    private RefTableRepair() {
    }

    /** Defines the mended class; to be called before anything asks for it. */
    static void apply() throws ReflectiveOperationException, IOException {
        ClassLoader loader = RefTableRepair.class.getClassLoader();
        byte[] code;
        try (InputStream in = loader.getResourceAsStream(PACKAGE + "DynamicRefTable.class")) {
            ClassReader reader = new ClassReader(in);
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            reader.accept(new Mending(writer), 0);
            code = writer.toByteArray();
        }
        Class<?> neighbour = Class.forName((PACKAGE + "Errors").replace('/', '.'), false, loader);
        MethodHandles.privateLookupIn(neighbour, MethodHandles.lookup()).defineClass(code);
    }

    private static final class Mending extends ClassVisitor {
        Mending(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals("addMapping")) {
                return next;
            }
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean ofInterface) {
                    super.visitMethodInsn(opcode, owner, called, type, ofInterface);
                    if (called.equals("byteValue")) {
                        super.visitIntInsn(Opcodes.SIPUSH, 0xff);
                        super.visitInsn(Opcodes.IAND);
                    }
                }
            };
        }
    }
}
