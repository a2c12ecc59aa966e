package com.cornershop.test.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Ways out that need more than opening a file. Answers as in {@link Attempts}. */
final class Escapes {
    private Escapes() {}

    /** Opens for writing and writes nothing: harmless to the machine where a seal has a hole. */
    static String opensForWriting(String path) {
        try (RandomAccessFile file = new RandomAccessFile(path, "rw")) {
            return "got: opened";
        } catch (IOException | SecurityException e) {
            return "denied: " + e.getClass().getSimpleName();
        }
    }

    /** Past any redirection of calls in the app's code. */
    static String startsByReflection(String program) {
        try {
            Runtime.class.getMethod("exec", String.class).invoke(Runtime.getRuntime(), program);
            return "got: started";
        } catch (InvocationTargetException e) {
            return "denied: " + e.getCause().getClass().getSimpleName();
        } catch (ReflectiveOperationException e) {
            return "denied: " + e.getClass().getSimpleName();
        }
    }

    /** The JVM's own way into another process, or into itself. */
    static String attaches(String process) {
        try {
            Class<?> type = Class.forName("com.sun.tools.attach.VirtualMachine");
            return "got: " + type.getMethod("attach", String.class).invoke(null, process);
        } catch (InvocationTargetException e) {
            return "denied: " + e.getCause().getClass().getSimpleName();
        } catch (ReflectiveOperationException | LinkageError e) {
            return "denied: " + e.getClass().getSimpleName();
        }
    }

    /** Loads native code of this machine's kind; what that code gets is in the file that it writes. */
    static String loadsNative(String path) {
        try {
            System.class.getMethod("load", String.class).invoke(null, path);
            return "got: loaded";
        } catch (InvocationTargetException e) {
            return "denied: " + e.getCause();
        } catch (ReflectiveOperationException e) {
            return "denied: " + e.getClass().getSimpleName();
        }
    }

    /** Sends a word without knowing of any proxy, and reads what comes back. */
    static String exchanges(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 5000);
            OutputStream out = socket.getOutputStream();
            out.write("hello\n".getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[64];
            int count = socket.getInputStream().read(answer);
            return "got: " + new String(answer, 0, Math.max(0, count), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            return "denied: " + e.getClass().getSimpleName();
        }
    }

    static String sendsDatagram(String host, int port) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByName(host), port);
            socket.setSoTimeout(2000);
            socket.send(new DatagramPacket(new byte[] {1}, 1));
            socket.receive(new DatagramPacket(new byte[16], 16));
            return "got: an answer";
        } catch (IOException e) {
            return "denied: " + e.getClass().getSimpleName();
        }
    }

    static String scans(String host, int first, int count) {
        int open = 0;
        for (int port = first; port < first + count; port++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), 2000);
                open++;
            } catch (IOException e) {
                // Closed.
            }
        }
        return open == 0 ? "denied: all closed" : "got: " + open + " open";
    }

    static String makesThreads(int wanted) {
        List<Thread> made = new ArrayList<>();
        Object lock = new Object();
        String result = "got: " + wanted + " threads";
        try {
            while (made.size() < wanted) {
                Thread thread = new Thread(() -> {
                    synchronized (lock) {
                        try {
                            lock.wait(3000);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                });
                thread.setDaemon(true);
                thread.start();
                made.add(thread);
            }
        } catch (OutOfMemoryError e) {
            result = "denied: after " + made.size() + " threads";
        }
        // Long enough for whoever looks from outside.
        for (Thread thread : made) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return result;
    }

    /** Takes all memory that a JVM gives within and beside its heap, and keeps it. */
    static String fillsMemory() throws InterruptedException {
        List<Object> kept = new ArrayList<>();
        int step = 16 << 20;
        try {
            // A little less than there is, for what else needs some.
            for (int i = 0; i < 56; i++) {
                java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocateDirect(step);
                for (int at = 0; at < step; at += 4096) {
                    buffer.put(at, (byte) 1);
                }
                kept.add(buffer);
            }
            while (true) {
                byte[] array = new byte[step];
                java.util.Arrays.fill(array, (byte) 1);
                kept.add(array);
            }
        } catch (OutOfMemoryError e) {
            // That was all.
        }
        Thread.sleep(5000);
        return "got: " + (kept.size() * (long) step >> 20) + " MB";
    }

    static String fillsDisk(java.io.File folder) throws IOException {
        byte[] part = new byte[8 << 20];
        for (int i = 0; i < 64; i++) {
            try (java.io.FileOutputStream out = new java.io.FileOutputStream(new java.io.File(folder, "fill" + i))) {
                for (int j = 0; j < 16; j++) {
                    out.write(part);
                }
            }
        }
        return "got: 8 GB";
    }
}
