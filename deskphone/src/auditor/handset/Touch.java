package auditor.handset;

import android.os.SystemClock;
import android.view.InputDevice;
import android.view.KeyEvent;
import android.view.MotionEvent;
import android.view.View;
import android.view.inputmethod.EditorInfo;
import android.view.inputmethod.InputConnection;
import java.util.List;

/** Input: taps, swipes, keys and text, delivered to the window that would get them on a phone. Main thread only. */
final class Touch {
    private final Activities activities;
    private Windows.Window target;
    private long downAt;

    Touch(Activities activities) {
        this.activities = activities;
    }

    /** One step of a gesture; false when no window takes it. */
    boolean touch(int action, float x, float y) {
        if (action == MotionEvent.ACTION_DOWN) {
            target = at((int) x, (int) y);
            downAt = SystemClock.uptimeMillis();
        }
        if (target == null) {
            return false;
        }
        MotionEvent event = MotionEvent.obtain(downAt, Math.max(downAt, SystemClock.uptimeMillis()), action, x, y, 0);
        event.setSource(InputDevice.SOURCE_TOUCHSCREEN);
        event.offsetLocation(-target.place().left, -target.place().top);
        target.root().dispatchTouchEvent(event);
        event.recycle();
        return true;
    }

    private Windows.Window at(int x, int y) {
        List<Windows.Window> windows = Windows.shown(activities);
        for (int i = windows.size() - 1; i >= 0; i--) {
            Windows.Window window = windows.get(i);
            if (window.touchable() && (window.place().contains(x, y) || window.takesTouchOutside())) {
                return window;
            }
        }
        return null;
    }

    private Windows.Window focused() {
        List<Windows.Window> windows = Windows.shown(activities);
        for (int i = windows.size() - 1; i >= 0; i--) {
            if (windows.get(i).focusable()) {
                return windows.get(i);
            }
        }
        return null;
    }

    /** Presses and releases a key in the focused window. */
    void key(int code) {
        Windows.Window window = focused();
        if (window == null || code == KeyEvent.KEYCODE_BACK && BackCallbacks.press(window.root(), activities)) {
            return;
        }
        long now = SystemClock.uptimeMillis();
        for (int action : new int[] {KeyEvent.ACTION_DOWN, KeyEvent.ACTION_UP}) {
            window.root().dispatchKeyEvent(new KeyEvent(now, now, action, code, 0, 0, -1, 0,
                    KeyEvent.FLAG_FROM_SYSTEM, InputDevice.SOURCE_KEYBOARD));
        }
    }

    /** Types into the focused field as a keyboard does; throws when no field has the focus. */
    void text(String text) {
        Windows.Window window = focused();
        View field = window == null ? null : window.root().findFocus();
        InputConnection connection = field == null ? null : field.onCreateInputConnection(new EditorInfo());
        if (connection == null) {
            throw new IllegalStateException("no text field has the focus; tap one first");
        }
        connection.commitText(text, 1);
    }
}
