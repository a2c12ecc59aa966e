package auditor.handset;

import android.app.Application;
import java.lang.annotation.Annotation;
import org.robolectric.annotation.Config;

/**
 * The screen's qualifiers as Robolectric wants them. Config's own builder cannot be used: it loads
 * android.app.Application outside the sandbox, where there is none.
 */
@SuppressWarnings("all")
final class ScreenConfig implements Config {
    private final String qualifiers;

    ScreenConfig(String qualifiers) {
        this.qualifiers = qualifiers;
    }

    @Override
    public String qualifiers() {
        return qualifiers;
    }

    @Override
    public float fontScale() {
        return 1f;
    }

    @Override
    public Class<? extends Application> application() {
        return null;
    }

    @Override
    public String manifest() {
        return "";
    }

    @Override
    public int[] sdk() {
        return new int[0];
    }

    @Override
    public int minSdk() {
        return -1;
    }

    @Override
    public int maxSdk() {
        return -1;
    }

    @Override
    public Class<?>[] shadows() {
        return new Class<?>[0];
    }

    @Override
    public String[] instrumentedPackages() {
        return new String[0];
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return Config.class;
    }
}
