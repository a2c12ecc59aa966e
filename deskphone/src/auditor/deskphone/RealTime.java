package auditor.deskphone;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Has Robolectric's clock go on by itself and its loopers wait for their next message. As they are (4.17), somebody must
 * move the clock and thereby wake every looper, which cost an idle phone two thirds of its processor time.
 */
public final class RealTime {
    private static final String SHADOWS = "org.robolectric.shadows.";
    private static final Map<String, Change> CHANGES = Map.of(
            SHADOWS + "ShadowPausedSystemClock", new Change(RealTime::clock, 2),
            SHADOWS + "ShadowPausedMessageQueue", new Change(RealTime::queue, 3));
    private static final String MAIN_WAIT = "auditor/handset/MainWait";
    private static final long STANDING = Long.MIN_VALUE;
    private static volatile long origin = STANDING;

    private interface Rewriting {
        MethodVisitor of(String method, MethodVisitor next, Runnable changed);
    }

    /** What is done to a class, and at how many places: at fewer or more it is not the class that this was written for. */
    private record Change(Rewriting rewriting, int places) {
    }

    private RealTime() {
    }

    /** The clock goes on from where it stands, in nanoseconds. */
    public static void start(long standsAt) {
        origin = System.nanoTime() - standsAt;
    }

    /** Nanoseconds of the framework's clock, which stands until it is started. */
    public static long of(long standsAt) {
        return origin == STANDING ? standsAt : System.nanoTime() - origin;
    }

    /** The code of a class, changed where it is one of the two. */
    static byte[] inPlace(String name, byte[] code) {
        Change change = code == null ? null : CHANGES.get(name);
        if (change == null) {
            return code;
        }
        AtomicInteger places = new AtomicInteger();
        ClassReader reader = new ClassReader(code);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String type, String signature, String[] exceptions) {
                return change.rewriting.of(method, super.visitMethod(access, method, type, signature, exceptions), places::incrementAndGet);
            }
        }, 0);
        if (places.get() != change.places) {
            throw new IllegalStateException(name + " has " + places + " places to change instead of " + change.places
                    + ": it is of another Robolectric than 4.17");
        }
        return writer.toByteArray();
    }

    private static MethodVisitor clock(String method, MethodVisitor next, Runnable changed) {
        if (!method.equals("uptimeNanos") && !method.equals("elapsedRealtimeNanos")) {
            return next;
        }
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.LRETURN) {
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, "auditor/deskphone/RealTime", "of", "(J)J", false);
                    changed.run();
                }
                super.visitInsn(opcode);
            }
        };
    }

    private static MethodVisitor queue(String method, MethodVisitor next, Runnable changed) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String called, String type, boolean ofInterface) {
                if (method.equals("nativePollOnce") && called.equals("wait")) {
                    // nativePollOnce(pointer, timeout): as epoll, for so long, or until woken where that is negative.
                    super.visitVarInsn(Opcodes.ILOAD, 3);
                    super.visitInsn(Opcodes.ICONST_0);
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", "max", "(II)I", false);
                    super.visitInsn(Opcodes.I2L);
                    super.visitMethodInsn(opcode, owner, called, "(J)V", false);
                    changed.run();
                } else if (method.equals("updateListener") && called.equals("hasExecutableMsg")) {
                    // A message for later tells the main looper as well that it must reckon anew how long to wait.
                    super.visitInsn(Opcodes.POP);
                    super.visitInsn(Opcodes.ICONST_1);
                    changed.run();
                } else if (method.equals("poll") && called.equals("await") && type.equals("(JLjava/util/concurrent/TimeUnit;)Z")) {
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, MAIN_WAIT, called,
                            "(Ljava/util/concurrent/CountDownLatch;JLjava/util/concurrent/TimeUnit;)Z", false);
                    changed.run();
                } else {
                    super.visitMethodInsn(opcode, owner, called, type, ofInterface);
                }
            }
        };
    }
}
