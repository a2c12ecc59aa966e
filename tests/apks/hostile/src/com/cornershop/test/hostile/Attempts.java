package com.cornershop.test.hostile;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;

/** Ways out that foreign code tries. Each answers `denied: why` or `got: what`. */
final class Attempts {
    private Attempts() {}

    static String reads(String path) {
        try (InputStream in = new FileInputStream(path)) {
            byte[] start = new byte[64];
            int count = in.read(start);
            return count <= 0 ? "denied: empty" : "got: " + new String(start, 0, count, StandardCharsets.UTF_8).trim();
        } catch (IOException | SecurityException e) {
            return denied(e);
        }
    }

    /** A users' file of the sealed process alone names nobody of the host. */
    static String readsUsers(String path) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(new FileInputStream(path)))) {
            int users = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                users++;
            }
            return users == 0 ? "denied: empty" : "got: " + users + " users";
        } catch (IOException | SecurityException e) {
            return denied(e);
        }
    }

    static String lists(String path) {
        String[] names = new File(path).list();
        return names == null || names.length == 0 ? "denied: nothing there" : "got: " + names.length + " names";
    }

    static String writes(String path) {
        try (FileOutputStream out = new FileOutputStream(path)) {
            out.write('x');
            return "got: written";
        } catch (IOException | SecurityException e) {
            return denied(e);
        }
    }

    /** Its own processes (the seal's first one and the app) an app may see; anything else is the host's. */
    static String seesOtherProcesses() {
        String[] names = new File("/proc").list();
        int processes = 0;
        StringBuilder foreign = new StringBuilder();
        for (String name : names == null ? new String[0] : names) {
            if (!name.matches("\\d+")) {
                continue;
            }
            processes++;
            String command = reads("/proc/" + name + "/comm");
            if (!command.matches("got: (bwrap|java|main|app_process.*|op\\.test\\.hostile)") && !command.startsWith("denied")) {
                foreign.append(' ').append(command.substring(5));
            }
        }
        return foreign.length() == 0 ? "denied: " + processes + " of its own" : "got:" + foreign;
    }

    static String hasHostEnvironment() {
        for (Map.Entry<String, String> entry : System.getenv().entrySet()) {
            if (entry.getKey().matches("HOME|USER|LOGNAME|SSH_.*|.*TOKEN.*|.*PROXY.*|VIRTUAL_ENV|PYTHON.*")) {
                return "got: " + entry.getKey();
            }
        }
        return "denied: nothing of the host";
    }

    static String runs(String... command) {
        try {
            Process process = Runtime.getRuntime().exec(command);
            try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
                return "got: " + in.readLine();
            }
        } catch (IOException | SecurityException e) {
            return denied(e);
        }
    }

    /** All that a program says, its errors behind a bar, and how it ended. */
    static String whole(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            String said = text(process.getInputStream());
            String complained = text(process.getErrorStream());
            return "got: " + said + (complained.isEmpty() ? "" : " | " + complained) + " = " + process.waitFor();
        } catch (IOException | SecurityException e) {
            return denied(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return denied(e);
        }
    }

    /** Types lines to a program and gives what it says, and how it ended. */
    static String types(String program, String... lines) {
        try {
            Process process = Runtime.getRuntime().exec(program);
            for (String line : lines) {
                process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            }
            return "got: " + text(process.getInputStream()) + " = " + process.waitFor();
        } catch (IOException e) {
            return denied(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return denied(e);
        }
    }

    private static String text(InputStream in) throws IOException {
        StringBuilder found = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                found.append(found.length() == 0 ? "" : " ").append(line.replace('\0', ' '));
            }
        }
        return found.toString().trim();
    }

    /** Whether a file holds a word that gives the phone away. */
    static String mentions(String path, String word) {
        try (BufferedReader lines = new BufferedReader(new java.io.FileReader(path))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(word)) {
                    return "got: " + line;
                }
            }
            return "denied: no such word";
        } catch (IOException e) {
            return denied(e);
        }
    }

    static String connects(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 3000);
            return "got: connected";
        } catch (IOException | SecurityException e) {
            return denied(e);
        }
    }

    /** Any interface but the loopback and the card of the phone's own network is the host's. */
    static String hasHostInterface() {
        try {
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!card.isLoopback() && !card.getName().equals("wlan0") && card.getHardwareAddress() != null) {
                    return "got: " + card.getName();
                }
            }
            return "denied: the phone's own alone";
        } catch (SocketException e) {
            return denied(e);
        }
    }

    private static String denied(Exception e) {
        return "denied: " + e.getClass().getSimpleName();
    }
}
