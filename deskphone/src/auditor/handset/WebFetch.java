package auditor.handset;

import android.content.res.AssetManager;
import android.net.Uri;
import android.util.Base64;
import android.webkit.WebResourceResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.robolectric.RuntimeEnvironment;

/** Gets what an address of a page stands for: over HTTP as a browser does, from the app's assets, files and providers, or from itself. */
final class WebFetch {
    private static final int TIMEOUT_MS = 20_000;
    private static final int LARGEST = 16 << 20;

    /** What came back. Header names are in lower case. */
    record Reply(int status, String reason, Map<String, String> headers, byte[] body) {
        String mime() {
            return headers.getOrDefault("content-type", "text/html").split(";")[0].trim().toLowerCase(Locale.ROOT);
        }

        Charset charset() {
            for (String piece : headers.getOrDefault("content-type", "").split(";")) {
                String[] pair = piece.trim().split("=", 2);
                if (pair[0].equalsIgnoreCase("charset") && pair.length == 2 && supported(pair[1].replace("\"", ""))) {
                    return Charset.forName(pair[1].replace("\"", ""));
                }
            }
            return StandardCharsets.UTF_8;
        }

        /** Where a redirect leads, null for any other reply. */
        String location() {
            return status < 300 || status >= 400 ? null : headers.get("location");
        }

        /** As the app gets to see it. */
        WebResourceResponse response() {
            WebResourceResponse response = new WebResourceResponse(mime(), charset().name(), new ByteArrayInputStream(body));
            response.setStatusCodeAndReasonPhrase(status, reason.isEmpty() ? "Error" : reason);
            return response;
        }

        private static boolean supported(String name) {
            try {
                return Charset.isSupported(name);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /** Somewhere for cookies to come from and go to. */
    interface Cookies {
        String of(String url);

        void take(String url, String cookie);
    }

    private WebFetch() {
    }

    /** Fetches one address, redirects not followed. Throws IOException when nothing answers. */
    static Reply get(String url, String method, byte[] sent, Map<String, String> headers, Cookies cookies) throws IOException {
        Uri uri = Uri.parse(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "http", "https":
                return http(url, method, sent, headers, cookies);
            case "data":
                return data(url.substring(5));
            case "about":
                return new Reply(200, "OK", Map.of("content-type", "text/html"), new byte[0]);
            case "file":
                return local(uri, file(uri));
            case "content":
                return local(uri, RuntimeEnvironment.getApplication().getContentResolver().openInputStream(uri));
            default:
                throw new UnknownSchemeException(scheme);
        }
    }

    /** The address has a scheme that no browser fetches. */
    static final class UnknownSchemeException extends IOException {
        UnknownSchemeException(String scheme) {
            super("net::ERR_UNKNOWN_URL_SCHEME " + scheme);
        }
    }

    private static Reply http(String url, String method, byte[] sent, Map<String, String> headers, Cookies cookies) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        connection.setRequestProperty("Accept-Encoding", "gzip");
        String kept = cookies.of(url);
        if (kept != null) {
            connection.setRequestProperty("Cookie", kept);
        }
        try {
            if (sent != null) {
                connection.setDoOutput(true);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(sent);
                }
            }
            int status = connection.getResponseCode();
            Map<String, String> got = new TreeMap<>();
            connection.getHeaderFields().forEach((name, values) -> {
                if (name != null) {
                    got.put(name.toLowerCase(Locale.ROOT), values.get(0));
                    if (name.equalsIgnoreCase("Set-Cookie")) {
                        values.forEach(value -> cookies.take(url, value));
                    }
                }
            });
            InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
            if (body != null && "gzip".equalsIgnoreCase(got.get("content-encoding"))) {
                body = new GZIPInputStream(body);
            }
            return new Reply(status, String.valueOf(connection.getResponseMessage()), got, body == null ? new byte[0] : whole(body));
        } finally {
            connection.disconnect();
        }
    }

    private static InputStream file(Uri uri) throws IOException {
        String path = String.valueOf(uri.getPath());
        if (path.startsWith("/android_asset/")) {
            return RuntimeEnvironment.getApplication().getAssets().open(path.substring(15), AssetManager.ACCESS_STREAMING);
        }
        return new FileInputStream(path);
    }

    private static Reply local(Uri uri, InputStream in) throws IOException {
        if (in == null) {
            throw new FileNotFoundException(uri.toString());
        }
        String extension = String.valueOf(uri.getLastPathSegment()).replaceAll("^.*\\.", "").toLowerCase(Locale.ROOT);
        String type = switch (extension) {
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            case "png", "gif", "jpeg", "webp" -> "image/" + extension;
            case "jpg" -> "image/jpeg";
            case "txt" -> "text/plain";
            case "json" -> "application/json";
            case "pdf" -> "application/pdf";
            default -> "text/html";
        };
        return new Reply(200, "OK", Map.of("content-type", type), whole(in));
    }

    private static Reply data(String rest) throws IOException {
        int comma = rest.indexOf(',');
        if (comma < 0) {
            throw new IOException("net::ERR_INVALID_URL");
        }
        String type = rest.substring(0, comma);
        boolean coded = type.endsWith(";base64");
        String plain = URLDecoder.decode(rest.substring(comma + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
        byte[] body = coded ? Base64.decode(plain, Base64.DEFAULT) : plain.getBytes(StandardCharsets.UTF_8);
        String named = coded ? type.substring(0, type.length() - 7) : type;
        return new Reply(200, "OK", Map.of("content-type", named.isEmpty() ? "text/plain" : named), body);
    }

    /** All of a stream, which is closed then; more than a page should have is an error. */
    static byte[] whole(InputStream in) throws IOException {
        try (in) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] piece = new byte[1 << 14];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                out.write(piece, 0, read);
                if (out.size() > LARGEST) {
                    throw new IOException("more than " + (LARGEST >> 20) + " MiB");
                }
            }
            return out.toByteArray();
        }
    }
}
