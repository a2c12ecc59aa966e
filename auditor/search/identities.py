"""Read the values to search for from a YAML file.

Three shapes are understood: a mapping of names to values (`imei: "8612..."`), the phone's identity file (with lists of
contacts, accounts and so on, as in deskphone/PROTOCOL.md), and a list of `{id, data_type, value}`. Every scalar is read
as text, since an unquoted `02:00:5e:10:00:01` or `0012` is no number here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from auditor.errors import RuleFileError
from auditor.model import Identity

LARGEST = 4 << 20
VALUE_LIMIT = 20_000
DEPTH_LIMIT = 8
# What the phone's identity file calls a value, where that is not the name of its type.
TYPES = {
    "serial": "serial_number",
    "wifi_mac": "mac_address",
    "mac": "mac_address",
    "phone": "phone_number",
    "email": "email_address",
    "name": "real_name",
    "device_brand": "device_model",
    "device_manufacturer": "device_model",
    "location": "location_precise",
    "contacts.name": "contact_name",
    "contacts.phone": "contact_phone",
    "contacts.email": "contact_email",
    "accounts.name": "accounts_list",
    "installed_apps.package": "installed_apps",
    "calendar.title": "calendar",
    "sms.body": "sms",
    "sms.address": "sms",
    "call_log.number": "call_log",
    "cells.ci": "cell_tower",
    "wifi_nearby.bssid": "wifi_ap",
    "wifi_nearby.ssid": "wifi_ap",
    "bluetooth_bonded.address": "bluetooth",
    "bluetooth_bonded.name": "bluetooth",
    "bluetooth_nearby.address": "bluetooth",
    "bluetooth_nearby.name": "bluetooth",
    "photos.name": "photos",
}
NOT_IDENTIFYING = {
    "accounts.type", "bluetooth_nearby.rssi", "call_log.duration", "cells.earfcn", "cells.pci", "cells.tac",
    "installed_apps.version", "location.accuracy", "operator_country", "operator_name", "photos.folder",
    "photos.height", "photos.width", "wifi_nearby.level",
}  # fmt: skip
PLACE = ("latitude", "longitude")


def read_identities(path: Path) -> list[Identity]:
    """The values of a file, in its order. Raises `RuleFileError` when it is not of one of the three shapes."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RuleFileError(f"{path}: cannot be read ({error.strerror}).") from None
    if len(raw) > LARGEST:
        raise RuleFileError(f"{path.name}: larger than {LARGEST >> 20} MiB; that is no identity file.")
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(raw, Loader=yaml.BaseLoader)):
            raise RuleFileError(f"{path.name}: aliases (*) are not allowed; write the value again.")
        tree = yaml.load(raw, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise RuleFileError(f"{path.name}: not valid YAML: {' '.join(str(error).split())[:300]}") from None
    if isinstance(tree, dict) and len(tree) == 1 and isinstance(next(iter(tree.values())), list):
        only = next(iter(tree.values()))
        tree = only if all(isinstance(one, dict) and "value" in one for one in only) else tree
    if isinstance(tree, list):
        found = list(_listed(path, tree))
    else:
        found = list(_named(tree, "", "", 0)) if isinstance(tree, dict) else []
    if not found:
        raise RuleFileError(f'{path.name}: no value to search for; write one a line, such as imei: "867530912345678".')
    if len(found) > VALUE_LIMIT:
        raise RuleFileError(f"{path.name}: more than {VALUE_LIMIT} values; split the file.")
    return found


def _listed(path: Path, rows: list[Any]) -> Iterator[Identity]:
    for number, row in enumerate(rows, 1):
        fields = row if isinstance(row, dict) else {}
        name = fields.get("id") or fields.get("data_type")
        if not isinstance(name, str) or not isinstance(fields.get("value"), str):
            raise RuleFileError(f"{path.name}: entry {number} needs id and value: {{id: imei, value: '8675...'}}.")
        data_type = str(fields.get("data_type") or TYPES.get(name, name))
        if fields["value"].strip():
            yield Identity(id=name, data_type=data_type, value=fields["value"], planted="file")


def _named(node: Any, name: str, kind: str, depth: int) -> Iterator[Identity]:
    """Values by name. `name` is the id so far (`contacts1_phone`), `kind` the way to it without numbers."""
    if depth > DEPTH_LIMIT or kind in NOT_IDENTIFYING:
        return
    if isinstance(node, dict):
        if all(isinstance(node.get(axis), str) for axis in PLACE):
            value = ",".join(str(node[axis]).strip() for axis in PLACE)
            yield Identity(id=name or "location", data_type="location_precise", value=value, planted="file")
            node = {key: one for key, one in node.items() if key not in PLACE and not kind.endswith("location")}
        for key, one in node.items():
            below = f"{name}_{key}" if name else str(key)
            yield from _named(one, below, f"{kind}.{key}" if kind else str(key), depth + 1)
    elif isinstance(node, list):
        for number, one in enumerate(node, 1):
            yield from _named(one, f"{name}{number}", kind, depth + 1)
    elif isinstance(node, str) and node.strip():
        last = kind.rpartition(".")[2]
        yield Identity(id=name, data_type=TYPES.get(kind) or TYPES.get(last, last), value=node, planted="file")
