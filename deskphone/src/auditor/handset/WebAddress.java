package auditor.handset;

import android.net.Uri;
import java.net.URI;

/** What a browser makes of the addresses of pages and their parts. */
final class WebAddress {
    private static final String SCRIPT = "javascript:";

    private WebAddress() {
    }

    /** The whole address of what a page names; as it stands where it is none. */
    static String resolve(String base, String address) {
        try {
            return URI.create(base).resolve(address.replace(" ", "%20")).toString();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    /** The code of an address that is a script, else null. */
    static String script(String address) {
        return address.regionMatches(true, 0, SCRIPT, 0, SCRIPT.length()) ? address.substring(SCRIPT.length()) : null;
    }

    static String origin(String address) {
        Uri uri = Uri.parse(address);
        return uri.getScheme() + "://" + uri.getHost() + "/";
    }

    /** The last two labels of the host. */
    static String site(String address) {
        String[] labels = String.valueOf(Uri.parse(address).getHost()).split("\\.");
        return labels.length < 2 ? labels[0] : labels[labels.length - 2] + "." + labels[labels.length - 1];
    }

    /** By Chromium's default policy, strict-origin-when-cross-origin; null for none. */
    static String referer(String page, String address) {
        if (!page.startsWith("http") || (page.startsWith("https:") && address.startsWith("http:"))) {
            return null;
        }
        Uri from = Uri.parse(page);
        Uri to = Uri.parse(address);
        boolean same = String.valueOf(from.getAuthority()).equals(to.getAuthority()) && String.valueOf(from.getScheme()).equals(to.getScheme());
        return same ? from.buildUpon().fragment(null).build().toString() : from.getScheme() + "://" + from.getAuthority() + "/";
    }
}
