"""How a run can test a statement: by an API call, by traffic, by a file, or on the screen."""

from __future__ import annotations

from auditor import vocabulary
from auditor.policy.drafts import Draft

_WAYS = {
    "collect": ("api", "traffic"),
    "access": ("api",),
    "use": ("api", "traffic"),
    "upload": ("traffic",),
    "share": ("traffic",),
    "transfer": ("traffic",),
    "publish": (),
    "store": ("file",),
    "protect": ("traffic", "file"),
    "refuse_service": ("ui",),
    "notify": ("ui",),
    "user_control": ("ui",),
}
_READ_BY_API = frozenset(
    [
        "device_info",
        "device_id",
        "location",
        "camera",
        "microphone",
        "photos",
        "contacts",
        "calendar",
        "phone_state",
        "call_log",
        "sms",
        "storage",
        "clipboard",
        "installed_apps",
        "accounts_list",
        "health",
        "phone_number",
        "activity_recognition",
        "cookie",
        "files",
    ]
)


def ways(draft: Draft) -> tuple[str, ...]:
    """The kinds of evidence that bear on a draft; empty where a device shows nothing."""
    if draft.kind in {"definition", "scope", "claim", "exception", "user_obligation"}:
        return ()
    if draft.kind == "permission_scope":
        return ("api", "ui")
    found = _WAYS.get(draft.action, ())
    if "api" in found and draft.data_types:
        known = vocabulary.load()
        readable = any(
            t in _READ_BY_API or set(known.ancestors(t)) & _READ_BY_API or known.is_umbrella(t)
            for t in draft.data_types
        )
        if not readable:
            found = tuple(way for way in found if way != "api")
    return found
