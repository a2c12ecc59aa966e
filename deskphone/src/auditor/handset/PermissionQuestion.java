package auditor.handset;

import java.util.List;

/**
 * One question of the system.
 *
 * @param title HTML
 * @param never offers "don't ask again", as Android 9 does
 * @param accuracy offers precise or approximate location, as Android 12 does
 */
record PermissionQuestion(PermissionGroup group, String title, List<Choice> choices, boolean never, boolean accuracy) {
    /**
     * One button.
     *
     * @param id its resource id, without the package
     * @param granted what is granted by it
     * @param refused what is refused by it
     * @param once granted for this time only
     * @param forGood never to be asked again
     */
    record Choice(String id, String label, List<String> granted, List<String> refused, boolean once, boolean forGood) {
        static Choice grant(String id, String label, List<String> granted) {
            return new Choice(id, label, granted, List.of(), false, false);
        }

        static Choice once(String id, String label, List<String> granted) {
            return new Choice(id, label, granted, List.of(), true, false);
        }

        static Choice refuse(String id, String label, List<String> refused, boolean forGood) {
            return new Choice(id, label, List.of(), refused, false, forGood);
        }

        Choice refusing(List<String> also) {
            return new Choice(id, label, granted, also, once, forGood);
        }
    }
}
