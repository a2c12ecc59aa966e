package auditor.handset;

import android.graphics.Bitmap;
import android.graphics.Canvas;
import android.graphics.Color;
import android.util.DisplayMetrics;
import android.view.WindowManager;
import java.util.List;

/** Draws the windows into one picture. Main thread only. */
final class Screen {
    /** The first level whose frames are drawn as they come; below it the views are drawn only when a picture is asked for. */
    static final int DRAWS_SINCE = 33;

    private Screen() {
    }

    /** PNG bytes of what is on screen. */
    static byte[] capture(List<Windows.Window> windows) {
        DisplayMetrics metrics = Windows.screen();
        Bitmap picture = Bitmap.createBitmap(metrics.widthPixels, metrics.heightPixels, Bitmap.Config.ARGB_8888);
        Canvas canvas = new Canvas(picture);
        canvas.drawColor(Color.BLACK);
        for (Windows.Window window : windows) {
            if ((window.parameters().flags & WindowManager.LayoutParams.FLAG_DIM_BEHIND) != 0) {
                canvas.drawColor(Color.argb((int) (255 * window.parameters().dimAmount), 0, 0, 0));
            }
            int saved = canvas.save();
            canvas.translate(window.place().left, window.place().top);
            canvas.clipRect(0, 0, window.root().getWidth(), window.root().getHeight());
            window.root().draw(canvas);
            canvas.restoreToCount(saved);
        }
        byte[] png = Png.of(picture);
        picture.recycle();
        return png;
    }
}
