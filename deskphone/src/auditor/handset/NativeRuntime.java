package auditor.handset;

import android.os.Build;
import android.text.Hyphenator;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.annotation.Priority;
import org.robolectric.nativeruntime.DefaultNativeRuntimeLoader;

/**
 * Loads the framework's native half from the folder where the phone keeps it unpacked. Unpacking its 230 MB of fonts and tables in
 * every process, as the framework's own loader does, takes a third of an app's start and as much memory.
 */
@Priority(1)
public final class NativeRuntime extends DefaultNativeRuntimeLoader {
    private static final String LIBRARY = "native/linux/x86_64/librobolectric-nativeruntime.so";

    @Override
    public synchronized void ensureLoaded() {
        String folder = AppProcess.current().session().config().text("native");
        if (folder == null || Build.VERSION.SDK_INT > Build.VERSION_CODES.UPSIDE_DOWN_CAKE || !Files.exists(Path.of(folder, LIBRARY))) {
            super.ensureLoaded();
            return;
        }
        if (!loaded.compareAndSet(false, true)) {
            return;
        }
        // Android's parser of font lists takes the folder and the name as one text.
        System.setProperty("robolectric.nativeruntime.fontdir", Path.of(folder, "fonts") + File.separator);
        System.setProperty("icu.data.path", Path.of(folder, "icu", "icudt68l.dat").toString());
        System.setProperty("icu.locale.default", Locale.getDefault().toLanguageTag());
        System.load(Path.of(folder, LIBRARY).toString());
        System.setProperty("hyphen.data.dir", Path.of(folder, "hyphen-data").toString());
        Hyphenator.init();
    }
}
