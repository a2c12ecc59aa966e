package com.cornershop.test.gaps;

import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyInfo;
import android.security.keystore.KeyProperties;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import javax.crypto.Cipher;

/** Key pairs of the AndroidKeyStore: signing, unwrapping, certificates. */
final class KeyPairs {
    private static final String STORE = "AndroidKeyStore";

    private KeyPairs() {
    }

    static void curve() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", STORE);
        generator.initialize(new KeyGenParameterSpec.Builder("curve", KeyProperties.PURPOSE_SIGN | KeyProperties.PURPOSE_VERIFY)
                .setDigests(KeyProperties.DIGEST_SHA256).setAttestationChallenge(new byte[] {1, 2, 3}).build());
        KeyPair pair = generator.generateKeyPair();
        byte[] signed = sign("SHA256withECDSA", pair.getPrivate());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(pair.getPublic());
        signature.update(new byte[33]);
        X509Certificate certificate = (X509Certificate) SecretKeys.store().getCertificate("curve");
        certificate.verify(certificate.getPublicKey());
        Say.it("signed by " + pair.getPrivate().getEncoded() + ": " + signature.verify(signed) + ", "
                + certificate.getSubjectX500Principal().getName() + " signs itself");
        Say.what("another digest", () -> sign("SHA512withECDSA", pair.getPrivate()));
    }

    static void rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", STORE);
        generator.initialize(new KeyGenParameterSpec.Builder("rsa", KeyProperties.PURPOSE_DECRYPT | KeyProperties.PURPOSE_SIGN)
                .setDigests(KeyProperties.DIGEST_SHA256).setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_RSA_OAEP)
                .setSignaturePaddings(KeyProperties.SIGNATURE_PADDING_RSA_PSS).build());
        generator.generateKeyPair();
        KeyStore.PrivateKeyEntry entry = (KeyStore.PrivateKeyEntry) SecretKeys.store().getEntry("rsa", null);
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, entry.getCertificate().getPublicKey());
        byte[] sealed = cipher.doFinal("rolls".getBytes("UTF-8"));
        Cipher back = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
        back.init(Cipher.DECRYPT_MODE, entry.getPrivateKey());
        KeyInfo info = KeyFactory.getInstance("RSA", STORE).getKeySpec(entry.getPrivateKey(), KeyInfo.class);
        Say.it("rsa " + info.getKeySize() + " opens: " + new String(back.doFinal(sealed), "UTF-8") + ", pss of "
                + sign("SHA256withRSA/PSS", entry.getPrivateKey()).length + " bytes");
        Say.what("pkcs1 with a key for pss", () -> sign("SHA256withRSA", entry.getPrivateKey()));
    }

    private static byte[] sign(String algorithm, PrivateKey key) throws Exception {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(new byte[33]);
        return signature.sign();
    }
}
