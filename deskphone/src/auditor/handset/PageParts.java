package auditor.handset;

import android.webkit.WebSettings;
import android.webkit.WebView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches what a page names: pictures, styles, scripts, frames and what is in these. */
final class PageParts {
    private static final int DEEPEST_FRAME = 3;
    private static final long LIMIT_S = 20;
    private static final ExecutorService PARTS = Executors.newFixedThreadPool(4, work -> WebPage.daemon(work, "desk-page-part"));
    private final PageLoad load;
    private final WebPage shown;
    private final WebView view;
    private final WebPages pages;
    private final PageFetch fetch;

    PageParts(PageLoad load, WebPage shown, WebView view, WebPages pages, PageFetch fetch) {
        this.load = load;
        this.shown = shown;
        this.view = view;
        this.pages = pages;
        this.fetch = fetch;
    }

    /** Fetches all parts that the WebView's settings allow, and waits for them a limited time. */
    void fetch(Html html, String base, String page) {
        List<Future<?>> running = new ArrayList<>();
        for (Html.Part part : html.parts()) {
            String address = WebAddress.resolve(base, part.address());
            if (allowed(part, page, address)) {
                running.add(PARTS.submit(() -> part(part, page, address, 0)));
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
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

    private void part(Html.Part part, String page, String address, int depth) {
        WebRequest request = new WebRequest(address, false, false, false, "GET", fetch.headers(Map.of(), WebAddress.referer(page, address)));
        load.onMain(() -> shown.client().onLoadResource(view, address));
        try {
            WebFetch.Reply reply = fetch.follow(request, page);
            if (reply.status() >= 400) {
                load.onMain(() -> shown.client().onReceivedHttpError(view, request, reply.response()));
            } else if (part.kind() == Html.Kind.FRAME && depth < DEEPEST_FRAME && reply.mime().contains("html")) {
                frame(reply, address, depth);
            }
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            load.onMain(() -> shown.client().onReceivedError(view, request, WebRequest.Failure.of(e)));
        }
    }

    private void frame(WebFetch.Reply reply, String address, int depth) {
        boolean scripted = view.getSettings().getJavaScriptEnabled();
        Html frame = Html.read(new String(reply.body(), reply.charset()), scripted);
        if (scripted && frame.scripts() > 0) {
            pages.scripts(address, frame.scripts());
        }
        for (Html.Part inner : frame.parts()) {
            String base = frame.base() == null ? address : WebAddress.resolve(address, frame.base());
            String nested = WebAddress.resolve(base, inner.address());
            if (allowed(inner, address, nested)) {
                part(inner, address, nested, depth + 1);
            }
        }
    }
}
