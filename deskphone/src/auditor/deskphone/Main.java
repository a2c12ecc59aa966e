package auditor.deskphone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.robolectric.internal.AndroidSandbox;

/** One app process of the desk phone: framework, gate, app. See PROTOCOL.md. */
public final class Main {
    private Main() {
    }

    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: auditor.deskphone.Main CONFIG.json");
            Ending.halt(2);
        }
        try {
            MissingProviders.drop();
            Fields config = new Fields(Json.object(Files.readString(Path.of(arguments[0]))));
            Control control = Control.connect(config.text("control"));
            Ending.tell(control);
            control.listen();
            run(new Session(config, control));
        } catch (Throwable e) {
            e.printStackTrace();
            Ending.exit(70, "the phone's process could not start: " + Ending.sentence(e));
        }
    }

    private static void run(Session session) throws Exception {
        Fields config = session.config();
        AppCalls.serve(session);
        RefTableRepair.apply();
        AndroidSandbox sandbox = Framework.build(session);
        FrameworkLoader framework = (FrameworkLoader) sandbox.getRobolectricClassLoader();
        List<String> apks = new ArrayList<>(List.of(config.text("apk")));
        apks.addAll(config.texts("splits"));
        AppLoader app = new AppLoader(config.texts("classes"), apks, framework);
        framework.app(app);
        Gate.loader = app;
        sandbox.runOnMainThread(() -> {
            Thread main = Thread.currentThread();
            main.setName("main");
            main.setContextClassLoader(app);
            Thread.setDefaultUncaughtExceptionHandler(Ending::crash);
            try {
                Process process = (Process) sandbox.bootstrappedClass(Class.forName("auditor.handset.AppProcess", false,
                        Main.class.getClassLoader())).getDeclaredConstructor().newInstance();
                process.framework(session, sandbox.getTestEnvironment());
                session.control().event("boot", "stage", "framework", "milliseconds", Session.sinceStart());
                session.control().event("boot", "stage", "gate", "milliseconds", Session.sinceStart());
                if (config.flag("debug")) {
                    Gate.await();
                }
                Gate.awaitSeal();
                process.start();
                process.loop();
            } catch (Throwable e) {
                died(main, e);
            }
        });
    }

    /** Lets the app's own handler see the exception first, as Android does; the process ends in any case. */
    private static void died(Thread main, Throwable thrown) {
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        Thread after = new Thread(() -> {
            try {
                Thread.sleep(3000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Ending.crash(main, thrown);
        }, "desk-ending");
        after.setDaemon(true);
        after.start();
        if (handler != null) {
            handler.uncaughtException(main, thrown);
        }
        Ending.crash(main, thrown);
    }
}
