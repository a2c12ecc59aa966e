package auditor.deskphone;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The app's permissions: declared in its manifest, granted now, refused once or for good; and the modes of its app-ops. */
public final class Grants {
    private final Set<String> declared = ConcurrentHashMap.newKeySet();
    private final Set<String> granted = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> once = ConcurrentHashMap.newKeySet();
    private volatile Fields implied = new Fields(Map.of());
    private volatile Fields ops = new Fields(Map.of());
    private volatile Set<String> ignored = Set.of();

    /** Forgets everything and takes what the configuration says. */
    void reset(Fields config) {
        for (Set<String> names : List.of(declared, granted, refused, once)) {
            names.clear();
        }
        declared.addAll(config.texts("declared_permissions"));
        granted.addAll(config.texts("granted_permissions"));
        refused.addAll(config.texts("dont_ask_again"));
        once.addAll(config.texts("refused_once"));
        implied = config.object("implied_permissions");
        ops = config.object("app_ops");
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

    /** The permissions with those that the app gets along with them because they were split. */
    public List<String> withImplied(Collection<String> permissions) {
        List<String> found = new ArrayList<>(permissions);
        for (int i = 0; i < found.size(); i++) {
            for (String name : implied.texts(found.get(i))) {
                if (!found.contains(name)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    /** What the user answered; a refusal counts once, or for good. Returns whether it is for good. */
    public boolean set(String permission, boolean grant, boolean forGood) {
        if (grant) {
            granted.add(permission);
            refused.remove(permission);
            once.remove(permission);
            return false;
        }
        granted.remove(permission);
        once.add(permission);
        if (forGood) {
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

    /** The mode that was set for an app-op by its public name (allow, ignore, deny, default, foreground), or null. */
    public String op(String publicName) {
        return ops.text(publicName);
    }

    public boolean hasOps() {
        return !ops.all().isEmpty();
    }

    public void ops(Fields modes) {
        ops = modes;
    }

    /** Permissions whose app-op is switched off: calls that need them go through and bring nothing. */
    public void ignored(Set<String> permissions) {
        ignored = permissions;
    }

    public boolean ignores(String permission) {
        return ignored.contains(permission);
    }
}
