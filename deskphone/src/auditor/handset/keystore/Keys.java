package auditor.handset.keystore;

import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.StrongBoxUnavailableException;
import auditor.deskphone.Hole;
import auditor.deskphone.Session;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;

/** The keys of the app, and what this phone cannot promise of them: it has no secure hardware and no lock screen. */
final class Keys {
    private final Session session;
    private final KeyFile file;

    Keys(Session session) {
        this.session = session;
        file = new KeyFile(Path.of(session.config().text("data"), "device_protected", "keystore.json"));
    }

    KeyFile file() {
        return file;
    }

    /** Refuses what a phone without a StrongBox and without a lock screen refuses; says it when attestation is asked. */
    void expectPossible(KeyGenParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (spec.isStrongBoxBacked()) {
            throw new StrongBoxUnavailableException("Failed to generate key");
        }
        if (spec.isUserAuthenticationRequired()) {
            throw new InvalidAlgorithmParameterException(new IllegalStateException(
                    "Secure lock screen must be enabled to create keys requiring user authentication"));
        }
        if (spec.getAttestationChallenge() != null) {
            session.ledgerOnce(Hole.ATTESTATION, spec.getKeystoreAlias(), "keys are kept in software; the certificate is signed by the key itself");
        }
    }
}
