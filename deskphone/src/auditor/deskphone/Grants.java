package auditor.deskphone;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The app's permissions: declared in its manifest, granted now, refused for good. */
public final class Grants {
    private final Set<String> declared = ConcurrentHashMap.newKeySet();
    private final Set<String> granted = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> once = ConcurrentHashMap.newKeySet();

    /** Forgets everything and takes what the configuration says. */
    void reset(Fields config) {
        for (Set<String> names : List.of(declared, granted, refused, once)) {
            names.clear();
        }
        declared.addAll(config.texts("declared_permissions"));
        granted.addAll(config.texts("granted_permissions"));
        refused.addAll(config.texts("dont_ask_again"));
    }

    public boolean holds(String permission) {
        return granted.contains(permission);
    }

    public boolean declares(String permission) {
        return declared.contains(permission);
    }

    /** True when the system answers "denied" without asking, because the user said so twice or for good. */
    public boolean refusedForGood(String permission) {
        return refused.contains(permission);
    }

    /** True after one refusal, which is when Android shows the rationale. */
    public boolean refusedOnce(String permission) {
        return once.contains(permission) && !refused.contains(permission) && !granted.contains(permission);
    }

    /** Changes the state; the second refusal is for good, as on Android 11 and later. Returns that. */
    public boolean set(String permission, boolean grant, boolean forGood) {
        if (grant) {
            granted.add(permission);
            refused.remove(permission);
            once.remove(permission);
            return false;
        }
        granted.remove(permission);
        if (forGood || !once.add(permission)) {
            refused.add(permission);
        }
        return refused.contains(permission);
    }

    /** Takes the permission away from outside (settings, adb): this is no refusal in a dialog. */
    public void put(String permission, boolean grant) {
        if (grant) {
            set(permission, true, false);
        } else {
            granted.remove(permission);
        }
    }
}
