package android.content;

import android.net.Uri;

public class ContentResolver {
    public Cursor query(Uri uri, String[] projection, String selection, String[] arguments, String order) {
        if (projection != null) {
            projection[0] = "seen";
        }
        return new Cursor(uri.getAuthority().equals("com.android.contacts") ? 3 : 0);
    }

    public static final class Cursor {
        private final int count;

        Cursor(int count) {
            this.count = count;
        }

        public int getCount() {
            return count;
        }
    }
}
