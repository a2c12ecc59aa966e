package auditor.handset;

import java.util.Arrays;
import java.util.List;

/**
 * One row of permission_groups.tsv.
 *
 * @param kind "plain", "in_use" (offers "while using the app"), "selected" (offers a selection of photos), or "background:GROUP" (lets
 *     what GROUP allows be used in the background as well)
 * @param zh what follows the app's name in Chinese
 * @param en what follows "to" in English
 */
record PermissionGroup(String name, List<String> permissions, String kind, String zh, String en) {
    private static final String BACKGROUND = "background:";

    /** The groups of that API level. */
    static List<PermissionGroup> read(int api) {
        return LevelTable.read("/permission_groups.tsv", api).stream().map(cells -> new PermissionGroup(cells[0],
                Arrays.stream(cells[2].split(" ")).map(name -> name.contains(".") ? name : "android.permission." + name).toList(), cells[3], cells[4], cells[5])).toList();
    }

    boolean inUse() {
        return kind.equals("in_use");
    }

    boolean selected() {
        return kind.equals("selected");
    }

    /** The group whose use in the background this is about, or null. */
    String foreground() {
        return kind.startsWith(BACKGROUND) ? kind.substring(BACKGROUND.length()) : null;
    }

    boolean is(String group) {
        return name.equals(group);
    }
}
