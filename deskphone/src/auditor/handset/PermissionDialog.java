package auditor.handset;

import android.app.Activity;
import android.content.Context;
import android.graphics.Color;
import android.graphics.PixelFormat;
import android.graphics.Typeface;
import android.graphics.drawable.GradientDrawable;
import android.os.Build;
import android.text.Html;
import android.util.TypedValue;
import android.view.Gravity;
import android.view.View;
import android.view.WindowManager;
import android.widget.Button;
import android.widget.CheckBox;
import android.widget.LinearLayout;
import android.widget.RadioButton;
import android.widget.RadioGroup;
import android.widget.TextView;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;

/** The window of one of the system's questions about permissions, drawn in the app's process. Main thread only. */
final class PermissionDialog {
    private static final Map<View, String> names = new WeakHashMap<>();
    private static PermissionDialog shown;
    private final Session session;
    private final Activity activity;
    private final PermissionQuestions words;
    private final Consumer<PermissionQuestion.Choice> answered;
    private final LinearLayout box;
    private CheckBox never;
    private RadioButton approximate;

    PermissionDialog(Session session, Activity activity, PermissionQuestions words, Consumer<PermissionQuestion.Choice> answered) {
        this.session = session;
        this.activity = activity;
        this.words = words;
        this.answered = answered;
        box = new LinearLayout(activity);
    }

    /** Tells whether that root view is a dialog of the system. */
    static boolean owns(View root) {
        return names.containsKey(root);
    }

    /** The app that asks at this API level. */
    static String owner() {
        return Build.VERSION.SDK_INT < 29 ? "com.android.packageinstaller" : "com.android.permissioncontroller";
    }

    /** The resource id of a view of the dialog, or null. */
    static String resource(View view) {
        String name = names.get(view);
        return name == null || name.isEmpty() ? null : owner() + ":id/" + name;
    }

    /** BACK on the dialog refuses nothing: Android ignores it. Returns whether a dialog is up. */
    static boolean back() {
        return shown != null;
    }

    void show(PermissionQuestion question) {
        box.setOrientation(LinearLayout.VERTICAL);
        int pad = pixels(24);
        box.setPadding(pad, pad, pad, pixels(12));
        box.setBackground(shape(Color.WHITE, 28));
        names.put(box, "grant_dialog");
        TextView title = new TextView(activity);
        title.setText(Html.fromHtml(question.title(), 0));
        title.setTextSize(TypedValue.COMPLEX_UNIT_DIP, 20);
        title.setTextColor(Color.rgb(30, 30, 30));
        title.setGravity(Gravity.CENTER);
        title.setPadding(0, 0, 0, pixels(16));
        add(title, "permission_message", -2);
        if (question.accuracy()) {
            accuracy();
        }
        List<Button> allowing = new ArrayList<>();
        for (PermissionQuestion.Choice choice : question.choices()) {
            Button button = button(choice, question);
            if (choice.refused().isEmpty()) {
                allowing.add(button);
            }
        }
        if (question.never()) {
            never = new CheckBox(activity);
            never.setText(words.never());
            never.setTextColor(Color.rgb(30, 30, 30));
            never.setOnCheckedChangeListener((view, checked) -> allowing.forEach(button -> button.setEnabled(!checked)));
            add(never, "do_not_ask_checkbox", -2);
        }
        WindowManager.LayoutParams place = new WindowManager.LayoutParams(Windows.screen().widthPixels * 9 / 10,
                WindowManager.LayoutParams.WRAP_CONTENT, WindowManager.LayoutParams.TYPE_APPLICATION,
                WindowManager.LayoutParams.FLAG_DIM_BEHIND, PixelFormat.TRANSLUCENT);
        place.dimAmount = 0.6f;
        place.gravity = Gravity.CENTER;
        place.setTitle("GrantPermissionsActivity");
        shown = this;
        windowManager().addView(box, place);
        session.control().event("window", "state", "shown", "kind", "permission_dialog", "title", title.getText().toString());
    }

    private void accuracy() {
        RadioGroup group = new RadioGroup(activity);
        group.setOrientation(LinearLayout.HORIZONTAL);
        group.setGravity(Gravity.CENTER);
        RadioButton precise = radio(words.precise(), "permission_location_accuracy_radio_fine");
        approximate = radio(words.approximate(), "permission_location_accuracy_radio_coarse");
        group.addView(precise);
        group.addView(approximate);
        group.check(precise.getId());
        add(group, "permission_location_accuracy", -2);
    }

    private RadioButton radio(String label, String name) {
        RadioButton radio = new RadioButton(activity);
        radio.setId(View.generateViewId());
        radio.setText(label);
        radio.setTextColor(Color.rgb(30, 30, 30));
        names.put(radio, name);
        return radio;
    }

    private Button button(PermissionQuestion.Choice choice, PermissionQuestion question) {
        boolean page = choice.id().endsWith("_radio_button");
        Button button = page ? new RadioButton(activity) : new Button(activity);
        button.setText(choice.label());
        button.setAllCaps(false);
        button.setTypeface(Typeface.DEFAULT);
        button.setTextSize(TypedValue.COMPLEX_UNIT_DIP, 16);
        button.setTextColor(Color.rgb(20, 60, 140));
        if (!page) {
            button.setBackground(shape(Color.rgb(216, 226, 255), 12));
        }
        button.setOnClickListener(view -> answer(choice, question));
        add(button, choice.id(), pixels(56));
        return button;
    }

    private void answer(PermissionQuestion.Choice choice, PermissionQuestion question) {
        windowManager().removeViewImmediate(box);
        shown = null;
        session.control().event("window", "state", "gone", "kind", "permission_dialog", "title", question.group().name());
        PermissionQuestion.Choice meant = choice;
        if (never != null && never.isChecked()) {
            meant = PermissionQuestion.Choice.refuse(choice.id(), choice.label(), choice.refused(), true);
        } else if (approximate != null && approximate.isChecked() && !choice.granted().isEmpty()) {
            meant = new PermissionQuestion.Choice(choice.id(), choice.label(), List.of(PermissionQuestions.COARSE),
                    List.of(PermissionQuestions.FINE), choice.once(), false);
        }
        answered.accept(meant);
    }

    private void add(View view, String name, int height) {
        names.put(view, name);
        LinearLayout.LayoutParams place = new LinearLayout.LayoutParams(-1, height);
        place.bottomMargin = pixels(4);
        box.addView(view, place);
    }

    private GradientDrawable shape(int color, int radius) {
        GradientDrawable shape = new GradientDrawable();
        shape.setColor(color);
        shape.setCornerRadius(pixels(radius));
        return shape;
    }

    private WindowManager windowManager() {
        return (WindowManager) activity.getSystemService(Context.WINDOW_SERVICE);
    }

    private static int pixels(int dip) {
        return Math.round(dip * Windows.screen().density);
    }
}
