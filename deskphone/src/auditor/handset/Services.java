package auditor.handset;

import android.app.QueuedWork;
import android.app.Service;
import android.content.ComponentName;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.content.pm.ServiceInfo;
import android.os.Handler;
import android.os.Looper;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;
import java.util.HashMap;
import java.util.Map;
import org.robolectric.Robolectric;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ServiceController;

/** Runs the app's started services in its process; binding is answered by the framework's stand-in and said in the ledger. */
final class Services {
    private final Session session;
    private final Handler main = new Handler(Looper.getMainLooper());
    private final Map<String, ServiceController<? extends Service>> running = new HashMap<>();
    private int starts;

    Services(Session session) {
        this.session = session;
    }

    void answer() {
        Guards.answer("start_service", (arguments, original) -> start((Intent) arguments[1]));
        Guards.answer("stop_service", (arguments, original) -> {
            ComponentName component = ((Intent) arguments[1]).getComponent();
            boolean known = component != null && running.containsKey(component.getClassName());
            if (known) {
                main.post(() -> stop(component.getClassName()));
            }
            return known;
        });
        Guards.answer("bind_service", (arguments, original) -> {
            session.ledger("other", String.valueOf(((Intent) arguments[1]).getComponent()), "bound services are not run");
            return original.call();
        });
    }

    private ComponentName start(Intent intent) {
        ComponentName component = intent.getComponent();
        String own = RuntimeEnvironment.getApplication().getPackageName();
        if (component == null || !component.getPackageName().equals(own)) {
            session.ledger("other", String.valueOf(intent), "no such service is on the phone");
            return null;
        }
        ServiceInfo info;
        try {
            info = RuntimeEnvironment.getApplication().getPackageManager().getServiceInfo(component, 0);
        } catch (PackageManager.NameNotFoundException e) {
            return null;
        }
        if (info.processName != null && !info.processName.equals(session.config().text("process", own))) {
            session.ledger("second_process", info.name, "its process " + info.processName + " is not run");
            return component;
        }
        main.post(() -> command(info.name, intent));
        return component;
    }

    private void command(String name, Intent intent) {
        ServiceController<? extends Service> service = running.get(name);
        if (service == null) {
            try {
                service = Robolectric.buildService(Class.forName(name, true, AppProcess.loader()).asSubclass(Service.class), intent);
            } catch (ClassNotFoundException e) {
                throw new RuntimeException("Unable to instantiate service " + name, e);
            }
            running.put(name, service);
            service.create();
        }
        service.get().onStartCommand(intent, 0, ++starts);
        QueuedWork.waitToFinish();
    }

    private void stop(String name) {
        ServiceController<? extends Service> service = running.remove(name);
        if (service != null) {
            service.destroy();
            QueuedWork.waitToFinish();
        }
    }
}
