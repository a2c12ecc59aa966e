package auditor.handset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A tab-separated table of the phone's whose second column says for which API levels a row is: "23-28", "29-". */
final class LevelTable {
    private LevelTable() {
    }

    /** The rows of that level, each as its cells, in the order of the file. */
    static List<String[]> read(String file, int api) {
        List<String[]> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                auditor.deskphone.Session.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", -1);
                String[] levels = cells[1].split("-", -1);
                if (Integer.parseInt(levels[0]) <= api && (levels[1].isEmpty() || api <= Integer.parseInt(levels[1]))) {
                    rows.add(cells);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
