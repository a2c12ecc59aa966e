package auditor.deskphone;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robolectric.annotation.ClassName;
import org.robolectric.annotation.Filter;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.internal.bytecode.Interceptors;
import org.robolectric.internal.bytecode.ShadowConstants;
import org.robolectric.internal.bytecode.ShadowInfo;
import org.robolectric.internal.bytecode.ShadowMap;
import org.robolectric.internal.bytecode.ShadowWrangler;
import org.robolectric.pluginapi.MethodHandleDecorator;
import org.robolectric.sandbox.ShadowMatcher;

/**
 * Finds the shadow of a framework method by an index for each shadow, and runs a class's static initializer by a handle.
 * Robolectric reads all methods of the shadow anew for each question, and all methods of the class for its initializer,
 * which loads every class that one of them names.
 */
final class Shadows extends ShadowWrangler {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodType INITIALIZER = MethodType.methodType(void.class);
    private static final Class<?>[] NOTHING = {};
    private final ShadowMap map;
    private final ShadowMatcher matcher;
    private final ClassValue<Optional<ShadowInfo>> infos = new ClassValue<>() {
        @Override
        protected Optional<ShadowInfo> computeValue(Class<?> type) {
            return Optional.ofNullable(map.getShadowInfo(type, matcher));
        }
    };
    private final ClassValue<Map<String, List<Method>>> methods = new ClassValue<>() {
        @Override
        protected Map<String, List<Method>> computeValue(Class<?> shadow) {
            return index(shadow);
        }
    };

    Shadows(ShadowMap map, ShadowMatcher matcher, Interceptors interceptors, List<MethodHandleDecorator> decorators) {
        super(map, matcher, interceptors, decorators);
        this.map = map;
        this.matcher = matcher;
    }

    @Override
    public void classInitializing(Class<?> type) {
        try {
            Method shadow = pickShadowMethod(type, ShadowConstants.STATIC_INITIALIZER_METHOD_NAME, NOTHING);
            if (shadow != null) {
                shadow.invoke(null);
            } else {
                MethodHandles.privateLookupIn(type, LOOKUP)
                        .findStatic(type, ShadowConstants.STATIC_INITIALIZER_METHOD_NAME, INITIALIZER).invokeExact();
            }
        } catch (InvocationTargetException e) {
            throw new RuntimeException(e);
        } catch (Throwable e) {
            throw new RuntimeException(new InvocationTargetException(e));
        }
    }

    @Override
    protected Method pickShadowMethod(Class<?> type, String name, Class<?>[] parameters) {
        Optional<ShadowInfo> info = infos.get(type);
        if (info.isEmpty()) {
            return null;
        }
        try {
            return find(type, name, parameters, Class.forName(info.get().shadowClassName, false, type.getClassLoader()));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The method in that shadow, or in the shadows of the same class that it extends. */
    private Method find(Class<?> type, String name, Class<?>[] parameters, Class<?> shadow) {
        Method close = null;
        for (Method method : methods.get(shadow).getOrDefault(name, List.of())) {
            if (Arrays.equals(method.getParameterTypes(), parameters)) {
                return method;
            }
            close = matches(method.getParameters(), parameters) ? method : close;
        }
        Class<?> parent = shadow.getSuperclass();
        if (close != null || parent == null || !parent.isAnnotationPresent(Implements.class)) {
            return close;
        }
        ShadowInfo info = ShadowMap.obtainShadowInfo(parent);
        return info.isShadowOf(type) && matcher.matches(info) ? find(type, name, parameters, parent) : null;
    }

    /** The methods of a shadow that count at this API level, by each name that they answer to. */
    private Map<String, List<Method>> index(Class<?> shadow) {
        Map<String, List<Method>> found = new HashMap<>();
        for (Method method : shadow.getDeclaredMethods()) {
            if ((method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0 || !matcher.matches(method)) {
                continue;
            }
            Filter filter = method.getAnnotation(Filter.class);
            Implementation implementation = method.getAnnotation(Implementation.class);
            method.setAccessible(true);
            add(found, method.getName(), method);
            add(found, filter == null ? "" : filter.methodName().trim(), method);
            add(found, implementation == null ? "" : implementation.methodName().trim(), method);
        }
        return found;
    }

    private static void add(Map<String, List<Method>> found, String name, Method method) {
        List<Method> known = found.computeIfAbsent(name, key -> new ArrayList<>(1));
        if (!known.contains(method)) {
            known.add(method);
        }
    }

    /** Whether parameters are those types, where a shadow may name a type that it cannot see. */
    private static boolean matches(Parameter[] declared, Class<?>[] wanted) {
        if (declared.length != wanted.length) {
            return false;
        }
        for (int i = 0; i < declared.length; i++) {
            ClassName named = declared[i].getType() == Object.class ? declared[i].getAnnotation(ClassName.class) : null;
            if (named != null ? !named.value().equals(wanted[i].getName()) : declared[i].getType() != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
