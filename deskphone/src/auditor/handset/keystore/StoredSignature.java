package auditor.handset.keystore;

import android.security.keystore.KeyProperties;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Signature with a private key of the store, within the terms of that key. */
final class StoredSignature extends SignatureSpi {
    private final String digest;
    private final String scheme;
    private Signature signature;

    /** @param name as in "SHA256withECDSA" or "SHA256withRSA/PSS" */
    StoredSignature(String name) {
        int with = name.indexOf("with");
        digest = name.substring(0, with);
        scheme = name.substring(with + "with".length());
    }

    /** As KeyProperties names it. */
    private String keyDigest() {
        return digest.equals("NONE") || digest.equals("MD5") ? digest : "SHA-" + digest.substring("SHA".length());
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        if (key instanceof StoredKey handle) {
            expect(handle.stored());
        }
        try {
            begin();
            signature.initSign((PrivateKey) StoredKey.usable(key));
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("Keystore operation failed", e);
        }
    }

    private void expect(Stored stored) throws InvalidKeyException {
        Terms terms = stored.terms();
        terms.expectPurpose(KeyProperties.PURPOSE_SIGN);
        if (!digest.equals("NONE") || stored.algorithm().equals("EC")) {
            terms.expectDigest(keyDigest());
        }
        if (!scheme.equals("ECDSA")) {
            terms.expectSignaturePadding(scheme.endsWith("/PSS") ? KeyProperties.SIGNATURE_PADDING_RSA_PSS
                    : KeyProperties.SIGNATURE_PADDING_RSA_PKCS1);
        }
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        try {
            begin();
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("Keystore operation failed", e);
        }
        signature.initVerify(key);
    }

    private void begin() throws GeneralSecurityException {
        if (!scheme.endsWith("/PSS")) {
            signature = Signature.getInstance(digest + "with" + scheme);
            return;
        }
        signature = Signature.getInstance("RSASSA-PSS");
        int salt = digest.equals("SHA1") ? 20 : Integer.parseInt(digest.substring("SHA".length())) / 8;
        signature.setParameter(new PSSParameterSpec(keyDigest(), "MGF1", new MGF1ParameterSpec(keyDigest()), salt, 1));
    }

    @Override
    protected void engineUpdate(byte data) throws SignatureException {
        signature.update(data);
    }

    @Override
    protected void engineUpdate(byte[] data, int offset, int length) throws SignatureException {
        signature.update(data, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        return signature.sign();
    }

    @Override
    protected boolean engineVerify(byte[] signed) throws SignatureException {
        return signature.verify(signed);
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
        return signature == null ? null : signature.getParameters();
    }

    @Override
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException();
    }

    @Override
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException();
    }
}
