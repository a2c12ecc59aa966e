package auditor.handset.keystore;

import java.security.Key;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** How long a key is that an app brings. */
final class KeySizes {
    private KeySizes() {
    }

    /** In bits: of a secret key its bytes, of a private key what its certificate says. */
    static int of(Key key, Certificate[] chain) {
        PublicKey known = chain == null ? null : chain[0].getPublicKey();
        if (known instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        if (known instanceof ECPublicKey curve) {
            return curve.getParams().getCurve().getField().getFieldSize();
        }
        return key.getEncoded().length * 8;
    }
}
