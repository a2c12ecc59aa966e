package auditor.handset;

import android.os.Looper;
import android.os.SystemClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowPausedLooper;

/** The main looper's rest, called by Robolectric's message queue (auditor.deskphone.RealTime). */
public final class MainWait {
    private MainWait() {
    }

    /**
     * Waits for a message to be posted, at most until the next one is due. The latch falls for every message posted since
     * it was hung up, so that none can come between this look at the queue and the wait.
     */
    public static boolean await(CountDownLatch posted, long most, TimeUnit unit) throws InterruptedException {
        ShadowPausedLooper looper = Shadow.extract(Looper.myLooper());
        long due = looper.getNextScheduledTaskTime().toMillis();
        long wait = unit.toMillis(most);
        if (due > 0) {
            wait = Math.min(wait, Math.max(1, due - SystemClock.uptimeMillis()));
        }
        return posted.await(wait, TimeUnit.MILLISECONDS);
    }
}
