package com.cornershop.test.probes;

import android.app.Activity;
import android.content.Context;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the probes that only the shape of the code hides. */
final class Flows {
    private Flows() {
    }

    static void start(Activity activity) {
        TelephonyManager phone = activity.getSystemService(TelephonyManager.class);
        new InstanceInitialiser();
        new Outer(phone).new InnerClass().read();
        AnonymousClass.of(phone).run();
        new InterfaceDefaultUser().read(phone);
        new Child().read(phone);
        ArrayElement.read(phone);
        MapElement.read(phone);
        ExceptionHandler.read(phone);
        LambdaBody.of(phone).run();
        ComparatorCallback.read(activity);
        FinalizerCallback.leave(phone);
        CleanerCallback.leave(phone);
        NativeLooking.read(activity);
    }
}

final class InstanceInitialiser {
    {
        Settings.Secure.getString(android.app.AppGlobals.getInitialApplication().getContentResolver(), "android_id");
    }
}

final class Outer {
    private final TelephonyManager phone;

    Outer(TelephonyManager phone) {
        this.phone = phone;
    }

    final class InnerClass {
        void read() {
            phone.getSimOperator();
        }
    }
}

final class AnonymousClass {
    private AnonymousClass() {
    }

    static Runnable of(TelephonyManager phone) {
        return new Runnable() {
            @Override
            public void run() {
                phone.getSimOperatorName();
            }
        };
    }
}

interface InterfaceDefault {
    default void read(TelephonyManager phone) {
        phone.getNetworkOperator();
    }
}

final class InterfaceDefaultUser implements InterfaceDefault {
}

class Parent {
    void read(TelephonyManager phone) {
        phone.getNetworkOperatorName();
    }
}

final class Child extends Parent {
}

final class ArrayElement {
    private ArrayElement() {
    }

    static void read(TelephonyManager phone) {
        Object[] things = {"nothing", phone};
        ((TelephonyManager) things[1]).getLine1Number();
    }
}

final class MapElement {
    private MapElement() {
    }

    static void read(TelephonyManager phone) {
        Map<String, Object> things = new HashMap<>();
        things.put("phone", phone);
        ((TelephonyManager) things.get("phone")).getDataNetworkType();
    }
}

final class ExceptionHandler {
    private ExceptionHandler() {
    }

    static void read(TelephonyManager phone) {
        try {
            Integer.parseInt("no number");
        } catch (NumberFormatException e) {
            phone.getCallState();
        }
    }
}

final class LambdaBody {
    private LambdaBody() {
    }

    static Runnable of(TelephonyManager phone) {
        return () -> phone.getNetworkType();
    }
}

/** The framework sorts, and reads in between. */
final class ComparatorCallback {
    private ComparatorCallback() {
    }

    static void read(Context context) {
        List<String> words = new ArrayList<>(List.of("b", "a"));
        Collections.sort(words, (one, other) -> {
            Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
            return one.compareTo(other);
        });
    }
}

final class FinalizerCallback {
    private final TelephonyManager phone;

    private FinalizerCallback(TelephonyManager phone) {
        this.phone = phone;
    }

    static void leave(TelephonyManager phone) {
        new FinalizerCallback(phone);
        System.gc();
    }

    @Override
    protected void finalize() {
        phone.getSimOperator();
    }
}

final class CleanerCallback implements Runnable {
    private final TelephonyManager phone;

    private CleanerCallback(TelephonyManager phone) {
        this.phone = phone;
    }

    static void leave(TelephonyManager phone) {
        java.lang.ref.Cleaner.create().register(new Object(), new CleanerCallback(phone));
        System.gc();
    }

    @Override
    public void run() {
        phone.getNetworkOperator();
    }
}

/** A method without a body in the APK, and what the app does when its library is not there. */
final class NativeLooking {
    private NativeLooking() {
    }

    private static native String id(Context context);

    static void read(Context context) {
        try {
            System.loadLibrary("probe");
            id(context);
        } catch (UnsatisfiedLinkError e) {
            Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
        }
    }
}
