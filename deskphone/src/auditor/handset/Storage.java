package auditor.handset;

import android.os.Environment;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadows.ShadowEnvironment;
import org.robolectric.util.TempDirectory;

/** Where the app's files lie: its data and the shared card are the phone's folders, which outlive the process. */
final class Storage {
    /** Names that the framework's set-up asks for when it looks for room for the app's files, each with its place below the data. */
    private static final Map<String, String> OF_APP = Map.of("userDataDir", ".", "deviceDataDir", "device_protected");

    private Storage() {
    }

    /** After the framework's state is set up and before the application is made. */
    static void prepare(Session session) {
        String data = session.config().text("data");
        if (data != null) {
            RuntimeEnvironment.setTempDirectory(new Folders(Path.of(data), session.config().text("package", "")));
        }
        Guards.answer("unlocked", (arguments, original) -> true);
        String card = session.config().text("sdcard");
        if (card != null) {
            card(Path.of(card), Path.of("Android", "%s", session.config().text("package", "")).toString());
        }
    }

    private static final class Folders extends TempDirectory {
        private final Path data;
        private final String owner;

        Folders(Path data, String owner) {
            super("deskphone");
            this.data = data;
            this.owner = owner;
        }

        @Override
        public Path createIfNotExists(String name) {
            String place = name.equals(owner + "-dataDir") ? "." : OF_APP.get(name);
            return place == null ? super.createIfNotExists(name) : made(data.resolve(place).normalize());
        }
    }

    private static void card(Path card, String own) {
        ShadowEnvironment.setExternalStorageDirectory(card);
        ShadowEnvironment.setExternalStoragePublicDirectory(card);
        ShadowEnvironment.setExternalStorageState(Environment.MEDIA_MOUNTED);
        ShadowEnvironment.setExternalStorageState(card.toFile(), Environment.MEDIA_MOUNTED);
        ShadowEnvironment.setIsExternalStorageEmulated(true);
        ShadowEnvironment.setExternalStorageEmulated(card.toFile(), true);
        Path data = card.resolve(own.formatted("data"));
        folders("files", data.resolve("files"));
        folders("cache", data.resolve("cache"));
        folders("media", card.resolve(own.formatted("media")));
        folders("obb", card.resolve(own.formatted("obb")));
    }

    /** Answers both the call for one folder and the call for all; a kind of file, where one is named, is a folder below. */
    private static void folders(String kind, Path folder) {
        Guards.answer("external_" + kind, (arguments, original) -> below(folder, arguments));
        Guards.answer("external_" + kind + "_all", (arguments, original) -> new File[] {below(folder, arguments)});
    }

    private static File below(Path folder, Object[] arguments) {
        return made(arguments.length > 1 && arguments[1] instanceof String type ? folder.resolve(type) : folder).toFile();
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
