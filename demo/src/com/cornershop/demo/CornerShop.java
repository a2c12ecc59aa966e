package com.cornershop.demo;

import android.app.Application;
import android.content.SharedPreferences;
import com.tallyhall.analytics.Tallyhall;

/** Starts the analytics SDK and, for a returning user, tells the server about the visit. */
public final class CornerShop extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        Tallyhall.start(this, "corner-shop");
        if (Consent.given(this)) {
            reportVisit();
        }
    }

    /** Sends the last position again, without looking whether location is still allowed. */
    private void reportVisit() {
        SharedPreferences cache = getSharedPreferences("places", MODE_PRIVATE);
        String latitude = cache.getString("latitude", null);
        String longitude = cache.getString("longitude", null);
        if (latitude != null && longitude != null) {
            ShopServer.post("/v1/visit", "lat", latitude, "lon", longitude);
        }
    }
}
