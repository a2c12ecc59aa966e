package auditor.handset.keystore;

import auditor.deskphone.Fields;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * One entry of the key store.
 *
 * @param kind "secret", "private" or "certificate"
 * @param size of the key in bits
 * @param material the secret key's bytes or the private key in PKCS #8; empty for a certificate alone
 * @param chain certificates in DER
 * @param imported whether the app brought the key, instead of having it made here
 */
record Stored(String alias, String kind, String algorithm, int size, byte[] material, List<byte[]> chain, Terms terms, long created,
        boolean imported) {
    static final String SECRET = "secret";
    static final String PRIVATE = "private";
    static final String CERTIFICATE = "certificate";

    /** The key itself, which the app never gets. */
    Key usable() throws GeneralSecurityException {
        return kind.equals(SECRET) ? new SecretKeySpec(material, algorithm)
                : KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(material));
    }

    SecretKey secretKey() {
        return new StoredKey.Secret(this);
    }

    /** A handle on the private key that tells RSA and elliptic curves apart, as Android's do. */
    PrivateKey privateKey() throws GeneralSecurityException {
        return algorithm.equals("RSA") ? new StoredKey.Rsa(this) : new StoredKey.Curve(this);
    }

    X509Certificate[] certificates() throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate[] found = new X509Certificate[chain.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(chain.get(i)));
        }
        return found;
    }

    static Stored read(Fields kept) {
        List<byte[]> chain = new ArrayList<>();
        kept.texts("chain").forEach(one -> chain.add(Base64.getDecoder().decode(one)));
        return new Stored(kept.text("alias", ""), kept.text("kind", SECRET), kept.text("algorithm", ""), kept.number("size", 0),
                Base64.getDecoder().decode(kept.text("material", "")), chain, Terms.read(kept.object("terms")),
                (long) kept.real("created", 0), kept.flag("imported"));
    }

    Map<String, Object> written() {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("alias", alias);
        kept.put("kind", kind);
        kept.put("algorithm", algorithm);
        kept.put("size", size);
        kept.put("material", Base64.getEncoder().encodeToString(material));
        kept.put("chain", chain.stream().map(Base64.getEncoder()::encodeToString).toList());
        kept.put("terms", terms.written());
        kept.put("created", created);
        kept.put("imported", imported);
        return kept;
    }
}
