package auditor.handset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One row of permission_groups.tsv.
 *
 * @param whileInUse offers "while using the app" and "only this time" instead of "allow"
 * @param zh what follows the app's name in Chinese
 * @param en what follows "to" in English
 */
record PermissionGroup(String name, List<String> permissions, boolean whileInUse, String zh, String en) {

    /** The groups of that API level. */
    static List<PermissionGroup> read(int api) {
        List<PermissionGroup> groups = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                auditor.deskphone.Session.class.getResourceAsStream("/permission_groups.tsv"), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", -1);
                if (Integer.parseInt(cells[1]) <= api) {
                    groups.add(new PermissionGroup(cells[0], Arrays.stream(cells[2].split(" "))
                            .map(name -> "android.permission." + name).toList(), cells[3].equals("yes") && api >= 30, cells[4], cells[5]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return groups;
    }
}
