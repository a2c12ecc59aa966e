package auditor.handset;

import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.graphics.Color;
import android.graphics.PixelFormat;
import android.graphics.Typeface;
import android.graphics.drawable.GradientDrawable;
import android.text.Html;
import android.util.TypedValue;
import android.view.Gravity;
import android.view.View;
import android.view.WindowManager;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;
import auditor.deskphone.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivity;

/** The system's permission dialog, one group of permissions after the other, drawn in the app's process. Main thread only. */
final class PermissionDialog {
    static final String PACKAGE = "com.android.permissioncontroller";
    private static final Map<View, String> names = new WeakHashMap<>();
    private static final Deque<PermissionDialog> waiting = new ArrayDeque<>();
    private static List<PermissionGroup> groups = List.of();

    private final Session session;
    private final Activities activities;
    private final Activity activity;
    private final String who;
    private final int requestCode;
    private final String[] permissions;
    private final Deque<PermissionGroup> open = new ArrayDeque<>();
    private View root;

    private PermissionDialog(Session session, Activities activities, Activity activity, String who, int requestCode, String[] permissions) {
        this.session = session;
        this.activities = activities;
        this.activity = activity;
        this.who = who;
        this.requestCode = requestCode;
        this.permissions = permissions;
    }

    static void prepare(Session session) {
        groups = PermissionGroup.read(session.api());
    }

    /** Handles one requestPermissions call; answered at once where Android asks nobody. */
    static void request(Session session, Activities activities, Activity activity, String who, int requestCode, String[] permissions) {
        String[] asked = permissions == null ? new String[0] : permissions;
        session.control().event("permission_request", "permissions", Arrays.asList(asked));
        PermissionDialog dialog = new PermissionDialog(session, activities, activity, who, requestCode, asked);
        for (PermissionGroup group : groups) {
            if (!dialog.askable(group).isEmpty()) {
                dialog.open.add(group);
            }
        }
        waiting.add(dialog);
        if (waiting.size() == 1) {
            dialog.next();
        }
    }

    /** Tells whether that root view is a dialog of the system. */
    static boolean owns(View root) {
        return names.containsKey(root);
    }

    /** The resource id of a view of the dialog, or null. */
    static String resource(View view) {
        String name = names.get(view);
        return name == null || name.isEmpty() ? null : PACKAGE + ":id/" + name;
    }

    /** BACK on the dialog refuses nothing: Android ignores it. Returns whether a dialog is up. */
    static boolean back() {
        return !waiting.isEmpty() && waiting.peek().root != null;
    }

    private List<String> askable(PermissionGroup group) {
        List<String> found = new ArrayList<>();
        for (String permission : permissions) {
            if (group.permissions().contains(permission) && session.grants().declares(permission)
                    && !session.grants().holds(permission) && !session.grants().refusedForGood(permission)) {
                found.add(permission);
            }
        }
        return found;
    }

    private void next() {
        PermissionGroup group = open.poll();
        if (group == null) {
            finish();
            return;
        }
        activities.cover(true);
        show(group);
    }

    private void finish() {
        waiting.remove(this);
        int[] results = new int[permissions.length];
        for (int i = 0; i < permissions.length; i++) {
            results[i] = session.grants().holds(permissions[i]) ? PackageManager.PERMISSION_GRANTED : PackageManager.PERMISSION_DENIED;
        }
        if (activity != null && !activity.isDestroyed()) {
            Intent data = new Intent(PackageManager.ACTION_REQUEST_PERMISSIONS);
            data.putExtra(PackageManager.EXTRA_REQUEST_PERMISSIONS_NAMES, permissions);
            data.putExtra(PackageManager.EXTRA_REQUEST_PERMISSIONS_RESULTS, results);
            ShadowActivity shadow = Shadow.extract(activity);
            shadow.internalCallDispatchActivityResult(who, requestCode, Activity.RESULT_OK, data);
        }
        activities.cover(false);
        if (!waiting.isEmpty()) {
            waiting.peek().next();
        }
    }

