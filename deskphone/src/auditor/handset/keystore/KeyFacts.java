package auditor.handset.keystore;

import android.security.keystore.KeyInfo;
import android.security.keystore.KeyProperties;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.security.Key;
import java.security.spec.InvalidKeySpecException;
import java.util.Map;

/** KeyInfo of a key in the store. Its constructor is another one at each level, its fields have kept their names. */
final class KeyFacts {
    private KeyFacts() {
    }

    static KeyInfo of(Key key, Class<?> wanted) throws InvalidKeySpecException {
        if (!(key instanceof StoredKey handle)) {
            throw new InvalidKeySpecException("Unsupported key type: " + (key == null ? null : key.getClass().getName())
                    + ". This KeyFactory supports only Android Keystore asymmetric and secret keys");
        }
        if (!KeyInfo.class.equals(wanted)) {
            throw new InvalidKeySpecException("Unsupported key spec: " + (wanted == null ? null : wanted.getName()));
        }
        Stored stored = handle.stored();
        Terms terms = stored.terms();
        int origin = stored.imported() ? KeyProperties.ORIGIN_IMPORTED : KeyProperties.ORIGIN_GENERATED;
        try {
            KeyInfo info = empty();
            Map<String, Object> facts = Map.of("mKeystoreAlias", stored.alias(), "mInsideSecureHardware", false, "mOrigin", origin,
                    "mKeySize", stored.size(), "mPurposes", Math.max(0, terms.purposes()),
                    "mEncryptionPaddings", terms.paddings().toArray(new String[0]),
                    "mSignaturePaddings", terms.signaturePaddings().toArray(new String[0]),
                    "mDigests", terms.digests().toArray(new String[0]), "mBlockModes", terms.modes().toArray(new String[0]));
            for (Map.Entry<String, Object> fact : facts.entrySet()) {
                set(info, fact.getKey(), fact.getValue());
            }
            set(info, "mKeyValidityStart", Terms.date(terms.from()));
            set(info, "mKeyValidityForOriginationEnd", Terms.date(terms.untilSigning()));
            set(info, "mKeyValidityForConsumptionEnd", Terms.date(terms.untilVerifying()));
            return info;
        } catch (ReflectiveOperationException e) {
            throw new InvalidKeySpecException("Failed to describe the key", e);
        }
    }

    /** With the longest constructor and nothing in it: security level 0 is software. */
    private static KeyInfo empty() throws ReflectiveOperationException {
        Constructor<?> longest = null;
        for (Constructor<?> one : KeyInfo.class.getDeclaredConstructors()) {
            longest = longest == null || one.getParameterCount() > longest.getParameterCount() ? one : longest;
        }
        Class<?>[] types = longest.getParameterTypes();
        Object[] nothing = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            nothing[i] = types[i].isPrimitive() ? Array.get(Array.newInstance(types[i], 1), 0)
                    : types[i].isArray() ? Array.newInstance(types[i].getComponentType(), 0) : null;
        }
        longest.setAccessible(true);
        return (KeyInfo) longest.newInstance(nothing);
    }

    private static void set(KeyInfo info, String name, Object value) throws ReflectiveOperationException {
        Field field = KeyInfo.class.getDeclaredField(name);
        field.setAccessible(true);
        field.set(info, value);
    }
}
