"""The ways one value is written: as it is, in other case, with and without separators, country code, check digit.

Each form keeps the steps that lead from it back to the value, so that a hit can say what was done.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from auditor.model import Identity

SEPARATORS = re.compile(r"[\s:.\-()/]")
HEX_OCTETS = re.compile(r"[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{12}")
PHONE = re.compile(r"\+?[0-9][0-9 \-()]{6,18}[0-9]")
UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}")
PHONE_TYPES = {"phone_number", "contact_phone", "call_log"}
MAC_TYPES = {"mac_address", "bluetooth_mac", "bssid"}
MARKED = re.compile(r"(?=.*[0-9])[0-9A-Za-z]+")
CHINA = "86"
SHORT = 6

Form = tuple[str, tuple[str, ...]]


def forms(identity: Identity) -> list[Form]:
    """All written forms of a value as (text, steps), the plainest first, each text once.

    Steps: lower, upper, no_separators, separators, with_country_code, without_country_code, without_check_digit.
    """
    value = identity.value.strip()
    kept: dict[str, tuple[str, ...]] = {}
    for text, steps in _spellings(identity.data_type, value):
        for cased, case in ((text, ()), (text.lower(), ("lower",)), (text.upper(), ("upper",))):
            if cased and len(cased) >= 2:
                kept.setdefault(cased, case + steps)
    return list(kept.items())


def _spellings(data_type: str, value: str) -> Iterator[Form]:
    yield value, ()
    if data_type in PHONE_TYPES and PHONE.fullmatch(value):
        yield from _phone_spellings(value)
    elif HEX_OCTETS.fullmatch(value) and (data_type in MAC_TYPES or ":" in value or "-" in value):
        plain = SEPARATORS.sub("", value)
        pairs = [plain[i : i + 2] for i in range(0, 12, 2)]
        yield plain, ("no_separators",)
        yield ":".join(pairs), ("separators",)
        yield "-".join(pairs), ("separators",)
    elif UUID.fullmatch(value):
        plain = value.replace("-", "")
        yield plain, ("no_separators",)
        yield "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:])), ("separators",)
    elif data_type == "imei" and re.fullmatch(r"[0-9]{15}", value):
        yield value[:14], ("without_check_digit",)
        yield f"{value[:2]}-{value[2:8]}-{value[8:14]}-{value[14]}", ("separators",)
    else:
        plain = SEPARATORS.sub("", value)
        if plain != value and len(plain) >= SHORT and MARKED.fullmatch(plain):
            yield plain, ("no_separators",)


def _phone_spellings(value: str) -> Iterator[Form]:
    digits = re.sub(r"[^0-9]", "", value)
    if value.startswith("+"):
        yield "+" + digits, ("no_separators",)
        yield digits, ("no_separators",)
    national = digits
    if digits.startswith(CHINA) and len(digits) == 13:
        national = digits[2:]
    if re.fullmatch(r"1[3-9][0-9]{9}", national):
        cut = () if national == value else ("without_country_code",)
        yield national, cut
        yield f"+{CHINA}{national}", ("with_country_code",)
        yield f"{CHINA}{national}", ("with_country_code",)
        for mark in (" ", "-"):
            spaced = mark.join((national[:3], national[3:7], national[7:]))
            yield spaced, ("separators", *cut)
            yield f"+{CHINA}{mark}{national}", ("separators", "with_country_code")
            yield f"+{CHINA}{mark}{spaced}", ("separators", "with_country_code")
        yield f"00{CHINA}{national}", ("with_country_code",)
    elif digits != value:
        yield digits, ("no_separators",)


def weight(text: str) -> int:
    """Length in characters, where one outside ASCII (a Chinese character) says as much as two."""
    return sum(1 if character.isascii() else 2 for character in text)


def bits(text: str) -> float:
    """How much a text says: the entropy of its own characters times its length, 6 bits more for each beyond ASCII."""
    if not text:
        return 0.0
    total = len(text)
    entropy = -sum(n / total * math.log2(n / total) for n in Counter(text).values())
    return entropy * total + 6 * sum(1 for character in text if not character.isascii())
