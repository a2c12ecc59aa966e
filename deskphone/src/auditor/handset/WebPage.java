package auditor.handset;

import android.content.Intent;
import android.net.Uri;
import android.webkit.WebChromeClient;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import auditor.deskphone.Session;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowWebView;

/** One WebView: what it is asked to load, its history, and the page that it shows. Scripts are not run. */
final class WebPage {
    private static final ExecutorService LOADS = Executors.newCachedThreadPool(work -> daemon(work, "desk-page"));
    private final WebView view;
    private final WebPages pages;
    private final PageFetch fetch;
    private final PageHistory history = new PageHistory();
    private volatile int turn;
    private volatile String url;
    private volatile String title = "";
    private volatile int progress = 100;
    private boolean seen;

    WebPage(WebView view, Session session, WebPages pages) {
        this.view = view;
        this.pages = pages;
        fetch = new PageFetch(this, view, session);
    }

    static Thread daemon(Runnable work, String name) {
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
        return history.canGo(steps);
    }

    Object go(int steps) {
        if (canGo(steps)) {
            start(history.go(steps), false);
        }
        return null;
    }

    void load(String address, Map<String, String> headers) {
        if (address == null) {
            return;
        }
        String script = WebAddress.script(address);
        if (script != null) {
            pages.script(url, script);
            return;
        }
        String whole = address.contains(":") ? address : "http://" + address;
        load(new PageSource(whole, null, null, "GET", null, headers, false));
    }

    void post(String address, byte[] sent) {
        load(new PageSource(address, null, null, "POST", sent == null ? new byte[0] : sent,
                Map.of("Content-Type", "application/x-www-form-urlencoded"), false));
    }

    /** A page of the app's own, at the address that it names. */
    void show(String base, String data, String mime, String encoding, String named) {
        String plain = data == null ? "" : data;
        String type = mime == null ? "text/html" : mime;
        if (base == null && "base64".equalsIgnoreCase(encoding)) {
            load(new PageSource("data:" + type + ";base64," + plain));
            return;
        }
        load(new PageSource(base == null || base.isEmpty() ? "about:blank" : base, plain, type));
    }

    /** Loads it as the next page of the history. */
    void load(PageSource source) {
        start(source, true);
    }

    private void start(PageSource source, boolean remember) {
        view.getSettings();
        int mine = ++turn;
        progress = 10;
        if (remember) {
            history.add(source);
        }
        url = source.url();
        pages.begun();
        LOADS.execute(() -> {
            try {
                new PageLoad(this, view, pages, fetch, source, mine).run();
            } finally {
                pages.ended();
            }
        });
    }

    WebViewClient client() {
        ShadowWebView shadow = Shadow.extract(view);
        return shadow.getWebViewClient() == null ? new WebViewClient() : shadow.getWebViewClient();
    }

    WebChromeClient chrome() {
        ShadowWebView shadow = Shadow.extract(view);
        return shadow.getWebChromeClient() == null ? new WebChromeClient() : shadow.getWebChromeClient();
    }

    /** Whether no other load has begun since the one of that turn. */
    boolean isAt(int asked) {
        return turn == asked;
    }

    /** A load goes to that address. */
    void begin(String address) {
        url = address;
        client().onPageStarted(view, address, null);
        chrome().onProgressChanged(view, 10);
    }

    /** Shows a page whose links and forms lead on from its base. */
    void show(Html html, String base) {
        title = html.title();
        WebContent.show(view, html, target -> follow(WebAddress.resolve(base, target)), (form, filled) -> send(base, form, filled));
    }

    /** Shows a page of the browser's own, which leads nowhere. */
    void showFailure(Html html) {
        title = html.title();
        WebContent.show(view, html, target -> { }, (form, filled) -> { });
    }

    /** All that is to come of this load is there. */
    void complete() {
        progress = 100;
    }

    /** A load is complete, and the app hears of it. */
    void end(String address) {
        complete();
        chrome().onProgressChanged(view, 100);
        client().onPageFinished(view, address);
    }

    /** A tap on a link. */
    private void follow(String address) {
        String script = WebAddress.script(address);
        if (script != null) {
            pages.script(url, script);
            return;
        }
        ShadowWebView shadow = Shadow.extract(view);
        if (shadow.getWebViewClient() == null) {
            // Without a client of the app the system opens links.
            view.getContext().startActivity(new Intent(Intent.ACTION_VIEW, Uri.parse(address)).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK));
            return;
        }
        if (!client().shouldOverrideUrlLoading(view, new WebRequest(address, true, false, true, "GET", fetch.headers(Map.of(), null)))) {
            load(new PageSource(address, null, null, "GET", null, Map.of(), true));
        }
    }

    private void send(String base, Html.Form form, String filled) {
        String target = form.action().isEmpty() ? url : WebAddress.resolve(base, form.action());
        if (form.method().equalsIgnoreCase("post")) {
            post(target, filled.getBytes(StandardCharsets.UTF_8));
        } else {
            follow(Uri.parse(target).buildUpon().encodedQuery(filled).fragment(null).build().toString());
        }
    }
}
