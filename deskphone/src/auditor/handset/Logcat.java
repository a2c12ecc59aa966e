package auditor.handset;

import auditor.deskphone.Ending;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;

/** Sends what is logged to the phone. */
final class Logcat {
    private static final String PRIORITIES = "VDIWEF";
    private static final int LONGEST = 4000;
    private final Session session;

    Logcat(Session session) {
        this.session = session;
    }

    void answer() {
        for (String priority : PRIORITIES.split("")) {
            Guards.answer("log_" + priority, (arguments, original) -> log(priority, arguments, 0));
        }
        Guards.answer("log", (arguments, original) -> {
            int level = Math.min(7, Math.max(2, (Integer) arguments[0])) - 2;
            return log(PRIORITIES.substring(level, level + 1), arguments, 1);
        });
    }

    private int log(String priority, Object[] arguments, int first) {
        StringBuilder message = new StringBuilder();
        for (int i = first + 1; i < arguments.length; i++) {
            message.append(message.isEmpty() ? "" : "\n");
            message.append(arguments[i] instanceof Throwable thrown ? Ending.stack(thrown) : String.valueOf(arguments[i]));
        }
        String text = message.length() > LONGEST ? message.substring(0, LONGEST) : message.toString();
        session.control().event("log", "priority", priority, "tag", String.valueOf(arguments[first]), "message", text);
        return text.length();
    }
}