    private void answer(PermissionGroup group, boolean granted, boolean forGood) {
        windowManager().removeViewImmediate(root);
        session.control().event("window", "state", "gone", "kind", "permission_dialog", "title", group.name());
        root = null;
        for (String permission : askable(group)) {
            boolean never = session.grants().set(permission, granted, forGood);
            session.control().event("permission_result", "permission", permission, "granted", granted, "dont_ask_again", never);
        }
        next();
    }

    private WindowManager windowManager() {
        return (WindowManager) activity.getSystemService(Context.WINDOW_SERVICE);
    }

    private void show(PermissionGroup group) {
        boolean chinese = activity.getResources().getConfiguration().getLocales().get(0).getLanguage().equals("zh");
        boolean again = askable(group).stream().anyMatch(session.grants()::refusedOnce);
        String app = String.valueOf(RuntimeEnvironment.getApplication().getApplicationInfo()
                .loadLabel(RuntimeEnvironment.getApplication().getPackageManager()));
        String message = chinese ? "要允许<b>" + Html.escapeHtml(app) + "</b>" + group.zh() + "吗？"
                : "Allow <b>" + Html.escapeHtml(app) + "</b> to " + group.en() + "?";
        LinearLayout box = new LinearLayout(activity);
        box.setOrientation(LinearLayout.VERTICAL);
        int pad = pixels(24);
        box.setPadding(pad, pad, pad, pixels(12));
        GradientDrawable paper = new GradientDrawable();
        paper.setColor(Color.WHITE);
        paper.setCornerRadius(pixels(28));
        box.setBackground(paper);
        TextView words = new TextView(activity);
        words.setText(Html.fromHtml(message, 0));
        words.setTextSize(TypedValue.COMPLEX_UNIT_DIP, 20);
        words.setTextColor(Color.rgb(30, 30, 30));
        words.setGravity(Gravity.CENTER);
        words.setPadding(0, 0, 0, pixels(16));
        names.put(words, "permission_message");
        box.addView(words, new LinearLayout.LayoutParams(-1, -2));
        if (group.whileInUse()) {
            button(box, "permission_allow_foreground_only_button", chinese ? "仅在使用该应用时允许" : "While using the app", group, true, false);
            button(box, "permission_allow_one_time_button", chinese ? "仅限这一次" : "Only this time", group, true, false);
        } else {
            button(box, "permission_allow_button", chinese ? "允许" : "Allow", group, true, false);
        }
        button(box, again ? "permission_deny_and_dont_ask_again_button" : "permission_deny_button",
                chinese ? "不允许" : "Don’t allow", group, false, again);
        names.put(box, "grant_dialog");
        WindowManager.LayoutParams place = new WindowManager.LayoutParams(Windows.screen().widthPixels * 9 / 10,
                WindowManager.LayoutParams.WRAP_CONTENT, WindowManager.LayoutParams.TYPE_APPLICATION,
                WindowManager.LayoutParams.FLAG_DIM_BEHIND, PixelFormat.TRANSLUCENT);
        place.dimAmount = 0.6f;
        place.gravity = Gravity.CENTER;
        place.setTitle("GrantPermissionsActivity");
        root = box;
        windowManager().addView(box, place);
        session.control().event("window", "state", "shown", "kind", "permission_dialog", "title", words.getText().toString());
    }

    private void button(LinearLayout box, String name, String label, PermissionGroup group, boolean granted, boolean forGood) {
        Button button = new Button(activity);
        button.setText(label);
        button.setAllCaps(false);
        button.setTypeface(Typeface.DEFAULT);
        button.setTextSize(TypedValue.COMPLEX_UNIT_DIP, 16);
        button.setTextColor(Color.rgb(20, 60, 140));
        GradientDrawable face = new GradientDrawable();
        face.setColor(Color.rgb(216, 226, 255));
        face.setCornerRadius(pixels(12));
        button.setBackground(face);
        button.setOnClickListener(view -> answer(group, granted, forGood));
        names.put(button, name);
        LinearLayout.LayoutParams place = new LinearLayout.LayoutParams(-1, pixels(56));
        place.bottomMargin = pixels(4);
        box.addView(button, place);
    }

    private int pixels(int dip) {
        return Math.round(dip * Windows.screen().density);
    }
}
