package com.cornershop.test.probes;

import android.app.Fragment;
import android.os.Bundle;
import android.provider.Settings;
import android.view.LayoutInflater;
import android.view.View;
import android.view.ViewGroup;

/** Reads when its view is made. */
public final class ProbeFragment extends Fragment {
    @Override
    public View onCreateView(LayoutInflater inflater, ViewGroup parent, Bundle state) {
        Settings.Secure.getString(getContext().getContentResolver(), Settings.Secure.ANDROID_ID);
        return new View(getContext());
    }
}
