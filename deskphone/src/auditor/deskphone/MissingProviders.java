package auditor.deskphone;

import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The security providers that java.security lists and this runtime was built without. To find one of them the JVM makes one of each
 * that the class path has, Bouncy Castle's two among them, at the first question about any provider.
 */
final class MissingProviders {
    /** By provider, the module that would bring it. */
    private static final Map<String, String> MODULES = Map.of("SunPCSC", "java.smartcardio", "JdkSASL", "jdk.security.jgss",
            "SunPKCS11", "jdk.crypto.cryptoki");

    private MissingProviders() {
    }

    /** Takes them off the list; to be called before anything asks for a provider. */
    static void drop() {
        List<String> kept = new ArrayList<>();
        int count = 0;
        for (String name = listed(1); name != null; name = listed(count + 1)) {
            count++;
            String module = MODULES.get(name);
            if (module == null || ModuleLayer.boot().findModule(module).isPresent()) {
                kept.add(name);
            }
        }
        for (int number = 1; number <= count; number++) {
            Security.setProperty("security.provider." + number, number <= kept.size() ? kept.get(number - 1) : "");
        }
    }

    private static String listed(int number) {
        return Security.getProperty("security.provider." + number);
    }
}
