package com.cornershop.test.life;

import android.os.Handler;
import android.os.HandlerThread;
import android.os.Looper;
import android.os.SystemClock;
import android.view.Choreographer;
import java.util.concurrent.CountDownLatch;

/** Asks, from a thread that is no looper's, for work in a while, and says whether the best of some tries came on time. */
final class Times extends Thread {
    private static final int TRIES = 5;
    private static final long DELAY_MS = 60;
    private static final long LATE_MS = 80;

    private interface Asking {
        void ask(Runnable done);
    }

    @Override
    public void run() {
        try {
            Handler main = new Handler(Looper.getMainLooper());
            say("main", DELAY_MS, done -> main.postDelayed(done, DELAY_MS));
            HandlerThread other = new HandlerThread("other");
            other.start();
            Handler onOther = new Handler(other.getLooper());
            say("other looper", DELAY_MS, done -> onOther.postDelayed(done, DELAY_MS));
            say("sooner than another", DELAY_MS, done -> {
                onOther.postDelayed(() -> { }, 20 * DELAY_MS);
                onOther.postDelayed(done, DELAY_MS);
            });
            other.quit();
            other.join();
            say("frame", 0, done -> main.post(() -> Choreographer.getInstance().postFrameCallback(at -> done.run())));
            say("sleep", DELAY_MS, done -> {
                SystemClock.sleep(DELAY_MS);
                done.run();
            });
            Facts.say("times over");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String what, long delay, Asking asking) throws InterruptedException {
        long best = Long.MAX_VALUE;
        boolean early = false;
        for (int i = 0; i < TRIES; i++) {
            CountDownLatch came = new CountDownLatch(1);
            long clock = SystemClock.uptimeMillis();
            long begun = System.nanoTime();
            asking.ask(came::countDown);
            came.await();
            // Both clocks are cut to milliseconds.
            early |= SystemClock.uptimeMillis() - clock < delay || (System.nanoTime() - begun) / 1_000_000 < delay - 1;
            best = Math.min(best, SystemClock.uptimeMillis() - clock - delay);
        }
        Facts.say(what + " early " + early + " late " + (best > LATE_MS));
    }
}
