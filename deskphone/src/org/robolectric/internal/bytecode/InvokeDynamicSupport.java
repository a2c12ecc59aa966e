package org.robolectric.internal.bytecode;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.robolectric.util.ReflectionHelpers;

/**
 * Links the framework's call sites, each once and for good. It has the name that the instrumented framework calls, and
 * stands before Robolectric's own class on the class path: there every site can be linked anew when the shadows change
 * and cleans the stack of what is thrown through it, as tests need it. A phone's shadows never change, and the handles
 * for that are thousands of generated classes, a third of the start of a process.
 */
public final class InvokeDynamicSupport {
    /** Set by Robolectric's sandbox, by this name. */
    private static Interceptors INTERCEPTORS;

    private static final MethodHandle SHADOW = shadow();
    private static final MethodHandle NOTHING = MethodHandles.empty(MethodType.methodType(void.class));

    private InvokeDynamicSupport() {
    }

    /** Links the making of an object's shadow. */
    public static CallSite bootstrapInit(MethodHandles.Lookup caller, String name, MethodType type) {
        return new ConstantCallSite(RobolectricInternals.getShadowCreator(caller.lookupClass()).asType(type));
    }

    /** Links a method of an object to its shadow, or to its own code when it has none. */
    public static CallSite bootstrap(MethodHandles.Lookup caller, String name, MethodType type, MethodHandle original,
            int isNative) throws IllegalAccessException {
        Class<?> owner = caller.lookupClass();
        MethodHandle found = RobolectricInternals.findShadowMethodHandle(owner, name, type, false, isNative == 1);
        if (found == null) {
            return new ConstantCallSite(original.asType(type));
        }
        Class<?> receiver = found.type().parameterType(0);
        if (!receiver.equals(owner)) {
            MethodHandle shadow = SHADOW.asType(MethodType.methodType(receiver, type.parameterType(0)));
            found = MethodHandles.filterArguments(found, 0, shadow);
        }
        return new ConstantCallSite(found.asType(type));
    }

    /** Links a static method. */
    public static CallSite bootstrapStatic(MethodHandles.Lookup caller, String name, MethodType type, MethodHandle original,
            int isNative) throws IllegalAccessException {
        MethodHandle found = RobolectricInternals.findShadowMethodHandle(caller.lookupClass(), name, type, true, isNative == 1);
        return new ConstantCallSite((found == null ? original : found).asType(type));
    }

    /** Links a call of `callee` that the JVM's library lacks or must not answer. */
    public static CallSite bootstrapIntrinsic(MethodHandles.Lookup caller, String name, MethodType type, String callee)
            throws ReflectiveOperationException {
        Interceptor known = INTERCEPTORS.findInterceptor(callee, name);
        if (known == null) {
            return new ConstantCallSite(MethodHandles.dropArguments(NOTHING, 0, type.parameterArray()).asType(type));
        }
        Class<? extends Interceptor> inside = ReflectionHelpers.loadClass(RobolectricInternals.getClassLoader(),
                known.getClass().getName()).asSubclass(Interceptor.class);
        MethodHandle answer = ReflectionHelpers.newInstance(inside).getMethodHandle(name, type);
        if (answer == null) {
            throw new IllegalArgumentException("no answer for " + callee + "." + name);
        }
        return new ConstantCallSite(answer.asType(type));
    }

    private static MethodHandle shadow() {
        try {
            return MethodHandles.lookup().findVirtual(ShadowedObject.class, "$$robo$getData",
                    MethodType.methodType(Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
