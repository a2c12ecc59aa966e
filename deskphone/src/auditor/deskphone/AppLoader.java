package auditor.deskphone;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * Loads the app's own classes, libraries in its APK included, so that they never mix with the phone's. Framework
 * classes come from the parent; what the framework has wins, as in Android's boot class path.
 *
 * It shares the parent's lock: the framework looks up app classes through the parent, and two locks could be taken in
 * both orders.
 */
public final class AppLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final FrameworkLoader framework;
    private final Set<String> own = new HashSet<>();
    private volatile boolean shut;
    private final AppRewriter rewriter = new AppRewriter();

    AppLoader(List<String> jars, List<String> apks, FrameworkLoader framework) throws IOException {
        super(urls(jars, apks), framework);
        this.framework = framework;
        for (String jar : jars) {
            try (JarFile file = new JarFile(jar)) {
                file.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class"))
                        .forEach(name -> own.add(name.substring(0, name.length() - 6).replace('/', '.')));
            }
        }
    }

    private static URL[] urls(List<String> jars, List<String> apks) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (List<String> files : List.of(jars, apks)) {
            for (String file : files) {
                urls.add(Path.of(file).toUri().toURL());
            }
        }
        return urls.toArray(new URL[0]);
    }

    /** While it is shut, asking for a class of the app is an error. */
    public void shut(boolean now) {
        shut = now;
    }

    /** True when the app's package has that class and the framework does not. */
    boolean owns(String name) {
        return own.contains(name) && !framework.hasFramework(name) && !name.startsWith("java.");
    }

    @Override
    protected Object getClassLoadingLock(String name) {
        return framework;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("[")) {
            return Class.forName(name.replace('/', '.'), false, this);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (!owns(name)) {
                return framework.loadFramework(name);
            }
            return findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (shut) {
            throw new IllegalStateException("code of the app was asked for before it was let in: " + name);
        }
        URL url = findResource(name.replace('.', '/') + ".class");
        if (url == null) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = url.openStream()) {
            byte[] code = rewriter.rewrite(in.readAllBytes());
            int dot = name.lastIndexOf('.');
            if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
                definePackage(name.substring(0, dot), null, null, null, null, null, null, null);
            }
            return defineClass(name, code, 0, code.length, new CodeSource(url, (Certificate[]) null));
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public URL getResource(String name) {
        URL found = findResource(name);
        return found != null || name.startsWith("META-INF/services/") ? found : framework.getResource(name);
    }
}
