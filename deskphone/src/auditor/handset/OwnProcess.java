package auditor.handset;

import android.content.pm.ApplicationInfo;
import android.content.pm.ComponentInfo;
import auditor.deskphone.Hole;
import auditor.deskphone.Session;

/**
 * Which components belong in the process that runs here. Code of another process may rest on what that process alone has
 * set up, and may end it: it is not run here, except for activities, which a user would otherwise be led to in vain.
 */
final class OwnProcess {
    private OwnProcess() {
    }

    /** Whether a component runs in the process of the application tag. */
    static boolean has(ComponentInfo info) {
        ApplicationInfo application = info.applicationInfo;
        String own = application == null || application.processName == null ? info.packageName : application.processName;
        return info.processName == null || info.processName.equals(own);
    }

    /** Says that a component was asked for and what became of it. */
    static void tell(Session session, ComponentInfo info, String what) {
        session.ledger(Hole.SECOND_PROCESS, info.name, "its process " + info.processName + " is not run" + what);
    }
}
