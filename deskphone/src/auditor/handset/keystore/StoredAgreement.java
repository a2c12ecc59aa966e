package auditor.handset.keystore;

import android.security.keystore.KeyProperties;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;

/** ECDH with a private key of the store (Android 12 and later). */
final class StoredAgreement extends KeyAgreementSpi {
    private KeyAgreement agreement;

    @Override
    protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
        if (key instanceof StoredKey handle) {
            handle.stored().terms().expectPurpose(KeyProperties.PURPOSE_AGREE_KEY);
        }
        try {
            agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(StoredKey.usable(key));
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("Keystore operation failed", e);
        }
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec spec, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (spec != null) {
            throw new InvalidAlgorithmParameterException("Unsupported algorithm parameters: " + spec);
        }
        engineInit(key, random);
    }

    @Override
    protected Key engineDoPhase(Key key, boolean last) throws InvalidKeyException {
        return agreement.doPhase(key, last);
    }

    @Override
    protected byte[] engineGenerateSecret() {
        return agreement.generateSecret();
    }

    @Override
    protected int engineGenerateSecret(byte[] secret, int offset) throws ShortBufferException {
        return agreement.generateSecret(secret, offset);
    }

    @Override
    protected SecretKey engineGenerateSecret(String algorithm) throws NoSuchAlgorithmException, InvalidKeyException {
        return agreement.generateSecret(algorithm);
    }
}
