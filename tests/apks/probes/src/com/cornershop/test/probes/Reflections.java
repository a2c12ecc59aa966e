package com.cornershop.test.probes;

import android.app.Activity;
import android.content.ContentResolver;
import android.content.Context;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/** Starts the probes that call without naming what they call. */
final class Reflections {
    private Reflections() {
    }

    static void start(Activity activity) throws Exception {
        MethodInvoke.read(activity);
        BuiltName.read(activity);
        DynamicProxy.read(activity);
        HiddenProperty.read();
    }
}

final class MethodInvoke {
    private MethodInvoke() {
    }

    static void read(Context context) throws ReflectiveOperationException {
        Method method = Class.forName("android.provider.Settings$Secure").getMethod("getString", ContentResolver.class, String.class);
        method.invoke(null, context.getContentResolver(), "android_id");
    }
}

/** Neither the class, the method nor the key is in the APK as it is called. */
final class BuiltName {
    private BuiltName() {
    }

    static void read(Context context) throws ReflectiveOperationException {
        Object phone = context.getSystemService(new StringBuilder("enohp").reverse().toString());
        StringBuilder name = new StringBuilder();
        for (char letter : "hfuMjof2Ovncfs".toCharArray()) {
            name.append((char) (letter - 1));
        }
        phone.getClass().getMethod(name.toString()).invoke(phone);
    }
}

final class DynamicProxy implements InvocationHandler {
    private final Context context;

    private DynamicProxy(Context context) {
        this.context = context;
    }

    static void read(Context context) throws Exception {
        ((Callable<?>) Proxy.newProxyInstance(DynamicProxy.class.getClassLoader(), new Class<?>[] {Callable.class},
                new DynamicProxy(context))).call();
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return android.provider.Settings.Secure.getString(context.getContentResolver(), "android_id");
    }
}

/** A system property by a class that the SDK hides. */
final class HiddenProperty {
    private HiddenProperty() {
    }

    static void read() throws ReflectiveOperationException {
        Class.forName("android.os.SystemProperties").getMethod("get", String.class).invoke(null, "ro.serialno");
        Class.forName("android.os.SystemProperties").getMethod("get", String.class).invoke(null, "ro.product.model");
    }
}
