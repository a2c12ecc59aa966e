package auditor.handset;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is to be loaded: an address, or a page that the app gave itself (`inline`, of type `mime`), both null otherwise. */
record PageSource(String url, String inline, String mime, String method, byte[] sent, Map<String, String> headers, boolean gesture) {
    PageSource(String url) {
        this(url, null, null);
    }

    PageSource(String url, String inline, String mime) {
        this(url, inline, mime, "GET", null, Map.of(), false);
    }

    /** The page that the app gave, as a reply. */
    WebFetch.Reply reply() {
        return new WebFetch.Reply(200, "OK", Map.of("content-type", mime + "; charset=utf-8"), inline.getBytes(StandardCharsets.UTF_8));
    }

    /** What a redirect leads to: the same request again, or a plain one. */
    PageSource redirected(int status, String address) {
        boolean again = status == 307 || status == 308;
        return new PageSource(address, null, null, again ? method : "GET", again ? sent : null, again ? headers : Map.of(), false);
    }
}
