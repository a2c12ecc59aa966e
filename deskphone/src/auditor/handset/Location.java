package auditor.handset;

import android.app.PendingIntent;
import android.location.LocationListener;
import android.location.LocationManager;
import android.os.Bundle;
import android.os.CancellationSignal;
import android.os.Handler;
import android.os.Looper;
import android.os.SystemClock;
import auditor.deskphone.Fields;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The planted place: last known location, updates once a second, single fixes; coarse where only that is granted. */
final class Location {
    private static final long INTERVAL_MS = 1000;
    /** About two kilometres, as Android's fuzzing grid. */
    private static final double COARSE_DEGREES = 0.02;
    private final Session session;
    private final Map<Object, Runnable> updates = new ConcurrentHashMap<>();

    Location(Session session) {
        this.session = session;
    }

    void answer() {
        Guards.answer("last_location", (arguments, original) -> allowed() ? here(provider(arguments)) : null);
        Guards.answer("location_updates", (arguments, original) -> {
            start(arguments);
            return null;
        });
        Guards.answer("single_location", (arguments, original) -> {
            single(arguments);
            return null;
        });
        Guards.answer("remove_updates", (arguments, original) -> {
            Runnable update = arguments[1] == null ? null : updates.remove(arguments[1]);
            if (update != null) {
                new Handler(Looper.getMainLooper()).removeCallbacks(update);
            }
            return null;
        });
        Guards.answer("location_providers", (arguments, original) -> new ArrayList<>(List.of("passive", "fused", "network", "gps")));
        Guards.answer("location_enabled", (arguments, original) -> session.identity().has("location"));
    }

    private static String provider(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof String name) {
                return name;
            }
        }
        return LocationManager.GPS_PROVIDER;
    }

    private android.location.Location here(String provider) {
        if (!session.identity().has("location")) {
            return null;
        }
        Fields place = session.identity().object("location");
        boolean fine = may(PermissionQuestions.FINE);
        android.location.Location location = new android.location.Location(provider);
        location.setLatitude(fine ? place.real("latitude", 0) : Math.round(place.real("latitude", 0) / COARSE_DEGREES) * COARSE_DEGREES);
        location.setLongitude(fine ? place.real("longitude", 0) : Math.round(place.real("longitude", 0) / COARSE_DEGREES) * COARSE_DEGREES);
        location.setAccuracy(fine ? (float) place.real("accuracy", 12) : 2000f);
        if (place.has("altitude") && fine) {
            location.setAltitude(place.real("altitude", 0));
        }
        location.setTime(System.currentTimeMillis());
        location.setElapsedRealtimeNanos(SystemClock.elapsedRealtimeNanos());
        return location;
    }

    /** Held, its app-op not switched off, and in the foreground: since Android 10 the background needs a permission of its own. */
    private boolean allowed() {
        return (may(PermissionQuestions.FINE) || may(PermissionQuestions.COARSE)) && (session.api() < 29
                || AppProcess.current().activities().foreground() || session.grants().holds("android.permission.ACCESS_BACKGROUND_LOCATION"));
    }

    private boolean may(String permission) {
        return session.grants().holds(permission) && !session.grants().ignores(permission);
    }

    private void start(Object[] arguments) {
        Object target = target(arguments);
        if (target == null) {
            return;
        }
        Handler handler = handler(arguments);
        Executor executor = find(arguments, Executor.class);
        String provider = provider(arguments);
        Runnable update = new Runnable() {
            @Override
            public void run() {
                if (updates.get(target) != this) {
                    return;
                }
                android.location.Location here = allowed() ? here(provider) : null;
                if (here != null) {
                    deliver(target, here, executor);
                }
                handler.postDelayed(this, INTERVAL_MS);
            }
        };
        updates.put(target, update);
        handler.post(update);
    }

    private void single(Object[] arguments) {
        Object target = target(arguments);
        CancellationSignal cancel = find(arguments, CancellationSignal.class);
        Executor executor = find(arguments, Executor.class);
        String provider = provider(arguments);
        handler(arguments).post(() -> {
            if (target != null && (cancel == null || !cancel.isCanceled())) {
                deliver(target, allowed() ? here(provider) : null, executor);
            }
        });
    }

    private void deliver(Object target, android.location.Location here, Executor executor) {
        Runnable delivery = () -> {
            if (target instanceof LocationListener listener && here != null) {
                listener.onLocationChanged(here);
            } else if (target instanceof PendingIntent pending && here != null) {
                send(pending, here);
            } else if (target instanceof Consumer<?>) {
                consume(target, here);
            }
        };
        if (executor != null) {
            executor.execute(delivery);
        } else {
            delivery.run();
        }
    }

    @SuppressWarnings("unchecked")
    private static void consume(Object target, android.location.Location here) {
        ((Consumer<android.location.Location>) target).accept(here);
    }

    private void send(PendingIntent pending, android.location.Location here) {
        Bundle extras = new Bundle();
        extras.putParcelable(LocationManager.KEY_LOCATION_CHANGED, here);
        try {
            pending.send(org.robolectric.RuntimeEnvironment.getApplication(), 0, new android.content.Intent().putExtras(extras));
        } catch (PendingIntent.CanceledException e) {
            updates.remove(pending);
        }
    }

    private static Object target(Object[] arguments) {
        Object listener = find(arguments, LocationListener.class);
        Object pending = listener == null ? find(arguments, PendingIntent.class) : listener;
        return pending == null ? find(arguments, Consumer.class) : pending;
    }

    private static Handler handler(Object[] arguments) {
        Looper looper = find(arguments, Looper.class);
        return new Handler(looper == null ? Looper.getMainLooper() : looper);
    }

    private static <T> T find(Object[] arguments, Class<T> type) {
        for (int i = 1; i < arguments.length; i++) {
            if (type.isInstance(arguments[i])) {
                return type.cast(arguments[i]);
            }
        }
        return null;
    }
}
