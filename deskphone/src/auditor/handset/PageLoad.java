package auditor.handset;

import android.webkit.WebView;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowWebView;

/** One load of a page over its redirects, told to the app step by step; ends early when another load has begun. */
final class PageLoad {
    private final WebPage shown;
    private final WebView view;
    private final WebPages pages;
    private final PageFetch fetch;
    private final PageSource source;
    private final int turn;

    PageLoad(WebPage shown, WebView view, WebPages pages, PageFetch fetch, PageSource source, int turn) {
        this.shown = shown;
        this.view = view;
        this.pages = pages;
        this.fetch = fetch;
        this.source = source;
        this.turn = turn;
    }

    /** Has the main thread do it for this load and waits; false when another load has begun meanwhile. */
    boolean onMain(Runnable work) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        AppProcess.onMain(() -> {
            if (shown.isAt(turn)) {
                done.complete(true);
                work.run();
            } else {
                done.complete(false);
            }
        });
        return done.join();
    }

    void run() {
        PageSource step = source;
        for (int redirects = 0; redirects <= PageFetch.MOST_REDIRECTS; redirects++) {
            String current = step.url();
            if (!onMain(() -> shown.begin(current))) {
                return;
            }
            WebRequest request = new WebRequest(current, true, redirects > 0, source.gesture(), step.method(),
                    fetch.headers(step.headers(), null));
            WebFetch.Reply reply;
            try {
                reply = step.inline() != null ? step.reply() : fetch.fetch(request, step.sent(), current);
            } catch (IOException | SecurityException | IllegalArgumentException e) {
                fail(request, e);
                return;
            }
            String location = reply.location();
            if (location == null) {
                page(request, reply);
                return;
            }
            step = step.redirected(reply.status(), WebAddress.resolve(current, location));
            if (taken(step.url())) {
                return;
            }
        }
        fail(new WebRequest(step.url(), true, true, false, "GET", Map.of()), new IOException("net::ERR_TOO_MANY_REDIRECTS"));
    }

    /** Asks the app whether it goes to the address of a redirect itself. */
    private boolean taken(String address) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        boolean current = onMain(() -> taken.complete(shown.client().shouldOverrideUrlLoading(view,
                new WebRequest(address, true, true, source.gesture(), "GET", fetch.headers(Map.of(), null)))));
        return !current || taken.join();
    }

    private void page(WebRequest request, WebFetch.Reply reply) {
        String mime = reply.mime();
        if (!mime.startsWith("text/") && !mime.contains("html") && !mime.contains("xml") && !mime.startsWith("image/")
                && !mime.contains("json") || reply.headers().getOrDefault("content-disposition", "").startsWith("attachment")) {
            download(request, reply, mime);
            return;
        }
        String text = mime.startsWith("image/") ? "" : new String(reply.body(), reply.charset());
        boolean scripted = view.getSettings().getJavaScriptEnabled();
        Html html = Html.read(mime.contains("html") || mime.equals("text/xml") ? text : "<pre>" + escape(text) + "</pre>", scripted);
        String base = html.base() == null ? request.url() : WebAddress.resolve(request.url(), html.base());
        boolean current = onMain(() -> {
            shown.show(html, base);
            shown.client().doUpdateVisitedHistory(view, request.url(), false);
            shown.chrome().onReceivedTitle(view, shown.title());
            shown.client().onPageCommitVisible(view, request.url());
            if (reply.status() >= 400) {
                shown.client().onReceivedHttpError(view, request, reply.response());
            }
        });
        if (!current) {
            return;
        }
        if (scripted && html.scripts() > 0) {
            pages.scripts(request.url(), html.scripts());
        }
        new PageParts(this, shown, view, pages, fetch).fetch(html, base, request.url());
        onMain(() -> {
            shown.end(request.url());
            if (html.refresh() != null && !html.refresh().isEmpty()) {
                shown.load(new PageSource(WebAddress.resolve(base, html.refresh())));
            }
        });
    }

    private void download(WebRequest request, WebFetch.Reply reply, String mime) {
        onMain(() -> {
            shown.complete();
            ShadowWebView shadow = Shadow.extract(view);
            if (shadow.getDownloadListener() != null) {
                shadow.getDownloadListener().onDownloadStart(request.url(), view.getSettings().getUserAgentString(),
                        reply.headers().getOrDefault("content-disposition", ""), mime, reply.body().length);
            }
        });
    }

    private void fail(WebRequest request, Exception thrown) {
        WebRequest.Failure failure = WebRequest.Failure.of(thrown);
        Html page = Html.read("<title>Webpage not available</title><h1>Webpage not available</h1><p>The webpage at "
                + escape(request.url()) + " could not be loaded because:</p><p>"
                + escape(String.valueOf(failure.getDescription())) + "</p>", false);
        onMain(() -> {
            shown.showFailure(page);
            shown.client().onReceivedError(view, request, failure);
            shown.end(request.url());
        });
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
