package auditor.deskphone;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/** Programs that the app starts: the phone runs its own commands for them, and nothing runs here. */
public final class Programs {
    private static final long LONGEST_S = 30;
    private static final Map<Integer, String> ERRORS = Map.of(2, "No such file or directory", 13, "Permission denied");

    private Programs() {
    }

    public static java.lang.Process exec(Runtime runtime, String line) throws IOException {
        return start(words(line), false);
    }

    public static java.lang.Process exec(Runtime runtime, String[] command) throws IOException {
        return start(Arrays.asList(command), false);
    }

    public static java.lang.Process exec(Runtime runtime, String line, String[] environment) throws IOException {
        return start(words(line), false);
    }

    public static java.lang.Process exec(Runtime runtime, String[] command, String[] environment) throws IOException {
        return start(Arrays.asList(command), false);
    }

    public static java.lang.Process exec(Runtime runtime, String line, String[] environment, File folder) throws IOException {
        return start(words(line), false);
    }

    public static java.lang.Process exec(Runtime runtime, String[] command, String[] environment, File folder) throws IOException {
        return start(Arrays.asList(command), false);
    }

    public static java.lang.Process start(ProcessBuilder builder) throws IOException {
        return start(builder.command(), builder.redirectErrorStream());
    }

    private static java.lang.Process start(List<String> command, boolean oneStream) throws IOException {
        if (command.isEmpty()) {
            throw new IndexOutOfBoundsException("empty command");
        }
        Fields answer = ask(command, new byte[0]);
        if (answer.has("error_number")) {
            int number = answer.number("error_number", 2);
            throw new IOException("Cannot run program \"" + command.get(0) + "\": error=" + number + ", "
                    + ERRORS.getOrDefault(number, "Unknown error"));
        }
        if (answer.flag("shell")) {
            return new ShellProgram(line -> ask(List.of(command.get(0), "-c", line), new byte[0]), oneStream);
        }
        return new EndedProgram(answer, oneStream);
    }

    private static Fields ask(List<String> command, byte[] input) throws IOException {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("command", command);
        question.put("input", Base64.getEncoder().encodeToString(input));
        Fields answer = AppCalls.session().control().ask("program", question, LONGEST_S);
        if (answer.has("output")) {
            answered(String.join(" ", command), new String(decoded(answer, "output"), StandardCharsets.UTF_8).strip());
        }
        return answer;
    }

    /** What a program printed, for a hook to see with the app's frames on the stack. */
    public static String answered(String command, String output) {
        return output;
    }

    static byte[] decoded(Fields answer, String name) {
        return Base64.getDecoder().decode(answer.text(name, ""));
    }

    private static List<String> words(String line) {
        if (line.isEmpty()) {
            throw new IllegalArgumentException("Empty command");
        }
        List<String> found = new java.util.ArrayList<>();
        for (StringTokenizer tokens = new StringTokenizer(line); tokens.hasMoreTokens(); ) {
            found.add(tokens.nextToken());
        }
        return found;
    }

    /** A program that has ended: all that it said is there. */
    private static final class EndedProgram extends java.lang.Process {
        private final Fields answer;
        private final java.io.InputStream output;
        private final java.io.InputStream errors;

        EndedProgram(Fields answer, boolean oneStream) {
            this.answer = answer;
            byte[] said = decoded(answer, "output");
            byte[] complaints = decoded(answer, "errors");
            byte[] both = Arrays.copyOf(said, said.length + complaints.length);
            System.arraycopy(complaints, 0, both, said.length, complaints.length);
            output = new ByteArrayInputStream(oneStream ? both : said);
            errors = new ByteArrayInputStream(oneStream ? new byte[0] : complaints);
        }

        @Override
        public java.io.OutputStream getOutputStream() {
            return java.io.OutputStream.nullOutputStream();
        }

        @Override
        public java.io.InputStream getInputStream() {
            return output;
        }

        @Override
        public java.io.InputStream getErrorStream() {
            return errors;
        }

        @Override
        public int waitFor() {
            return exitValue();
        }

        @Override
        public int exitValue() {
            return answer.number("code", 1);
        }

        @Override
        public void destroy() {
            // It has ended.
        }
    }
}
