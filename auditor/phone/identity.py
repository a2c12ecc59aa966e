"""The identity of a run: values unique per run and valid in form, so that a hit in traffic is proof."""

from __future__ import annotations

import random
import secrets
from typing import Any

from auditor.model import Identity

# Type allocation codes of the GSMA's test range (TAC 00 1017 ..: reporting body 00, test equipment).
TEST_TAC = "001017"
# Mobile prefixes and issuer of mainland China: MII number plan, ITU-T E.118 (89 = telecom, 86 = China).
PHONE_PREFIXES = ("134", "135", "150", "151", "178", "182", "183", "187", "188")
SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕"
GIVEN = "明华建国志强海燕晓东丽娜子涵雨桐思远若兰景行知秋"

DATA_TYPES = {
    "imei": "imei",
    "meid": "meid",
    "imsi": "imsi",
    "iccid": "iccid",
    "phone_number": "phone_number",
    "android_id": "android_id",
    "serial": "serial_number",
    "wifi_mac": "mac_address",
    "bluetooth_mac": "bluetooth_mac",
    "ssid": "ssid",
    "bssid": "bssid",
    "clipboard": "clipboard",
    "device_model": "device_model",
}
# Lists of the identity of which one member is looked for.
LISTS = {
    "cells": ("ci", "cell_tower"),
    "wifi_nearby": ("bssid", "wifi_ap"),
    "bluetooth_bonded": ("address", "bluetooth"),
    "bluetooth_nearby": ("address", "bluetooth"),
    "photos": ("name", "photos"),
}


def luhn(digits: str) -> str:
    """The check digit of ISO/IEC 7812 for a string of digits."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return str(-total % 10)


def make(seed: int | None = None) -> dict[str, Any]:
    """An identity file as deskphone/PROTOCOL.md describes it; with `seed` the same one again."""
    rng = random.Random(secrets.randbits(64) if seed is None else seed)

    def digits(count: int) -> str:
        return "".join(rng.choice("0123456789") for _ in range(count))

    def hexadecimal(count: int) -> str:
        return "".join(rng.choice("0123456789abcdef") for _ in range(count))

    def mac() -> str:
        octets = [0x02 | (rng.randrange(64) << 2), *(rng.randrange(1, 255) for _ in range(5))]
        return ":".join(f"{octet:02x}" for octet in octets)

    def phone() -> str:
        return "+86" + rng.choice(PHONE_PREFIXES) + digits(8)

    def name() -> str:
        return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, 2))

    def taken(month: int) -> str:
        return f"2026{month:02}14_{rng.randrange(10, 20)}{rng.randrange(10, 60)}{rng.randrange(10, 60)}"

    def name_of(thing: str) -> str:
        return f"{thing} {hexadecimal(6)}"

    tag = "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(5))
    imei = TEST_TAC + digits(8)
    iccid = "898600" + digits(12)
    return {
        "imei": imei + luhn(imei),
        "meid": "99000" + hexadecimal(9).upper(),
        "imsi": "46001" + digits(10),
        "iccid": iccid + luhn(iccid),
        "phone_number": phone(),
        "android_id": hexadecimal(16),
        "serial": "AD" + tag + digits(4),
        "wifi_mac": mac(),
        "bluetooth_mac": mac(),
        "ssid": "Desk-" + tag,
        "bssid": mac(),
        "location": {
            "latitude": round(31.0 + rng.uniform(0.1, 0.4), 6),
            "longitude": round(121.2 + rng.uniform(0.1, 0.5), 6),
            "accuracy": 12.0,
            "altitude": 8.0,
        },
        "contacts": [
            {"name": name() + str(number), "phone": phone(), "email": f"{hexadecimal(8)}@post.example"}
            for number in range(1, 4)
        ],
        "clipboard": f"paste-{tag.lower()}-{digits(6)}",
        "accounts": [{"name": f"{hexadecimal(8)}@account.example", "type": "com.example.account"}],
        "installed_apps": [
            {"package": f"org.example.a{hexadecimal(6)}", "label": f"Notes {tag}", "version": "1.2"},
            {"package": f"org.example.b{hexadecimal(6)}", "label": f"Health {tag}", "version": "3.4"},
        ],
        "device_model": f"DP-{tag}",
        "device_brand": "Desk",
        "device_manufacturer": "Desk",
        "calendar": [{"title": f"dentist {tag.lower()}{digits(4)}", "location": f"room {digits(4)}"}],
        "sms": [{"address": phone(), "body": f"your code is {digits(6)} {tag}"}],
        "call_log": [{"number": phone(), "duration": 42}],
        "operator_name": "CHN-UNICOM",
        "operator_country": "cn",
        # A cell of LTE: 20 bits of station and 8 of sector (3GPP TS 36.413), here of nine digits.
        "cells": [
            {
                "ci": rng.randrange(100_000_000, 1 << 28),
                "tac": rng.randrange(1, 65534),
                "pci": rng.randrange(504),
                "earfcn": 1650,
            }
            for _ in range(2)
        ],
        "wifi_nearby": [
            {"ssid": f"Near-{hexadecimal(6)}", "bssid": mac(), "level": -60 - 5 * number} for number in range(3)
        ],
        "bluetooth_bonded": [
            {"name": name_of("Watch"), "address": mac()},
            {"name": name_of("Headset"), "address": mac()},
        ],
        "bluetooth_nearby": [{"name": name_of("Lamp"), "address": mac(), "rssi": -70}],
        "photos": [{"name": f"IMG_{taken(number)}_{hexadecimal(6)}.png"} for number in range(1, 3)],
    }


def records(values: dict[str, Any], planted: str) -> list[Identity]:
    """One `Identity` for every value that a request could carry."""
    found: list[tuple[str, str, str]] = [
        (key, data_type, str(values[key])) for key, data_type in DATA_TYPES.items() if values.get(key)
    ]
    place = values.get("location")
    if place:
        found.append(("location", "location_precise", f"{place['latitude']},{place['longitude']}"))
    for number, contact in enumerate(values.get("contacts") or (), 1):
        for part, data_type in (("name", "contact_name"), ("phone", "contact_phone"), ("email", "contact_email")):
            found.append((f"contact{number}_{part}", data_type, contact[part]))
    for number, account in enumerate(values.get("accounts") or (), 1):
        found.append((f"account{number}", "accounts_list", account["name"]))
    for number, app in enumerate(values.get("installed_apps") or (), 1):
        found.append((f"app{number}", "installed_apps", app["package"]))
    for number, entry in enumerate(values.get("calendar") or (), 1):
        found.append((f"calendar{number}", "calendar", entry["title"]))
    for number, message in enumerate(values.get("sms") or (), 1):
        found.append((f"sms{number}", "sms", message["body"]))
    for number, call in enumerate(values.get("call_log") or (), 1):
        found.append((f"call{number}", "call_log", call["number"]))
    for key, (member, data_type) in LISTS.items():
        for number, each in enumerate(values.get(key) or (), 1):
            found.append((f"{key}{number}", data_type, str(each[member])))
    return [Identity(id=name, data_type=data_type, value=value, planted=planted) for name, data_type, value in found]
