package auditor.handset;

import android.app.Instrumentation;
import javax.inject.Named;
import org.robolectric.android.internal.AndroidTestEnvironment;
import org.robolectric.internal.ShadowProvider;
import org.robolectric.pluginapi.Sdk;
import org.robolectric.pluginapi.TestEnvironmentLifecyclePlugin;

/** The framework's surroundings, with the phone's own instrumentation. */
public final class AppEnvironment extends AndroidTestEnvironment {
    public AppEnvironment(@Named("runtimeSdk") Sdk runtime, @Named("compileSdk") Sdk compile, ShadowProvider[] shadows,
            TestEnvironmentLifecyclePlugin[] plugins) {
        super(runtime, compile, shadows, plugins);
    }

    @Override
    protected Instrumentation pickInstrumentation() {
        return new AppInstrumentation();
    }
}
