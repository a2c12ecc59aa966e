package auditor.handset;

import android.view.View;
import android.widget.TextView;
import android.widget.Toast;

/** Reads what a toast says. */
final class Toasts {
    private Toasts() {
    }

    static String text(Toast toast) {
        View view = toast.getView();
        TextView words = view instanceof TextView direct ? direct : view == null ? null : view.findViewById(android.R.id.message);
        if (words != null) {
            return String.valueOf(words.getText());
        }
        try {
            java.lang.reflect.Field text = Toast.class.getDeclaredField("mText");
            text.setAccessible(true);
            return String.valueOf(text.get(toast));
        } catch (ReflectiveOperationException e) {
            return "";
        }
    }
}
