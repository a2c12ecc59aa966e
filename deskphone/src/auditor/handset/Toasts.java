package auditor.handset;

import android.view.View;
import android.widget.TextView;
import android.widget.Toast;
import org.robolectric.shadows.ShadowToast;

/** Reads what a toast that was just shown says. */
final class Toasts {
    private Toasts() {
    }

    static String text(Toast toast) {
        View view = toast.getView();
        TextView words = view instanceof TextView direct ? direct : view == null ? null : view.findViewById(android.R.id.message);
        return String.valueOf(words == null ? ShadowToast.getTextOfLatestToast() : words.getText());
    }
}
