"""The words of a hand-written trace: kinds of line, their fields, and what may stand in them."""

from __future__ import annotations

from functools import cache
from typing import Any

from auditor import vocabulary
from auditor.parties import Parties

COMMON = frozenset({"t", "kind", "foreground"})
FIELDS: dict[str, frozenset[str]] = {
    "api": frozenset({"api", "data_type", "caller", "outcome", "count", "window_s", "sdk"}),
    "ui": frozenset({"action", "text", "permission", "count", "window_s", "preticked", "refusable"}),
    "permission": frozenset({"permission", "result"}),
    "state": frozenset({"foreground"}),
    "traffic": frozenset(
        {"host", "party", "recipient", "data_type", "encoding", "tls", "country", "caller", "sdk", "count", "window_s"}
    ),
    "file": frozenset({"path", "data_type", "encoding"}),
    "cookie": frozenset({"host", "name", "data_type", "encoding"}),
    "app": frozenset({"declares", "unused", "embeds"}),
}
ALL_FIELDS = frozenset().union(COMMON, *FIELDS.values())

ACTIONS = frozenset(
    {
        "consent_accept",
        "consent_refuse",
        "consent_withdraw",
        "explicit_consent",
        "guardian_consent",
        "tap",
        "text",
        "screen",
        "press_home",
        "register",
        "login",
        "logout",
        "account_deleted",
        "login_wall",
        "app_exit",
        "permission_dialog",
        "consent_dialog",
        "consent_missing",
    }
)
RESULTS = frozenset({"granted", "denied", "revoked"})
OUTCOMES = frozenset({"returned", "empty", "placeholder", "denied", "threw"})
ENCODINGS = frozenset({"clear", "base64", "hex", "url", "gzip", "md5", "sha1", "sha256", "encrypted"})
PARTIES = frozenset({"first_party", "third_party", "unknown"})
WORDS: dict[tuple[str, str], frozenset[str]] = {
    ("ui", "action"): ACTIONS,
    ("permission", "result"): RESULTS,
    ("", "outcome"): OUTCOMES,
    ("", "encoding"): ENCODINGS,
}
BOOLEANS = frozenset({"foreground", "tls", "preticked", "refusable"})
NUMBERS = frozenset({"count", "window_s"})
LISTS = frozenset({"declares", "unused", "embeds"})
TEXTS = frozenset({"api", "sdk", "text", "host", "recipient", "country", "path", "name"})


@cache
def party_classes() -> frozenset[str]:
    """Classes of third parties: those of the trace format and of the recipients' table."""
    own = {"ad", "analytics", "push", "sms", "payment", "map", "social", "cloud", "risk", "cdn"}
    return frozenset(own | set(Parties.load().classes))


@cache
def permission_names() -> frozenset[str]:
    """Plain names and Android's short names."""
    rows = vocabulary.permissions().values()
    return frozenset({row.name for row in rows} | {name for row in rows for name in row.android})


def schema() -> dict[str, Any]:
    """The JSON Schema of one line of a trace."""
    known = sorted(vocabulary.load().types)
    party = "^(first_party|unknown|third_party(:(" + "|".join(sorted(party_classes())) + "))?)$"
    shapes: dict[str, Any] = {
        "t": {"type": "number", "minimum": 0, "description": "seconds from the app's start; never decreases"},
        "foreground": {"type": "boolean"},
        "tls": {"type": "boolean"},
        "preticked": {"type": "boolean"},
        "refusable": {"type": "boolean"},
        **{name: {"type": "array", "items": {"type": "string"}} for name in sorted(LISTS)},
        "count": {"type": "integer", "minimum": 1},
        "window_s": {"type": "number", "minimum": 0},
        "data_type": {"enum": known},
        "caller": {"type": "string", "pattern": party},
        "party": {"type": "string", "pattern": party},
        "permission": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
        "action": {"enum": sorted(ACTIONS)},
        "result": {"enum": sorted(RESULTS)},
        "outcome": {"enum": sorted(OUTCOMES)},
        "encoding": {"enum": sorted(ENCODINGS)},
    }
    lines = []
    for kind, fields in FIELDS.items():
        properties = {"kind": {"const": kind}}
        properties |= {name: shapes.get(name, {"type": "string"}) for name in sorted(fields | COMMON - {"kind"})}
        required = ["t", "kind", *{"ui": ["action"], "permission": ["permission", "result"]}.get(kind, [])]
        lines.append({"type": "object", "properties": properties, "required": required})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Line of a trace", "oneOf": lines}
