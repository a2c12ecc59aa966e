"""Who signed an APK, as Android asks before it installs one: a scheme is checked, or the APK is refused.

Source: APK Signature Scheme v2 and v3, https://source.android.com/docs/security/features/apksigning/v2 and /v3.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from auditor.desk.apks import jarsigning
from auditor.desk.apks.jarsigning import SignatureError as SignatureError

V2, V3, V31 = 0x7109871A, 0xF05368C0, 0x1B93AD61
MAGIC = b"APK Sig Block 42"
END = b"PK\x05\x06"
LARGEST_BLOCK = 64 << 20
CHUNK = 1 << 20
MOST_SIGNERS = 10
# A target level of 30 and later needs the second scheme.
FIRST_TARGET_WITHOUT_V1 = 30
# id of an algorithm -> digest of the contents; those of the fs-verity kind (0x04..) have another tree and are not here.
DIGESTS = {
    0x0101: "sha256", 0x0102: "sha512", 0x0103: "sha256", 0x0104: "sha512",
    0x0201: "sha256", 0x0202: "sha512", 0x0301: "sha256",
}  # fmt: skip
VERITY = (0x0421, 0x0423, 0x0425)


def signers(path: Path, target_sdk: int, api: int) -> list[str]:
    """SHA-256 (lower hex) of each signer's certificate, sorted, of the newest scheme in the file.

    Raises `SignatureError`. Not checked: the order of rotated keys (v3.1 is read as v3), fs-verity digests.
    """
    with path.open("rb") as file:
        try:
            sections = _sections(file)
            blocks = dict(_pairs(sections.block)) if sections.block else {}
        except (struct.error, ValueError) as error:
            raise SignatureError(f"the signing block is broken: {error}") from None
        for scheme, since in ((V31, 33), (V3, 28), (V2, 24)):
            if scheme in blocks and api >= since:
                try:
                    return sorted(_signer(file, sections, signed, scheme) for signed in _sequence(blocks[scheme]))
                except (struct.error, ValueError) as error:
                    raise SignatureError(f"the signature of scheme v{_name(scheme)} is broken: {error}") from None
    if target_sdk >= FIRST_TARGET_WITHOUT_V1:
        raise SignatureError(
            f"Target SDK version {target_sdk} requires a minimum of signature scheme v2; the APK is not signed with"
            " this or a later signature scheme"
        )
    return jarsigning.signers(path)


def _name(scheme: int) -> str:
    return {V2: "2", V3: "3", V31: "3.1"}[scheme]


@dataclass
class _Sections:
    """Where the parts of the file begin, and the signing block (empty where there is none)."""

    block: bytes
    block_at: int
    directory_at: int
    end_at: int
    size: int


def _sections(file: IO[bytes]) -> _Sections:
    size = file.seek(0, 2)
    tail_at = max(0, size - 65_557)
    file.seek(tail_at)
    tail = file.read()
    found = tail.rfind(END)
    if found < 0:
        raise ValueError("no end of the central directory")
    (directory_at,) = struct.unpack_from("<I", tail, found + 16)
    end_at = tail_at + found
    if directory_at > end_at:
        raise ValueError("the central directory lies behind its end")
    block, block_at = b"", directory_at
    if directory_at >= 32:
        file.seek(directory_at - 24)
        length, magic = struct.unpack("<Q16s", file.read(24))
        if magic == MAGIC:
            if not 24 <= length <= min(LARGEST_BLOCK, directory_at - 8):
                raise ValueError("its size is wrong")
            block_at = directory_at - length - 8
            file.seek(block_at)
            if struct.unpack("<Q", file.read(8))[0] != length:
                raise ValueError("its two sizes differ")
            block = file.read(length - 24)
    return _Sections(block, block_at, directory_at, end_at, size)


def _pairs(block: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(block):
        length, name = struct.unpack_from("<QI", block, at)
        if length < 4 or at + 8 + length > len(block):
            raise ValueError("an entry is longer than the block")
        yield name, block[at + 12 : at + 8 + length]
        at += 8 + length


def _take(raw: bytes, at: int) -> tuple[bytes, int]:
    """A part with its length before it, and where the next one begins."""
    (length,) = struct.unpack_from("<I", raw, at)
    if at + 4 + length > len(raw):
        raise ValueError("a part is longer than the whole")
    return raw[at + 4 : at + 4 + length], at + 4 + length


def _sequence(raw: bytes) -> list[bytes]:
    whole, _ = _take(raw, 0)
    found, at = [], 0
    while at < len(whole):
        part, at = _take(whole, at)
        found.append(part)
    if not found or len(found) > MOST_SIGNERS:
        raise ValueError(f"{len(found)} parts where 1 to {MOST_SIGNERS} are allowed")
    return found


def _signer(file: IO[bytes], sections: _Sections, signer: bytes, scheme: int) -> str:
    signed, at = _take(signer, 0)
    if scheme != V2:
        at += 8  # the levels that the signer is for
    signatures = [(struct.unpack_from("<I", part)[0], _take(part, 4)[0]) for part in _sequence(signer[at:])]
    _, at = _take(signer, at)
    key, _ = _take(signer, at)
    digests = {struct.unpack_from("<I", part)[0]: _take(part, 4)[0] for part in _sequence(signed)}
    _, at = _take(signed, 0)
    certificates = _sequence(signed[at:])
    known = [entry for entry in signatures if entry[0] in DIGESTS or entry[0] in VERITY]
    if not known:
        raise ValueError("no signature of a kind that Android knows")
    for algorithm, signature in known:
        if not _verified(key, algorithm, signature, signed):
            raise ValueError("the signature does not verify")
        if algorithm not in digests:
            raise ValueError("a signature has no digest of the contents")
    for algorithm, expected in digests.items():
        if algorithm in DIGESTS and _contents_digest(file, sections, DIGESTS[algorithm]) != expected:
            raise ValueError(f"the {DIGESTS[algorithm].upper()} digest of contents did not verify")
    if _public_key(certificates[0]) != key:
        raise ValueError("the public key is not that of the certificate")
    return hashlib.sha256(certificates[0]).hexdigest()


def _public_key(certificate: bytes) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = x509.load_der_x509_certificate(certificate).public_key()
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _verified(key: bytes, algorithm: int, signature: bytes, signed: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA256, SHA512
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    digest: Any = SHA512() if algorithm in (0x0102, 0x0104, 0x0202) else SHA256()
    try:
        public = load_der_public_key(key)
        if isinstance(public, rsa.RSAPublicKey):
            pss = padding.PSS(padding.MGF1(digest), digest.digest_size)
            public.verify(signature, signed, pss if algorithm in (0x0101, 0x0102) else padding.PKCS1v15(), digest)
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, signed, ec.ECDSA(digest))
        elif isinstance(public, dsa.DSAPublicKey):
            public.verify(signature, signed, digest)
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _contents_digest(file: IO[bytes], sections: _Sections, kind: str) -> bytes:
    """The digest over chunks of one megabyte; the end record counts as if the signing block were not there."""
    parts = []
    for start, stop in ((0, sections.block_at), (sections.directory_at, sections.end_at)):
        file.seek(start)
        for at in range(start, stop, CHUNK):
            parts.append(_chunk_digest(kind, file.read(min(CHUNK, stop - at))))
    file.seek(sections.end_at)
    end = bytearray(file.read(sections.size - sections.end_at))
    struct.pack_into("<I", end, 16, sections.block_at)
    parts.append(_chunk_digest(kind, bytes(end)))
    return hashlib.new(kind, b"\x5a" + struct.pack("<I", len(parts)) + b"".join(parts)).digest()


def _chunk_digest(kind: str, data: bytes) -> bytes:
    return hashlib.new(kind, b"\xa5" + struct.pack("<I", len(data)) + data).digest()
