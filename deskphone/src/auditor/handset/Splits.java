package auditor.handset;

import android.content.pm.ApplicationInfo;
import android.content.pm.PackageParser;
import android.os.Build;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;

/** What the package manager does between parsing an app and loading it: paths of splits, and how it takes BACK. */
final class Splits {
    private Splits() {
    }

    /** Names the answer to PackageParser.parsePackage, whose result Robolectric takes for one file. */
    static void answer(Session session) {
        Guards.answer("splits", (arguments, original) -> {
            PackageParser.Package parsed = (PackageParser.Package) original.call();
            if (parsed.splitCodePaths != null && parsed.splitCodePaths.length > 0) {
                parsed.codePath = parsed.baseCodePath;
                ApplicationInfo info = parsed.applicationInfo;
                info.splitNames = parsed.splitNames;
                info.splitSourceDirs = parsed.splitCodePaths;
                info.splitPublicSourceDirs = parsed.splitCodePaths;
            }
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU && session.config().flag("back_callbacks")) {
                parsed.applicationInfo.setEnableOnBackInvokedCallback(true);
            }
            return parsed;
        });
    }
}
