package com.cornershop.demo;

import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.Context;

/** Coupon codes that the user may have copied from an advertisement. */
final class Coupons {
    private Coupons() {}

    /** The copied coupon code, or null. The policy says nothing of this reading. */
    static String fromClipboard(Context context) {
        ClipboardManager clipboard = context.getSystemService(ClipboardManager.class);
        ClipData clip = clipboard.getPrimaryClip();
        if (clip == null || clip.getItemCount() == 0 || clip.getItemAt(0).getText() == null) {
            return null;
        }
        String text = clip.getItemAt(0).getText().toString();
        return text.startsWith("SHOP-") ? text : null;
    }
}
