package auditor.handset;

import android.content.res.Resources;
import android.text.Html;
import java.util.HashMap;
import java.util.Map;

/** What the system's permission dialog says at an API level, in the phone's language (permission_words.tsv). */
final class PermissionWords {
    private final Map<String, String[]> words = new HashMap<>();

    PermissionWords(int api) {
        LevelTable.read("/permission_words.tsv", api).forEach(cells -> words.put(cells[0], cells));
    }

    private static boolean chinese() {
        return Resources.getSystem().getConfiguration().getLocales().get(0).getLanguage().equals("zh");
    }

    String say(String name) {
        return words.get(name)[chinese() ? 2 : 3];
    }

    /** The question about a group, as HTML. */
    String question(String app, PermissionGroup group) {
        return say("question").formatted(Html.escapeHtml(app), chinese() ? group.zh() : group.en());
    }

    /** A question that names the app alone, as HTML. */
    String question(String name, String app) {
        return say(name).formatted(Html.escapeHtml(app));
    }
}
