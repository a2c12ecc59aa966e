package auditor.handset;

import android.webkit.CookieManager;
import android.webkit.WebView;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Cookies for requests of a page: those of other sites only where the app accepts them. */
final class PageCookies implements WebFetch.Cookies {
    private static final long MAIN_LIMIT_S = 5;
    private final WebView view;
    private final String page;

    PageCookies(WebView view, String page) {
        this.view = view;
        this.page = page;
    }

    private boolean mayUse(CookieManager manager, String address) {
        return WebAddress.site(page).equals(WebAddress.site(address)) || manager.acceptThirdPartyCookies(view);
    }

    @Override
    public String of(String address) {
        return ask(manager -> mayUse(manager, address) ? manager.getCookie(WebAddress.origin(address)) : null);
    }

    @Override
    public void take(String address, String cookie) {
        ask(manager -> {
            if (mayUse(manager, address)) {
                manager.setCookie(WebAddress.origin(address), cookie);
            }
            return null;
        });
    }

    /** On the main thread, for the framework's stand-in is not made for several. */
    private String ask(Function<CookieManager, String> question) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        AppProcess.onMain(() -> answer.complete(question.apply(CookieManager.getInstance())));
        return answer.completeOnTimeout(null, MAIN_LIMIT_S, TimeUnit.SECONDS).join();
    }
}
