package auditor.handset;

import android.app.PendingIntent;
import android.content.Intent;
import android.os.Handler;
import auditor.deskphone.Guards;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowPendingIntent;

/** Does what a pending intent was made for: starts its activity or service, or sends its broadcast. */
final class PendingIntents {
    private final Broadcasts broadcasts;
    private final Services services;

    PendingIntents(Broadcasts broadcasts, Services services) {
        this.broadcasts = broadcasts;
        this.services = services;
    }

    void answer() {
        Guards.answer("send_pending", (arguments, original) -> {
            Integer code = null;
            Intent fill = null;
            PendingIntent.OnFinished finished = null;
            Handler handler = null;
            String permission = null;
            for (int i = 1; i < arguments.length; i++) {
                Object argument = arguments[i];
                code = argument instanceof Integer given ? given : code;
                fill = argument instanceof Intent given ? given : fill;
                finished = argument instanceof PendingIntent.OnFinished given ? given : finished;
                handler = argument instanceof Handler given ? given : handler;
                permission = argument instanceof String given ? given : permission;
            }
            send((PendingIntent) arguments[0], code == null ? 0 : code, fill, finished, handler, permission, false);
            return null;
        });
    }

    /** Sends it; `system` is true when the phone does it for the user, who tapped a notification. */
    void send(PendingIntent pending, int code, Intent fill, PendingIntent.OnFinished finished, Handler handler, String permission,
            boolean system) throws PendingIntent.CanceledException {
        ShadowPendingIntent saved = Shadow.extract(pending);
        if (saved.isCanceled()) {
            throw new PendingIntent.CanceledException();
        }
        Intent[] intents = saved.getSavedIntents();
        Intent last = new Intent(intents[intents.length - 1]);
        if (fill != null && (saved.getFlags() & PendingIntent.FLAG_IMMUTABLE) == 0) {
            last.fillIn(fill, saved.getFlags());
        }
        for (int i = 0; i < intents.length; i++) {
            Intent intent = i == intents.length - 1 ? last : new Intent(intents[i]);
            if (saved.isActivity()) {
                AppProcess.current().activities().requestAs(system, intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK));
            } else if (saved.isBroadcast()) {
                broadcasts.send(intent, permission, code);
            } else {
                services.start(intent, saved.isForegroundService());
            }
        }
        if ((saved.getFlags() & PendingIntent.FLAG_ONE_SHOT) != 0) {
            pending.cancel();
        }
        if (finished != null) {
            Runnable told = () -> finished.onSendFinished(pending, last, code, null, null);
            if (handler != null) {
                handler.post(told);
            } else {
                AppProcess.onMain(told);
            }
        }
    }
}
