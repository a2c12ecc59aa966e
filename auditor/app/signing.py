"""Who signed the APK: the certificate of the newest signature scheme in the file."""

from collections.abc import Callable
from pathlib import Path

from auditor.app.reader import open_apk
from auditor.model import Certificate

MAX_SCHEME_FILE = 2 * 1024**3


def read_certificate(path: Path, slim: bytes) -> Certificate:
    """SHA-256 (lower hex), subject and organisation of the signer; empty fields where nothing readable is found.

    `slim` is the archive's manifest and signature files (`Archive.slim`), `path` the whole file, whose signing block
    (schemes 2 and 3) lies between the entries and the directory. The signature itself is not verified.
    """

    def scheme_3() -> list[bytes]:
        return list(whole.get_certificates_der_v3())

    def scheme_2() -> list[bytes]:
        return list(whole.get_certificates_der_v2())

    def scheme_1() -> list[bytes]:
        small = open_apk(slim, analyse=False)
        return [small.get_certificate_der(name) for name in small.get_signature_names()]

    readers: list[Callable[[], list[bytes]]] = [scheme_1]
    if path.stat().st_size <= MAX_SCHEME_FILE:
        try:
            whole = open_apk(str(path), analyse=False)
            readers = [scheme_3, scheme_2, scheme_1]
        except Exception:  # an odd archive; scheme 1 is left
            pass
    for reader in readers:
        try:
            found = [der for der in reader() if der]
        except Exception:  # a scheme that cannot be read is not there
            continue
        if found:
            return _describe(found[0])
    return Certificate()


def _describe(der: bytes) -> Certificate:
    import hashlib

    from cryptography import x509
    from cryptography.x509.oid import NameOID

    digest = hashlib.sha256(der).hexdigest()
    try:
        subject = x509.load_der_x509_certificate(der).subject
        organizations = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        return Certificate(
            sha256=digest,
            subject=subject.rfc4514_string(),
            organization=str(organizations[0].value) if organizations else "",
        )
    except ValueError:
        return Certificate(sha256=digest)
