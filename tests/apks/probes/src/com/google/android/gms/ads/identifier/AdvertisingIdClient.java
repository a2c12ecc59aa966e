package com.google.android.gms.ads.identifier;

import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.ServiceConnection;
import android.os.IBinder;
import java.io.IOException;

/** Under the name of the class that apps bring along to ask Google's services for their advertising identifier. */
public final class AdvertisingIdClient {
    private AdvertisingIdClient() {
    }

    /** The identifier, in a class of its own. */
    public static final class Info {
        private final String id;

        Info(String id) {
            this.id = id;
        }

        public String getId() {
            return id;
        }
    }

    private static final class Connection implements ServiceConnection {
        @Override
        public void onServiceConnected(ComponentName name, IBinder binder) {
        }

        @Override
        public void onServiceDisconnected(ComponentName name) {
        }
    }

    public static Info getAdvertisingIdInfo(Context context) throws IOException {
        Intent service = new Intent("com.google.android.gms.ads.identifier.service.START").setPackage("com.google.android.gms");
        if (!context.bindService(service, new Connection(), Context.BIND_AUTO_CREATE)) {
            throw new IOException("Connection failure");
        }
        throw new IOException("this probe asks no further");
    }
}
