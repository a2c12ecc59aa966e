package auditor.handset.keystore;

import auditor.deskphone.Fields;
import auditor.deskphone.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.ProviderException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entries of the app's key store, in a file of the app's data: they live as long as the install, as on a phone. */
final class KeyFile {
    private final Path file;
    private Map<String, Stored> entries;

    KeyFile(Path file) {
        this.file = file;
    }

    synchronized Stored get(String alias) {
        return entries().get(alias);
    }

    synchronized List<String> aliases() {
        return new ArrayList<>(entries().keySet());
    }

    synchronized void put(Stored entry) {
        entries().put(entry.alias(), entry);
        write();
    }

    synchronized void remove(String alias) {
        if (entries().remove(alias) != null) {
            write();
        }
    }

    private Map<String, Stored> entries() {
        if (entries == null) {
            entries = new LinkedHashMap<>();
            try {
                if (Files.exists(file)) {
                    Fields kept = new Fields(Json.object(Files.readString(file, StandardCharsets.UTF_8)));
                    for (Fields one : kept.objects("keys")) {
                        Stored entry = Stored.read(one);
                        entries.put(entry.alias(), entry);
                    }
                }
            } catch (IOException | IllegalArgumentException e) {
                // The app can write here: what it has spoilt is as good as lost.
                entries.clear();
            }
        }
        return entries;
    }

    private void write() {
        String text = Json.write(Map.of("keys", entries.values().stream().map(Stored::written).toList()));
        Path draft = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(draft, text, StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ProviderException("Failed to store the key: " + e.getMessage(), e);
        }
    }
}
