package auditor.deskphone;

import java.io.File;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entries of /proc that a process has of itself: the phone's own files answer for those that show a JVM. */
public final class OwnFiles {
    private static final Pattern OWN = Pattern.compile("/proc/(self|thread-self|\\d+)/(?:task/\\d+/)?([a-z/]+[a-z0-9_]*)");
    private static final Pattern NET = Pattern.compile("/proc/(?:self/|\\d+/)?net/([a-z0-9_]+)");
    private static volatile Integer pid;

    private OwnFiles() {
    }

    /** Where the file of that name is to be opened. */
    public static String path(String name) {
        String looks = AppCalls.session() == null ? null : AppCalls.session().config().text("looks");
        if (name == null || looks == null || !name.startsWith("/proc/")) {
            return name;
        }
        File shown = shown(looks, name);
        return shown != null && shown.exists() ? shown.getPath() : name;
    }

    public static File path(File file) {
        if (file == null) {
            return null;
        }
        String name = file.getPath();
        String instead = path(name);
        return instead.equals(name) ? file : new File(instead);
    }

    private static File shown(String looks, String name) {
        Matcher net = NET.matcher(name);
        if (net.matches()) {
            return new File(looks, "proc/net/" + net.group(1));
        }
        Matcher own = OWN.matcher(name);
        if (own.matches() && (!Character.isDigit(own.group(1).charAt(0)) || isOwn(own.group(1)))) {
            return new File(looks, "proc/self/" + own.group(2));
        }
        return name.equals("/proc/mounts") ? new File(looks, "proc/self/mounts") : null;
    }

    private static boolean isOwn(String number) {
        if (number.equals("1")) {
            return true;
        }
        if (pid == null) {
            try {
                pid = (Integer) Class.forName("android.os.Process", false, Gate.loader).getMethod("myPid").invoke(null);
            } catch (ReflectiveOperationException e) {
                return false;
            }
        }
        return number.equals(pid.toString());
    }
}
