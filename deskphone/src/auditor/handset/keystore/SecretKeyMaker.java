package auditor.handset.keystore;

import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyProperties;
import java.security.InvalidAlgorithmParameterException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Set;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;

/** KeyGenerator of the kind AndroidKeyStore: makes secret keys that stay in the store. */
final class SecretKeyMaker extends KeyGeneratorSpi {
    private final Keys keys;
    private final String algorithm;
    private KeyGenParameterSpec spec;
    private int size;

    SecretKeyMaker(Keys keys, String algorithm) {
        this.keys = keys;
        this.algorithm = algorithm;
    }

    @Override
    protected void engineInit(SecureRandom random) {
        throw new UnsupportedOperationException("Cannot initialize without a " + KeyGenParameterSpec.class.getName() + " parameter");
    }

    @Override
    protected void engineInit(int bits, SecureRandom random) {
        engineInit(random);
    }

    @Override
    protected void engineInit(AlgorithmParameterSpec given, SecureRandom random) throws InvalidAlgorithmParameterException {
        if (!(given instanceof KeyGenParameterSpec wanted)) {
            throw new InvalidAlgorithmParameterException("Cannot initialize without a " + KeyGenParameterSpec.class.getName() + " parameter");
        }
        keys.expectPossible(wanted);
        int bits = wanted.getKeySize() != -1 ? wanted.getKeySize() : usual();
        if (bits <= 0 || bits % 8 != 0 || algorithm.equals("AES") && !Set.of(128, 192, 256).contains(bits)
                || algorithm.equals("DESede") && bits != 168) {
            throw new InvalidAlgorithmParameterException("Unsupported key size: " + bits + ".");
        }
        if (algorithm.equals("AES") && (wanted.getPurposes() & KeyProperties.PURPOSE_ENCRYPT) != 0
                && wanted.isRandomizedEncryptionRequired() && List.of(wanted.getBlockModes()).contains(KeyProperties.BLOCK_MODE_ECB)) {
            throw new InvalidAlgorithmParameterException("Randomized encryption (IND-CPA) required but may be violated by block mode: "
                    + "ECB. See KeyGenParameterSpec documentation.");
        }
        spec = wanted;
        size = bits;
    }

    private int usual() {
        return switch (algorithm) {
            case "AES" -> 128;
            case "DESede" -> 168;
            case "HmacSHA1" -> 160;
            default -> Integer.parseInt(algorithm.substring("HmacSHA".length()));
        };
    }

    @Override
    protected SecretKey engineGenerateKey() {
        if (spec == null) {
            throw new IllegalStateException("Not initialized");
        }
        byte[] material = new byte[algorithm.equals("DESede") ? 24 : size / 8];
        new SecureRandom().nextBytes(material);
        Stored entry = new Stored(spec.getKeystoreAlias(), Stored.SECRET, algorithm, size, material, List.of(),
                ofMac(Terms.of(spec)), System.currentTimeMillis(), false);
        keys.file().put(entry);
        return entry.secretKey();
    }

    /** A key for MACs has the digest of its name. */
    private Terms ofMac(Terms terms) {
        return !algorithm.startsWith("Hmac") ? terms : new Terms(terms.purposes(), terms.modes(), terms.paddings(),
                terms.signaturePaddings(), List.of("SHA-" + algorithm.substring("HmacSHA".length())), terms.randomized(), terms.from(),
                terms.untilSigning(), terms.untilVerifying());
    }
}
