package auditor.deskphone;

import java.util.Locale;

/** What kinds of things an app can ask for that this phone cannot do; reports/text/holes.yaml says what each means. */
public enum Hole {
    NATIVE_LIBRARY, NATIVE_CALL, SECOND_PROCESS, PLAY_SERVICES, OTHER_SERVICE, OTHER_APP, BACKGROUND_START, JOB_NOT_RUN, SCRIPT,
    CLASS_NOT_TRANSLATED, CAMERA, MICROPHONE, BLUETOOTH_DATA, ATTESTATION, LEDGER_FULL;

    /** As the ledger writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
