package auditor.handset;

import android.graphics.Rect;
import android.os.Build;
import android.os.Handler;
import android.os.Looper;
import android.view.KeyEvent;
import android.webkit.JavascriptInterface;
import android.webkit.ValueCallback;
import android.webkit.WebSettings;
import android.webkit.WebView;
import auditor.deskphone.Fields;
import auditor.deskphone.Guards;
import auditor.deskphone.Hole;
import auditor.deskphone.Session;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The app's WebViews: pages are fetched and read, scripts are not run, and that is in the ledger. */
final class WebPages {
    private static final int MOST_TOLD = 500;
    private static final int LONGEST_SCRIPT = 160;
    private final Session session;
    private final Map<WebView, WebPage> pages = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicInteger loading = new AtomicInteger();

    WebPages(Session session) {
        this.session = session;
    }

    @SuppressWarnings("unchecked")
    void answer() {
        group();
        Guards.answer("web_load", (arguments, original) -> {
            Map<String, String> headers = arguments.length > 2 && arguments[2] != null ? (Map<String, String>) arguments[2] : Map.of();
            page(arguments[0]).load((String) arguments[1], headers);
            return null;
        });
        Guards.answer("web_data", (arguments, original) -> {
            page(arguments[0]).show(null, (String) arguments[1], (String) arguments[2], (String) arguments[3], null);
            return null;
        });
        Guards.answer("web_data_at", (arguments, original) -> {
            page(arguments[0]).show((String) arguments[1], (String) arguments[2], (String) arguments[3], (String) arguments[4],
                    (String) arguments[5]);
            return null;
        });
        Guards.answer("web_post", (arguments, original) -> {
            page(arguments[0]).post((String) arguments[1], (byte[]) arguments[2]);
            return null;
        });
        Guards.answer("web_script", (arguments, original) -> {
            script(page(arguments[0]).url(), (String) arguments[1]);
            ValueCallback<String> callback = (ValueCallback<String>) arguments[2];
            if (callback != null) {
                AppProcess.onMain(() -> callback.onReceiveValue("null"));
            }
            return null;
        });
        Guards.answer("web_bridge", (arguments, original) -> {
            bridge(arguments[1], (String) arguments[2]);
            return original.call();
        });
        Guards.answer("web_settings", (arguments, original) -> defaults((WebView) arguments[0], (WebSettings) original.call()));
        Guards.answer("web_agent", (arguments, original) -> agent());
        Guards.answer("web_url", (arguments, original) -> page(arguments[0]).url());
        Guards.answer("web_title", (arguments, original) -> page(arguments[0]).title());
        Guards.answer("web_progress", (arguments, original) -> page(arguments[0]).progress());
        Guards.answer("web_reload", (arguments, original) -> page(arguments[0]).go(0));
        Guards.answer("web_back", (arguments, original) -> page(arguments[0]).go(-1));
        Guards.answer("web_forward", (arguments, original) -> page(arguments[0]).go(1));
        Guards.answer("web_can_back", (arguments, original) -> page(arguments[0]).canGo(-1));
        Guards.answer("web_can_forward", (arguments, original) -> page(arguments[0]).canGo(1));
        Guards.answer("web_stop", (arguments, original) -> {
            page(arguments[0]).stop();
            return original.call();
        });
        Guards.answer("web_destroy", (arguments, original) -> {
            page(arguments[0]).stop();
            pages.remove((WebView) arguments[0]);
            return original.call();
        });
    }

    /** A WebView asks the browser that it has not for these; as a plain group of views it answers them itself. */
    private static void group() {
        Guards.answer("web_frame", (arguments, original) -> ((WebView) arguments[0]).new PrivateAccess().super_setFrame((Integer) arguments[1],
                (Integer) arguments[2], (Integer) arguments[3], (Integer) arguments[4]));
        Guards.answer("web_key", (arguments, original) ->
                ((WebView) arguments[0]).new PrivateAccess().super_dispatchKeyEvent((KeyEvent) arguments[1]));
        Guards.answer("web_request_focus", (arguments, original) ->
                ((WebView) arguments[0]).new PrivateAccess().super_requestFocus((Integer) arguments[1], (Rect) arguments[2]));
        Guards.answer("web_focus", (arguments, original) -> {
            WebView view = (WebView) arguments[0];
            return view.isFocused() ? view : view.getFocusedChild() == null ? null : view.getFocusedChild().findFocus();
        });
        Guards.answer("web_handler", (arguments, original) -> new Handler(Looper.getMainLooper()));
    }

    private WebPage page(Object view) {
        return pages.computeIfAbsent((WebView) view, made -> new WebPage(made, session, this));
    }

    /** Whether a page is on its way. */
    boolean busy() {
        return loading.get() > 0;
    }

    void begun() {
        loading.incrementAndGet();
    }

    void ended() {
        loading.decrementAndGet();
    }

    /** A script that the app or a page wanted to run. */
    void script(String url, String code) {
        String words = code == null ? "" : code.replaceAll("\\s+", " ").trim();
        tell(String.valueOf(url), "script of the app was not run: "
                + (words.length() > LONGEST_SCRIPT ? words.substring(0, LONGEST_SCRIPT) + "…" : words));
    }

    /** The scripts of a page. */
    void scripts(String url, int count) {
        tell(url, count + " scripts of the page were not run");
    }

    private void bridge(Object offered, String name) {
        String methods = offered == null ? "" : Stream.of(offered.getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(JavascriptInterface.class)).map(Method::getName).sorted().distinct()
                .collect(Collectors.joining(", "));
        tell("bridge " + name, (offered == null ? "nothing" : offered.getClass().getName()) + " offers pages: " + methods
                + "; no script calls it");
    }

    private void tell(String name, String why) {
        if (told.size() < MOST_TOLD && told.add(name + " " + why)) {
            session.ledger(Hole.SCRIPT, name, why);
        }
    }

    /** What a WebView starts with on a phone where the framework's stand-in starts otherwise. */
    private WebSettings defaults(WebView view, WebSettings settings) {
        if (settings != null && page(view).isNew()) {
            settings.setUserAgentString(agent());
            settings.setLoadsImagesAutomatically(true);
            settings.setMixedContentMode(WebSettings.MIXED_CONTENT_NEVER_ALLOW);
            settings.setAllowFileAccess(session.target() < Build.VERSION_CODES.R);
        }
        return settings;
    }

    /** The user agent of Android's WebView, by its documentation: a Chromium of the year of this Android. */
    private String agent() {
        Fields properties = session.config().object("properties");
        return "Mozilla/5.0 (Linux; Android " + properties.text("ro.build.version.release", "14") + "; " + Build.MODEL + " Build/" + Build.ID
                + "; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/113.0.5672.136 Mobile Safari/537.36";
    }
}
