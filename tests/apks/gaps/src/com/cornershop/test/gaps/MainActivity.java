package com.cornershop.test.gaps;

import android.app.Activity;
import android.os.Bundle;

/** Does everything once, on a thread of its own, and says "done". */
public final class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(() -> {
            step("master", () -> SecretKeys.master(this));
            step("terms", SecretKeys::terms);
            step("brought", SecretKeys::brought);
            step("curve", KeyPairs::curve);
            step("rsa", KeyPairs::rsa);
            Hardware.use(this);
            OtherProcesses.use(this);
            Say.it("done");
        }).start();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void step(String name, Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            Say.it(name + " failed: " + e + " at " + java.util.Arrays.asList(e.getStackTrace()).subList(0, Math.min(6, e.getStackTrace().length)));
        }
    }
}
