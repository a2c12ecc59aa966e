package android.telephony;

public class TelephonyManager {
    public static volatile boolean allowed = true;

    public String getImei() {
        return getImei(0);
    }

    public String getImei(int slot) {
        if (!allowed) {
            throw new SecurityException("getImei: READ_PHONE_STATE needed");
        }
        return slot == 0 ? "356938035643809" : null;
    }

    public String getLine1Number() {
        return "";
    }

    public int getSimState(int slot) {
        return 5 + slot;
    }
}
