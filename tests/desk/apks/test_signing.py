import hashlib
import subprocess
import zipfile
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.desk.apks import signing
from tests.desk.bad_apks import rewrite

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "demo" / "demo.apk"
KEY = ROOT / "demo" / "key"
GOOD = DEMO.read_bytes()


def test_the_signer_is_the_certificate_that_signed():
    der = x509.load_pem_x509_certificate((KEY / "debug.x509.pem").read_bytes()).public_bytes(Encoding.DER)
    assert signing.signers(DEMO, 34, 34) == [hashlib.sha256(der).hexdigest()]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_changed_byte_is_noticed(at, change):
    raw = bytearray(GOOD)
    raw[at] ^= change
    path = Path(f"/tmp/changed-{hashlib.sha256(bytes(raw)).hexdigest()[:16]}.apk")
    path.write_bytes(raw)
    try:
        found = signing.signers(path, 34, 34)
    except signing.SignatureError:
        return
    finally:
        path.unlink()
    # The block's own padding is covered by nothing, and never was.
    start = GOOD.rindex(b"APK Sig Block 42") - 8
    assert found == signing.signers(DEMO, 34, 34) and start - 8192 < at < start


def test_the_first_scheme_covers_every_entry(tmp_path):
    plain = rewrite(DEMO, tmp_path / "plain.apk")
    signed = tmp_path / "signed.apk"
    line = ["apksigner", "sign", "--key", KEY / "debug.pk8", "--cert", KEY / "debug.x509.pem"]
    line += ["--v1-signing-enabled", "true", "--v2-signing-enabled", "false", "--v3-signing-enabled", "false"]
    try:
        subprocess.run([*line, "--min-sdk-version", "21", "--in", plain, "--out", signed], check=True, timeout=60)
    except FileNotFoundError:
        pytest.skip("apksigner is not installed: the first signature scheme is not tried")
    assert signing.signers(signed, 29, 34) == signing.signers(DEMO, 34, 34)
    with pytest.raises(signing.SignatureError, match="Target SDK version 30 requires a minimum of signature scheme v2"):
        signing.signers(signed, 30, 34)

    def change(name, content):
        return content + b"\0" if name == "classes.dex" else content

    bad = rewrite(signed, tmp_path / "bad.apk", change, signed=True)
    with pytest.raises(signing.SignatureError, match=r"the digest of classes\.dex does not verify"):
        signing.signers(bad, 29, 34)
    more = rewrite(signed, tmp_path / "more.apk", signed=True, extra=[("assets/new", b"x")])
    with pytest.raises(signing.SignatureError, match="assets/new is not in the signed manifest"):
        signing.signers(more, 29, 34)
    stripped = rewrite(DEMO, tmp_path / "stripped.apk", signed=True)
    with pytest.raises(signing.SignatureError, match="it was stripped"):
        signing.signers(stripped, 29, 34)
    with zipfile.ZipFile(plain) as archive:
        assert not [name for name in archive.namelist() if name.startswith("META-INF/")]
    with pytest.raises(signing.SignatureError, match="it is not signed"):
        signing.signers(plain, 29, 34)
