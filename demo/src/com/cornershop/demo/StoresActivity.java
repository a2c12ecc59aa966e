package com.cornershop.demo;

import android.Manifest;
import android.app.Activity;
import android.content.pm.PackageManager;
import android.location.Location;
import android.location.LocationListener;
import android.location.LocationManager;
import android.os.Bundle;
import android.widget.TextView;
import com.tallyhall.analytics.Tallyhall;
import java.util.Locale;

/** Lists the stores, the nearest first where the user allows location. */
public final class StoresActivity extends Activity implements LocationListener {
    private static final int ASK_LOCATION = 2;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.page);
        ((TextView) findViewById(R.id.text)).setText(R.string.stores);
        setStatus(R.string.stores_unsorted);
        if (!Consent.given(this)) {
            return;
        }
        Tallyhall.event("stores");
        if (mayLocate()) {
            sortByDistance();
        } else if (state == null) {
            requestPermissions(
                    new String[] {
                        Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION
                    },
                    ASK_LOCATION);
        }
    }

    @Override
    public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
        super.onRequestPermissionsResult(request, permissions, results);
        if (request == ASK_LOCATION && mayLocate()) {
            sortByDistance();
        }
    }

    private boolean mayLocate() {
        return checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION) == PackageManager.PERMISSION_GRANTED;
    }

    private void sortByDistance() {
        LocationManager locations = getSystemService(LocationManager.class);
        Location last = locations.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        if (last != null) {
            onLocationChanged(last);
        } else {
            locations.requestSingleUpdate(LocationManager.GPS_PROVIDER, this, getMainLooper());
        }
    }

    @Override
    public void onLocationChanged(Location here) {
        String latitude = String.format(Locale.ROOT, "%.6f", here.getLatitude());
        String longitude = String.format(Locale.ROOT, "%.6f", here.getLongitude());
        getSharedPreferences("places", MODE_PRIVATE)
                .edit()
                .putString("latitude", latitude)
                .putString("longitude", longitude)
                .commit();
        ShopServer.post("/v1/stores", "lat", latitude, "lon", longitude);
        setStatus(R.string.stores_sorted);
    }

    // These were abstract before Android 11.
    @Override
    public void onProviderEnabled(String provider) {}

    @Override
    public void onProviderDisabled(String provider) {}

    @Override
    public void onStatusChanged(String provider, int status, Bundle extras) {}

    private void setStatus(int text) {
        ((TextView) findViewById(R.id.status)).setText(text);
    }
}
