package auditor.handset;

import android.os.SystemClock;
import auditor.deskphone.Guards;
import auditor.deskphone.RealTime;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.robolectric.shadows.ShadowChoreographer;

/**
 * Has the framework's clock go with the real one, and gives the frames that somebody asked for at 60 Hz, on a thread of
 * its own: a busy main thread must not stop them.
 */
final class Clock {
    private static final long FRAME_MS = 16;
    // Nobody looks at what the framework draws: a picture of the screen is drawn when one is asked for. Frames are
    // still drawn now and then, for what waits for them, and cost at most this part of the time.
    private static final int DRAWN_PART = 10;
    private static final int NOT_DRAWN = 0;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "desk-clock");
        thread.setDaemon(true);
        return thread;
    });
    private long drawAgain = System.nanoTime();

    static void start() {
        Clock clock = new Clock();
        RealTime.start(SystemClock.elapsedRealtimeNanos());
        // Each receiver asks for its own frame: the framework's paused mode would give it to the first one only.
        ShadowChoreographer.setPaused(false);
        ShadowChoreographer.setFrameDelay(Duration.ofMillis(FRAME_MS));
        Guards.answer("vsync", (arguments, original) -> {
            clock.timer.schedule(() -> clock.frame(original), FRAME_MS, TimeUnit.MILLISECONDS);
            return null;
        });
        Guards.answer("draw", (arguments, original) -> clock.draw(original));
    }

    /** Main thread only. */
    private Object draw(Guards.Original syncAndDraw) throws Throwable {
        long begun = System.nanoTime();
        if (begun < drawAgain) {
            return NOT_DRAWN;
        }
        Object drawn = syncAndDraw.call();
        long ended = System.nanoTime();
        drawAgain = ended + (DRAWN_PART - 1) * (ended - begun);
        return drawn;
    }

    private void frame(Guards.Original vsync) {
        try {
            vsync.call();
        } catch (Throwable e) {
            e.printStackTrace();
        }
    }
}
