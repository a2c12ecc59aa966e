package auditor.handset;

import auditor.deskphone.Grants;
import auditor.deskphone.Session;
import auditor.handset.PermissionQuestion.Choice;
import java.util.ArrayList;
import java.util.List;

/** Words and buttons of the system's questions, as each API level has them. */
final class PermissionQuestions {
    static final String FINE = "android.permission.ACCESS_FINE_LOCATION";
    static final String COARSE = "android.permission.ACCESS_COARSE_LOCATION";
    static final String SELECTED = "android.permission.READ_MEDIA_VISUAL_USER_SELECTED";
    private final int api;
    private final int target;
    private final Grants grants;
    private final PermissionWords words;

    PermissionQuestions(Session session) {
        api = session.api();
        target = session.target();
        grants = session.grants();
        words = new PermissionWords(api);
    }

    /** Android 12 lets the user choose how precise a place may be, for apps that target it. */
    boolean hasAccuracy() {
        return api >= 31 && target >= 31;
    }

    /** The question about those permissions of a group; `background` can be granted along with them (Android 10). */
    PermissionQuestion ask(String app, PermissionGroup group, List<String> asked, List<String> background) {
        if (group.is("location") && hasAccuracy()) {
            return location(app, group, asked);
        }
        List<Choice> choices = new ArrayList<>();
        if (group.selected()) {
            List<String> others = asked.stream().filter(name -> !name.equals(SELECTED)).toList();
            choices.add(Choice.grant("permission_allow_selected_button", words.say("selected"), List.of(SELECTED)).refusing(others));
            choices.add(Choice.grant("permission_allow_all_button", words.say("all"), asked));
        } else if (!background.isEmpty()) {
            List<String> all = new ArrayList<>(asked);
            all.addAll(background);
            choices.add(Choice.grant("permission_allow_always_button", words.say("allow_always"), all));
            choices.add(inUse(asked).refusing(background));
        } else if (group.inUse()) {
            choices.add(inUse(asked));
            once(choices, asked);
        } else {
            choices.add(Choice.grant("permission_allow_button", words.say("allow"), asked));
        }
        List<String> all = new ArrayList<>(asked);
        all.addAll(background);
        boolean again = again(asked);
        refuse(choices, all, again);
        return new PermissionQuestion(group, words.question(app, group), choices, api < 29 && again, false);
    }

    private PermissionQuestion location(String app, PermissionGroup group, List<String> asked) {
        List<Choice> choices = new ArrayList<>();
        if (grants.holds(COARSE)) {
            choices.add(Choice.grant("permission_allow_foreground_only_button", words.say("to_precise"), asked));
            once(choices, asked);
            choices.add(Choice.refuse("permission_no_upgrade_button", words.say("keep_approximate"), asked, again(asked)));
            return new PermissionQuestion(group, words.question("precise_question", app), choices, false, false);
        }
        choices.add(inUse(asked));
        once(choices, asked);
        refuse(choices, asked, again(asked));
        boolean precise = asked.contains(FINE);
        String title = precise ? words.question(app, group) : words.question("approximate_question", app);
        return new PermissionQuestion(group, title, choices, false, precise && asked.contains(COARSE));
    }

    /** The question whether what is allowed in the foreground may also be used in the background. */
    PermissionQuestion background(String app, PermissionGroup group, List<String> asked) {
        List<Choice> choices = new ArrayList<>();
        if (api < 30) {
            choices.add(Choice.grant("permission_allow_always_button", words.say("allow_always"), asked));
            choices.add(Choice.refuse("permission_deny_button", words.say("keep_in_use"), asked, false));
        } else {
            // The page of the settings that Android 11 and later open instead of a dialog.
            choices.add(Choice.grant("allow_always_radio_button", words.say("allow_always"), asked));
            choices.add(Choice.refuse("allow_foreground_only_radio_button", words.say("in_use_setting"), asked, again(asked)));
        }
        return new PermissionQuestion(group, words.question(app, group), choices, false, false);
    }

    private Choice inUse(List<String> asked) {
        return Choice.grant("permission_allow_foreground_only_button", words.say("in_use"), asked);
    }

    private void once(List<Choice> choices, List<String> asked) {
        if (api >= 30) {
            choices.add(Choice.once("permission_allow_one_time_button", words.say("one_time"), asked));
        }
    }

    private void refuse(List<Choice> choices, List<String> asked, boolean again) {
        if (!again || api < 30) {
            choices.add(Choice.refuse("permission_deny_button", words.say("deny"), asked, false));
        }
        if (again && api >= 29) {
            choices.add(Choice.refuse("permission_deny_and_dont_ask_again_button", words.say("deny_for_good"), asked, true));
        }
    }

    private boolean again(List<String> asked) {
        return asked.stream().anyMatch(grants::refusedOnce);
    }

    String never() {
        return words.say("never");
    }

    String precise() {
        return words.say("precise");
    }

    String approximate() {
        return words.say("approximate");
    }
}
