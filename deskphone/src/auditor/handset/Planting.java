package auditor.handset;

import android.accounts.Account;
import android.app.ActivityManager;
import android.app.Application;
import android.content.ClipData;
import android.content.pm.ApplicationInfo;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.provider.Settings;
import auditor.deskphone.AppCalls;
import auditor.deskphone.Fields;
import auditor.deskphone.Guards;
import auditor.deskphone.LateCode;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowBuild;
import org.robolectric.shadows.ShadowPackageManager;
import org.robolectric.shadows.ShadowProcess;
import org.robolectric.shadows.ShadowSystemProperties;

/** Plants the identity: what framework calls answer with, beyond the plain values of the guards' table. */
final class Planting {
    private final Session session;
    private final Location location;
    private final Sim sim;
    private final Map<String, String> settings = new ConcurrentHashMap<>();
    private final Set<String> visible = new HashSet<>();
    private volatile ClipData clip;

    Planting(Session session) {
        this.session = session;
        location = new Location(session);
        sim = new Sim(session);
    }

    /** Before the gate: build fields, properties and settings, as the session has them now. */
    void state() {
        ShadowProcess.setPid((int) ProcessHandle.current().pid());
        build();
        settings.clear();
        for (String namespace : List.of("secure", "global", "system")) {
            session.config().object("settings").object(namespace).all()
                    .forEach((name, value) -> settings.put(namespace + "/" + name, String.valueOf(value)));
        }
        clip = null;
        values();
    }

    /** Before the gate, once: the answers of guarded calls. */
    void answer() {
        location.answer();
        sim.answer();
        new Nearby(session).answer();
        new Sensors(session).answer();
        LateCode.answer(session);
        Guards.answer("clip", (arguments, original) -> foreground() ? clip : null);
        Guards.answer("clip_text", (arguments, original) -> foreground() && clip != null && clip.getItemCount() > 0
                ? clip.getItemAt(0).coerceToText(RuntimeEnvironment.getApplication()) : null);
        Guards.answer("has_clip", (arguments, original) -> foreground() && clip != null);
        Guards.answer("clip_description", (arguments, original) -> foreground() && clip != null ? clip.getDescription() : null);
        Guards.answer("set_clip", (arguments, original) -> {
            clip = (ClipData) arguments[1];
            CharSequence text = clip == null || clip.getItemCount() == 0 ? null : clip.getItemAt(0).getText();
            session.control().event("setting", "namespace", "clipboard", "name", "text", "value", text == null ? null : text.toString());
            return original.call();
        });
        Guards.answer("secure", (arguments, original) -> setting("secure", (String) arguments[1], original));
        Guards.answer("global", (arguments, original) -> setting("global", (String) arguments[1], original));
        Guards.answer("system", (arguments, original) -> setting("system", (String) arguments[1], original));
        Guards.answer("ssid", (arguments, original) -> session.identity().has("ssid")
                ? "\"" + session.identity().text("ssid") + "\"" : original.call());
        Guards.answer("processes", (arguments, original) -> processes());
        Guards.answer("accounts", (arguments, original) -> accounts(arguments));
        Guards.answer("packages", (arguments, original) -> ((List<?>) original.call()).stream().filter(this::sees).collect(
                java.util.stream.Collectors.toCollection(ArrayList::new)));
        Guards.answer("package", (arguments, original) -> {
            if (arguments[1] instanceof String name && !sees(name)) {
                throw new PackageManager.NameNotFoundException(name);
            }
            return original.call();
        });
        Guards.answer("permission", (arguments, original) -> session.grants().holds((String) arguments[1])
                ? PackageManager.PERMISSION_GRANTED : PackageManager.PERMISSION_DENIED);
        Guards.answer("package_permission", (arguments, original) -> session.config().text("package", "").equals(arguments[2])
                ? (session.grants().holds((String) arguments[1]) ? PackageManager.PERMISSION_GRANTED : PackageManager.PERMISSION_DENIED)
                : original.call());
        Guards.answer("rationale", (arguments, original) -> session.grants().refusedOnce((String) arguments[arguments.length - 1]));
        Guards.answer("sleep", (arguments, original) -> {
            Thread.sleep(Math.max(0, (Long) arguments[0]));
            return null;
        });
        Guards.answer("kill", (arguments, original) -> {
            if ((Integer) arguments[0] == android.os.Process.myPid()) {
                AppCalls.exit(9);
            }
            return null;
        });
        Guards.answer("toast", (arguments, original) -> {
            Object result = original.call();
            android.widget.Toast toast = (android.widget.Toast) arguments[0];
            session.control().event("window", "state", "shown", "kind", "toast", "title", Toasts.text(toast));
            return result;
        });
    }

    private boolean foreground() {
        return AppProcess.current().activities().foreground();
    }

