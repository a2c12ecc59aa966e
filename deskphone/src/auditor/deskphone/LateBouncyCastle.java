package auditor.deskphone;

import java.security.Provider;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/**
 * Bouncy Castle, made when somebody asks for what no provider before it has: its 800 classes and the signature of its jar
 * take a second, and few starts need them. It stands where Robolectric makes Bouncy Castle itself.
 */
public final class LateBouncyCastle extends Provider {
    private static final long serialVersionUID = 1;
    private static final String MAKER = "org.robolectric.android.internal.AndroidTestEnvironment";

    private static final class Made {
        static final Provider PROVIDER = new BouncyCastleProvider();
    }

    public LateBouncyCastle() {
        super(BouncyCastleProvider.PROVIDER_NAME, "1.85", "BouncyCastle Security Provider v1.85");
    }

    /** The code of a class, with this provider in place of Bouncy Castle where it is the one that makes it. */
    static byte[] inPlace(String name, byte[] code) {
        if (code == null || !name.equals(MAKER)) {
            return code;
        }
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(code).accept(new ClassRemapper(writer, new SimpleRemapper(
                "org/bouncycastle/jce/provider/BouncyCastleProvider", "auditor/deskphone/LateBouncyCastle")), 0);
        return writer.toByteArray();
    }

    @Override
    public Service getService(String type, String algorithm) {
        // The JVM's TLS asks for it at its first connection; Bouncy Castle has none either.
        if (type.equals("AlgorithmParameters") && algorithm.equals("XDH")) {
            return null;
        }
        return Made.PROVIDER.getService(type, algorithm);
    }

    @Override
    public Set<Service> getServices() {
        return Made.PROVIDER.getServices();
    }

    @Override
    public Object get(Object key) {
        return Made.PROVIDER.get(key);
    }

    @Override
    public String getProperty(String key) {
        return Made.PROVIDER.getProperty(key);
    }

    @Override
    public Set<Object> keySet() {
        return Made.PROVIDER.keySet();
    }

    @Override
    public Collection<Object> values() {
        return Made.PROVIDER.values();
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
        return Made.PROVIDER.entrySet();
    }
}
