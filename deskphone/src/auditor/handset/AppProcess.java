package auditor.handset;

import android.app.Application;
import android.content.ComponentName;
import android.content.Intent;
import android.graphics.Typeface;
import android.net.Uri;
import android.os.Handler;
import android.os.Looper;
import auditor.deskphone.AppLoader;
import auditor.deskphone.Fields;
import auditor.deskphone.Gate;
import auditor.deskphone.Process;
import auditor.deskphone.Session;
import auditor.handset.keystore.AndroidKeyStore;
import java.nio.file.Path;
import java.util.Map;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.ConscryptMode;
import org.robolectric.annotation.GetInstallerPackageNameMode;
import org.robolectric.annotation.GraphicsMode;
import org.robolectric.annotation.LooperMode;
import org.robolectric.annotation.ResourcesMode;
import org.robolectric.annotation.SQLiteMode;
import org.robolectric.annotation.TextLayoutMode;
import org.robolectric.annotation.experimental.LazyApplication;
import org.robolectric.internal.TestEnvironment;
import org.robolectric.manifest.AndroidManifest;
import org.robolectric.nativeruntime.DefaultNativeRuntimeLoader;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowLog;
import org.robolectric.shadows.ShadowPausedLooper;
import org.robolectric.shadows.ShadowView;

/** One app's process among the framework's classes: brings it up, starts the app, runs its main looper in real time. */
public final class AppProcess implements Process {
    // Whoever has work for the main thread posts it; this is for what nobody told.
    private static final long REST_MS = 500;
    private static volatile AppProcess current;
    private Session session;
    private Activities activities;
    private Planting planting;
    private Life life;

    static AppProcess current() {
        return current;
    }

    Session session() {
        return session;
    }

    Activities activities() {
        return activities;
    }

    Planting planting() {
        return planting;
    }

    Life life() {
        return life;
    }

    @Override
    public void framework(Session started, TestEnvironment environment) throws Exception {
        session = started;
        current = this;
        Fields config = session.config();
        Path base = Path.of(config.text("apk"));
        // The framework's parser takes the folder of a base with splits, and the file of an app that has none.
        AndroidManifest manifest = new Manifest(config.texts("splits").isEmpty() ? base : base.getParent(), session.target());
        Splits.answer(session);
        Settled settled = new Settled(qualifiers(config), Map.of(ConscryptMode.Mode.class, ConscryptMode.Mode.OFF, LooperMode.Mode.class, LooperMode.Mode.PAUSED,
                LazyApplication.LazyLoad.class, LazyApplication.LazyLoad.ON, GraphicsMode.Mode.class, GraphicsMode.Mode.NATIVE,
                SQLiteMode.Mode.class, SQLiteMode.Mode.NATIVE, ResourcesMode.Mode.class, ResourcesMode.Mode.BINARY,
                TextLayoutMode.Mode.class, TextLayoutMode.Mode.REALISTIC, GetInstallerPackageNameMode.Mode.class,
                GetInstallerPackageNameMode.Mode.REALISTIC));
        environment.setUpApplicationState("deskphone", settled, manifest);
        Storage.prepare(session);
        AndroidKeyStore.install(session);
        ShadowView.setUseRealViewAnimations(true);
        if (session.api() >= Screen.DRAWS_SINCE) {
            ShadowView.setUseRealDrawTraversals(true);
        }
        ShadowLog.setCaptureLogsEnabled(false);
        activities = new Activities(session, new OtherApps());
        life = new Life(session, activities);
        life.answer();
        planting = new Planting(session);
        planting.state();
        planting.answer();
        PermissionRequest.prepare(session);
        new AppOps(session, activities::foreground).answer();
        session.control().serve(new AtGate(session, planting, life));
        DefaultNativeRuntimeLoader.injectAndLoad();
        // Opens the system's fonts, which its class does when it is made.
        Typeface.DEFAULT.getStyle();
        if (session.config().flag("ahead")) {
            Rehearsal.play((AppLoader) loader());
        }
        new Logcat(session).answer();
        if (session.config().flag("debug")) {
            Preload.start();
        }
    }

    @Override
    public void start() throws Exception {
        Clock.start();
        RuntimeEnvironment.getApplication();
        AppOps.changed(session);
        session.control().serve(new Requests(session, activities, life));
        session.control().event("boot", "stage", "application", "milliseconds", Session.sinceStart());
        String component = session.config().text("component");
        if (component != null && !component.isEmpty()) {
            Intent intent = Intents.of(session.config().object("intent"), component).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
            activities.request(intent, null, null, -1);
        }
    }

    @Override
    public void loop() throws Throwable {
        ShadowPausedLooper looper = Shadow.extract(Looper.getMainLooper());
        while (true) {
            looper.idle();
            activities.settle();
            looper.poll(REST_MS);
        }
    }

    static String qualifiers(Fields config) {
        Fields screen = config.object("screen");
        int density = screen.number("density", 440);
        String[] locale = config.text("locale", "zh-CN").split("[-_]");
        String language = locale[0] + (locale.length > 1 ? "-r" + locale[locale.length - 1] : "");
        int width = (int) Math.ceil(screen.number("width", 1080) * 160.0 / density);
        int height = (int) Math.ceil(screen.number("height", 2340) * 160.0 / density);
        return language + "-w" + width + "dp-h" + height + "dp-" + (width < height ? "port" : "land")
                + (config.flag("night") ? "-night" : "-notnight") + "-" + density + "dpi";
    }

    /** Has the main thread do it, after what it has to do already. */
    static void onMain(Runnable work) {
        new Handler(Looper.getMainLooper()).post(work);
    }

    static ClassLoader loader() {
        return Gate.loader;
    }
}
