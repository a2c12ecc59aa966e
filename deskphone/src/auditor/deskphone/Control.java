package auditor.deskphone;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.io.ByteArrayOutputStream;

/** The control socket: events out, requests in. Reading runs on a daemon thread of its own, away from app code. */
public final class Control {
    private static final int LONGEST_LINE = 32 << 20;
    private final SocketChannel channel;
    private volatile Handset handset;

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
                        answer(line.toString(StandardCharsets.UTF_8));
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

    private void answer(String text) {
        Map<String, Object> reply = new LinkedHashMap<>();
        try {
            Fields request = new Fields(Json.object(text));
            reply.put("id", request.all().get("id"));
            Handset answers = handset;
            if (answers == null) {
                throw new IllegalStateException("the framework is not up yet");
            }
            String what = request.text("do", "");
            Map<String, Object> fields = answers.perform(what, request);
            reply.put("ok", true);
            reply.putAll(fields);
        } catch (Throwable e) {
            reply.put("ok", false);
            reply.put("error", Ending.sentence(e));
        }
        send(reply);
    }
}
