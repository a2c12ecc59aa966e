"""The data that named permissions open: `申请相机权限`, "the contacts permission"."""

from __future__ import annotations

import re

from auditor import vocabulary
from auditor.expressions import expression
from auditor.policy import rules
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_ENUMERATES = expression(r"、|和|及|以及|与|, | and | or ")
_THIS_PERMISSION = expression(r"此|该|上述|\b(?:this|these|that)\b", re.I)
_PERMISSION_WORD = expression(r"权限|授权|服务|功能|permission|access", re.I)
PERMISSION_TYPES = {
    "accounts": "accounts_list",
    "sensors": "sensors",
    "overlay": "system_permission",
    "wifi": "wifi_ap",
    "biometric": "biometric",
}


def of_predicate(sentence: Sentence, predicate: Predicate, earlier: tuple[str, ...]) -> tuple[list[str], bool]:
    """The types that named permissions stand for; 此权限 means the one spoken of."""
    goes_on = _ENUMERATES.match(sentence.text, predicate.end) is not None
    own = [] if goes_on else between(sentence, predicate.start, predicate.end, masked=True)
    found = own or between(sentence, predicate.start, predicate.end + 120)
    if found:
        exact = [
            t.type
            for t in sentence.terms_in(predicate.start, predicate.end + (0 if own else 60))
            if PERMISSION_TYPES.get(vocabulary.permission_of_type(t.type) or "", vocabulary.permission_of_type(t.type))
            in found
        ]
        return list(dict.fromkeys(exact)) or found, True
    if earlier and _THIS_PERMISSION.search(predicate.word):
        return list(earlier), False
    return ["system_permission"], True


def between(sentence: Sentence, start: int, end: int, *, masked: bool = False) -> list[str]:
    """The types for which the permissions stand that are named between; hidden ones only when `masked`."""
    known = vocabulary.load().types
    names = rules.permission_names(sentence.language)
    pattern = rules.groups("permissions", sentence.language)["names"][0].regex
    found: dict[str, None] = {}
    for match in pattern.finditer(sentence.text.lower(), start, min(len(sentence.text), end)):
        if masked or not sentence.is_hidden(match.start()):
            name = names.get(match.group(), "")
            data_type = PERMISSION_TYPES.get(name, name)
            if data_type in known:
                found[data_type] = None
    return list(found)


def named_in(text: str, language: str) -> str | None:
    """The plain name of the permission that a label speaks of: 基于存储权限的附加服务, "Camera permission"."""
    if not _PERMISSION_WORD.search(text):
        return None
    pattern = rules.groups("permissions", language)["names"][0].regex
    match = pattern.search(text.lower())
    return rules.permission_names(language).get(match.group()) if match else None
