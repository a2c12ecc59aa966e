package auditor.handset;

import android.content.Intent;
import android.content.pm.ApplicationInfo;
import android.net.Uri;
import android.os.Build;
import android.webkit.CookieManager;
import android.webkit.WebChromeClient;
import android.webkit.WebResourceResponse;
import android.webkit.WebSettings;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import auditor.deskphone.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowWebView;

/** One WebView: its history, and the page it loads with all parts that the page names. Scripts are not run. */
final class WebPage {
    private static final int MOST_REDIRECTS = 20;
    private static final int DEEPEST_FRAME = 3;
    private static final long PARTS_LIMIT_S = 20;
    private static final long MAIN_LIMIT_S = 5;
    private static final ExecutorService LOADS = Executors.newCachedThreadPool(work -> daemon(work, "desk-page"));
    private static final ExecutorService PARTS = Executors.newFixedThreadPool(4, work -> daemon(work, "desk-page-part"));
    private final WebView view;
    private final Session session;
    private final WebPages pages;
    private final List<Entry> history = new ArrayList<>();
    private int at = -1;
    private volatile int turn;
    private volatile String url;
    private volatile String title = "";
    private volatile int progress = 100;
    private boolean seen;

    private record Entry(String url, String inline, String mime) {
    }

    /** What is to be loaded: an address, or a page that the app gave itself. */
    private record Load(String url, String inline, String mime, String method, byte[] sent, Map<String, String> headers, boolean gesture) {
    }

    WebPage(WebView view, Session session, WebPages pages) {
        this.view = view;
        this.session = session;
        this.pages = pages;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    boolean isNew() {
        boolean first = !seen;
        seen = true;
        return first;
    }

    String url() {
        return url;
    }

    String title() {
        return url == null ? null : title.isEmpty() ? url : title;
    }

    int progress() {
        return progress;
    }

    void stop() {
        turn++;
        progress = 100;
    }

    boolean canGo(int steps) {
        return at + steps >= 0 && at + steps < history.size();
    }

    Object go(int steps) {
        if (canGo(steps)) {
            at += steps;
            Entry entry = history.get(at);
            start(new Load(entry.url, entry.inline, entry.mime, "GET", null, Map.of(), false), false);
        }
        return null;
    }

    void load(String address, Map<String, String> headers) {
        if (address == null) {
            return;
        }
        if (address.regionMatches(true, 0, "javascript:", 0, 11)) {
            pages.script(url, address.substring(11));
            return;
        }
        String whole = address.contains(":") ? address : "http://" + address;
        start(new Load(whole, null, null, "GET", null, headers, false), true);
    }

    void post(String address, byte[] sent) {
        start(new Load(address, null, null, "POST", sent == null ? new byte[0] : sent,
                Map.of("Content-Type", "application/x-www-form-urlencoded"), false), true);
    }

    /** A page of the app's own, at the address that it names. */
    void show(String base, String data, String mime, String encoding, String named) {
        String plain = data == null ? "" : data;
        String type = mime == null ? "text/html" : mime;
        if (base == null && "base64".equalsIgnoreCase(encoding)) {
            start(new Load("data:" + type + ";base64," + plain, null, null, "GET", null, Map.of(), false), true);
            return;
        }
        start(new Load(base == null || base.isEmpty() ? "about:blank" : base, plain, type, "GET", null, Map.of(), false), true);
    }

    private void start(Load load, boolean remember) {
        view.getSettings();
        int mine = ++turn;
        progress = 10;
        if (remember) {
            while (history.size() > at + 1) {
                history.remove(history.size() - 1);
            }
            history.add(new Entry(load.url, load.inline, load.mime));
            at = history.size() - 1;
        }
        url = load.url;
        pages.begun();
        LOADS.execute(() -> {
            try {
                run(load, mine);
            } finally {
                pages.ended();
            }
        });
    }

    private WebViewClient client() {
        ShadowWebView shadow = Shadow.extract(view);
        return shadow.getWebViewClient() == null ? new WebViewClient() : shadow.getWebViewClient();
    }

    private WebChromeClient chrome() {
        ShadowWebView shadow = Shadow.extract(view);
        return shadow.getWebChromeClient() == null ? new WebChromeClient() : shadow.getWebChromeClient();
    }

    /** Has the main thread do it for this load and waits; false when another load has begun meanwhile. */
    private boolean onMain(int mine, Runnable work) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        AppProcess.onMain(() -> {
            if (turn == mine) {
                done.complete(true);
                work.run();
            } else {
                done.complete(false);
            }
        });
        return done.join();
    }

