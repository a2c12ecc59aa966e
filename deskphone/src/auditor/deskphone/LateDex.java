package auditor.deskphone;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The translated classes of one file that the app opened while it ran: what dalvik.system.DexFile holds as its cookie. */
final class LateDex {
    private static final AppRewriter REWRITER = new AppRewriter();
    private static final Method DEFINE = method("defineClass", String.class, byte[].class, int.class, int.class);
    private static final Method FIND = method("findLoadedClass", String.class);
    private final List<JarFile> jars = new ArrayList<>();

    LateDex(List<String> paths) throws IOException {
        for (String path : paths) {
            jars.add(new JarFile(new File(path)));
        }
    }

    /** The names of its classes, as DexFile.entries gives them. */
    String[] names() {
        return jars.stream().flatMap(JarFile::stream).map(ZipEntry::getName).filter(name -> name.endsWith(".class"))
                .map(name -> name.substring(0, name.length() - 6).replace('/', '.')).toArray(String[]::new);
    }

    /** Defines that class in the loader that the app asks for it through. */
    Class<?> define(String binaryName, ClassLoader loader) throws ClassNotFoundException {
        String name = binaryName.replace('/', '.');
        for (JarFile jar : jars) {
            ZipEntry entry = jar.getEntry(name.replace('.', '/') + ".class");
            if (entry != null) {
                try (InputStream in = jar.getInputStream(entry)) {
                    return define(name, REWRITER.rewrite(in.readAllBytes()), loader);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
        throw new ClassNotFoundException("Didn't find class \"" + name + "\"");
    }

    private static Class<?> define(String name, byte[] code, ClassLoader loader) throws ClassNotFoundException {
        try {
            Class<?> known = (Class<?>) FIND.invoke(loader, name);
            return known != null ? known : (Class<?>) DEFINE.invoke(loader, name, code, 0, code.length);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new ClassNotFoundException(name, e.getCause());
        } catch (IllegalAccessException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static Method method(String name, Class<?>... parameters) {
        try {
            Method found = ClassLoader.class.getDeclaredMethod(name, parameters);
            found.setAccessible(true);
            return found;
        } catch (NoSuchMethodException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
