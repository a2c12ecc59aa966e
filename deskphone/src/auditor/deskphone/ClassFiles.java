package auditor.deskphone;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Class files of the framework's jar, which was instrumented when it was built, and those of the phone and of the shadows,
 * which are never instrumented: both can be defined as they are, and are read without the detour of a URL.
 */
final class ClassFiles {
    // The one package that AndroidConfigurer instruments and whose classes in the jars are bare (of AOSP 9 to 15, all were looked at).
    private static final String BARE = "com.android.i18n.timezone.";
    private final ZipFile framework;
    private final List<ZipFile> classPath = new ArrayList<>();

    ClassFiles(Path jar) throws IOException {
        framework = new ZipFile(jar.toFile());
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.add(new ZipFile(each));
        }
    }

    boolean hasFramework(String name) {
        return framework.getEntry(file(name)) != null;
    }

    /** The bytes to define a class with; null for one that may have to be changed first, or is not there. */
    byte[] ready(String name) throws ClassNotFoundException {
        if (name.startsWith(BARE)) {
            return null;
        }
        try {
            byte[] code = read(framework, name);
            if (code != null || !name.startsWith("org.robolectric.") && !name.startsWith("auditor.handset.")) {
                return code;
            }
            for (ZipFile jar : classPath) {
                code = read(jar, name);
                if (code != null) {
                    return code;
                }
            }
            return null;
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static byte[] read(ZipFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(file(name));
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readNBytes((int) entry.getSize());
        }
    }

    private static String file(String name) {
        return name.replace('.', '/') + ".class";
    }
}
