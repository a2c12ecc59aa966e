package auditor.deskphone;

import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Redirects the few calls of app code that a JVM answers differently from Android: loading native libraries, ending
 * the process, starting programs. Native methods get a body that says that the library is missing.
 */
final class AppRewriter {
    private static final String CALLS = "auditor/deskphone/AppCalls";
    private static final String PROGRAMS = "auditor/deskphone/Programs";
    private static final String OWN_FILES = "auditor/deskphone/OwnFiles";
    /** What opens a file by a first argument, a name or a File. */
    private static final Set<String> OPENING = Set.of("java/io/FileInputStream", "java/io/FileReader", "java/io/RandomAccessFile",
            "java/util/Scanner");
    private static final Set<String> STATIC = Set.of("java/lang/System.loadLibrary(Ljava/lang/String;)V",
            "java/lang/System.load(Ljava/lang/String;)V", "java/lang/System.exit(I)V",
            "java/lang/ClassLoader.getSystemClassLoader()Ljava/lang/ClassLoader;");
    private static final Set<String> VIRTUAL = Set.of("java/lang/Runtime.loadLibrary(Ljava/lang/String;)V",
            "java/lang/Runtime.load(Ljava/lang/String;)V", "java/lang/Runtime.exit(I)V", "java/lang/Runtime.halt(I)V",
            "java/lang/Thread.getContextClassLoader()Ljava/lang/ClassLoader;");

    byte[] rewrite(byte[] code) {
        ClassReader reader = new ClassReader(code);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Redirect(writer), 0);
        return writer.toByteArray();
    }

    private static final class Redirect extends ClassVisitor {
        private String type;

        Redirect(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            type = name;
            super.visit(version, access, name, signature, parent, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
            if ((access & Opcodes.ACC_NATIVE) != 0) {
                missing(super.visitMethod(access & ~Opcodes.ACC_NATIVE, name, descriptor, signature, thrown), access, name, descriptor);
                return null;
            }
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, thrown)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String shape, boolean isInterface) {
                    String key = owner + "." + called + shape;
                    if (opcode == Opcodes.INVOKESTATIC && STATIC.contains(key)) {
                        super.visitMethodInsn(opcode, CALLS, called, shape, false);
                    } else if (opcode == Opcodes.INVOKEVIRTUAL && VIRTUAL.contains(key)) {
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, called, shape.replace("(", "(L" + owner + ";"), false);
                    } else if (opcode == Opcodes.INVOKEVIRTUAL && (key.startsWith("java/lang/Runtime.exec(")
                            || key.equals("java/lang/ProcessBuilder.start()Ljava/lang/Process;"))) {
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, PROGRAMS, called, shape.replace("(", "(L" + owner + ";"), false);
                    } else {
                        if (called.equals("<init>") && OPENING.contains(owner)) {
                            rename(owner, shape);
                        }
                        super.visitMethodInsn(opcode, owner, called, shape, isInterface);
                    }
                }

                /** Puts the phone's own file in place of an entry of /proc, on the stack before a constructor. */
                private void rename(String owner, String shape) {
                    boolean second = shape.equals("(Ljava/lang/String;Ljava/lang/String;)V")
                            || shape.equals("(Ljava/io/File;Ljava/lang/String;)V");
                    // A Scanner's only String is its text.
                    boolean isName = shape.startsWith("(Ljava/lang/String;") && !owner.equals("java/util/Scanner");
                    if (!isName && !shape.startsWith("(Ljava/io/File;") || !second && shape.indexOf(';') != shape.lastIndexOf(';')) {
                        return;
                    }
                    if (second) {
                        super.visitInsn(Opcodes.SWAP);
                    }
                    String type = isName ? "Ljava/lang/String;" : "Ljava/io/File;";
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, OWN_FILES, "path", "(" + type + ")" + type, false);
                    if (second) {
                        super.visitInsn(Opcodes.SWAP);
                    }
                }
            };
        }

        private void missing(MethodVisitor body, int access, String name, String descriptor) {
            body.visitCode();
            body.visitLdcInsn(type.replace('/', '.') + "." + name);
            body.visitLdcInsn(descriptor);
            body.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "nativeCall",
                    "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/Error;", false);
            body.visitInsn(Opcodes.ATHROW);
            int locals = (Type.getArgumentsAndReturnSizes(descriptor) >> 2) - ((access & Opcodes.ACC_STATIC) != 0 ? 1 : 0);
            body.visitMaxs(2, locals);
            body.visitEnd();
        }
    }
}