    private void run(Load load, int mine) {
        String current = load.url;
        Load step = load;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            String shown = current;
            if (!onMain(mine, () -> {
                url = shown;
                client().onPageStarted(view, shown, null);
                chrome().onProgressChanged(view, 10);
            })) {
                return;
            }
            WebRequest request = new WebRequest(current, true, redirects > 0, load.gesture, step.method, headers(step.headers, null));
            WebFetch.Reply reply;
            try {
                reply = step.inline != null ? new WebFetch.Reply(200, "OK", Map.of("content-type", step.mime + "; charset=utf-8"),
                        step.inline.getBytes(StandardCharsets.UTF_8)) : fetch(request, step.sent, current);
            } catch (IOException | SecurityException | IllegalArgumentException e) {
                fail(mine, request, e);
                return;
            }
            String location = reply.headers().get("location");
            if (reply.status() < 300 || reply.status() >= 400 || location == null) {
                page(mine, request, reply, 0);
                return;
            }
            current = resolve(current, location);
            boolean again = reply.status() == 307 || reply.status() == 308;
            step = new Load(current, null, null, again ? step.method : "GET", again ? step.sent : null, again ? step.headers : Map.of(), false);
            if (taken(mine, current, true, load.gesture)) {
                return;
            }
        }
        fail(mine, new WebRequest(current, true, true, false, "GET", Map.of()), new IOException("net::ERR_TOO_MANY_REDIRECTS"));
    }

    /** Asks the app whether it goes to that address itself. */
    private boolean taken(int mine, String address, boolean redirect, boolean gesture) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        boolean current = onMain(mine, () -> taken.complete(client().shouldOverrideUrlLoading(view,
                new WebRequest(address, true, redirect, gesture, "GET", headers(Map.of(), null)))));
        return !current || taken.join();
    }

    private void page(int mine, WebRequest request, WebFetch.Reply reply, int depth) {
        String mime = reply.mime();
        if (!mime.startsWith("text/") && !mime.contains("html") && !mime.contains("xml") && !mime.startsWith("image/")
                && !mime.contains("json") || reply.headers().getOrDefault("content-disposition", "").startsWith("attachment")) {
            download(mine, request, reply, mime);
            return;
        }
        String source = mime.startsWith("image/") ? "" : new String(reply.body(), reply.charset());
        boolean scripted = view.getSettings().getJavaScriptEnabled();
        Html html = Html.read(mime.contains("html") || mime.equals("text/xml") ? source : "<pre>" + escape(source) + "</pre>", scripted);
        String base = html.base() == null ? request.url() : resolve(request.url(), html.base());
        boolean current = onMain(mine, () -> {
            title = html.title();
            WebContent.show(view, html, target -> follow(resolve(base, target)), (form, filled) -> send(base, form, filled));
            client().doUpdateVisitedHistory(view, request.url(), false);
            chrome().onReceivedTitle(view, title());
            client().onPageCommitVisible(view, request.url());
            if (reply.status() >= 400) {
                client().onReceivedHttpError(view, request, answer(reply));
            }
        });
        if (!current) {
            return;
        }
        if (scripted && html.scripts() > 0) {
            pages.scripts(request.url(), html.scripts());
        }
        parts(mine, html, base, request.url(), depth);
        onMain(mine, () -> {
            progress = 100;
            chrome().onProgressChanged(view, 100);
            client().onPageFinished(view, request.url());
            if (html.refresh() != null && !html.refresh().isEmpty()) {
                start(new Load(resolve(base, html.refresh()), null, null, "GET", null, Map.of(), false), true);
            }
        });
    }

    private void download(int mine, WebRequest request, WebFetch.Reply reply, String mime) {
        onMain(mine, () -> {
            progress = 100;
            ShadowWebView shadow = Shadow.extract(view);
            if (shadow.getDownloadListener() != null) {
                shadow.getDownloadListener().onDownloadStart(request.url(), view.getSettings().getUserAgentString(),
                        reply.headers().getOrDefault("content-disposition", ""), mime, reply.body().length);
            }
        });
    }

    private void parts(int mine, Html html, String base, String page, int depth) {
        List<Future<?>> running = new ArrayList<>();
        for (Html.Part part : html.parts()) {
            String address = resolve(base, part.address());
            if (allowed(part, page, address)) {
                running.add(PARTS.submit(() -> part(mine, part, page, address, depth)));
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PARTS_LIMIT_S);
        for (Future<?> each : running) {
            try {
                each.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                each.cancel(true);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean allowed(Html.Part part, String page, String address) {
        WebSettings settings = view.getSettings();
        boolean mixed = page.startsWith("https:") && address.startsWith("http:")
                && settings.getMixedContentMode() == WebSettings.MIXED_CONTENT_NEVER_ALLOW;
        boolean picture = part.kind() != Html.Kind.IMAGE || (settings.getLoadsImagesAutomatically() && !settings.getBlockNetworkImage());
        return !mixed && picture && !settings.getBlockNetworkLoads() && !address.startsWith("javascript:") && !address.startsWith("about:");
    }

    private void part(int mine, Html.Part part, String page, String address, int depth) {
        WebRequest request = new WebRequest(address, false, false, false, "GET", headers(Map.of(), referer(page, address)));
        onMain(mine, () -> client().onLoadResource(view, address));
        try {
            WebFetch.Reply reply = follow(request, page);
            if (reply.status() >= 400) {
                onMain(mine, () -> client().onReceivedHttpError(view, request, answer(reply)));
            } else if (part.kind() == Html.Kind.FRAME && depth < DEEPEST_FRAME && reply.mime().contains("html")) {
                boolean scripted = view.getSettings().getJavaScriptEnabled();
                Html frame = Html.read(new String(reply.body(), reply.charset()), scripted);
                if (scripted && frame.scripts() > 0) {
                    pages.scripts(address, frame.scripts());
                }
                for (Html.Part inner : frame.parts()) {
                    String nested = resolve(frame.base() == null ? address : resolve(address, frame.base()), inner.address());
                    if (allowed(inner, address, nested)) {
                        part(mine, inner, address, nested, depth + 1);
                    }
                }
            }
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            onMain(mine, () -> client().onReceivedError(view, request, failure(e)));
        }
    }

    private WebFetch.Reply follow(WebRequest request, String page) throws IOException {
        WebRequest now = request;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            WebFetch.Reply reply = fetch(now, null, page);
            String location = reply.headers().get("location");
            if (reply.status() < 300 || reply.status() >= 400 || location == null) {
                return reply;
            }
            String next = resolve(now.url(), location);
            now = new WebRequest(next, false, true, false, "GET", headers(Map.of(), referer(page, next)));
        }
        throw new IOException("net::ERR_TOO_MANY_REDIRECTS");
    }

    /** The app's own answer to a request where it has one, else the one from outside. */
    private WebFetch.Reply fetch(WebRequest request, byte[] sent, String page) throws IOException {
        WebResourceResponse own = client().shouldInterceptRequest(view, request);
        if (own != null) {
            Map<String, String> headers = new TreeMap<>();
            if (own.getResponseHeaders() != null) {
                own.getResponseHeaders().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
            }
            headers.putIfAbsent("content-type", own.getMimeType() + (own.getEncoding() == null ? "" : "; charset=" + own.getEncoding()));
            return new WebFetch.Reply(own.getStatusCode() == 0 ? 200 : own.getStatusCode(), "OK", headers,
                    own.getData() == null ? new byte[0] : WebFetch.whole(own.getData()));
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
        return WebFetch.get(request.url(), request.method(), sent, request.headers(), new Jar(page));
    }

    /** By the manifest; an app with a network security configuration of its own is taken to allow it. */
    private boolean cleartext() {
        ApplicationInfo info = RuntimeEnvironment.getApplication().getApplicationInfo();
        return session.target() < Build.VERSION_CODES.P || (info.flags & ApplicationInfo.FLAG_USES_CLEARTEXT_TRAFFIC) != 0
                || info.networkSecurityConfigRes != 0;
    }

    private Map<String, String> headers(Map<String, String> given, String referer) {
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

    /** By Chromium's default policy, strict-origin-when-cross-origin. */
    private static String referer(String page, String address) {
        if (!page.startsWith("http") || (page.startsWith("https:") && address.startsWith("http:"))) {
            return null;
        }
        Uri from = Uri.parse(page);
        Uri to = Uri.parse(address);
        boolean same = String.valueOf(from.getAuthority()).equals(to.getAuthority()) && String.valueOf(from.getScheme()).equals(to.getScheme());
        return same ? from.buildUpon().fragment(null).build().toString() : from.getScheme() + "://" + from.getAuthority() + "/";
    }

    /** Cookies for requests of a page: those of other sites only where the app accepts them. */
    private final class Jar implements WebFetch.Cookies {
        private final String page;

        Jar(String page) {
            this.page = page;
        }

        private boolean mayUse(CookieManager manager, String address) {
            return site(page).equals(site(address)) || manager.acceptThirdPartyCookies(view);
        }

        @Override
        public String of(String address) {
            return ask(manager -> mayUse(manager, address) ? manager.getCookie(origin(address)) : null);
        }

        @Override
        public void take(String address, String cookie) {
            ask(manager -> {
                if (mayUse(manager, address)) {
                    manager.setCookie(origin(address), cookie);
                }
                return null;
            });
        }

        /** On the main thread, for the framework's stand-in is not made for several. */
        private String ask(java.util.function.Function<CookieManager, String> question) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            AppProcess.onMain(() -> answer.complete(question.apply(CookieManager.getInstance())));
            return answer.completeOnTimeout(null, MAIN_LIMIT_S, TimeUnit.SECONDS).join();
        }
    }

    private static String origin(String address) {
        Uri uri = Uri.parse(address);
        return uri.getScheme() + "://" + uri.getHost() + "/";
    }

    private static String site(String address) {
        String[] labels = String.valueOf(Uri.parse(address).getHost()).split("\\.");
        return labels.length < 2 ? labels[0] : labels[labels.length - 2] + "." + labels[labels.length - 1];
    }

    /** A tap on a link. */
    private void follow(String address) {
        if (address.regionMatches(true, 0, "javascript:", 0, 11)) {
            pages.script(url, address.substring(11));
            return;
        }
        ShadowWebView shadow = Shadow.extract(view);
        if (shadow.getWebViewClient() == null) {
            // Without a client of the app the system opens links.
            view.getContext().startActivity(new Intent(Intent.ACTION_VIEW, Uri.parse(address)).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK));
            return;
        }
        if (!client().shouldOverrideUrlLoading(view, new WebRequest(address, true, false, true, "GET", headers(Map.of(), null)))) {
            start(new Load(address, null, null, "GET", null, Map.of(), true), true);
        }
    }

    private void send(String base, Html.Form form, String filled) {
        String target = form.action().isEmpty() ? url : resolve(base, form.action());
        if (form.method().equalsIgnoreCase("post")) {
            post(target, filled.getBytes(StandardCharsets.UTF_8));
        } else {
            follow(Uri.parse(target).buildUpon().encodedQuery(filled).fragment(null).build().toString());
        }
    }

    private void fail(int mine, WebRequest request, Exception thrown) {
        WebRequest.Failure failure = failure(thrown);
        Html page = Html.read("<title>Webpage not available</title><h1>Webpage not available</h1><p>The webpage at " + escape(request.url())
                + " could not be loaded because:</p><p>" + escape(String.valueOf(failure.getDescription())) + "</p>", false);
        onMain(mine, () -> {
            title = page.title();
            WebContent.show(view, page, target -> { }, (form, filled) -> { });
            client().onReceivedError(view, request, failure);
            progress = 100;
            chrome().onProgressChanged(view, 100);
            client().onPageFinished(view, request.url());
        });
    }

    private static WebRequest.Failure failure(Exception thrown) {
        if (thrown instanceof WebFetch.UnknownSchemeException) {
            return new WebRequest.Failure(WebViewClient.ERROR_UNSUPPORTED_SCHEME, "net::ERR_UNKNOWN_URL_SCHEME");
        }
        String words = String.valueOf(thrown.getMessage());
        if (words.startsWith("net::")) {
            int code = words.contains("REDIRECTS") ? WebViewClient.ERROR_REDIRECT_LOOP : WebViewClient.ERROR_UNKNOWN;
            return new WebRequest.Failure(code, words);
        }
        if (thrown instanceof UnknownHostException) {
            return new WebRequest.Failure(WebViewClient.ERROR_HOST_LOOKUP, "net::ERR_NAME_NOT_RESOLVED");
        }
        if (thrown instanceof SocketTimeoutException) {
            return new WebRequest.Failure(WebViewClient.ERROR_TIMEOUT, "net::ERR_CONNECTION_TIMED_OUT");
        }
        if (thrown instanceof SSLException) {
            return new WebRequest.Failure(WebViewClient.ERROR_FAILED_SSL_HANDSHAKE, "net::ERR_SSL_PROTOCOL_ERROR");
        }
        if (thrown instanceof java.io.FileNotFoundException) {
            return new WebRequest.Failure(WebViewClient.ERROR_FILE_NOT_FOUND, "net::ERR_FILE_NOT_FOUND");
        }
        return thrown instanceof ConnectException ? new WebRequest.Failure(WebViewClient.ERROR_CONNECT, "net::ERR_CONNECTION_REFUSED")
                : new WebRequest.Failure(WebViewClient.ERROR_UNKNOWN, "net::ERR_FAILED");
    }

    private static WebResourceResponse answer(WebFetch.Reply reply) {
        WebResourceResponse response = new WebResourceResponse(reply.mime(), reply.charset().name(), new ByteArrayInputStream(reply.body()));
        response.setStatusCodeAndReasonPhrase(reply.status(), reply.reason().isEmpty() ? "Error" : reply.reason());
        return response;
    }

    private static String resolve(String base, String address) {
        try {
            return java.net.URI.create(base).resolve(address.replace(" ", "%20")).toString();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
