package auditor.deskphone;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Opens DEX code for dalvik.system.DexFile, below all of Android's loaders: the bytes go to the phone, which translates
 * them outside this process, and class files come back.
 */
public final class LateCode {
    private static final int LARGEST_DEX = 64 << 20;
    /** In base64 it still fits into one line of the control socket. */
    private static final int LARGEST_PACKED = 20 << 20;
    private static final long LIMIT_S = 180;
    private static final int READ_ONLY_SINCE = 34;
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(2020, 1, 1, 0, 0);
    private final Session session;

    private LateCode(Session session) {
        this.session = session;
    }

    /** Answers DexFile's native methods. */
    public static void answer(Session session) {
        LateCode late = new LateCode(session);
        Guards.answer("open_dex", (arguments, original) -> late.open((String) arguments[0]));
        Guards.answer("open_dex_buffers", (arguments, original) -> late.open(arguments[0] instanceof ByteBuffer one
                ? new ByteBuffer[] {one} : (ByteBuffer[]) arguments[0]));
        Guards.answer("define_late", (arguments, original) -> {
            if (arguments[2] instanceof LateDex dex) {
                return dex.define((String) arguments[0], (ClassLoader) arguments[1]);
            }
            throw new ClassNotFoundException((String) arguments[0]);
        });
        Guards.answer("late_names", (arguments, original) -> arguments[0] instanceof LateDex dex ? dex.names() : new String[0]);
        Guards.answer("close_dex", (arguments, original) -> true);
        Guards.answer("find_late", (arguments, original) -> {
            try {
                return original.call();
            } catch (ClassNotFoundException e) {
                return late.bootClass((String) arguments[1], e);
            }
        });
    }

    /** Android's boot class path is seen by every loader, also by one whose parent is null. */
    private Class<?> bootClass(String name, ClassNotFoundException missing) throws ClassNotFoundException {
        if (Gate.loader.getParent() instanceof FrameworkLoader framework && framework.hasFramework(name)) {
            return framework.loadFramework(name);
        }
        throw missing;
    }

    private LateDex open(String path) throws IOException {
        if (Path.of(path).toAbsolutePath().normalize().equals(Path.of(session.config().text("apk")))) {
            return new LateDex(session.config().texts("classes"));
        }
        File file = new File(path);
        if (!file.isFile()) {
            throw new FileNotFoundException("No such file or directory: " + path);
        }
        if (session.api() >= READ_ONLY_SINCE && session.target() >= READ_ONLY_SINCE && writable(file)) {
            throw new SecurityException("Writable dex file '" + path + "' is not allowed.");
        }
        try {
            return translated(path, parts(file));
        } catch (IOException e) {
            throw missing(path, e);
        }
    }

    private LateDex open(ByteBuffer[] buffers) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        String name = buffers.length + " buffers in memory";
        long size = 0;
        for (ByteBuffer buffer : buffers) {
            size += buffer.remaining();
            if (size > LARGEST_DEX) {
                throw missing(name, tooLarge());
            }
            byte[] part = new byte[buffer.remaining()];
            buffer.duplicate().get(part);
            parts.add(part);
        }
        try {
            return translated(name, parts);
        } catch (IOException e) {
            throw missing(name, e);
        }
    }

    private IOException missing(String name, IOException why) {
        session.ledger(Hole.CLASS_NOT_TRANSLATED, name, "code loaded while the app runs: " + why.getMessage());
        return why;
    }

    private static IOException tooLarge() {
        return new IOException("more than " + (LARGEST_DEX >> 20) + " MB of code, or " + (LARGEST_PACKED >> 20) + " MB packed");
    }

    private static boolean writable(File file) throws IOException {
        return Files.isWritable(file.toPath()) && Files.getPosixFilePermissions(file.toPath()).contains(PosixFilePermission.OWNER_WRITE);
    }

    /** The DEX files in a file: itself, or the entries classes.dex, classes2.dex and so on of an archive. */
    private static List<byte[]> parts(File file) throws IOException {
        try (InputStream in = Files.newInputStream(file.toPath())) {
            byte[] magic = in.readNBytes(4);
            if (magic.length == 4 && magic[0] == 'd' && magic[1] == 'e' && magic[2] == 'x' && magic[3] == '\n') {
                if (file.length() > LARGEST_DEX) {
                    throw tooLarge();
                }
                return List.of(Files.readAllBytes(file.toPath()));
            }
        }
        List<byte[]> parts = new ArrayList<>();
        try (ZipFile archive = new ZipFile(file)) {
            int left = LARGEST_DEX;
            ZipEntry entry;
            while ((entry = archive.getEntry(name(parts.size()))) != null) {
                try (InputStream in = archive.getInputStream(entry)) {
                    byte[] part = in.readNBytes(left + 1);
                    if ((left -= part.length) < 0) {
                        throw tooLarge();
                    }
                    parts.add(part);
                }
            }
        }
        if (parts.isEmpty()) {
            throw new IOException("Failed to find entry 'classes.dex'");
        }
        return parts;
    }

    private static String name(int number) {
        return number == 0 ? "classes.dex" : "classes" + (number + 1) + ".dex";
    }

    private LateDex translated(String name, List<byte[]> parts) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(packed)) {
            for (int i = 0; i < parts.size(); i++) {
                ZipEntry entry = new ZipEntry(name(i));
                entry.setTimeLocal(FIXED_TIME);
                archive.putNextEntry(entry);
                archive.write(parts.get(i));
                archive.closeEntry();
            }
        }
        if (packed.size() > LARGEST_PACKED) {
            throw tooLarge();
        }
        Fields answer = session.control().ask("translate", Map.of("name", name,
                "zip", Base64.getEncoder().encodeToString(packed.toByteArray())), LIMIT_S);
        return new LateDex(Collections.singletonList(answer.text("jar")));
    }
}
