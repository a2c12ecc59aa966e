package auditor.handset;

import android.app.Notification;
import android.app.NotificationManager;
import android.app.PendingIntent;
import android.content.Context;
import android.os.Build;
import android.util.Log;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.robolectric.RuntimeEnvironment;

/** The app's notifications: told to the phone, which shows them, and pressed when the user does. */
final class Notifications {
    private final Session session;
    private final PendingIntents pending;
    private final Map<String, Shown> shown = new ConcurrentHashMap<>();

    private record Shown(String tag, int id, Notification notification) {
    }

    Notifications(Session session, PendingIntents pending) {
        this.session = session;
        this.pending = pending;
    }

    void answer() {
        Guards.answer("notify", (arguments, original) -> {
            boolean tagged = arguments.length > 3;
            Notification notification = (Notification) arguments[arguments.length - 1];
            if (!mayShow((NotificationManager) arguments[0], notification)) {
                return null;
            }
            Object result = original.call();
            post(tagged ? (String) arguments[1] : null, (Integer) arguments[tagged ? 2 : 1], notification);
            return result;
        });
        Guards.answer("notify_cancel", (arguments, original) -> {
            boolean tagged = arguments.length > 2;
            remove(key(tagged ? (String) arguments[1] : null, (Integer) arguments[tagged ? 2 : 1]));
            return original.call();
        });
        Guards.answer("notify_cancel_all", (arguments, original) -> {
            shown.keySet().forEach(this::remove);
            return original.call();
        });
        Guards.answer("notify_enabled", (arguments, original) -> allowed());
    }

    private static String key(String tag, int id) {
        return id + "|" + tag;
    }

    private boolean allowed() {
        return Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || session.grants().holds("android.permission.POST_NOTIFICATIONS");
    }

    /** Android 13 asks for a permission, Android 8 for a channel; without them nothing is shown and nothing thrown. */
    private boolean mayShow(NotificationManager manager, Notification notification) {
        if (!allowed()) {
            return false;
        }
        boolean channels = Build.VERSION.SDK_INT >= Build.VERSION_CODES.O && session.target() >= Build.VERSION_CODES.O;
        if (channels && (notification.getChannelId() == null || manager.getNotificationChannel(notification.getChannelId()) == null)) {
            Log.e("NotificationService", "No Channel found for pkg=" + session.config().text("package", "") + ", channelId="
                    + notification.getChannelId());
            return false;
        }
        return true;
    }

    private void post(String tag, int id, Notification notification) {
        String key = key(tag, id);
        shown.put(key, new Shown(tag, id, notification));
        List<String> buttons = new ArrayList<>();
        if (notification.actions != null) {
            for (Notification.Action action : notification.actions) {
                buttons.add(String.valueOf(action.title));
            }
        }
        session.control().event("notification", "state", "posted", "key", key, "channel", notification.getChannelId(),
                "title", text(notification, Notification.EXTRA_TITLE), "text", text(notification, Notification.EXTRA_TEXT),
                "ongoing", (notification.flags & (Notification.FLAG_ONGOING_EVENT | Notification.FLAG_FOREGROUND_SERVICE)) != 0,
                "tappable", notification.contentIntent != null, "buttons", buttons);
    }

    private static String text(Notification notification, String name) {
        CharSequence words = notification.extras == null ? null : notification.extras.getCharSequence(name);
        return words == null ? null : words.toString();
    }

    private void remove(String key) {
        if (shown.remove(key) != null) {
            session.control().event("notification", "state", "removed", "key", key);
        }
    }

    /** The user taps a notification, or its button of that number. Main thread only. */
    boolean press(String key, int button) throws PendingIntent.CanceledException {
        Shown pressed = shown.get(key);
        if (pressed == null) {
            return false;
        }
        Notification notification = pressed.notification;
        PendingIntent intent = button < 0 ? notification.contentIntent : notification.actions[button].actionIntent;
        if (button < 0 && (notification.flags & Notification.FLAG_AUTO_CANCEL) != 0) {
            NotificationManager manager = (NotificationManager) RuntimeEnvironment.getApplication()
                    .getSystemService(Context.NOTIFICATION_SERVICE);
            manager.cancel(pressed.tag, pressed.id);
        }
        if (intent != null) {
            pending.send(intent, 0, null, null, null, null, true);
        }
        return true;
    }
}
