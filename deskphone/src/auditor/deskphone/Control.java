package auditor.deskphone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The control socket: events out, requests in, questions to the phone and their answers. Reading runs on a daemon thread
 * of its own, away from app code; requests are performed one after another on a second one, so that an app that waits for
 * the phone's answer gets it while a request waits for the app.
 */
public final class Control {
    private static final int LONGEST_LINE = 32 << 20;
    private final SocketChannel channel;
    private final ExecutorService requests = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "desk-requests");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Long, CompletableFuture<Fields>> asked = new ConcurrentHashMap<>();
    private final AtomicLong questions = new AtomicLong();
    private volatile Handset handset;
    private final Ports ports = new Ports();

    /** What answers requests; a request before it is set is refused with a sentence. */
    public interface Handset {
        /** Performs one request and returns the fields of its answer; an exception's message becomes the error. */
        Map<String, Object> perform(String what, Fields arguments) throws Exception;
    }

    private Control(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects to the phone's socket at that path. */
    public static Control connect(String path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        return new Control(channel);
    }

    public void serve(Handset answers) {
        handset = answers;
    }

    /** Answers what concerns the process's loopback, whatever state it is in. */
    Ports ports() {
        return ports;
    }

    /** Starts the reading thread; the end of the socket ends the process, for nobody is left to talk to. */
    public void listen() {
        Thread reader = new Thread(this::read, "desk-control");
        reader.setDaemon(true);
        reader.start();
    }

    /** Sends one event; name-value pairs follow the kind. Never throws: a broken socket is seen by the reader. */
    public void event(String kind, Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", kind);
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        send(fields);
    }

    /** Asks the phone and waits for its answer; an IOException says what it refused, or that no answer came in time. */
    public Fields ask(String what, Map<String, Object> arguments, long seconds) throws IOException {
        long number = questions.incrementAndGet();
        CompletableFuture<Fields> answer = new CompletableFuture<>();
        asked.put(number, answer);
        Map<String, Object> question = new LinkedHashMap<>(arguments);
        question.put("ask", number);
        question.put("what", what);
        send(question);
        try {
            Fields given = answer.get(seconds, TimeUnit.SECONDS);
            if (!given.flag("ok")) {
                throw new IOException(given.text("error", "the phone refused"));
            }
            return given;
        } catch (TimeoutException e) {
            throw new IOException("the phone did not answer within " + seconds + " s");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the phone");
        } finally {
            asked.remove(number);
        }
    }

    private void send(Map<String, Object> fields) {
        byte[] line = (Json.write(fields) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.wrap(line);
        synchronized (channel) {
            try {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException e) {
                // The reader meets the same broken socket and ends the process.
            }
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    byte b = buffer.get();
                    if (b != '\n') {
                        line.write(b);
                        if (line.size() > LONGEST_LINE) {
                            throw new IOException("line too long");
                        }
                    } else {
                        take(line.toString(StandardCharsets.UTF_8));
                        line.reset();
                    }
                }
                buffer.clear();
            }
        } catch (IOException e) {
            System.err.println("control socket: " + e.getMessage());
        }
        Ending.halt(0);
    }

    private void take(String text) {
        Fields message = new Fields(Json.object(text));
        if (message.all().get("answer") instanceof Long number) {
            CompletableFuture<Fields> waiting = asked.get(number);
            if (waiting != null) {
                waiting.complete(message);
            }
        } else {
            requests.execute(() -> answer(message));
        }
    }

    private Map<String, Object> perform(String what, Fields arguments) throws Exception {
        if (what.equals("sealed")) {
            Gate.sealed();
            return Map.of();
        }
        Handset answers = ports.knows(what) ? ports : handset;
        if (answers == null) {
            throw new IllegalStateException("the framework is not up yet");
        }
        return answers.perform(what, arguments);
    }

    private void answer(Fields request) {
        Map<String, Object> reply = new LinkedHashMap<>();
        try {
            reply.put("id", request.all().get("id"));
            String what = request.text("do", "");
            reply.putAll(perform(what, request));
            reply.put("ok", true);
        } catch (Throwable e) {
            reply.put("ok", false);
            reply.put("error", Ending.sentence(e));
        }
        send(reply);
    }
}
