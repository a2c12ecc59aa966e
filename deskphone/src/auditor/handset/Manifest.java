package auditor.handset;

import java.nio.file.Path;
import org.robolectric.manifest.AndroidManifest;

/** Only points at the APK: the framework's own parser reads the binary manifest in it. */
final class Manifest extends AndroidManifest {
    private final int target;

    Manifest(Path apk, int target) {
        super(null, null, null, null, "", apk);
        this.target = target;
    }

    @Override
    public int getTargetSdkVersion() {
        return target;
    }
}
