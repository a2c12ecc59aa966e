package com.cornershop.demo;

import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import java.util.Set;

/** Which ways to pay this phone has. */
final class Payments {
    private static final Set<String> WALLETS = Set.of(
            "com.eg.android.AlipayGphone", "com.tencent.mm", "com.unionpay", "com.google.android.apps.walletnfcrel");

    private Payments() {}

    /** Reads the list of installed apps; the policy covers it by "device information" only. */
    static boolean hasWallet(PackageManager packages) {
        for (PackageInfo app : packages.getInstalledPackages(0)) {
            if (WALLETS.contains(app.packageName)) {
                return true;
            }
        }
        return false;
    }
}
