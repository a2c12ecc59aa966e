package auditor.handset;

import android.net.Uri;
import android.webkit.WebResourceError;
import android.webkit.WebResourceRequest;
import java.util.Map;

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
