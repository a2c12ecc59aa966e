package auditor.handset.keystore;

import java.security.Provider;
import java.util.function.Supplier;

/** A security provider whose services are made by a function each. */
abstract class Served extends Provider {
    private static final long serialVersionUID = 1L;

    Served(String name, String words) {
        super(name, "1.0", words);
    }

    /** Offers an algorithm, for every key or for those of the store alone. */
    final void serve(String type, String algorithm, Supplier<?> maker, boolean storedKeysOnly) {
        putService(new Made(this, type, algorithm, maker, storedKeysOnly));
    }

    private static final class Made extends Provider.Service {
        private final Supplier<?> maker;
        private final boolean storedKeysOnly;

        Made(Provider provider, String type, String algorithm, Supplier<?> maker, boolean storedKeysOnly) {
            super(provider, type, algorithm, provider.getName() + "." + type + "." + algorithm, null, null);
            this.maker = maker;
            this.storedKeysOnly = storedKeysOnly;
        }

        @Override
        public Object newInstance(Object parameter) {
            return maker.get();
        }

        @Override
        public boolean supportsParameter(Object key) {
            return !storedKeysOnly || key instanceof StoredKey;
        }
    }
}
