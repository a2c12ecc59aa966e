package auditor.deskphone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;

/** Sets the process's proxy and the certificates it trusts, before any class of the app is loaded; may be set anew until then. */
final class Network {
    private static final char[] PASSWORD = "android".toCharArray();

    private static List<String> trusted;
    private static int relayed;

    private Network() {
    }

    static synchronized void set(Session session) throws IOException, GeneralSecurityException {
        Fields config = session.config();
        Fields properties = config.object("properties");
        String model = session.identity().text("device_model", properties.text("ro.product.model"));
        System.setProperty("http.agent", "Dalvik/2.1.0 (Linux; U; Android " + properties.text("ro.build.version.release", "14") + "; "
                + model + " Build/" + properties.text("ro.build.id", "UP1A.231005.007") + ")");
        if (!config.texts("ca").equals(trusted)) {
            trusted = config.texts("ca");
            trust(trusted);
        }
        Fields proxy = config.object("proxy");
        for (String scheme : List.of("http", "https")) {
            System.clearProperty(scheme + ".proxyHost");
            System.clearProperty(scheme + ".proxyPort");
        }
        if (proxy.text("host") == null) {
            return;
        }
        int port = proxy.number("port", 0);
        String relay = config.text("relay");
        if (relay != null && Files.exists(Path.of(relay))) {
            relayed = relayed == 0 ? Relay.start(relay, port) : relayed;
            port = relayed;
        }
        for (String scheme : List.of("http", "https")) {
            System.setProperty(scheme + ".proxyHost", proxy.text("host"));
            System.setProperty(scheme + ".proxyPort", Integer.toString(port));
        }
        System.setProperty("http.nonProxyHosts", "");
        // The JVM has no basic authentication over tunnels by default; a phone sends what the proxy asks for.
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    private static void trust(List<String> files) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        int count = 0;
        for (String file : files) {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("user-" + count++, certificate);
                }
            }
        }
        Path kept = Files.createTempFile("cacerts", ".p12");
        try (OutputStream out = Files.newOutputStream(kept)) {
            store.store(out, PASSWORD);
        }
        System.setProperty("javax.net.ssl.trustStore", kept.toString());
        System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
        System.setProperty("javax.net.ssl.trustStorePassword", new String(PASSWORD));
    }
}
