package auditor.handset.keystore;

import android.security.keystore.KeyProperties;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;

/** Cipher with a key of the store, within the terms of that key; the work is done by the platform's own cipher. */
final class StoredCipher extends CipherSpi {
    private final String transformation;
    private Cipher cipher;

    /** @param transformation e.g. "AES/GCM/NoPadding" */
    StoredCipher(String transformation) {
        this.transformation = transformation;
    }

    private void begin(int operation, Key key, AlgorithmParameterSpec spec, AlgorithmParameters parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (key instanceof StoredKey handle) {
            expect(handle.stored().terms(), operation, spec != null || parameters != null);
        }
        try {
            cipher = Cipher.getInstance(transformation.replace("PKCS7Padding", "PKCS5Padding"));
            Key usable = StoredKey.usable(key);
            if (spec != null) {
                cipher.init(operation, usable, spec, random);
            } else if (parameters != null) {
                cipher.init(operation, usable, parameters, random);
            } else {
                cipher.init(operation, usable, random);
            }
        } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
            throw new ProviderException(e);
        } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("Keystore operation failed", e);
        }
    }

    private void expect(Terms terms, int operation, boolean withIv) throws InvalidKeyException, InvalidAlgorithmParameterException {
        boolean encrypts = operation == Cipher.ENCRYPT_MODE || operation == Cipher.WRAP_MODE;
        terms.expectPurpose(encrypts ? KeyProperties.PURPOSE_ENCRYPT : KeyProperties.PURPOSE_DECRYPT);
        String[] parts = transformation.split("/");
        boolean rsa = parts[0].equals("RSA");
        if (!rsa) {
            terms.expectMode(parts[1]);
        }
        terms.expectPadding(parts[2].startsWith("OAEP") ? KeyProperties.ENCRYPTION_PADDING_RSA_OAEP : parts[2]);
        if (parts[2].startsWith("OAEPWith")) {
            terms.expectDigest(parts[2].substring("OAEPWith".length(), parts[2].indexOf("And")));
        }
        if (encrypts && !rsa && terms.randomized() && withIv) {
            throw new InvalidAlgorithmParameterException("Caller-provided IV not permitted");
        }
    }

    @Override
    protected void engineInit(int operation, Key key, SecureRandom random) throws InvalidKeyException {
        try {
            begin(operation, key, null, null, random);
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException(e);
        }
    }

    @Override
    protected void engineInit(int operation, Key key, AlgorithmParameterSpec spec, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        begin(operation, key, spec, null, random);
    }

    @Override
    protected void engineInit(int operation, Key key, AlgorithmParameters parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        begin(operation, key, null, parameters, random);
    }

    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
        return cipher.update(input, offset, length);
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at) throws ShortBufferException {
        return cipher.update(input, offset, length, output, at);
    }

    @Override
    protected byte[] engineDoFinal(byte[] input, int offset, int length) throws IllegalBlockSizeException, BadPaddingException {
        return input == null ? cipher.doFinal() : cipher.doFinal(input, offset, length);
    }

    @Override
    protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException, AEADBadTagException {
        return input == null ? cipher.doFinal(output, at) : cipher.doFinal(input, offset, length, output, at);
    }

    @Override
    protected void engineUpdateAAD(byte[] data, int offset, int length) {
        cipher.updateAAD(data, offset, length);
    }

    @Override
    protected byte[] engineWrap(Key key) throws IllegalBlockSizeException, InvalidKeyException {
        return cipher.wrap(key);
    }

    @Override
    protected Key engineUnwrap(byte[] wrapped, String algorithm, int type) throws InvalidKeyException, NoSuchAlgorithmException {
        return cipher.unwrap(wrapped, algorithm, type);
    }

    @Override
    protected int engineGetKeySize(Key key) throws InvalidKeyException {
        if (!(key instanceof StoredKey handle)) {
            throw new InvalidKeyException("Unsupported key class: " + (key == null ? null : key.getClass()));
        }
        return handle.stored().size();
    }

    @Override
    protected byte[] engineGetIV() {
        return cipher == null ? null : cipher.getIV();
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
        if (cipher == null || transformation.startsWith("RSA") && !transformation.contains("OAEP")) {
            return null;
        }
        return cipher.getParameters();
    }

    @Override
    protected int engineGetBlockSize() {
        return transformation.startsWith("AES") ? 16 : transformation.startsWith("DESede") ? 8 : 0;
    }

    @Override
    protected int engineGetOutputSize(int length) {
        return cipher.getOutputSize(length);
    }

    @Override
    protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
        throw new NoSuchAlgorithmException(mode);
    }

    @Override
    protected void engineSetPadding(String padding) throws NoSuchPaddingException {
        throw new NoSuchPaddingException(padding);
    }
}
