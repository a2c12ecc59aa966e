package auditor.handset;

import android.app.QueuedWork;
import android.app.Service;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.ServiceConnection;
import android.content.pm.ResolveInfo;
import android.content.pm.ServiceInfo;
import android.os.Build;
import android.os.Handler;
import android.os.IBinder;
import android.os.Looper;
import auditor.deskphone.Guards;
import auditor.deskphone.Hole;
import auditor.deskphone.Session;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.robolectric.Robolectric;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ServiceController;

/** Runs the app's services in its process: started, bound, or both, each made once and ended when nobody needs it. */
final class Services {
    private final Session session;
    private final Handler main = new Handler(Looper.getMainLooper());
    private final Map<String, Running> running = new HashMap<>();
    private final Map<ServiceConnection, Connection> connections = new IdentityHashMap<>();

    private static final class Running {
        private final Service service;
        private final ServiceController<? extends Service> controller;
        private final Map<Intent.FilterComparison, Binding> bindings = new HashMap<>();
        private boolean started;
        private int lastStart;

        Running(ServiceController<? extends Service> controller) {
            this.controller = controller;
            service = controller.get();
        }

        boolean bound() {
            return bindings.values().stream().anyMatch(binding -> binding.holders > 0);
        }
    }

    private static final class Binding {
        private IBinder binder;
        private int holders;
        private boolean rebind;
    }

    private record Connection(ServiceInfo info, Intent intent) {
    }

    Services(Session session) {
        this.session = session;
    }

    void answer() {
        Guards.answer("start_service", (arguments, original) -> start((Intent) arguments[1], false));
        Guards.answer("start_foreground_service", (arguments, original) -> start((Intent) arguments[1], true));
        Guards.answer("stop_service", (arguments, original) -> {
            ServiceInfo info = resolve((Intent) arguments[1]);
            boolean known = info != null && isStarted(info.name);
            if (known) {
                main.post(() -> stop(info.name, -1));
            }
            return known;
        });
        Guards.answer("stop_self", (arguments, original) -> {
            String name = arguments[0].getClass().getName();
            int id = arguments.length > 1 ? (Integer) arguments[1] : -1;
            Running service = find(name);
            boolean last = service != null && (id < 0 || id == service.lastStart);
            if (last) {
                main.post(() -> stop(name, id));
            }
            return last;
        });
        Guards.answer("bind_service", (arguments, original) -> {
            ServiceConnection connection = null;
            Executor executor = main::post;
            for (Object argument : arguments) {
                connection = argument instanceof ServiceConnection given ? given : connection;
                executor = argument instanceof Executor given ? given : executor;
            }
            boolean creates = flags(arguments, (Intent) arguments[1]);
            return bind((Intent) arguments[1], connection, executor, creates);
        });
        Guards.answer("unbind_service", (arguments, original) -> {
            unbind((ServiceConnection) arguments[1]);
            return null;
        });
    }

    private static boolean flags(Object[] arguments, Intent intent) {
        for (Object argument : arguments) {
            if (argument instanceof Integer flags) {
                return (flags & Context.BIND_AUTO_CREATE) != 0;
            }
            if (Build.VERSION.SDK_INT >= 34 && argument instanceof Context.BindServiceFlags flags) {
                return (flags.getValue() & Context.BIND_AUTO_CREATE) != 0;
            }
        }
        return true;
    }

    private synchronized Running find(String name) {
        return running.get(name);
    }

    private synchronized boolean isStarted(String name) {
        Running service = running.get(name);
        return service != null && service.started;
    }

    /**
     * The service of the app that an intent means, or null; what keeps it from running is in the ledger. One of another
     * process is found as on Android, and never comes up: a bound one does not connect.
     */
    private ServiceInfo resolve(Intent intent) {
        Context application = RuntimeEnvironment.getApplication();
        if (intent.getComponent() == null && intent.getPackage() == null && session.target() >= Build.VERSION_CODES.LOLLIPOP) {
            throw new IllegalArgumentException("Service Intent must be explicit: " + intent);
        }
        ResolveInfo found = application.getPackageManager().resolveService(intent, 0);
        ServiceInfo info = found == null ? null : found.serviceInfo;
        if (info == null || !info.packageName.equals(application.getPackageName())) {
            String target = String.valueOf(intent.getComponent() != null ? intent.getComponent().getPackageName() : intent.getPackage());
            session.ledger(target.startsWith("com.google.android.gms") || target.equals("com.android.vending") ? Hole.PLAY_SERVICES : Hole.OTHER_SERVICE,
                    String.valueOf(intent.getComponent() != null ? intent.getComponent().flattenToShortString() : intent),
                    "no such service is on the phone");
            return null;
        }
        if (!OwnProcess.has(info)) {
            OwnProcess.tell(session, info, "");
        }
        return info;
    }

