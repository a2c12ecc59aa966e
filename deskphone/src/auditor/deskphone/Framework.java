package auditor.deskphone;

import auditor.handset.MonotonicTime;
import java.util.List;
import java.util.Properties;
import org.robolectric.android.AndroidSdkShadowMatcher;
import org.robolectric.annotation.ResourcesMode;
import org.robolectric.annotation.SQLiteMode;
import org.robolectric.config.AndroidConfigurer;
import org.robolectric.interceptors.AndroidInterceptors;
import org.robolectric.internal.AndroidSandbox;
import org.robolectric.internal.SandboxManager;
import org.robolectric.internal.bytecode.ClassHandler;
import org.robolectric.internal.bytecode.InstrumentationConfiguration;
import org.robolectric.internal.bytecode.Interceptors;
import org.robolectric.internal.bytecode.ShadowMap;
import org.robolectric.internal.bytecode.ShadowProviders;
import org.robolectric.pluginapi.Sdk;
import org.robolectric.pluginapi.SdkProvider;
import org.robolectric.util.inject.Injector;

/**
 * Builds the sandbox that holds the framework classes of one API level, with the guards folded in. Its
 * class loader is named in META-INF/services.
 */
final class Framework {
    private Framework() {
    }

    static AndroidSandbox build(Session session) throws Exception {
        Injector injector = new Injector.Builder(Framework.class.getClassLoader())
                .bind(Properties.class, System.getProperties())
                .bind(AndroidSandbox.TestEnvironmentSpec.class, new AndroidSandbox.TestEnvironmentSpec(
                        Class.forName("auditor.handset.AppEnvironment", false, Framework.class.getClassLoader())
                                .asSubclass(org.robolectric.android.internal.AndroidTestEnvironment.class)))
                .build();
        Sdk sdk = injector.getInstance(SdkProvider.class).getSdks().stream()
                .filter(known -> known.getApiLevel() == session.api()).findFirst()
                .orElseThrow(() -> new IllegalStateException("no framework for API level " + session.api()));
        Interceptors interceptors = new Interceptors(AndroidInterceptors.all().stream()
                .map(each -> each instanceof AndroidInterceptors.SystemTimeInterceptor ? new MonotonicTime() : each).toList());
        ShadowProviders shadows = injector.getInstance(ShadowProviders.class);
        AndroidSandbox sandbox = injector.getInstance(SandboxManager.SandboxBuilder.class).build(
                instrumentation(shadows, interceptors), sdk, sdk, ResourcesMode.Mode.BINARY, SQLiteMode.Mode.NATIVE);
        ShadowMap map = shadows.getBaseShadowMap();
        sandbox.replaceShadowMap(map);
        // Made directly: the injector's builder leaves the list of decorators out.
        ClassHandler handler = new Shadows(map, new AndroidSdkShadowMatcher(session.api()), interceptors,
                List.of(new Guards(session)));
        sandbox.configure(handler, interceptors);
        return sandbox;
    }

    private static InstrumentationConfiguration instrumentation(ShadowProviders shadows, Interceptors interceptors) {
        InstrumentationConfiguration.Builder builder = InstrumentationConfiguration.newBuilder();
        new AndroidConfigurer(shadows).configure(builder, interceptors);
        builder.doNotAcquirePackage("auditor.deskphone.");
        // Instrumented copies of these get wrong locals or fail verification; Android itself has none of them.
        builder.doNotInstrumentPackage("android.support.").doNotInstrumentPackage("androidx.");
        return builder.build();
    }
}
