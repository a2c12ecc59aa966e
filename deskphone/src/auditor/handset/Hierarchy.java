package auditor.handset;

import android.content.res.Resources;
import android.graphics.Rect;
import android.view.View;
import android.view.ViewGroup;
import android.view.accessibility.AccessibilityNodeInfo;
import android.widget.Checkable;
import android.widget.TextView;
import java.util.List;

/** Prints the windows as uiautomator dump does. */
final class Hierarchy {
    private static final int DEEPEST = 200;
    private final StringBuilder out = new StringBuilder();
    private final String app;

    private Hierarchy(String app) {
        this.app = app;
    }

    static String dump(List<Windows.Window> windows, String app) {
        Hierarchy hierarchy = new Hierarchy(app);
        hierarchy.out.append("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation=\""
                + (Windows.screen().widthPixels > Windows.screen().heightPixels ? 1 : 0) + "\">");
        int index = 0;
        for (Windows.Window window : windows) {
            hierarchy.node(window.root(), window.place(), index++, 0);
        }
        return hierarchy.out.append("</hierarchy>").toString();
    }

    private void node(View view, Rect place, int index, int depth) {
        if (depth > DEEPEST || view.getVisibility() != View.VISIBLE) {
            return;
        }
        Rect bounds = new Rect();
        if (!view.getGlobalVisibleRect(bounds) && depth > 0) {
            return;
        }
        if (depth == 0) {
            bounds.set(0, 0, view.getWidth(), view.getHeight());
        }
        bounds.offset(place.left, place.top);
        AccessibilityNodeInfo info = information(view);
        out.append("<node");
        attribute("index", index);
        attribute("text", text(view, info));
        attribute("resource-id", resource(view));
        attribute("class", info != null && info.getClassName() != null ? info.getClassName() : view.getAccessibilityClassName());
        attribute("package", PermissionDialog.owns(view.getRootView()) ? PermissionDialog.owner() : app);
        attribute("content-desc", view.getContentDescription() == null ? "" : view.getContentDescription());
        attribute("checkable", view instanceof Checkable || (info != null && info.isCheckable()));
        attribute("checked", view instanceof Checkable checkable && checkable.isChecked());
        attribute("clickable", view.isClickable());
        attribute("enabled", view.isEnabled());
        attribute("focusable", view.isFocusable());
        attribute("focused", view.isFocused());
        attribute("scrollable", scrollable(view));
        attribute("long-clickable", view.isLongClickable());
        attribute("password", password(view));
        attribute("selected", view.isSelected());
        attribute("bounds", "[" + bounds.left + "," + bounds.top + "][" + bounds.right + "," + bounds.bottom + "]");
        if (!(view instanceof ViewGroup group) || group.getChildCount() == 0) {
            out.append(" />");
            return;
        }
        out.append('>');
        for (int i = 0; i < group.getChildCount(); i++) {
            node(group.getChildAt(i), place, i, depth + 1);
        }
        out.append("</node>");
    }

    private static AccessibilityNodeInfo information(View view) {
        try {
            AccessibilityNodeInfo info = AccessibilityNodeInfo.obtain(view);
            view.onInitializeAccessibilityNodeInfo(info);
            return info;
        } catch (RuntimeException e) {
            // A view of the app may fail here; the dump says what the view itself says.
            return null;
        }
    }

    private static CharSequence text(View view, AccessibilityNodeInfo info) {
        if (view instanceof TextView field) {
            CharSequence text = password(view) && field.length() > 0 ? "•".repeat(field.length()) : field.getText();
            boolean hint = (text == null || text.length() == 0) && field.getHint() != null;
            return hint ? field.getHint() : text == null ? "" : text;
        }
        return info == null || info.getText() == null ? "" : info.getText();
    }

    private static boolean password(View view) {
        return view instanceof TextView field
                && field.getTransformationMethod() instanceof android.text.method.PasswordTransformationMethod;
    }

    private static boolean scrollable(View view) {
        return view.isScrollContainer() && (view.canScrollVertically(1) || view.canScrollVertically(-1)
                || view.canScrollHorizontally(1) || view.canScrollHorizontally(-1));
    }

    static String resource(View view) {
        String own = PermissionDialog.resource(view);
        if (own != null) {
            return own;
        }
        if (view.getId() == View.NO_ID || (view.getId() >>> 24) == 0) {
            return "";
        }
        try {
            return view.getResources().getResourceName(view.getId());
        } catch (Resources.NotFoundException e) {
            return "";
        }
    }

    private void attribute(String name, Object value) {
        out.append(' ').append(name).append("=\"");
        String text = String.valueOf(value);
        for (int i = 0; i < text.length() && i < 20000; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n' -> out.append("&#10;");
                case '\t' -> out.append("&#9;");
                default -> out.append(c < 0x20 || (c >= 0xfffe) || lone(text, i) ? '.' : c);
            }
        }
        out.append('"');
    }

    private static boolean lone(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
