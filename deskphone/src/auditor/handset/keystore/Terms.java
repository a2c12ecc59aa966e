package auditor.handset.keystore;

import android.security.KeyStoreException;
import android.security.keymaster.KeymasterDefs;
import android.security.keystore.KeyExpiredException;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyNotYetValidException;
import android.security.keystore.KeyProperties;
import android.security.keystore.KeyProtection;
import auditor.deskphone.Fields;
import java.security.InvalidKeyException;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a key may be used for, as its maker said: KeyGenParameterSpec and KeyProtection documentation. */
record Terms(int purposes, List<String> modes, List<String> paddings, List<String> signaturePaddings, List<String> digests,
        boolean randomized, long from, long untilSigning, long untilVerifying) {
    private static final int ANY = -1;

    static Terms of(KeyGenParameterSpec spec) {
        return new Terms(spec.getPurposes(), List.of(spec.getBlockModes()), List.of(spec.getEncryptionPaddings()),
                List.of(spec.getSignaturePaddings()), spec.isDigestsSpecified() ? List.of(spec.getDigests()) : List.of(),
                spec.isRandomizedEncryptionRequired(), time(spec.getKeyValidityStart()),
                time(spec.getKeyValidityForOriginationEnd()), time(spec.getKeyValidityForConsumptionEnd()));
    }

    static Terms of(KeyProtection spec) {
        return new Terms(spec.getPurposes(), List.of(spec.getBlockModes()), List.of(spec.getEncryptionPaddings()),
                List.of(spec.getSignaturePaddings()), spec.isDigestsSpecified() ? List.of(spec.getDigests()) : List.of(),
                spec.isRandomizedEncryptionRequired(), time(spec.getKeyValidityStart()),
                time(spec.getKeyValidityForOriginationEnd()), time(spec.getKeyValidityForConsumptionEnd()));
    }

    /** Of keys that were imported without terms, or made by the KeyPairGeneratorSpec of Android 4.3: they may do anything. */
    static Terms none() {
        return new Terms(ANY, List.of(), List.of(), List.of(), List.of(), false, 0, 0, 0);
    }

    static Terms read(Fields kept) {
        return new Terms(kept.number("purposes", 0), kept.texts("modes"), kept.texts("paddings"), kept.texts("signature_paddings"),
                kept.texts("digests"), kept.flag("randomized"), (long) kept.real("from", 0), (long) kept.real("until_signing", 0),
                (long) kept.real("until_verifying", 0));
    }

    Map<String, Object> written() {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("purposes", purposes);
        kept.put("modes", modes);
        kept.put("paddings", paddings);
        kept.put("signature_paddings", signaturePaddings);
        kept.put("digests", digests);
        kept.put("randomized", randomized);
        kept.put("from", from);
        kept.put("until_signing", untilSigning);
        kept.put("until_verifying", untilVerifying);
        return kept;
    }

    static Date date(long time) {
        return time == 0 ? null : new Date(time);
    }

    private static long time(Date date) {
        return date == null ? 0 : date.getTime();
    }

    /** Refuses a use of the key for that purpose in Android's words. */
    void expectPurpose(int purpose) throws InvalidKeyException {
        if (purposes != ANY && (purposes & purpose) == 0) {
            throw refused(KeymasterDefs.KM_ERROR_INCOMPATIBLE_PURPOSE, "Incompatible purpose");
        }
        long now = System.currentTimeMillis();
        boolean makes = purpose == KeyProperties.PURPOSE_ENCRYPT || purpose == KeyProperties.PURPOSE_SIGN;
        long until = makes ? untilSigning : untilVerifying;
        if (from != 0 && now < from) {
            throw new KeyNotYetValidException();
        }
        if (until != 0 && now > until) {
            throw new KeyExpiredException();
        }
    }

    void expectMode(String mode) throws InvalidKeyException {
        expect(modes, mode, KeymasterDefs.KM_ERROR_INCOMPATIBLE_BLOCK_MODE, "Incompatible block mode");
    }

    void expectPadding(String padding) throws InvalidKeyException {
        expect(paddings, padding, KeymasterDefs.KM_ERROR_INCOMPATIBLE_PADDING_MODE, "Incompatible padding mode");
    }

    void expectSignaturePadding(String padding) throws InvalidKeyException {
        expect(signaturePaddings, padding, KeymasterDefs.KM_ERROR_INCOMPATIBLE_PADDING_MODE, "Incompatible padding mode");
    }

    void expectDigest(String digest) throws InvalidKeyException {
        expect(digests, digest, KeymasterDefs.KM_ERROR_INCOMPATIBLE_DIGEST, "Incompatible digest");
    }

    private void expect(List<String> allowed, String wanted, int code, String words) throws InvalidKeyException {
        if (purposes != ANY && allowed.stream().noneMatch(wanted::equalsIgnoreCase)) {
            throw refused(code, words);
        }
    }

    private static InvalidKeyException refused(int code, String words) {
        return new InvalidKeyException("Keystore operation failed", new KeyStoreException(code, words));
    }
}
