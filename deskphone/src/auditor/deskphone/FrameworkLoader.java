package auditor.deskphone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.inject.Named;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.robolectric.internal.AndroidSandbox;
import org.robolectric.internal.bytecode.ClassInstrumentor;
import org.robolectric.internal.bytecode.InstrumentationConfiguration;
import org.robolectric.pluginapi.Sdk;

/** Loads the framework's classes, and asks the app's loader for those of the app, as the framework does by name. */
public final class FrameworkLoader extends AndroidSandbox.SdkSandboxClassLoader {
    private final java.util.Map<String, Boolean> inFramework = new java.util.concurrent.ConcurrentHashMap<>();
    private final InstrumentationConfiguration config;
    private final ClassFiles classFiles;
    private final Set<String> shadowed = shadowedTypes();
    private final Set<String> standIns = java.util.concurrent.ConcurrentHashMap.newKeySet();
    private volatile AppLoader app;

    public FrameworkLoader(InstrumentationConfiguration config, @Named("runtimeSdk") Sdk sdk, ClassInstrumentor instrumentor)
            throws IOException {
        super(config, sdk, instrumentor);
        this.config = config;
        classFiles = new ClassFiles(sdk.getJarPath());
    }

    void app(AppLoader loader) {
        app = loader;
    }

    boolean hasFramework(String name) {
        return inFramework.computeIfAbsent(name, classFiles::hasFramework);
    }

    Class<?> loadFramework(String name) throws ClassNotFoundException {
        Class<?> found = loadReady(name);
        found = found != null ? found : super.loadClass(name, false);
        if (standIns.contains(name)) {
            throw new ClassNotFoundException(name);
        }
        return found;
    }

    @Override
    public Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        // Frida's bridge asks the loader for array types; the sandbox loader knows none.
        if (name.startsWith("[")) {
            return Class.forName(name.replace('/', '.'), false, this);
        }
        AppLoader loader = app;
        if (loader != null && loader.owns(name) && !ofPhone(name)) {
            return loader.loadClass(name);
        }
        try {
            Class<?> found = loadReady(name);
            return found != null ? found : super.loadClass(name, resolve);
        } catch (ClassNotFoundException e) {
            if (!shadowed.contains(name)) {
                throw e;
            }
            return standIn(name);
        }
    }

    /** A class that is as it shall be in its file, which is most of them; null for others. */
    private Class<?> loadReady(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            byte[] code = loaded == null && config.shouldAcquire(name) ? changed(name) : null;
            if (code == null) {
                return loaded;
            }
            int dot = name.lastIndexOf('.');
            if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
                definePackage(name.substring(0, dot), null, null, null, null, null, null, null);
            }
            return defineClass(name, code, 0, code.length);
        }
    }

    private byte[] changed(String name) throws ClassNotFoundException {
        return RealTime.inPlace(name, LateBouncyCastle.inPlace(name, classFiles.ready(name)));
    }

    /** An empty class: shadows name types of other levels in their signatures, and reflection on them needs some class. */
    private Class<?> standIn(String name) {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            ClassWriter writer = new ClassWriter(0);
            writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, name.replace('.', '/'), null, "java/lang/Object", null);
            writer.visitEnd();
            byte[] code = writer.toByteArray();
            standIns.add(name);
            return defineClass(name, code, 0, code.length);
        }
    }

    private static Set<String> shadowedTypes() throws IOException {
        try (InputStream file = FrameworkLoader.class.getResourceAsStream("/shadowed_types.txt")) {
            return Set.of(new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
        }
    }

    /** The phone's own libraries keep using their own copies, whatever the app brings along under the same names. */
    private boolean ofPhone(String name) {
        return name.startsWith("com.google.common.") || name.startsWith("org.robolectric.")
                || name.startsWith("com.google.auto.") || name.startsWith("androidx.test.")
                || name.startsWith("auditor.deskphone.") || name.startsWith("auditor.handset.")
                || name.startsWith("com.almworks.") || name.startsWith("com.ibm.icu.")
                || name.startsWith("org.objectweb.asm.") || name.startsWith("org.bouncycastle.")
                || name.startsWith("org.yaml.snakeyaml.");
    }
}
