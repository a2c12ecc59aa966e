package auditor.handset;

import android.content.Intent;
import auditor.deskphone.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The screens of other apps that every phone has, by the table "other_apps.tsv". */
final class OtherApps {
    /**
     * One row of the table.
     *
     * @param scheme of the intent's data; "*" is any or none
     * @param kind "screen": the phone shows a page of its own settings; "cancelled": the user comes back without a choice
     */
    record Entry(String action, String scheme, String kind, String app) {
        boolean isScreen() {
            return kind.equals("screen");
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    OtherApps() throws IOException {
        try (InputStream file = Session.class.getResourceAsStream("/other_apps.tsv")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).forEach(line -> {
                String[] cells = line.split("\t");
                entries.add(new Entry(cells[0], cells[1], cells[2], cells[3]));
            });
        }
    }

    /** Who answers this intent on a phone, or null when it names a component, another package, or nobody does. */
    Entry find(Intent intent) {
        if (intent.getComponent() != null || intent.getAction() == null) {
            return null;
        }
        if (Intent.ACTION_CHOOSER.equals(intent.getAction())) {
            Intent inner = intent.getParcelableExtra(Intent.EXTRA_INTENT);
            return inner == null ? null : find(inner);
        }
        String scheme = intent.getScheme() == null ? "" : intent.getScheme();
        for (Entry entry : entries) {
            if (entry.action.equals(intent.getAction()) && (entry.scheme.equals("*") || entry.scheme.equals(scheme))) {
                return intent.getPackage() == null || entry.isScreen() ? entry : null;
            }
        }
        return null;
    }
}
