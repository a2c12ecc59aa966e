package auditor.handset.keystore;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;

/** KeyFactory and SecretKeyFactory of the kind AndroidKeyStore: all they do is to describe a key of the store. */
final class Describing {
    private Describing() {
    }

    static final class Pairs extends KeyFactorySpi {
        @Override
        protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
            throw new InvalidKeySpecException("To generate a key pair in Android Keystore, use KeyPairGenerator");
        }

        @Override
        protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
            throw new InvalidKeySpecException("To generate a key pair in Android Keystore, use KeyPairGenerator");
        }

        @Override
        protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> wanted) throws InvalidKeySpecException {
            return wanted.cast(KeyFacts.of(key, wanted));
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            if (key instanceof StoredKey) {
                return key;
            }
            throw new InvalidKeyException("To import a key into Android Keystore, use KeyStore.setEntry");
        }
    }

    static final class Secrets extends SecretKeyFactorySpi {
        @Override
        protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
            throw new InvalidKeySpecException("To generate secret key in Android Keystore, use KeyGenerator");
        }

        @Override
        @SuppressWarnings("rawtypes")
        protected KeySpec engineGetKeySpec(SecretKey key, Class wanted) throws InvalidKeySpecException {
            return KeyFacts.of(key, wanted);
        }

        @Override
        protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
            if (key instanceof StoredKey) {
                return key;
            }
            throw new InvalidKeyException("To import a secret key into Android Keystore, use KeyStore.setEntry");
        }
    }
}
