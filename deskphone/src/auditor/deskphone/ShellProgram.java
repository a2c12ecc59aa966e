package auditor.deskphone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A shell that the app writes commands to: each line is run when it is complete, and what it says can be read. */
final class ShellProgram extends java.lang.Process {
    private static final int ROOM = 1 << 20;
    private static final int LONGEST_LINE = 1 << 16;

    private final Runner runner;
    private final PipedInputStream output = new PipedInputStream(ROOM);
    private final PipedInputStream errors = new PipedInputStream(ROOM);
    private final PipedOutputStream said;
    private final PipedOutputStream complained;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int code;

    /** Runs one line and gives the phone's answer. */
    interface Runner {
        Fields run(String line) throws IOException;
    }

    ShellProgram(Runner runner, boolean oneStream) throws IOException {
        this.runner = runner;
        said = new PipedOutputStream(output);
        complained = new PipedOutputStream(errors);
        this.oneStream = oneStream;
    }

    private final boolean oneStream;

    private final OutputStream input = new OutputStream() {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int letter) throws IOException {
            if (ended.getCount() == 0) {
                throw new IOException("write failed: EPIPE (Broken pipe)");
            }
            if (letter != '\n') {
                line.write(letter);
                if (line.size() > LONGEST_LINE) {
                    throw new IOException("line too long");
                }
                return;
            }
            run(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }

        @Override
        public synchronized void close() throws IOException {
            if (ended.getCount() != 0) {
                if (line.size() > 0) {
                    run(line.toString(StandardCharsets.UTF_8));
                }
                end();
            }
        }
    };

    private void run(String line) throws IOException {
        String words = line.strip();
        if (words.equals("exit") || words.startsWith("exit ")) {
            code = words.equals("exit") ? code : Integer.parseInt("0" + words.substring(5).replaceAll("\\D", "")) & 0xff;
            end();
        } else if (!words.isEmpty() && !words.startsWith("#")) {
            Fields answer = runner.run(line);
            code = answer.number("code", 1);
            said.write(Programs.decoded(answer, "output"));
            (oneStream ? said : complained).write(Programs.decoded(answer, "errors"));
            said.flush();
            complained.flush();
        }
    }

    private void end() throws IOException {
        said.close();
        complained.close();
        ended.countDown();
    }

    @Override
    public OutputStream getOutputStream() {
        return input;
    }

    @Override
    public InputStream getInputStream() {
        return output;
    }

    @Override
    public InputStream getErrorStream() {
        return errors;
    }

    @Override
    public int waitFor() throws InterruptedException {
        ended.await();
        return code;
    }

    @Override
    public int exitValue() {
        if (ended.getCount() != 0) {
            throw new IllegalThreadStateException("process has not exited");
        }
        return code;
    }

    @Override
    public void destroy() {
        try {
            end();
        } catch (IOException e) {
            ended.countDown();
        }
    }
}
