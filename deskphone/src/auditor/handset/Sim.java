package auditor.handset;

import android.app.Application;
import android.os.Build;
import android.os.SystemClock;
import android.telephony.CellIdentityLte;
import android.telephony.CellInfo;
import android.telephony.SubscriptionInfo;
import android.telephony.SubscriptionManager;
import android.telephony.TelephonyManager;
import android.telephony.gsm.GsmCellLocation;
import auditor.deskphone.Fields;
import auditor.deskphone.Session;
import java.util.ArrayList;
import java.util.List;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.CellIdentityLteBuilder;
import org.robolectric.shadows.CellInfoLteBuilder;
import org.robolectric.shadows.ShadowSubscriptionManager;
import org.robolectric.shadows.ShadowSubscriptionManager.SubscriptionInfoBuilder;
import org.robolectric.shadows.ShadowSystemProperties;
import org.robolectric.shadows.ShadowTelephonyManager;

/** The planted SIM card: its operator, its subscription, and the cells that the phone sees with it. */
final class Sim {
    /** Mobile country code of 3 digits and network code of 2 begin an IMSI of China (ITU-T E.212). */
    private static final int OPERATOR_DIGITS = 5;
    private static final int COUNTRY_DIGITS = 3;
    private static final int ID = 1;

    private Sim() {
    }

    static void plant(Session session, Application application) {
        Fields identity = session.identity();
        String imsi = identity.text("imsi", "");
        if (imsi.length() < OPERATOR_DIGITS) {
            return;
        }
        String operator = imsi.substring(0, OPERATOR_DIGITS);
        String name = identity.text("operator_name", operator);
        String country = identity.text("operator_country", "");
        ShadowTelephonyManager phone = Shadow.extract(application.getSystemService(TelephonyManager.class));
        phone.setSimState(TelephonyManager.SIM_STATE_READY);
        phone.setNetworkOperator(operator);
        phone.setNetworkOperatorName(name);
        phone.setSimOperator(operator);
        phone.setSimOperatorName(name);
        phone.setNetworkCountryIso(country);
        phone.setSimCountryIso(country);
        phone.setNetworkType(TelephonyManager.NETWORK_TYPE_LTE);
        phone.setDataNetworkType(TelephonyManager.NETWORK_TYPE_LTE);
        phone.setVoiceNetworkType(TelephonyManager.NETWORK_TYPE_LTE);
        for (String of : List.of("gsm.operator.", "gsm.sim.operator.")) {
            ShadowSystemProperties.override(of + "numeric", operator);
            ShadowSystemProperties.override(of + "alpha", name);
            ShadowSystemProperties.override(of + "iso-country", country);
        }
        subscription(identity, application, operator, name, country);
        cells(identity.objects("cells"), phone, operator);
    }

    private static void subscription(Fields identity, Application application, String operator, String name, String country) {
        SubscriptionInfo card = SubscriptionInfoBuilder.newBuilder().setId(ID).setSimSlotIndex(0).setDisplayName(name).setCarrierName(name)
                .setCountryIso(country).setIccId(identity.text("iccid", "")).setNumber(identity.text("phone_number", ""))
                .setMcc(operator.substring(0, COUNTRY_DIGITS)).setMnc(operator.substring(COUNTRY_DIGITS)).buildSubscriptionInfo();
        ShadowSubscriptionManager cards = Shadow.extract(application.getSystemService(SubscriptionManager.class));
        cards.setReadPhoneStatePermission(true);
        cards.setReadPhoneNumbersPermission(true);
        cards.setActiveSubscriptionInfos(card);
        ShadowSubscriptionManager.setDefaultSubscriptionId(ID);
        ShadowSubscriptionManager.setDefaultDataSubscriptionId(ID);
    }

    private static void cells(List<Fields> planted, ShadowTelephonyManager phone, String operator) {
        List<CellInfo> cells = new ArrayList<>();
        for (Fields cell : planted) {
            CellIdentityLteBuilder identity = CellIdentityLteBuilder.newBuilder().setCi(cell.number("ci", 0)).setTac(cell.number("tac", 0))
                    .setPci(cell.number("pci", 0)).setEarfcn(cell.number("earfcn", 0))
                    .setMcc(operator.substring(0, COUNTRY_DIGITS)).setMnc(operator.substring(COUNTRY_DIGITS));
            CellIdentityLte built = identity.build();
            cells.add(CellInfoLteBuilder.newBuilder().setCellIdentity(built).setRegistered(cells.isEmpty())
                    .setTimeStampNanos(SystemClock.elapsedRealtimeNanos()).build());
        }
        phone.setAllCellInfo(cells);
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
            phone.setCallbackCellInfos(cells);
        }
        if (!planted.isEmpty()) {
            GsmCellLocation here = new GsmCellLocation();
            here.setLacAndCid(planted.get(0).number("tac", -1), planted.get(0).number("ci", -1));
            phone.setCellLocation(here);
        }
    }
}
