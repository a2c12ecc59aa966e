package auditor.handset;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import org.robolectric.interceptors.AndroidInterceptors;
import org.robolectric.internal.bytecode.Interceptor;
import org.robolectric.internal.bytecode.MethodRef;
import org.robolectric.internal.bytecode.MethodSignature;
import org.robolectric.util.Function;

/**
 * In framework code only System.nanoTime follows the framework's clock; the wall clock stays real, for the sandbox's own
 * would start in 1970.
 */
public final class MonotonicTime extends Interceptor {
    private final Interceptor both = new AndroidInterceptors.SystemTimeInterceptor();

    public MonotonicTime() {
        super(new MethodRef(System.class, "nanoTime"));
    }

    @Override
    public Function<Object, Object> handle(MethodSignature signature) {
        return both.handle(signature);
    }

    @Override
    public MethodHandle getMethodHandle(String name, MethodType type) throws NoSuchMethodException, IllegalAccessException {
        return both.getMethodHandle(name, type);
    }
}
