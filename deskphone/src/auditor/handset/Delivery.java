package auditor.handset;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.os.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowBroadcastPendingResult;
import org.robolectric.shadows.ShadowBroadcastReceiver;

/**
 * One broadcast on its way: registered receivers at once unless it is ordered, the others one after the other, each
 * when the one before has finished, with the result handed on.
 */
final class Delivery {
    /** What a broadcast ended with. */
    record Result(int code, String data, Bundle extras) {
    }

    /** Someone who gets it. `declared` receivers are made for this one call. */
    record Receiver(Supplier<BroadcastReceiver> receiver, Context context, Handler handler, int priority, boolean declared) {
    }

    private final Intent intent;
    private final boolean ordered;
    private final Handler main;
    private final List<Receiver> receivers = new ArrayList<>();
    private final AtomicBoolean aborted = new AtomicBoolean();
    private final CompletableFuture<Result> done = new CompletableFuture<>();
    private Result result = new Result(0, null, null);
    private BroadcastReceiver last;
    private Handler lastHandler;

    Delivery(Intent intent, boolean ordered, Handler main) {
        this.intent = intent;
        this.ordered = ordered;
        this.main = main;
    }

    Intent intent() {
        return intent;
    }

    void add(Receiver receiver) {
        receivers.add(receiver);
    }

    int size() {
        return receivers.size();
    }

    void initial(int code, String data, Bundle extras) {
        result = new Result(code, data, extras);
    }

    /** Who gets the result of all, or null. */
    void last(BroadcastReceiver receiver, Handler handler) {
        last = receiver;
        lastHandler = handler == null ? main : handler;
    }

    /** What came of it, when the last one has finished. */
    CompletableFuture<Result> done() {
        return done;
    }

    void start() {
        List<Receiver> queue = new ArrayList<>();
        for (Receiver receiver : receivers) {
            if (ordered || receiver.declared) {
                queue.add(receiver);
            } else {
                receiver.handler.post(() -> give(receiver, false));
            }
        }
        next(queue, 0);
    }

    private void next(List<Receiver> queue, int index) {
        if (index == queue.size() || aborted.get()) {
            main.post(this::end);
            return;
        }
        Receiver receiver = queue.get(index);
        receiver.handler.post(() -> {
            BroadcastReceiver.PendingResult pending = give(receiver, ordered);
            ShadowBroadcastPendingResult shadow = Shadow.extract(pending);
            shadow.getFuture().addListener(() -> {
                if (ordered) {
                    result = new Result(pending.getResultCode(), pending.getResultData(), pending.getResultExtras(false));
                    aborted.compareAndSet(false, pending.getAbortBroadcast());
                }
                next(queue, index + 1);
            }, Runnable::run);
        });
    }

    private BroadcastReceiver.PendingResult give(Receiver receiver, boolean inOrder) {
        BroadcastReceiver made = receiver.receiver.get();
        BroadcastReceiver.PendingResult pending = new BroadcastReceiver.PendingResult(result.code, result.data, result.extras, 0,
                inOrder, false, null, 0, 0);
        made.setPendingResult(pending);
        ShadowBroadcastReceiver shadow = Shadow.extract(made);
        Intent given = new Intent(intent);
        given.setExtrasClassLoader(AppProcess.loader());
        shadow.onReceive(receiver.context, given, inOrder ? aborted : new AtomicBoolean());
        return pending;
    }

    private void end() {
        if (last == null) {
            done.complete(result);
            return;
        }
        lastHandler.post(() -> {
            BroadcastReceiver.PendingResult pending = new BroadcastReceiver.PendingResult(result.code, result.data, result.extras, 0,
                    true, false, null, 0, 0);
            last.setPendingResult(pending);
            ShadowBroadcastReceiver shadow = Shadow.extract(last);
            shadow.onReceive(org.robolectric.RuntimeEnvironment.getApplication(), intent, new AtomicBoolean());
            done.complete(result);
        });
    }
}
