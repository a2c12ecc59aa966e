package auditor.handset.keystore;

import java.util.List;

/**
 * The provider "AndroidKeyStoreBCWorkaround": what works with keys of the store. It is not chosen for other keys; where it is
 * asked before there is a key, it hands them to the platform's own providers.
 */
final class KeyOperations extends Served {
    private static final long serialVersionUID = 1L;
    private static final int AGREES_SINCE = 31;

    KeyOperations(int api) {
        super("AndroidKeyStoreBCWorkaround", "Android KeyStore security provider to work around Bouncy Castle");
        for (String mode : List.of("ECB/NoPadding", "ECB/PKCS7Padding", "CBC/NoPadding", "CBC/PKCS7Padding", "CTR/NoPadding", "GCM/NoPadding")) {
            cipher("AES/" + mode);
        }
        for (String mode : List.of("ECB/NoPadding", "ECB/PKCS7Padding", "CBC/NoPadding", "CBC/PKCS7Padding")) {
            cipher("DESede/" + mode);
        }
        for (String padding : List.of("NoPadding", "PKCS1Padding", "OAEPPadding")) {
            cipher("RSA/ECB/" + padding);
        }
        for (String digest : List.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512")) {
            cipher("RSA/ECB/OAEPWith" + digest + "AndMGF1Padding");
        }
        for (String digest : List.of("SHA1", "SHA224", "SHA256", "SHA384", "SHA512")) {
            serve("Mac", "Hmac" + digest, () -> new StoredMac("Hmac" + digest), true);
            for (String scheme : List.of("RSA", "RSA/PSS", "ECDSA")) {
                signature(digest + "with" + scheme);
            }
        }
        List.of("NONEwithRSA", "NONEwithECDSA", "MD5withRSA").forEach(this::signature);
        if (api >= AGREES_SINCE) {
            serve("KeyAgreement", "ECDH", StoredAgreement::new, true);
        }
    }

    private void cipher(String transformation) {
        serve("Cipher", transformation, () -> new StoredCipher(transformation), true);
    }

    private void signature(String name) {
        serve("Signature", name, () -> new StoredSignature(name), true);
    }
}
