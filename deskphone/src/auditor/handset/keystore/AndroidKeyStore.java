package auditor.handset.keystore;

import auditor.deskphone.Session;
import java.security.Security;
import java.util.List;

/** The provider "AndroidKeyStore": keys that an app has made and never sees. They are kept in software, in the app's data. */
public final class AndroidKeyStore extends Served {
    private static final long serialVersionUID = 1L;

    private AndroidKeyStore(Session session) {
        super("AndroidKeyStore", "Android KeyStore security provider");
        Keys keys = new Keys(session);
        serve("KeyStore", "AndroidKeyStore", () -> new SoftwareKeyStore(keys), false);
        for (String algorithm : List.of("RSA", "EC")) {
            serve("KeyPairGenerator", algorithm, () -> new KeyPairMaker(keys, algorithm), false);
            serve("KeyFactory", algorithm, Describing.Pairs::new, false);
        }
        for (String algorithm : List.of("AES", "DESede", "HmacSHA1", "HmacSHA224", "HmacSHA256", "HmacSHA384", "HmacSHA512")) {
            serve("KeyGenerator", algorithm, () -> new SecretKeyMaker(keys, algorithm), false);
            serve("SecretKeyFactory", algorithm, Describing.Secrets::new, false);
        }
    }

    /**
     * Makes it known to java.security, after all others; its operations before them, so that what they say of a key of the
     * store is what the app hears.
     */
    public static void install(Session session) {
        Security.addProvider(new AndroidKeyStore(session));
        Security.insertProviderAt(new KeyOperations(session.api()), 1);
    }
}
