package auditor.handset;

import android.net.Uri;
import android.webkit.WebResourceError;
import android.webkit.WebResourceRequest;
import android.webkit.WebViewClient;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLException;

/** A request of a page as its app sees it. */
record WebRequest(String url, boolean main, boolean redirect, boolean gesture, String method, Map<String, String> headers)
        implements WebResourceRequest {
    /** Why a request failed: a code of WebViewClient and Chromium's words. */
    static final class Failure extends WebResourceError {
        private final int code;
        private final String words;

        Failure(int code, String words) {
            this.code = code;
            this.words = words;
        }

        /** What WebView makes of an exception of the load. */
        static Failure of(Exception thrown) {
            if (thrown instanceof WebFetch.UnknownSchemeException) {
                return new Failure(WebViewClient.ERROR_UNSUPPORTED_SCHEME, "net::ERR_UNKNOWN_URL_SCHEME");
            }
            String words = String.valueOf(thrown.getMessage());
            if (words.startsWith("net::")) {
                return new Failure(words.contains("REDIRECTS") ? WebViewClient.ERROR_REDIRECT_LOOP : WebViewClient.ERROR_UNKNOWN, words);
            }
            if (thrown instanceof UnknownHostException) {
                return new Failure(WebViewClient.ERROR_HOST_LOOKUP, "net::ERR_NAME_NOT_RESOLVED");
            }
            if (thrown instanceof SocketTimeoutException) {
                return new Failure(WebViewClient.ERROR_TIMEOUT, "net::ERR_CONNECTION_TIMED_OUT");
            }
            if (thrown instanceof SSLException) {
                return new Failure(WebViewClient.ERROR_FAILED_SSL_HANDSHAKE, "net::ERR_SSL_PROTOCOL_ERROR");
            }
            if (thrown instanceof FileNotFoundException) {
                return new Failure(WebViewClient.ERROR_FILE_NOT_FOUND, "net::ERR_FILE_NOT_FOUND");
            }
            return thrown instanceof ConnectException ? new Failure(WebViewClient.ERROR_CONNECT, "net::ERR_CONNECTION_REFUSED")
                    : new Failure(WebViewClient.ERROR_UNKNOWN, "net::ERR_FAILED");
        }

        @Override
        public int getErrorCode() {
            return code;
        }

        @Override
        public CharSequence getDescription() {
            return words;
        }
    }

    @Override
    public Uri getUrl() {
        return Uri.parse(url);
    }

    @Override
    public boolean isForMainFrame() {
        return main;
    }

    @Override
    public boolean isRedirect() {
        return redirect;
    }

    @Override
    public boolean hasGesture() {
        return gesture;
    }

    @Override
    public String getMethod() {
        return method;
    }

    @Override
    public Map<String, String> getRequestHeaders() {
        return headers;
    }
}
