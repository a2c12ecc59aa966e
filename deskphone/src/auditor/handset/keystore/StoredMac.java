package auditor.handset.keystore;

import android.security.keystore.KeyProperties;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Mac;
import javax.crypto.MacSpi;

/** Mac with a key of the store, within the terms of that key. */
final class StoredMac extends MacSpi {
    private final String algorithm;
    private Mac mac;

    StoredMac(String algorithm) {
        this.algorithm = algorithm;
    }

    @Override
    protected int engineGetMacLength() {
        int bits = Integer.parseInt(algorithm.substring("HmacSHA".length()));
        return bits == 1 ? 20 : bits / 8;
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec spec) throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (key instanceof StoredKey handle) {
            if (spec != null) {
                throw new InvalidAlgorithmParameterException("Unsupported algorithm parameters: " + spec);
            }
            handle.stored().terms().expectPurpose(KeyProperties.PURPOSE_SIGN);
            handle.stored().terms().expectDigest("SHA-" + algorithm.substring("HmacSHA".length()));
        }
        try {
            mac = Mac.getInstance(algorithm);
            mac.init(StoredKey.usable(key), spec);
        } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("Keystore operation failed", e);
        }
    }

    @Override
    protected void engineUpdate(byte input) {
        mac.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        mac.update(input, offset, length);
    }

    @Override
    protected byte[] engineDoFinal() {
        return mac.doFinal();
    }

    @Override
    protected void engineReset() {
        if (mac != null) {
            mac.reset();
        }
    }
}
