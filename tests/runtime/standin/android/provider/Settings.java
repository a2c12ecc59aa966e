package android.provider;

import android.content.ContentResolver;

public final class Settings {
    public static final class Secure {
        public static String getString(ContentResolver resolver, String name) {
            return "android_id".equals(name) ? "9a8b7c6d5e4f3a21" : "value of " + name;
        }
    }
}
