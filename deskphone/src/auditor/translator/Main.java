package auditor.translator;

import com.googlecode.d2j.dex.ClassVisitorFactory;
import com.googlecode.d2j.dex.DexFix;
import com.googlecode.d2j.dex.ExDex2Asm;
import com.googlecode.d2j.node.DexClassNode;
import com.googlecode.d2j.node.DexFileNode;
import com.googlecode.d2j.reader.DexFileReader;
import com.googlecode.d2j.reader.MultiDexFileReader;
import com.googlecode.dex2jar.ir.IrMethod;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Translates the DEX files of an APK into a jar by dex2jar, class by class: one that fails costs itself alone. */
public final class Main {
    private final Failures failures = new Failures();
    private final Set<String> written = new HashSet<>();
    private final ZipOutputStream jar;
    private InterfaceCalls calls;

    private Main(ZipOutputStream jar) {
        this.jar = jar;
    }

    /** Arguments: the APK, the jar to write, the file for what failed. */
    public static void main(String[] arguments) throws IOException {
        DexFileNode code = new DexFileNode();
        MultiDexFileReader.open(Files.readAllBytes(Path.of(arguments[0])))
                .accept(code, DexFileReader.SKIP_DEBUG | DexFileReader.IGNORE_READ_EXCEPTION);
        try (ZipOutputStream jar = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1]))))) {
            jar.setLevel(Deflater.BEST_SPEED);
            Main translation = new Main(jar);
            translation.all(code);
            Files.write(Path.of(arguments[2]), translation.failures.lines(), StandardCharsets.UTF_8);
        }
    }

    private void all(DexFileNode code) {
        DexFix.fixStaticFinalFieldValue(code);
        calls = new InterfaceCalls(code.clzs);
        Translator translator = new Translator();
        translator.classes(code);
    }

    private final class Translator extends ExDex2Asm {
        Translator() {
            super(failures);
        }

        void classes(DexFileNode code) {
            var known = collectClzInfo(code);
            ClassVisitorFactory factory = name -> new Output();
            for (DexClassNode node : code.clzs) {
                try {
                    convertClass(code, node, factory, known);
                } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                    failures.ofClass(node.className, e);
                }
            }
        }

        @Override
        public void optimize(IrMethod method) {
            Ancestors.mark(method);
            super.optimize(method);
        }
    }

    /** Takes one class and puts it into the jar when it is whole; of two with one name the first counts, as on Android. */
    private final class Output extends ClassVisitor {
        private String name;

        Output() {
            super(Opcodes.ASM9, new ClassWriter(ClassWriter.COMPUTE_MAXS));
        }

        @Override
        public void visit(int version, int access, String type, String signature, String parent, String[] interfaces) {
            name = type;
            super.visit(version, access, type, signature, parent, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] thrown) {
            MethodVisitor writer = super.visitMethod(access, method, descriptor, signature, thrown);
            return writer == null ? null : Ancestors.resolve(calls.mark(writer));
        }

        @Override
        public void visitEnd() {
            super.visitEnd();
            byte[] code = ((ClassWriter) cv).toByteArray();
            if (!written.add(name)) {
                return;
            }
            Soundness soundness = new Soundness(code);
            soundness.faults().forEach(fault -> failures.ofMethod("L" + name + ";->" + fault));
            byte[] mended = soundness.mended();
            try {
                jar.putNextEntry(new ZipEntry(name + ".class"));
                jar.write(mended != null ? mended : code);
                jar.closeEntry();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
