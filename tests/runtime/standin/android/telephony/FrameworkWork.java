package android.telephony;

/** The framework reads for itself, with no code of the app on the stack. */
public final class FrameworkWork implements Runnable {
    private final TelephonyManager phone;

    public FrameworkWork(TelephonyManager phone) {
        this.phone = phone;
    }

    @Override
    public void run() {
        phone.getImei(0);
    }
}
