package auditor.handset.keystore;

import android.security.keystore.KeyProtection;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.crypto.SecretKey;

/** KeyStore of the kind AndroidKeyStore. */
final class SoftwareKeyStore extends KeyStoreSpi {
    private final Keys keys;

    SoftwareKeyStore(Keys keys) {
        this.keys = keys;
    }

    private Stored entry(String alias) {
        return keys.file().get(Objects.requireNonNull(alias, "alias == null"));
    }

    @Override
    public Key engineGetKey(String alias, char[] password) throws UnrecoverableKeyException {
        Stored entry = entry(alias);
        if (entry == null || entry.kind().equals(Stored.CERTIFICATE)) {
            return null;
        }
        try {
            return entry.kind().equals(Stored.SECRET) ? entry.secretKey() : entry.privateKey();
        } catch (GeneralSecurityException e) {
            throw (UnrecoverableKeyException) new UnrecoverableKeyException("Failed to obtain information about key").initCause(e);
        }
    }

    @Override
    public Certificate[] engineGetCertificateChain(String alias) {
        Stored entry = entry(alias);
        if (entry == null || entry.chain().isEmpty()) {
            return null;
        }
        try {
            return entry.certificates();
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    @Override
    public Certificate engineGetCertificate(String alias) {
        Certificate[] chain = engineGetCertificateChain(alias);
        return chain == null ? null : chain[0];
    }

    @Override
    public Date engineGetCreationDate(String alias) {
        Stored entry = entry(alias);
        return entry == null ? null : new Date(entry.created());
    }

    @Override
    public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) throws KeyStoreException {
        if (password != null && password.length > 0) {
            throw new KeyStoreException("entries cannot be protected with passwords");
        }
        keep(alias, key, chain, Terms.none());
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) throws KeyStoreException {
        throw new KeyStoreException("Operation not supported because key encoding is unknown");
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate) throws KeyStoreException {
        Stored before = entry(alias);
        if (before != null && !before.kind().equals(Stored.CERTIFICATE)) {
            throw new KeyStoreException("Entry exists and is not a trusted certificate");
        }
        keys.file().put(new Stored(alias, Stored.CERTIFICATE, certificate.getPublicKey().getAlgorithm(), 0, new byte[0],
                encoded(new Certificate[] {certificate}), Terms.none(), System.currentTimeMillis(), true));
    }

    @Override
    public void engineSetEntry(String alias, KeyStore.Entry entry, KeyStore.ProtectionParameter protection) throws KeyStoreException {
        if (entry == null) {
            throw new KeyStoreException("entry == null");
        }
        Terms terms = protection instanceof KeyProtection stated ? Terms.of(stated) : Terms.none();
        if (entry instanceof KeyStore.TrustedCertificateEntry certificate) {
            engineSetCertificateEntry(alias, certificate.getTrustedCertificate());
        } else if (entry instanceof KeyStore.PrivateKeyEntry pair) {
            keep(alias, pair.getPrivateKey(), pair.getCertificateChain(), terms);
        } else if (entry instanceof KeyStore.SecretKeyEntry secret) {
            keep(alias, secret.getSecretKey(), null, terms);
        } else {
            throw new KeyStoreException("Entry must be a PrivateKeyEntry, SecretKeyEntry or TrustedCertificateEntry; was " + entry);
        }
    }

    @Override
    public KeyStore.Entry engineGetEntry(String alias, KeyStore.ProtectionParameter protection) throws UnrecoverableKeyException {
        Key key = engineGetKey(alias, null);
        if (key instanceof SecretKey secret) {
            return new KeyStore.SecretKeyEntry(secret);
        }
        if (key instanceof PrivateKey secret) {
            return new KeyStore.PrivateKeyEntry(secret, engineGetCertificateChain(alias));
        }
        Certificate certificate = engineGetCertificate(alias);
        return certificate == null ? null : new KeyStore.TrustedCertificateEntry(certificate);
    }

    private void keep(String alias, Key key, Certificate[] chain, Terms terms) throws KeyStoreException {
        if (key instanceof StoredKey handle) {
            if (!handle.stored().alias().equals(alias)) {
                throw new KeyStoreException("Can only replace keys with same alias: " + alias + " != " + handle.stored().alias());
            }
            if (chain == null) {
                return;
            }
            Stored known = handle.stored();
            keys.file().put(new Stored(alias, known.kind(), known.algorithm(), known.size(), known.material(), encoded(chain), known.terms(),
                    known.created(), known.imported()));
            return;
        }
        if (key == null || key.getEncoded() == null) {
            throw new KeyStoreException("Key must be exportable, to be imported");
        }
        boolean secret = key instanceof SecretKey;
        if (!secret && !(key instanceof PrivateKey)) {
            throw new KeyStoreException("Only PrivateKey and SecretKey are supported");
        }
        if (!secret && (chain == null || chain.length == 0)) {
            throw new KeyStoreException("Must supply at least one Certificate with PrivateKey");
        }
        keys.file().put(new Stored(alias, secret ? Stored.SECRET : Stored.PRIVATE, name(key), KeySizes.of(key, chain), key.getEncoded(),
                secret ? List.of() : encoded(chain), terms, System.currentTimeMillis(), true));
    }

    private static String name(Key key) throws KeyStoreException {
        String algorithm = key.getAlgorithm();
        String upper = algorithm.toUpperCase(Locale.ROOT);
        if (upper.startsWith("HMACSHA")) {
            return "HmacSHA" + upper.substring("HMACSHA".length());
        }
        return switch (upper) {
            case "AES", "RSA", "EC" -> upper;
            case "DESEDE" -> "DESede";
            default -> throw new KeyStoreException("Unsupported key algorithm: " + algorithm);
        };
    }

    private static List<byte[]> encoded(Certificate[] chain) throws KeyStoreException {
        List<byte[]> all = new ArrayList<>();
        for (Certificate certificate : chain) {
            if (!(certificate instanceof X509Certificate)) {
                throw new KeyStoreException("Certificates must be in X.509 format");
            }
            try {
                all.add(certificate.getEncoded());
            } catch (CertificateException e) {
                throw new KeyStoreException("Failed to encode certificate", e);
            }
        }
        return all;
    }

    @Override
    public void engineDeleteEntry(String alias) {
        keys.file().remove(alias);
    }

    @Override
    public Enumeration<String> engineAliases() {
        return Collections.enumeration(keys.file().aliases());
    }

    @Override
    public boolean engineContainsAlias(String alias) {
        return entry(alias) != null;
    }

    @Override
    public int engineSize() {
        return keys.file().aliases().size();
    }

    @Override
    public boolean engineIsKeyEntry(String alias) {
        Stored entry = entry(alias);
        return entry != null && !entry.kind().equals(Stored.CERTIFICATE);
    }

    @Override
    public boolean engineIsCertificateEntry(String alias) {
        Stored entry = entry(alias);
        return entry != null && entry.kind().equals(Stored.CERTIFICATE);
    }

    @Override
    public String engineGetCertificateAlias(Certificate certificate) {
        for (String alias : keys.file().aliases()) {
            if (certificate != null && certificate.equals(engineGetCertificate(alias))) {
                return alias;
            }
        }
        return null;
    }

    @Override
    public void engineStore(OutputStream stream, char[] password) {
        throw new UnsupportedOperationException("Can not serialize AndroidKeyStore to OutputStream");
    }

    @Override
    public void engineLoad(InputStream stream, char[] password) {
        if (stream != null) {
            throw new IllegalArgumentException("InputStream not supported");
        }
        if (password != null && !Arrays.equals(password, new char[0])) {
            throw new IllegalArgumentException("password not supported");
        }
    }

    @Override
    public void engineLoad(KeyStore.LoadStoreParameter parameter) {
        // AndroidKeyStore takes no parameter of use to apps; Android 12 has one that names the key's owner.
    }
}
