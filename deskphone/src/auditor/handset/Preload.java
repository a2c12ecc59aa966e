package auditor.handset;

import auditor.deskphone.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Loads the framework's classes that a first activity needs while the process waits at its gate, and runs none of their code.
 * The list is recorded by record_classes.py.
 */
final class Preload implements Runnable {
    private final ClassLoader loader;

    private Preload(ClassLoader loader) {
        this.loader = loader;
    }

    static void start() {
        Thread thread = new Thread(new Preload(AppProcess.loader()), "desk-preload");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try (InputStream list = Gate.class.getResourceAsStream("/first_activity_classes.txt")) {
            for (String name : new String(list.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (Gate.isOpen()) {
                    return;
                }
                load(name);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void load(String name) {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            // Another API level lacks it; who needs it will say so.
        }
    }
}
