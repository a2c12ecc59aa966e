package auditor.handset;

import android.app.AppOpsManager;
import auditor.deskphone.Grants;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Answers what mode an app-op of the app has: as it was set, else as the permission behind it is held, else Android's default. */
final class AppOps {
    private static final String BACKGROUND = "android.permission.ACCESS_BACKGROUND_LOCATION";
    // AppOpsManager.MODE_FOREGROUND, public since API 29.
    private static final int FOREGROUND = 4;
    private static final Map<String, Integer> MODES = Map.of("allow", AppOpsManager.MODE_ALLOWED, "ignore", AppOpsManager.MODE_IGNORED,
            "deny", AppOpsManager.MODE_ERRORED, "default", AppOpsManager.MODE_DEFAULT, "foreground", FOREGROUND);
    private final Session session;
    private final BooleanSupplier inForeground;

    AppOps(Session session, BooleanSupplier inForeground) {
        this.session = session;
        this.inForeground = inForeground;
    }

    void answer() {
        Guards.answer("app_op", (arguments, original) -> {
            if (!ours(arguments)) {
                return original.call();
            }
            int mode = now(arguments[1]);
            if (mode == AppOpsManager.MODE_ERRORED) {
                throw new SecurityException(session.config().text("package", "") + " from uid " + session.config().number("uid", 0)
                        + " not allowed to perform " + AppOpsManager.opToName(number(arguments[1])));
            }
            return mode;
        });
        Guards.answer("app_op_no_throw", (arguments, original) -> ours(arguments) ? now(arguments[1]) : original.call());
        Guards.answer("usage", (arguments, original) -> usage() ? original.call() : new ArrayList<>());
        Guards.answer("app_op_raw", (arguments, original) -> ours(arguments) ? raw(number(arguments[1])) : original.call());
    }

    /** The modes changed: which permissions bring nothing although they are held. Not at the gate: the class behind it loads the app. */
    static void changed(Session session) {
        Grants grants = session.grants();
        if (!grants.hasOps()) {
            grants.ignored(Set.of());
            return;
        }
        List<String> declared = session.config().texts("declared_permissions");
        grants.ignored(declared.stream().filter(permission -> {
            String op = AppOpsManager.permissionToOp(permission);
            String mode = op == null ? null : grants.op(op);
            return "ignore".equals(mode) || "deny".equals(mode);
        }).collect(Collectors.toSet()));
    }

    /** Statistics of use: the op decides, and only where it was left at its default the permission. */
    private boolean usage() {
        int mode = raw(number(AppOpsManager.OPSTR_GET_USAGE_STATS));
        return mode == AppOpsManager.MODE_DEFAULT ? session.grants().holds("android.permission.PACKAGE_USAGE_STATS")
                : mode == AppOpsManager.MODE_ALLOWED;
    }

    private boolean ours(Object[] arguments) {
        boolean named = arguments.length > 1 && (arguments[1] instanceof String || arguments[1] instanceof Integer);
        return named && (arguments.length < 4 || session.config().text("package", "").equals(arguments[3]));
    }

    private static int number(Object op) {
        return op instanceof String name ? AppOpsManager.strOpToOp(name) : (Integer) op;
    }

    private int now(Object op) {
        int mode = raw(number(op));
        return mode != FOREGROUND ? mode : inForeground.getAsBoolean() ? AppOpsManager.MODE_ALLOWED : AppOpsManager.MODE_IGNORED;
    }

    private int raw(int op) {
        Grants grants = session.grants();
        String permission = AppOpsManager.opToPermission(op);
        Integer behind = permission != null && PermissionRequest.isRuntime(permission) && grants.declares(permission)
                ? (Integer) ofPermission(permission) : null;
        String given = grants.op(publicName(op));
        if (given != null && (behind == null || behind != AppOpsManager.MODE_IGNORED)) {
            return MODES.getOrDefault(given, AppOpsManager.MODE_DEFAULT);
        }
        return behind != null ? behind : AppOpsManager.opToDefaultMode(op);
    }

    /** AppOpsManager.opToPublicName is not there before API 29; every op that can be set is named alike in both ways. */
    private static String publicName(int op) {
        return "android:" + AppOpsManager.opToName(op).toLowerCase(Locale.ROOT);
    }

    private int ofPermission(String permission) {
        if (!session.grants().holds(permission)) {
            return AppOpsManager.MODE_IGNORED;
        }
        boolean location = permission.equals(PermissionQuestions.FINE) || permission.equals(PermissionQuestions.COARSE);
        boolean inUse = location ? session.api() >= 29 && !session.grants().holds(BACKGROUND)
                : session.api() >= 30 && (permission.endsWith(".CAMERA") || permission.endsWith(".RECORD_AUDIO"));
        return inUse ? FOREGROUND : AppOpsManager.MODE_ALLOWED;
    }
}
