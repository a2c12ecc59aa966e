package com.cornershop.test.splits;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** `ping` is answered with `pong`; `call PORT` with the first line that a server on that port of the loopback says. */
final class Server {
    private static final int PORT = 7100;

    private Server() {
    }

    static int start() throws IOException {
        ServerSocket listener = new ServerSocket(PORT, 5, InetAddress.getByName("127.0.0.1"));
        new Thread(() -> {
            while (true) {
                try (Socket client = listener.accept()) {
                    String asked = line(client);
                    String answer = asked.startsWith("call ") ? call(Integer.parseInt(asked.substring(5))) : "pong";
                    OutputStream out = client.getOutputStream();
                    out.write((answer + "\n").getBytes("UTF-8"));
                    out.flush();
                } catch (IOException e) {
                    android.util.Log.w("Server", e.toString());
                }
            }
        }).start();
        return PORT;
    }

    private static String call(int port) {
        try (Socket server = new Socket("127.0.0.1", port)) {
            return line(server);
        } catch (IOException e) {
            return "threw " + e;
        }
    }

    private static String line(Socket from) throws IOException {
        return String.valueOf(new BufferedReader(new InputStreamReader(from.getInputStream(), "UTF-8")).readLine());
    }
}
