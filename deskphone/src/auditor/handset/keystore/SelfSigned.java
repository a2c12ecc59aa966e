package auditor.handset.keystore;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** The certificate that Android puts around a new public key, signed by the key itself. */
final class SelfSigned {
    private static final String RSA = "1.2.840.113549.1.1.11";
    private static final String ECDSA = "1.2.840.10045.4.3.2";

    private SelfSigned() {
    }

    /** In DER, SHA-256 with RSA or ECDSA. */
    static byte[] certificate(KeyPair pair, String subject, BigInteger serial, Date from, Date until)
            throws GeneralSecurityException, IOException {
        boolean rsa = pair.getPrivate().getAlgorithm().equals("RSA");
        ASN1ObjectIdentifier name = new ASN1ObjectIdentifier(rsa ? RSA : ECDSA);
        AlgorithmIdentifier algorithm = rsa ? new AlgorithmIdentifier(name, DERNull.INSTANCE) : new AlgorithmIdentifier(name);
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(serial));
        generator.setSignature(algorithm);
        generator.setIssuer(new X500Name(subject));
        generator.setSubject(new X500Name(subject));
        generator.setStartDate(new Time(from));
        generator.setEndDate(new Time(until));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        TBSCertificate signed = generator.generateTBSCertificate();
        Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getEncoded(ASN1Encoding.DER));
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(signed);
        parts.add(algorithm);
        parts.add(new DERBitString(signature.sign()));
        return new DERSequence(parts).getEncoded(ASN1Encoding.DER);
    }
}
