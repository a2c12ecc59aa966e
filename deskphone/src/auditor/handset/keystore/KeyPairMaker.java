package auditor.handset.keystore;

import android.security.KeyPairGeneratorSpec;
import android.security.keystore.KeyGenParameterSpec;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** KeyPairGenerator of the kind AndroidKeyStore: RSA and elliptic curves, the private key stays in the store. */
final class KeyPairMaker extends KeyPairGeneratorSpi {
    private static final Map<Integer, String> CURVES = Map.of(224, "secp224r1", 256, "secp256r1", 384, "secp384r1", 521, "secp521r1");
    private final Keys keys;
    private final String algorithm;
    private String alias;
    private int size;
    private AlgorithmParameterSpec wanted;
    private Terms terms;
    private String subject;
    private BigInteger serial;
    private Date from;
    private Date until;

    KeyPairMaker(Keys keys, String algorithm) {
        this.keys = keys;
        this.algorithm = algorithm;
    }

    @Override
    public void initialize(int bits, SecureRandom random) {
        throw new IllegalArgumentException(KeyGenParameterSpec.class.getName() + " or " + KeyPairGeneratorSpec.class.getName()
                + " required to initialize this KeyPairGenerator");
    }

    @Override
    public void initialize(AlgorithmParameterSpec given, SecureRandom random) throws InvalidAlgorithmParameterException {
        if (given instanceof KeyGenParameterSpec spec) {
            keys.expectPossible(spec);
            take(spec.getKeystoreAlias(), spec.getKeySize(), spec.getAlgorithmParameterSpec(), Terms.of(spec));
            certify(spec.getCertificateSubject().getName(), spec.getCertificateSerialNumber(), spec.getCertificateNotBefore(),
                    spec.getCertificateNotAfter());
        } else if (given instanceof KeyPairGeneratorSpec spec) {
            take(spec.getKeystoreAlias(), spec.getKeySize(), spec.getAlgorithmParameterSpec(), Terms.none());
            certify(spec.getSubjectDN().getName(), spec.getSerialNumber(), spec.getStartDate(), spec.getEndDate());
        } else {
            throw new InvalidAlgorithmParameterException("Must supply params of type " + KeyGenParameterSpec.class.getName() + " or "
                    + KeyPairGeneratorSpec.class.getName());
        }
    }

    private void take(String named, int bits, AlgorithmParameterSpec parameters, Terms granted) throws InvalidAlgorithmParameterException {
        alias = named;
        terms = granted;
        if (algorithm.equals("RSA")) {
            RSAKeyGenParameterSpec rsa = parameters instanceof RSAKeyGenParameterSpec one ? one : null;
            size = rsa != null ? rsa.getKeysize() : bits != -1 ? bits : 2048;
            if (size < 512 || size > 8192) {
                throw new InvalidAlgorithmParameterException("RSA key size must be >= 512 and <= 8192");
            }
            wanted = rsa != null ? rsa : new RSAKeyGenParameterSpec(size, RSAKeyGenParameterSpec.F4);
            return;
        }
        String curve = parameters instanceof ECGenParameterSpec named1 ? named1.getName() : CURVES.get(bits != -1 ? bits : 256);
        if (curve == null) {
            throw new InvalidAlgorithmParameterException("Unsupported EC key size: " + bits + " bits. Supported: [224, 256, 384, 521]");
        }
        String known = curve.equalsIgnoreCase("P-256") || curve.equalsIgnoreCase("prime256v1") ? "secp256r1" : curve;
        size = CURVES.entrySet().stream().filter(one -> one.getValue().equalsIgnoreCase(known)).map(Map.Entry::getKey).findFirst()
                .orElseThrow(() -> new InvalidAlgorithmParameterException("Unsupported EC curve name: " + curve));
        wanted = new ECGenParameterSpec(known);
    }

    private void certify(String name, BigInteger number, Date start, Date end) {
        subject = name;
        serial = number;
        from = start;
        until = end;
    }

    @Override
    public KeyPair generateKeyPair() {
        if (alias == null) {
            throw new IllegalStateException("Not initialized");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(wanted);
            KeyPair pair = generator.generateKeyPair();
            byte[] certificate = SelfSigned.certificate(pair, subject, serial, from, until);
            Stored entry = new Stored(alias, Stored.PRIVATE, algorithm, size, pair.getPrivate().getEncoded(), List.of(certificate), terms,
                    System.currentTimeMillis(), false);
            keys.file().put(entry);
            return new KeyPair(pair.getPublic(), entry.privateKey());
        } catch (GeneralSecurityException | IOException e) {
            throw new ProviderException("Failed to generate key pair", e);
        }
    }
}
