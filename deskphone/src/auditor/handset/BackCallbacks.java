package auditor.handset;

import android.app.Activity;
import android.os.Build;
import android.view.View;
import android.view.ViewRootImpl;
import android.window.OnBackInvokedCallback;
import java.lang.reflect.Field;

/**
 * BACK in an app that asks for it by callbacks (android:enableOnBackInvokedCallback, Android 13 and later): the callback of the
 * window with the highest priority that was registered last gets the press, and no key event is sent.
 */
final class BackCallbacks {
    private BackCallbacks() {
    }

    /** Gives the press to the callback of a window, if the app has one; false when it goes the way of keys. */
    static boolean press(View root, Activities activities) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU
                || !root.getContext().getApplicationInfo().isOnBackInvokedCallbackEnabled()) {
            return false;
        }
        ViewRootImpl window = root.getViewRootImpl();
        OnBackInvokedCallback callback = window == null ? null : window.getOnBackInvokedDispatcher().getTopCallback();
        if (callback == null) {
            return false;
        }
        Activity owner = Windows.owner(root);
        if (owner != null && owner.getWindow().getDecorView() == root && callback == own(owner)) {
            BackPress.of(owner, activities);
        } else {
            callback.onBackInvoked();
        }
        return true;
    }

    /** The callback by which the framework finishes an activity; it would ask the system's task manager, which is not here. */
    private static Object own(Activity activity) {
        try {
            Field field = Activity.class.getDeclaredField("mDefaultBackCallback");
            field.setAccessible(true);
            return field.get(activity);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this framework keeps an activity's own callback elsewhere", e);
        }
    }
}
