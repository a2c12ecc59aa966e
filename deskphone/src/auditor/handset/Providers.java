package auditor.handset;

import android.app.Application;
import android.content.ContentProvider;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.content.pm.ProviderInfo;
import java.util.Arrays;
import java.util.Comparator;
import org.robolectric.shadows.ShadowContentResolver;

/** Installs the app's own content providers before Application.onCreate, where many SDKs start. */
final class Providers {
    private Providers() {
    }

    static void install(Application application) {
        PackageInfo info;
        try {
            info = application.getPackageManager().getPackageInfo(application.getPackageName(),
                    PackageManager.GET_PROVIDERS | PackageManager.GET_META_DATA);
        } catch (PackageManager.NameNotFoundException e) {
            throw new IllegalStateException("the app's own package is not installed", e);
        }
        if (info.providers == null) {
            return;
        }
        ProviderInfo[] providers = info.providers.clone();
        Arrays.sort(providers, Comparator.comparingInt((ProviderInfo provider) -> -provider.initOrder));
        for (ProviderInfo provider : providers) {
            if (!provider.enabled) {
                continue;
            }
            if (!OwnProcess.has(provider)) {
                register(provider, new UnstartedProvider(AppProcess.current().session(), provider));
                continue;
            }
            try {
                ContentProvider made = (ContentProvider) Class.forName(provider.name, true, AppProcess.loader())
                        .getDeclaredConstructor().newInstance();
                made.attachInfo(application, provider);
                register(provider, made);
            } catch (ReflectiveOperationException e) {
                throw new RuntimeException("Unable to get provider " + provider.name + ": " + e, e.getCause() == null ? e : e.getCause());
            }
        }
    }

    private static void register(ProviderInfo info, ContentProvider provider) {
        for (String authority : String.valueOf(info.authority).split(";")) {
            ShadowContentResolver.registerProviderInternal(authority, provider);
        }
    }
}
