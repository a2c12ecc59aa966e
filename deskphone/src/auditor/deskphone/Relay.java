package auditor.deskphone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The only way out of the seal: a loopback port whose connections are carried to the phone's proxy over a Unix socket. */
final class Relay {
    private final String socket;
    private final ServerSocketChannel listener;

    private Relay(String socket, ServerSocketChannel listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /**
     * Listens on the proxy's own port where it is free (always so in a network namespace of its own), else on any.
     * Returns the port.
     */
    static int start(String socket, int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try {
            listener.bind(new InetSocketAddress(loopback, port));
        } catch (IOException e) {
            listener.close();
            listener = ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 0));
        }
        Relay relay = new Relay(socket, listener);
        daemon(relay::accept, "desk-relay");
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel near = listener.accept();
                daemon(() -> connect(near), "desk-relay-connection");
            } catch (IOException e) {
                System.err.println("relay: " + e.getMessage());
                return;
            }
        }
    }

    private void connect(SocketChannel near) {
        try {
            SocketChannel far = SocketChannel.open(StandardProtocolFamily.UNIX);
            far.connect(UnixDomainSocketAddress.of(socket));
            carry(near, far);
        } catch (IOException e) {
            close(near);
        }
    }

    /** Carries bytes both ways on threads of its own until both ends are closed. */
    static void carry(SocketChannel near, SocketChannel far) {
        daemon(() -> copy(near, far), "desk-relay-up");
        daemon(() -> copy(far, near), "desk-relay-down");
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("relay: " + e.getMessage());
        }
    }

    static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
