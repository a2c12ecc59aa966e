package auditor.handset;

import android.content.Context;
import android.net.ConnectivityManager;
import android.net.LinkProperties;
import android.net.Network;
import android.net.NetworkCapabilities;
import android.net.NetworkInfo;
import android.os.Handler;
import android.os.Looper;
import auditor.deskphone.Guards;
import java.util.ArrayList;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowConnectivityManager;
import org.robolectric.shadows.ShadowNetwork;
import org.robolectric.shadows.ShadowNetworkCapabilities;
import org.robolectric.shadows.ShadowNetworkInfo;

/** Which network the phone is in, for those who ask and for those who wait for a change. */
final class Connectivity {
    private final Handler main = new Handler(Looper.getMainLooper());
    private boolean wifi = true;
    private boolean mobile;

    void answer() {
        Guards.answer("network_callback", (arguments, original) -> {
            Object result = original.call();
            for (Object argument : arguments) {
                if (argument instanceof ConnectivityManager.NetworkCallback callback) {
                    main.post(() -> available(callback));
                }
            }
            return result;
        });
    }

    /** Main thread only. */
    void set(boolean wifiOn, boolean mobileOn) {
        wifi = wifiOn;
        mobile = mobileOn;
        ShadowConnectivityManager shadow = Shadow.extract(manager());
        NetworkInfo overWifi = info(ConnectivityManager.TYPE_WIFI, wifi);
        NetworkInfo overMobile = info(ConnectivityManager.TYPE_MOBILE, mobile && !wifi);
        shadow.clearAllNetworks();
        shadow.setActiveNetworkInfo(wifi ? overWifi : mobile ? overMobile : null);
        shadow.setNetworkInfo(ConnectivityManager.TYPE_WIFI, overWifi);
        shadow.setNetworkInfo(ConnectivityManager.TYPE_MOBILE, overMobile);
        if (wifi || mobile) {
            shadow.addNetwork(network(), wifi ? overWifi : overMobile);
            shadow.setNetworkCapabilities(network(), capabilities());
            LinkProperties link = new LinkProperties();
            link.setInterfaceName(wifi ? "wlan0" : "rmnet0");
            shadow.setLinkProperties(network(), link);
        }
    }

    private static NetworkInfo info(int type, boolean connected) {
        return ShadowNetworkInfo.newInstance(connected ? NetworkInfo.DetailedState.CONNECTED : NetworkInfo.DetailedState.DISCONNECTED, type,
                type == ConnectivityManager.TYPE_MOBILE ? 13 : 0, true, connected ? NetworkInfo.State.CONNECTED : NetworkInfo.State.DISCONNECTED);
    }

    private Network network() {
        return ShadowNetwork.newInstance(wifi ? ConnectivityManager.TYPE_WIFI : ConnectivityManager.TYPE_MOBILE);
    }

    private NetworkCapabilities capabilities() {
        NetworkCapabilities found = ShadowNetworkCapabilities.newInstance();
        ShadowNetworkCapabilities shadow = Shadow.extract(found);
        shadow.addTransportType(wifi ? NetworkCapabilities.TRANSPORT_WIFI : NetworkCapabilities.TRANSPORT_CELLULAR);
        int[] kept = {NetworkCapabilities.NET_CAPABILITY_INTERNET, NetworkCapabilities.NET_CAPABILITY_VALIDATED,
            NetworkCapabilities.NET_CAPABILITY_NOT_RESTRICTED, NetworkCapabilities.NET_CAPABILITY_TRUSTED,
            NetworkCapabilities.NET_CAPABILITY_NOT_VPN};
        for (int capability : kept) {
            shadow.addCapability(capability);
        }
        if (wifi) {
            shadow.addCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED);
        }
        return found;
    }

    /** Calls those who registered for changes; main thread only. */
    void tell() {
        ShadowConnectivityManager shadow = Shadow.extract(manager());
        for (ConnectivityManager.NetworkCallback callback : new ArrayList<>(shadow.getNetworkCallbacks())) {
            if (wifi || mobile) {
                available(callback);
            } else {
                callback.onLost(ShadowNetwork.newInstance(ConnectivityManager.TYPE_WIFI));
            }
        }
    }

    private void available(ConnectivityManager.NetworkCallback callback) {
        ShadowConnectivityManager shadow = Shadow.extract(manager());
        if ((wifi || mobile) && shadow.getNetworkCallbacks().contains(callback)) {
            callback.onAvailable(network());
            callback.onCapabilitiesChanged(network(), capabilities());
        }
    }

    private static ConnectivityManager manager() {
        return (ConnectivityManager) RuntimeEnvironment.getApplication().getSystemService(Context.CONNECTIVITY_SERVICE);
    }
}
