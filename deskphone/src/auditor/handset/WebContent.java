package auditor.handset;

import android.content.Context;
import android.graphics.Color;
import android.text.InputType;
import android.view.View;
import android.view.ViewGroup;
import android.view.inputmethod.EditorInfo;
import android.webkit.WebView;
import android.widget.AbsoluteLayout;
import android.widget.Button;
import android.widget.CheckBox;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.ScrollView;
import android.widget.TextView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Shows a page's text, links and forms as views inside of its WebView, for eyes and taps. Main thread only. */
@SuppressWarnings("deprecation")
final class WebContent {
    private final Consumer<String> follow;
    private final Sender send;
    private final Map<Html.Field, View> fields = new IdentityHashMap<>();

    /** Sends a filled form. */
    interface Sender {
        void send(Html.Form form, String filled);
    }

    private WebContent(Consumer<String> follow, Sender send) {
        this.follow = follow;
        this.send = send;
    }

    static void show(WebView view, Html page, Consumer<String> follow, Sender send) {
        WebContent content = new WebContent(follow, send);
        Context context = view.getContext();
        LinearLayout column = new LinearLayout(context);
        column.setOrientation(LinearLayout.VERTICAL);
        column.setBackgroundColor(Color.WHITE);
        for (Html.Item item : page.items()) {
            column.addView(content.view(context, item));
        }
        ScrollView scroll = new ScrollView(context);
        scroll.addView(column);
        view.removeAllViews();
        view.addView(scroll, new AbsoluteLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, ViewGroup.LayoutParams.MATCH_PARENT, 0, 0));
    }

    private View view(Context context, Html.Item item) {
        if (item.field() != null) {
            View made = field(context, item);
            fields.put(item.field(), made);
            return made;
        }
        TextView words = new TextView(context);
        words.setText(item.text());
        words.setTextColor(item.target() == null ? Color.BLACK : Color.BLUE);
        if (item.target() != null) {
            words.setOnClickListener(view -> follow.accept(item.target()));
        }
        return words;
    }

    private View field(Context context, Html.Item item) {
        Html.Field field = item.field();
        switch (field.type()) {
            case "submit":
                Button button = new Button(context);
                button.setText(item.text());
                button.setAllCaps(false);
                button.setOnClickListener(view -> submit(field));
                return button;
            case "checkbox", "radio":
                CheckBox box = new CheckBox(context);
                box.setText(item.text());
                box.setChecked(field.checked());
                return box;
            default:
                EditText line = new EditText(context);
                line.setSingleLine();
                line.setText(field.value());
                line.setHint(item.text());
                line.setTextColor(Color.BLACK);
                if (field.type().equals("password")) {
                    line.setInputType(InputType.TYPE_CLASS_TEXT | InputType.TYPE_TEXT_VARIATION_PASSWORD);
                }
                line.setImeOptions(EditorInfo.IME_ACTION_GO);
                line.setOnEditorActionListener((view, action, event) -> {
                    submit(field);
                    return true;
                });
                return line;
        }
    }

    private void submit(Html.Field pressed) {
        if (pressed.form() == null) {
            return;
        }
        StringBuilder filled = new StringBuilder();
        for (Html.Field field : pressed.form().fields()) {
            View view = fields.get(field);
            boolean left = field.name() == null || (view instanceof CheckBox box && !box.isChecked())
                    || (field.type().equals("submit") && field != pressed);
            if (!left) {
                String value = view instanceof EditText line ? line.getText().toString()
                        : view instanceof CheckBox && field.value().isEmpty() ? "on" : field.value();
                filled.append(filled.length() == 0 ? "" : "&").append(URLEncoder.encode(field.name(), StandardCharsets.UTF_8))
                        .append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        send.send(pressed.form(), filled.toString());
    }
}
