package auditor.deskphone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Carries connections between this process's loopback and the phone: `adb forward` comes in, `adb reverse` goes out. */
final class Ports implements Control.Handset {
    private final Map<Integer, ServerSocketChannel> listening = new ConcurrentHashMap<>();
    private volatile String socket;

    boolean knows(String what) {
        return what.equals("dial") || what.equals("listen") || what.equals("unlisten");
    }

    /** Takes the phone's socket and exactly the ports that it wants to be listened on. */
    void configure(Fields config) {
        socket = config.text("ports");
        Set<Integer> wanted = new HashSet<>(config.numbers("reverse"));
        listening.keySet().stream().filter(port -> !wanted.contains(port)).forEach(this::unlisten);
        for (int port : wanted) {
            try {
                listen(port);
            } catch (IOException e) {
                System.err.println("port " + port + ": " + e.getMessage());
            }
        }
    }

    @Override
    public Map<String, Object> perform(String what, Fields arguments) throws IOException {
        int port = arguments.number("port", 0);
        switch (what) {
            case "dial":
                SocketChannel near = SocketChannel.open(loopback(port));
                SocketChannel far = phone("dial " + arguments.text("ticket", ""));
                Relay.carry(near, far);
                break;
            case "listen":
                listen(port);
                break;
            default:
                unlisten(port);
        }
        return Map.of();
    }

    private void listen(int port) throws IOException {
        if (listening.containsKey(port)) {
            return;
        }
        ServerSocketChannel listener = ServerSocketChannel.open().bind(loopback(port));
        listening.put(port, listener);
        Relay.daemon(() -> accept(listener, port), "desk-ports");
    }

    private void unlisten(int port) {
        ServerSocketChannel listener = listening.remove(port);
        if (listener != null) {
            Relay.close(listener);
        }
    }

    private void accept(ServerSocketChannel listener, int port) {
        while (listener.isOpen()) {
            try {
                SocketChannel near = listener.accept();
                try {
                    Relay.carry(near, phone("reverse " + port));
                } catch (IOException e) {
                    Relay.close(near);
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private SocketChannel phone(String said) throws IOException {
        SocketChannel far = SocketChannel.open(StandardProtocolFamily.UNIX);
        far.connect(UnixDomainSocketAddress.of(socket));
        ByteBuffer line = ByteBuffer.wrap((said + "\n").getBytes(StandardCharsets.US_ASCII));
        while (line.hasRemaining()) {
            far.write(line);
        }
        return far;
    }

    private static InetSocketAddress loopback(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }
}