    /** Starts a service as Context.startService does; null when the phone has no such service. */
    ComponentName start(Intent intent, boolean foreground) {
        ServiceInfo info = resolve(intent);
        if (info == null) {
            return null;
        }
        ComponentName component = new ComponentName(info.packageName, info.name);
        refuseFromBackground(intent, foreground);
        Intent given = new Intent(intent).setComponent(component);
        if (OwnProcess.has(info)) {
            main.post(() -> command(info.name, given));
        }
        return component;
    }

    /** Background execution limits of Android 8, and of Android 12 for foreground services. */
    private void refuseFromBackground(Intent intent, boolean foreground) {
        int since = foreground ? Build.VERSION_CODES.S : Build.VERSION_CODES.O;
        if (Build.VERSION.SDK_INT < since || session.target() < since || !AppProcess.current().activities().longInBackground()) {
            return;
        }
        if (foreground) {
            throw new android.app.ForegroundServiceStartNotAllowedException(
                    "startForegroundService() not allowed due to mAllowStartForeground false: service " + intent.getComponent());
        }
        throw new IllegalStateException("Not allowed to start service " + intent + ": app is in background");
    }

    private synchronized Running make(String name, Intent intent) {
        Running service = running.get(name);
        if (service == null) {
            try {
                Class<? extends Service> type = Class.forName(name, true, AppProcess.loader()).asSubclass(Service.class);
                service = new Running(Robolectric.buildService(type, intent));
            } catch (ClassNotFoundException e) {
                throw new RuntimeException("Unable to instantiate service " + name, e);
            }
            running.put(name, service);
            service.controller.create();
        }
        return service;
    }

    private void command(String name, Intent intent) {
        Running service = make(name, intent);
        service.started = true;
        service.service.onStartCommand(intent, 0, ++service.lastStart);
        QueuedWork.waitToFinish();
    }

    private void stop(String name, int id) {
        Running service = find(name);
        if (service != null && (id < 0 || id == service.lastStart)) {
            service.started = false;
            endIfUnused(name, service);
        }
    }

    private void endIfUnused(String name, Running service) {
        if (service.started || service.bound()) {
            return;
        }
        synchronized (this) {
            running.remove(name);
        }
        service.controller.destroy();
        QueuedWork.waitToFinish();
    }

    /** Binds as Context.bindService does; the connection is called through the executor. */
    boolean bind(Intent intent, ServiceConnection connection, Executor executor, boolean creates) {
        if (connection == null) {
            throw new IllegalArgumentException("connection is null");
        }
        ServiceInfo info = resolve(intent);
        if (info == null || (!creates && find(info.name) == null)) {
            return false;
        }
        Connection made = new Connection(info, new Intent(intent));
        synchronized (this) {
            connections.put(connection, made);
        }
        if (OwnProcess.has(info)) {
            main.post(() -> attach(made, connection, executor));
        }
        return true;
    }

    private void attach(Connection made, ServiceConnection connection, Executor executor) {
        if (!isCurrent(made, connection)) {
            return;
        }
        Running service = make(made.info.name, made.intent);
        Binding binding = service.bindings.get(new Intent.FilterComparison(made.intent));
        if (binding == null) {
            binding = new Binding();
            service.bindings.put(new Intent.FilterComparison(made.intent), binding);
            binding.binder = service.service.onBind(made.intent);
        } else if (binding.holders == 0 && binding.rebind) {
            service.service.onRebind(made.intent);
        }
        binding.holders++;
        ComponentName name = new ComponentName(made.info.packageName, made.info.name);
        IBinder binder = binding.binder;
        executor.execute(() -> {
            if (!isCurrent(made, connection)) {
                return;
            }
            if (binder != null) {
                connection.onServiceConnected(name, binder);
            } else {
                connection.onNullBinding(name);
            }
        });
    }

    private synchronized boolean isCurrent(Connection made, ServiceConnection connection) {
        return connections.get(connection) == made;
    }

    void unbind(ServiceConnection connection) {
        Connection made;
        synchronized (this) {
            made = connections.remove(connection);
        }
        if (made == null) {
            throw new IllegalArgumentException("Service not registered: " + connection);
        }
        main.post(() -> detach(made));
    }

    private void detach(Connection made) {
        Running service = find(made.info.name);
        Binding binding = service == null ? null : service.bindings.get(new Intent.FilterComparison(made.intent));
        if (binding == null || binding.holders == 0) {
            return;
        }
        if (--binding.holders == 0) {
            binding.rebind = service.service.onUnbind(made.intent);
        }
        endIfUnused(made.info.name, service);
    }
}
