package auditor.handset;

import android.app.ActivityThread;
import android.app.AlertDialog;
import android.app.Application;
import android.content.Context;
import android.graphics.Bitmap;
import android.graphics.Canvas;
import android.os.Looper;
import android.view.MotionEvent;
import android.view.View;
import android.view.WindowManager;
import android.widget.Button;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.ScrollView;
import android.widget.TextView;
import auditor.deskphone.AppLoader;
import com.google.common.base.Supplier;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowApplication;
import org.robolectric.shadows.ShadowPausedLooper;
import org.robolectric.util.ReflectionHelpers;
import org.robolectric.util.ReflectionHelpers.ClassParameter;

/**
 * Shows a window of the phone's own before the app is let in, and takes it away again: the framework's code for windows,
 * text, buttons and secure connections is then linked and loaded. Only a process that is booted ahead does this; it has
 * the time. Who asks for the application meanwhile gets an empty one: no code of the app may run before its hooks are
 * armed, and until the rehearsal is over its loader gives none. Main thread only.
 */
final class Rehearsal {
    private static final int WIDTH = 1080;
    private static final int HEIGHT = 2340;
    // What a window that goes away still has to do; the app's own time begins after it.
    private static final Duration AFTERWARDS = Duration.ofSeconds(2);

    private Rehearsal() {
    }

    static void play(AppLoader app) throws Exception {
        app.shut(true);
        Supplier<Application> own = ReflectionHelpers.getStaticField(RuntimeEnvironment.class, "applicationSupplier");
        Context context = context();
        Application standIn = new Application();
        Shadow.<ShadowApplication>extract(standIn).callAttach(context);
        RuntimeEnvironment.setApplicationSupplier(() -> standIn);
        try {
            window(context);
        } finally {
            app.shut(false);
            RuntimeEnvironment.setApplicationSupplier(own);
            RuntimeEnvironment.application = null;
        }
        connection();
    }

    /** A context of the system, which is there before any application is; of a thread object that nobody else sees. */
    private static Context context() throws ClassNotFoundException {
        ActivityThread thread = ReflectionHelpers.callConstructor(ActivityThread.class);
        return ReflectionHelpers.callStaticMethod(Class.forName("android.app.ContextImpl"), "createSystemContext",
                ClassParameter.from(ActivityThread.class, thread));
    }

    private static void window(Context context) {
        LinearLayout page = new LinearLayout(context);
        page.setOrientation(LinearLayout.VERTICAL);
        page.addView(new TextView(context));
        page.addView(new EditText(context));
        Button button = new Button(context);
        button.setText("·");
        page.addView(button);
        ScrollView scroll = new ScrollView(context);
        scroll.addView(page);
        AlertDialog dialog = new AlertDialog.Builder(context).setTitle("·").setMessage("·").setView(scroll)
                .setPositiveButton("·", null).setNegativeButton("·", null).create();
        dialog.getWindow().setType(WindowManager.LayoutParams.TYPE_APPLICATION_OVERLAY);
        dialog.show();
        idle();
        View root = dialog.getWindow().getDecorView();
        Bitmap picture = Bitmap.createBitmap(WIDTH, HEIGHT, Bitmap.Config.ARGB_8888);
        root.draw(new Canvas(picture));
        picture.recycle();
        tap(root, button);
        idle();
        dialog.dismiss();
        ShadowPausedLooper looper = Shadow.extract(Looper.getMainLooper());
        looper.idleFor(AFTERWARDS);
    }

    private static void tap(View root, View target) {
        int[] at = new int[2];
        target.getLocationInWindow(at);
        for (int action : new int[] {MotionEvent.ACTION_DOWN, MotionEvent.ACTION_UP}) {
            MotionEvent event = MotionEvent.obtain(0, 0, action, at[0] + 1, at[1] + 1, 0);
            root.dispatchTouchEvent(event);
            event.recycle();
        }
    }

    private static void idle() {
        ShadowPausedLooper looper = Shadow.extract(Looper.getMainLooper());
        looper.idle();
    }

    private static void connection() throws GeneralSecurityException, SSLException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLEngine engine = context.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        engine.beginHandshake();
        engine.wrap(java.nio.ByteBuffer.allocate(0), java.nio.ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    }
}
