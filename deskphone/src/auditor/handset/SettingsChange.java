package auditor.handset;

import android.content.ContentResolver;
import android.net.Uri;
import android.provider.Settings;
import org.robolectric.RuntimeEnvironment;

/** Tells those who watch a setting that it has changed. */
final class SettingsChange {
    private SettingsChange() {
    }

    static void tell(String namespace, String name) {
        Uri uri = switch (namespace) {
            case "system" -> Settings.System.getUriFor(name);
            case "secure" -> Settings.Secure.getUriFor(name);
            case "global" -> Settings.Global.getUriFor(name);
            default -> null;
        };
        ContentResolver resolver = RuntimeEnvironment.getApplication().getContentResolver();
        if (uri != null) {
            resolver.notifyChange(uri, null);
        }
    }
}