    private void build() {
        Fields identity = session.identity();
        session.config().object("properties").all().forEach((name, value) -> ShadowSystemProperties.override(name, String.valueOf(value)));
        Fields properties = session.config().object("properties");
        ShadowBuild.setModel(identity.text("device_model", properties.text("ro.product.model", "Pixel 7")));
        ShadowBuild.setBrand(identity.text("device_brand", properties.text("ro.product.brand", "google")));
        ShadowBuild.setManufacturer(identity.text("device_manufacturer", properties.text("ro.product.manufacturer", "Google")));
        ShadowBuild.setProduct(properties.text("ro.product.name", "panther"));
        ShadowBuild.setDevice(properties.text("ro.product.device", "panther"));
        ShadowBuild.setBoard(properties.text("ro.product.board", "panther"));
        ShadowBuild.setHardware(properties.text("ro.hardware", "panther"));
        ShadowBuild.setFingerprint(properties.text("ro.build.fingerprint", "google/panther/panther:14/UP1A.231005.007/10754064:user/release-keys"));
        ShadowBuild.setId(properties.text("ro.build.id", "UP1A.231005.007"));
        ShadowBuild.setTags("release-keys");
        ShadowBuild.setType("user");
        ShadowBuild.setSerial("unknown");
        String[] abis = {"arm64-v8a", "armeabi-v7a", "armeabi"};
        ShadowBuild.setSupportedAbis(abis);
        ShadowBuild.setSupported64BitAbis(new String[] {abis[0]});
        ShadowBuild.setSupported32BitAbis(new String[] {abis[1], abis[2]});
    }

    private void values() {
        sim.properties();
        Fields identity = session.identity();
        if (identity.has("android_id")) {
            settings.put("secure/" + Settings.Secure.ANDROID_ID, identity.text("android_id"));
        }
        settings.putIfAbsent("global/" + Settings.Global.DEVICE_NAME, android.os.Build.MODEL);
        settings.putIfAbsent("secure/bluetooth_name", android.os.Build.MODEL);
        if (identity.has("clipboard")) {
            clip = ClipData.newPlainText("text", identity.text("clipboard"));
        }
    }

    /** After Application.attach and before its onCreate: what needs a context. */
    void plant(Application application) {
        PlantedProvider.register(session, application);
        PlantedMedia.register(session, application);
        packages(application);
    }

    /** Since Android 5.1 an app sees no processes but its own. */
    private List<ActivityManager.RunningAppProcessInfo> processes() {
        String name = session.config().text("package", "");
        ActivityManager.RunningAppProcessInfo own = new ActivityManager.RunningAppProcessInfo(
                session.config().text("process", name), android.os.Process.myPid(), new String[] {name});
        own.uid = session.config().number("uid", 0);
        own.importance = foreground() ? ActivityManager.RunningAppProcessInfo.IMPORTANCE_FOREGROUND
                : ActivityManager.RunningAppProcessInfo.IMPORTANCE_CACHED;
        return new ArrayList<>(List.of(own));
    }

    /** The identity changed before the gate was opened. */
    void identity() {
        build();
        values();
    }

    /** The identity changed while running. */
    void replant() {
        identity();
        plant(RuntimeEnvironment.getApplication());
    }

    /** A setting changed from outside. */
    void setting(String namespace, String name, String value) {
        if (namespace.equals("clipboard")) {
            clip = value == null ? null : ClipData.newPlainText("text", value);
        } else if (value == null) {
            settings.remove(namespace + "/" + name);
        } else {
            settings.put(namespace + "/" + name, value);
        }
    }

    private Object setting(String namespace, String name, Guards.Original original) throws Throwable {
        String value = name == null ? null : settings.get(namespace + "/" + name);
        return value != null ? value : original.call();
    }

    private Account[] accounts(Object[] arguments) {
        List<Account> found = new ArrayList<>();
        for (Fields account : session.identity().objects("accounts")) {
            if (arguments.length < 2 || arguments[1] == null || arguments[1].equals(account.text("type"))) {
                found.add(new Account(account.text("name", "account"), account.text("type", "com.example")));
            }
        }
        return found.toArray(new Account[0]);
    }

    private void packages(Application application) {
        ShadowPackageManager packages = Shadow.extract(application.getPackageManager());
        List<Fields> wanted = new ArrayList<>(session.config().objects("packages"));
        wanted.addAll(session.identity().objects("installed_apps"));
        visible.add(session.config().text("package", ""));
        visible.addAll(session.config().texts("queries"));
        for (Fields other : wanted) {
            if (other.text("package") == null || other.text("package").equals(application.getPackageName())) {
                continue;
            }
            PackageInfo info = new PackageInfo();
            info.packageName = other.text("package");
            info.versionName = other.text("version", "1.0");
            info.applicationInfo = new ApplicationInfo();
            info.applicationInfo.packageName = info.packageName;
            info.applicationInfo.nonLocalizedLabel = other.text("label", info.packageName);
            info.applicationInfo.flags = ApplicationInfo.FLAG_INSTALLED | ApplicationInfo.FLAG_HAS_CODE;
            packages.installPackage(info);
        }
    }

    private boolean sees(Object listed) {
        String name = listed instanceof PackageInfo info ? info.packageName
                : listed instanceof ApplicationInfo application ? application.packageName : String.valueOf(listed);
        boolean filtered = session.api() >= 30 && session.target() >= 30
                && !session.grants().holds("android.permission.QUERY_ALL_PACKAGES");
        return !filtered || visible.contains(name) || name.equals("android") || !planted(name);
    }

    private boolean planted(String name) {
        return session.config().objects("packages").stream().anyMatch(other -> name.equals(other.text("package")))
                || session.identity().objects("installed_apps").stream().anyMatch(other -> name.equals(other.text("package")));
    }
}
