package auditor.handset;

import android.content.pm.ApplicationInfo;
import android.os.Build;
import android.webkit.WebResourceResponse;
import android.webkit.WebView;
import auditor.deskphone.Session;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.robolectric.RuntimeEnvironment;

/** Fetches for one WebView: with its headers and cookies, as far as the app may, and from the app where it answers itself. */
final class PageFetch {
    static final int MOST_REDIRECTS = 20;
    private final WebPage shown;
    private final WebView view;
    private final Session session;

    PageFetch(WebPage shown, WebView view, Session session) {
        this.shown = shown;
        this.view = view;
        this.session = session;
    }

    /** The headers of a request; `referer` may be null. */
    Map<String, String> headers(Map<String, String> given, String referer) {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", view.getSettings().getUserAgentString());
        headers.put("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8");
        headers.put("Accept-Language", session.config().text("locale", "en-US") + ",en;q=0.9");
        headers.put("X-Requested-With", session.config().text("package", ""));
        if (referer != null) {
            headers.put("Referer", referer);
        }
        headers.putAll(given);
        return headers;
    }

    /** A part of a page, over all redirects. Throws IOException when nothing answers or there are too many. */
    WebFetch.Reply follow(WebRequest request, String page) throws IOException {
        WebRequest now = request;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            WebFetch.Reply reply = fetch(now, null, page);
            String location = reply.location();
            if (location == null) {
                return reply;
            }
            String next = WebAddress.resolve(now.url(), location);
            now = new WebRequest(next, false, true, false, "GET", headers(Map.of(), WebAddress.referer(page, next)));
        }
        throw new IOException("net::ERR_TOO_MANY_REDIRECTS");
    }

    /** The app's own answer to a request where it has one, else the one from outside. */
    WebFetch.Reply fetch(WebRequest request, byte[] sent, String page) throws IOException {
        WebResourceResponse own = shown.client().shouldInterceptRequest(view, request);
        if (own != null) {
            return reply(own);
        }
        boolean web = request.url().regionMatches(true, 0, "http", 0, 4);
        if (web && !session.grants().holds("android.permission.INTERNET")) {
            throw new IOException("net::ERR_CACHE_MISS");
        }
        if (request.url().regionMatches(true, 0, "http:", 0, 5) && !cleartext()) {
            throw new IOException("net::ERR_CLEARTEXT_NOT_PERMITTED");
        }
        if (request.url().startsWith("file:") && !request.url().startsWith("file:///android_") && !view.getSettings().getAllowFileAccess()) {
            throw new IOException("net::ERR_ACCESS_DENIED");
        }
        return WebFetch.get(request.url(), request.method(), sent, request.headers(), new PageCookies(view, page));
    }

    private static WebFetch.Reply reply(WebResourceResponse own) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        if (own.getResponseHeaders() != null) {
            own.getResponseHeaders().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        }
        headers.putIfAbsent("content-type", own.getMimeType() + (own.getEncoding() == null ? "" : "; charset=" + own.getEncoding()));
        return new WebFetch.Reply(own.getStatusCode() == 0 ? 200 : own.getStatusCode(), "OK", headers,
                own.getData() == null ? new byte[0] : WebFetch.whole(own.getData()));
    }

    /** By the manifest; an app with a network security configuration of its own is taken to allow it. */
    private boolean cleartext() {
        ApplicationInfo info = RuntimeEnvironment.getApplication().getApplicationInfo();
        return session.target() < Build.VERSION_CODES.P || (info.flags & ApplicationInfo.FLAG_USES_CLEARTEXT_TRAFFIC) != 0
                || info.networkSecurityConfigRes != 0;
    }
}
