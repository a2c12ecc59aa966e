package auditor.handset;

import android.content.pm.ApplicationInfo;
import android.content.pm.PackageParser;
import auditor.deskphone.Guards;

/** An app in several APKs: what the package manager does with their paths between parsing and loading. */
final class Splits {
    private Splits() {
    }

    /** Names the answer to PackageParser.parsePackage, whose result Robolectric takes for one file. */
    static void answer() {
        Guards.answer("splits", (arguments, original) -> {
            PackageParser.Package parsed = (PackageParser.Package) original.call();
            if (parsed.splitCodePaths != null && parsed.splitCodePaths.length > 0) {
                parsed.codePath = parsed.baseCodePath;
                ApplicationInfo info = parsed.applicationInfo;
                info.splitNames = parsed.splitNames;
                info.splitSourceDirs = parsed.splitCodePaths;
                info.splitPublicSourceDirs = parsed.splitCodePaths;
            }
            return parsed;
        });
    }
}
