package com.cornershop.demo;

import android.Manifest;
import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.os.Build;
import android.os.Bundle;
import android.view.View;
import android.widget.TextView;
import android.widget.Toast;
import com.tallyhall.analytics.Tallyhall;

/** The shop window: goods and the ways on from there. Asks for consent at the first start. */
public final class MainActivity extends Activity {
    private static final int ASK_CONTACTS = 1;
    private AlertDialog consentDialog;
    private boolean couponLookedFor;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.main);
        onClick(R.id.find_stores, () -> startActivity(new Intent(this, StoresActivity.class)));
        onClick(R.id.my_account, this::openAccount);
        onClick(R.id.invite_friends, this::inviteFriends);
        onClick(R.id.contact_us, this::showContact);
        onClick(R.id.privacy_policy, this::openPolicy);
        if (Consent.given(this)) {
            welcome();
        } else if (Consent.asked(this)) {
            showBrowseMode();
        }
    }

    @Override
    protected void onResume() {
        super.onResume();
        if (!Consent.asked(this) && (consentDialog == null || !consentDialog.isShowing())) {
            askConsent();
        }
    }

    @Override
    public void onWindowFocusChanged(boolean focused) {
        super.onWindowFocusChanged(focused);
        // The platform hands out the clipboard only to the window that has the focus.
        if (focused && Consent.given(this) && !couponLookedFor) {
            couponLookedFor = true;
            String coupon = Coupons.fromClipboard(this);
            if (coupon != null) {
                setStatus(coupon);
            }
        }
    }

    @Override
    protected void onDestroy() {
        if (consentDialog != null) {
            consentDialog.dismiss();
        }
        super.onDestroy();
    }

    private void askConsent() {
        consentDialog = new AlertDialog.Builder(this)
                .setTitle(R.string.consent_title)
                .setMessage(R.string.consent_message)
                .setCancelable(false)
                .setPositiveButton(R.string.agree, (dialog, which) -> answerConsent(true))
                .setNegativeButton(R.string.disagree, (dialog, which) -> answerConsent(false))
                .setNeutralButton(R.string.read_policy, (dialog, which) -> openPolicy())
                .show();
    }

    private void answerConsent(boolean agreed) {
        Consent.answer(this, agreed);
        if (agreed) {
            welcome();
        } else {
            showBrowseMode();
        }
    }

    private void showBrowseMode() {
        findViewById(R.id.browse_mode).setVisibility(View.VISIBLE);
    }

    /** What the app does for a user who agreed. */
    private void welcome() {
        findViewById(R.id.browse_mode).setVisibility(View.GONE);
        ShopServer.post("/v1/home", "model", Build.MODEL);
        NewCustomerCheck.runOnce(this);
        boolean wallet = Payments.hasWallet(getPackageManager());
        ((TextView) findViewById(R.id.payment)).setText(wallet ? R.string.payment_wallet : R.string.payment_cash);
    }

    private void openAccount() {
        if (agreedOrTold()) {
            Tallyhall.event("account");
            startActivity(new Intent(this, AccountActivity.class));
        }
    }

    private void openPolicy() {
        startActivity(new Intent(this, PolicyActivity.class));
    }

    private void showContact() {
        new AlertDialog.Builder(this)
                .setTitle(R.string.contact_us)
                .setMessage(R.string.contact_text)
                .setPositiveButton(R.string.close, null)
                .show();
    }

    private void inviteFriends() {
        if (!agreedOrTold()) {
            return;
        }
        Tallyhall.event("invite");
        if (checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED) {
            suggestFriends();
        } else {
            requestPermissions(new String[] {Manifest.permission.READ_CONTACTS}, ASK_CONTACTS);
        }
    }

    @Override
    public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
        super.onRequestPermissionsResult(request, permissions, results);
        if (request != ASK_CONTACTS) {
            return;
        }
        if (results.length > 0 && results[0] == PackageManager.PERMISSION_GRANTED) {
            suggestFriends();
        } else {
            setStatus(getString(R.string.friends_denied));
        }
    }

    private void suggestFriends() {
        int found = Friends.suggest(this);
        setStatus(getString(R.string.friends_found, found));
    }

    private boolean agreedOrTold() {
        if (Consent.given(this)) {
            return true;
        }
        Toast.makeText(this, R.string.agree_first, Toast.LENGTH_SHORT).show();
        return false;
    }

    private void setStatus(String text) {
        ((TextView) findViewById(R.id.status)).setText(text);
    }

    private void onClick(int id, Runnable action) {
        findViewById(id).setOnClickListener(view -> action.run());
    }
}
