"""Circumstances that refer back: `if you do`, `after which`, `关闭后` and `once enabled` mean what was just said."""

from __future__ import annotations

import re

import msgspec

from auditor.expressions import expression
from auditor.policy import acts, conditions, likely, rules
from auditor.policy.acts import Said
from auditor.policy.conditions import Found

_ENDED = frozenset({"consent_withdrawn", "permission_revoked"})
_STATES = _ENDED | {"account_deleted", "service_terminated", "refusal", "permission_granted", "consent"}
_GUESSED = frozenset({"if", "user_action", "feature", "consent", "consent_withdrawn", "permission_revoked"})
LONGEST_BEFORE = 200


def resolved(found: list[Found], text: str, before: str, language: str) -> list[Found]:
    """The conditions, those that refer back told by what they refer to; `before` is the piece of text in front."""
    if not found:
        return found
    patterns = likely.conditions(language, text)["backward"]
    earlier = before[-LONGEST_BEFORE:]
    return [_told(condition, patterns, text, earlier, language) for condition in _taken_back(found)]


def _told(found: Found, patterns: tuple[rules.Compiled, ...], text: str, before: str, language: str) -> Found:
    if found.role != "when" or not found.framed or not all(said.kind in _GUESSED for said in found.said):
        return found
    for compiled in patterns:
        rule = compiled.rule
        if not compiled.regex.search(found.text):
            continue
        spoken = f"{before} {text[: found.start]}"
        if rule.kind == "default_off":
            off = any(c.regex.search(spoken) for c in _named(language, "default_off"))
            return msgspec.structs.replace(found, said=(*found.said, Said("default_off"))) if off else found
        if rule.kind == "permission_granted":
            name = _asked_for(spoken, language)
            return msgspec.structs.replace(found, said=(Said("permission_granted", name),)) if name else found
        said = _offered(spoken, language)
        if said is not None:
            return msgspec.structs.replace(found, said=said)
    return found


def _named(language: str, kind: str) -> list[rules.Compiled]:
    return [c for c in rules.groups("conditions", language)["direct"] if c.rule.kind == kind]


def _offered(spoken: str, language: str) -> tuple[Said, ...] | None:
    """`You can switch off photo access`: the last act that was offered, as a circumstance."""
    offers = [m for c in rules.groups("conditions", language)["offers"] for m in c.regex.finditer(spoken)]
    if not offers:
        return None
    act = max(offers, key=lambda match: match.start()).group("v")
    states = tuple(said for said in conditions.classify(act, language) if said.kind in _STATES)
    return states[:1] or (Said("user_action", acts.clean(act, language)),)


def _asked_for(spoken: str, language: str) -> str | None:
    """`We ask for the camera permission and, if you agree, …`: the permission that is agreed to."""
    for compiled in rules.groups("conditions", language)["asked"]:
        match = compiled.regex.search(spoken)
        if match is not None:
            return rules.permission_names(language).get(match.group("p").lower())
    return None


_IT = expression(r"\b(?:it|this|that|do)\b|^(?:您)?(?:撤回|关闭|取消|撤销)(?:后|之后)?$|该|此|上述", re.I)


def _taken_back(found: list[Found]) -> list[Found]:
    """`If you grant location access, …; if you later revoke it`: what is revoked is the permission spoken of."""
    granted: str | None = None
    told = list(found)
    for index, condition in enumerate(found):
        for said in condition.said:
            if said.kind == "permission_granted":
                granted = said.value
            elif granted and said.kind in _ENDED and said.value is None and _IT.search(condition.text):
                taken = (Said("permission_revoked", granted),)
                told[index] = msgspec.structs.replace(condition, said=taken)
    return told
