package auditor.handset;

import android.app.Activity;
import android.content.Context;
import android.content.ContextWrapper;
import android.graphics.Rect;
import android.util.DisplayMetrics;
import android.view.Gravity;
import android.view.View;
import android.view.ViewGroup;
import android.view.WindowManager;
import android.view.WindowManagerGlobal;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.robolectric.RuntimeEnvironment;

/** The windows that are on screen, bottom first, each with its place. Main thread only. */
final class Windows {
    /** One window: its root view, its parameters and its rectangle on the screen in pixels. */
    record Window(View root, WindowManager.LayoutParams parameters, Rect place) {
        boolean takesTouchOutside() {
            return (parameters.flags & (WindowManager.LayoutParams.FLAG_NOT_TOUCH_MODAL
                    | WindowManager.LayoutParams.FLAG_NOT_FOCUSABLE)) == 0;
        }

        boolean touchable() {
            return (parameters.flags & WindowManager.LayoutParams.FLAG_NOT_TOUCHABLE) == 0;
        }

        boolean focusable() {
            return (parameters.flags & WindowManager.LayoutParams.FLAG_NOT_FOCUSABLE) == 0;
        }
    }

    private Windows() {
    }

    static DisplayMetrics screen() {
        return RuntimeEnvironment.getApplication().getResources().getDisplayMetrics();
    }

    /** The visible windows; those of activities that are not on top are left out. */
    static List<Window> shown(Activities activities) {
        List<View> roots = field("mViews");
        List<WindowManager.LayoutParams> parameters = field("mParams");
        Activity top = activities.top();
        List<Window> application = new ArrayList<>();
        List<Window> above = new ArrayList<>();
        for (int i = 0; i < roots.size(); i++) {
            View root = roots.get(i);
            Activity owner = owner(root);
            boolean system = PermissionDialog.owns(root);
            if (!root.isAttachedToWindow() || root.getVisibility() != View.VISIBLE || root.getWidth() == 0
                    || (!system && (owner == null ? !activities.foreground() : owner != top))) {
                continue;
            }
            Window window = new Window(root, parameters.get(i), place(root, parameters.get(i)));
            boolean base = parameters.get(i).type <= WindowManager.LayoutParams.TYPE_BASE_APPLICATION;
            if (base) {
                application.add(window);
            } else if (system) {
                above.add(window);
            } else {
                above.add(above.isEmpty() || !PermissionDialog.owns(above.get(above.size() - 1).root) ? above.size()
                        : above.size() - 1, window);
            }
        }
        application.addAll(above);
        return application;
    }

    static Activity owner(View root) {
        Context context = root.getContext();
        if (root instanceof ViewGroup group && group.getChildCount() > 0 && unwrap(context) == null) {
            context = group.getChildAt(0).getContext();
        }
        return unwrap(context);
    }

    private static Activity unwrap(Context context) {
        for (int i = 0; i < 32 && context instanceof ContextWrapper wrapper; i++) {
            if (wrapper instanceof Activity activity) {
                return activity;
            }
            context = wrapper.getBaseContext();
        }
        return null;
    }

    private static Rect place(View root, WindowManager.LayoutParams parameters) {
        DisplayMetrics screen = screen();
        Rect place = new Rect();
        Gravity.apply(parameters.gravity == Gravity.NO_GRAVITY ? Gravity.TOP | Gravity.START : parameters.gravity,
                root.getWidth(), root.getHeight(), new Rect(0, 0, screen.widthPixels, screen.heightPixels), parameters.x,
                parameters.y, place, View.LAYOUT_DIRECTION_LTR);
        return place;
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> field(String name) {
        try {
            Field field = WindowManagerGlobal.class.getDeclaredField(name);
            field.setAccessible(true);
            return new ArrayList<>((List<T>) field.get(WindowManagerGlobal.getInstance()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this framework keeps its windows elsewhere: " + name, e);
        }
    }
}
