package auditor.deskphone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of guards.tsv: which permission a framework call needs at which API level and target, what it does without
 * it, and where its answer comes from when allowed.
 *
 * @param api lowest and highest API level of the device
 * @param target lowest and highest target level of the app
 * @param needs alternatives, each a set of permissions that must all be held; empty: nothing is needed
 * @param denied "throws", "throws:TEXT" (a SecurityException), "fails:TEXT" (a RuntimeException), "null", "empty", "zero", "false" or "value:TEXT"
 * @param answer "original", "identity:KEY", "handset:NAME", "android": its own code where Robolectric has another, or "hole:KIND:WHY": the
 *     original, and a line in the ledger
 */
record Rule(String type, String method, int parameters, int[] api, int[] target, List<List<String>> needs, String denied,
        String answer, String source) {

    /** All rules by "class#method", in the order of the file. */
    static Map<String, List<Rule>> read() throws IOException {
        Map<String, List<Rule>> rules = new HashMap<>();
        try (InputStream file = Rule.class.getResourceAsStream("/guards.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] cells = line.split("\t", -1);
                if (cells.length != 9) {
                    throw new IOException("guards.tsv: nine columns expected in: " + line);
                }
                for (String method : cells[1].split("\\|")) {
                    Rule rule = new Rule(cells[0], method, cells[2].equals("*") ? -1 : Integer.parseInt(cells[2]),
                            levels(cells[3]), levels(cells[4]), needs(cells[5]), cells[6], cells[7], cells[8]);
                    rules.computeIfAbsent(rule.type + "#" + method, key -> new ArrayList<>()).add(rule);
                }
            }
        }
        return rules;
    }

    private static int[] levels(String cell) {
        if (cell.equals("*")) {
            return new int[] {0, 10000};
        }
        String[] ends = cell.split("-", -1);
        return new int[] {Integer.parseInt(ends[0]), ends[1].isEmpty() ? 10000 : Integer.parseInt(ends[1])};
    }

    private static List<List<String>> needs(String cell) {
        if (cell.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(cell.split("\\|"))
                .map(all -> Arrays.stream(all.split("&")).map(name -> "android.permission." + name).toList()).toList();
    }

    boolean applies(int arity, int level, int targeted) {
        return (parameters < 0 || parameters == arity) && api[0] <= level && level <= api[1]
                && target[0] <= targeted && targeted <= target[1];
    }

    boolean allowed(Grants grants) {
        return needs.isEmpty() || needs.stream().anyMatch(all -> all.stream().allMatch(grants::holds));
    }

    /** Whether every way to be allowed leads over a permission whose app-op is switched off. */
    boolean ignored(Grants grants) {
        return !needs.isEmpty() && needs.stream().filter(all -> all.stream().allMatch(grants::holds))
                .allMatch(all -> all.stream().anyMatch(grants::ignores));
    }
}
