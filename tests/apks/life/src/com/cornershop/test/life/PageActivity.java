package com.cornershop.test.life;

import android.app.Activity;
import android.graphics.Bitmap;
import android.os.Bundle;
import android.webkit.CookieManager;
import android.webkit.JavascriptInterface;
import android.webkit.WebChromeClient;
import android.webkit.WebResourceError;
import android.webkit.WebResourceRequest;
import android.webkit.WebResourceResponse;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import java.io.ByteArrayInputStream;

/** Shows the page that its intent names. */
public class PageActivity extends Activity {
    private WebView page;

    /** What pages may call. */
    public static class Bridge {
        @JavascriptInterface
        public String deviceName() {
            return "none";
        }
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        page = new WebView(this);
        page.getSettings().setJavaScriptEnabled(true);
        page.addJavascriptInterface(new Bridge(), "phone");
        page.setWebViewClient(new Client());
        page.setWebChromeClient(new WebChromeClient() {
            @Override
            public void onProgressChanged(WebView view, int percent) {
                if (percent == 100) {
                    Facts.say("page at 100");
                }
            }

            @Override
            public void onReceivedTitle(WebView view, String title) {
                Facts.say("page title " + title);
            }
        });
        setContentView(page);
        String url = getIntent().getStringExtra("url");
        if (url == null) {
            page.loadDataWithBaseURL("http://shop.example/base/", "<h1>Inline</h1><img src='pixel.gif'>", "text/html", "utf-8", null);
        } else {
            page.loadUrl(url);
        }
        page.evaluateJavascript("navigator.userAgent", value -> Facts.say("script gave " + value));
    }

    @Override
    public void onBackPressed() {
        if (page.canGoBack()) {
            page.goBack();
        } else {
            super.onBackPressed();
        }
    }

    private static final class Client extends WebViewClient {
        @Override
        public boolean shouldOverrideUrlLoading(WebView view, WebResourceRequest request) {
            Facts.say("page asks for " + request.getUrl());
            return request.getUrl().getScheme().equals("life");
        }

        @Override
        public WebResourceResponse shouldInterceptRequest(WebView view, WebResourceRequest request) {
            if (request.getUrl().getPath() != null && request.getUrl().getPath().endsWith("own.js")) {
                Facts.say("page part " + request.getUrl());
                return new WebResourceResponse("text/javascript", "utf-8", new ByteArrayInputStream(new byte[0]));
            }
            return null;
        }

        @Override
        public void onPageStarted(WebView view, String url, Bitmap icon) {
            Facts.say("page started " + url);
        }

        @Override
        public void onPageFinished(WebView view, String url) {
            String cookies = CookieManager.getInstance().getCookie("http://shop.example/");
            Facts.say("page finished " + url + " titled " + view.getTitle() + " cookies " + cookies);
        }

        @Override
        public void onReceivedError(WebView view, WebResourceRequest request, WebResourceError error) {
            if (request.isForMainFrame()) {
                Facts.say("page error " + error.getErrorCode());
            }
        }
    }
}
