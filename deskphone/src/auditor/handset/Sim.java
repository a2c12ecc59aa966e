package auditor.handset;

import android.os.SystemClock;
import android.telephony.CellInfo;
import android.telephony.SubscriptionInfo;
import android.telephony.TelephonyManager;
import android.telephony.gsm.GsmCellLocation;
import auditor.deskphone.Fields;
import auditor.deskphone.Guards;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.robolectric.shadows.CellIdentityLteBuilder;
import org.robolectric.shadows.CellInfoLteBuilder;
import org.robolectric.shadows.ShadowSubscriptionManager.SubscriptionInfoBuilder;
import org.robolectric.shadows.ShadowSystemProperties;

/** The planted SIM card: its operator, its subscription, and the cells that the phone sees with it. */
final class Sim {
    /** Mobile country code of 3 digits and network code of 2 begin an IMSI of China (ITU-T E.212). */
    private static final int OPERATOR_DIGITS = 5;
    private static final int COUNTRY_DIGITS = 3;
    private static final int ID = 1;

    private final Session session;

    Sim(Session session) {
        this.session = session;
    }

    void answer() {
        Guards.answer("sim_operator", (arguments, original) -> planted() ? operator() : original.call());
        Guards.answer("sim_state", (arguments, original) -> planted() ? TelephonyManager.SIM_STATE_READY : original.call());
        Guards.answer("lte", (arguments, original) -> planted() ? TelephonyManager.NETWORK_TYPE_LTE : original.call());
        Guards.answer("subscriptions", (arguments, original) -> planted() ? new ArrayList<>(List.of(subscription())) : original.call());
        Guards.answer("subscription", (arguments, original) -> !planted() ? original.call()
                : arguments.length < 2 || arguments[1].equals(ID) ? subscription() : null);
        Guards.answer("slot", (arguments, original) -> !planted() ? original.call() : arguments[1].equals(0) ? subscription() : null);
        Guards.answer("subscription_count", (arguments, original) -> planted() ? 1 : original.call());
        Guards.answer("subscription_id", (arguments, original) -> planted() ? ID : original.call());
        Guards.answer("cells", (arguments, original) -> session.identity().objects("cells").isEmpty() ? original.call() : cells());
        Guards.answer("cell_location", (arguments, original) -> session.identity().objects("cells").isEmpty() ? original.call() : location());
        Guards.answer("cell_update", (arguments, original) -> {
            TelephonyManager.CellInfoCallback callback = (TelephonyManager.CellInfoCallback) arguments[arguments.length - 1];
            ((Executor) arguments[arguments.length - 2]).execute(() -> callback.onCellInfo(cells()));
            return null;
        });
    }

    /** What the system says of the card and its network, and keeps in properties. */
    void properties() {
        if (!planted()) {
            return;
        }
        for (String of : List.of("gsm.operator.", "gsm.sim.operator.")) {
            ShadowSystemProperties.override(of + "numeric", operator());
            ShadowSystemProperties.override(of + "alpha", session.identity().text("operator_name", ""));
            ShadowSystemProperties.override(of + "iso-country", session.identity().text("operator_country", ""));
        }
    }

    private boolean planted() {
        return session.identity().text("imsi", "").length() > OPERATOR_DIGITS;
    }

    private String operator() {
        return session.identity().text("imsi").substring(0, OPERATOR_DIGITS);
    }

    private SubscriptionInfo subscription() {
        Fields identity = session.identity();
        String name = identity.text("operator_name", operator());
        return SubscriptionInfoBuilder.newBuilder().setId(ID).setSimSlotIndex(0).setDisplayName(name).setCarrierName(name)
                .setCountryIso(identity.text("operator_country", "")).setIccId(identity.text("iccid", ""))
                .setNumber(identity.text("phone_number", "")).setMcc(operator().substring(0, COUNTRY_DIGITS))
                .setMnc(operator().substring(COUNTRY_DIGITS)).buildSubscriptionInfo();
    }

    private List<CellInfo> cells() {
        List<CellInfo> cells = new ArrayList<>();
        for (Fields cell : session.identity().objects("cells")) {
            CellIdentityLteBuilder identity = CellIdentityLteBuilder.newBuilder().setCi(cell.number("ci", 0)).setTac(cell.number("tac", 0))
                    .setPci(cell.number("pci", 0)).setEarfcn(cell.number("earfcn", 0));
            if (planted()) {
                identity.setMcc(operator().substring(0, COUNTRY_DIGITS)).setMnc(operator().substring(COUNTRY_DIGITS));
            }
            cells.add(CellInfoLteBuilder.newBuilder().setCellIdentity(identity.build()).setRegistered(cells.isEmpty())
                    .setTimeStampNanos(SystemClock.elapsedRealtimeNanos()).build());
        }
        return cells;
    }

    private GsmCellLocation location() {
        Fields first = session.identity().objects("cells").get(0);
        GsmCellLocation here = new GsmCellLocation();
        here.setLacAndCid(first.number("tac", -1), first.number("ci", -1));
        return here;
    }
}
