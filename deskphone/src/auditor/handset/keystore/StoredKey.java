package auditor.handset.keystore;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import javax.crypto.SecretKey;

/** What the app holds of a key in the store: a handle without its bytes, as AndroidKeyStoreKey is. */
abstract class StoredKey implements Key {
    private static final long serialVersionUID = 1L;
    private final transient Stored stored;

    StoredKey(Stored stored) {
        this.stored = stored;
    }

    Stored stored() {
        return stored;
    }

    /** The key behind a handle of the store; any other key as it is. */
    static Key usable(Key key) throws GeneralSecurityException {
        return key instanceof StoredKey handle ? handle.stored.usable() : key;
    }

    @Override
    public String getAlgorithm() {
        return stored.algorithm();
    }

    @Override
    public String getFormat() {
        return null;
    }

    @Override
    public byte[] getEncoded() {
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredKey key && key.getClass() == getClass() && key.stored.alias().equals(stored.alias())
                && key.stored.created() == stored.created();
    }

    @Override
    public int hashCode() {
        return stored.alias().hashCode();
    }

    static final class Secret extends StoredKey implements SecretKey {
        Secret(Stored stored) {
            super(stored);
        }
    }

    static final class Rsa extends StoredKey implements PrivateKey, RSAKey {
        private final BigInteger modulus;

        Rsa(Stored stored) throws GeneralSecurityException {
            super(stored);
            modulus = ((RSAPublicKey) stored.certificates()[0].getPublicKey()).getModulus();
        }

        @Override
        public BigInteger getModulus() {
            return modulus;
        }
    }

    static final class Curve extends StoredKey implements PrivateKey, ECKey {
        private final transient ECParameterSpec parameters;

        Curve(Stored stored) throws GeneralSecurityException {
            super(stored);
            parameters = ((ECPublicKey) stored.certificates()[0].getPublicKey()).getParams();
        }

        @Override
        public ECParameterSpec getParams() {
            return parameters;
        }
    }
}
