"""Who acts in an English relative clause: `sent to Facely Ltd, which compares it and has undertaken not to keep it`."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import outsiders_en
from auditor.policy.clauses import Sentence

_CLAUSE = expression(
    r"\b(?:to|with|by|from|via|through|of|at|in|use|uses|used|using|integrates?|embeds?|employs?|engaged?) "
    r"(?P<who>(?:(?:the|our|an?|your|their|its|any|each|another) )?"
    r"[\w&'’.-]+(?: (?!(?:which|who|that|to|and|of|at|in|by|with|from)\b)[\w&'’.-]+){0,4}), "
    r"(?:which|who|whose [\w '’-]{2,60}? (?:states?|says?|provides?|explains?|promises?) that (?:it|they))"
    r"(?! (?:we|you|the|our|it|they|your|users?)\b)(?P<more>(?: [^,;:.]{0,100})?)$"
)
_SOMEBODY_ELSE = expression(
    r"\b(?:and|but|or|while|so that|if|when|once|because|until|as|that|which|what|how) "
    r"(?:we|you|they|it|the|our|your|users?)\b"
)
_ORGANISATION = expression(
    r"\b(?:firm|company|companies|providers?|partners?|office|agency|agencies|institutes?|institutions?|university|"
    r"universities|service|processors?|vendors?|contractors?|bureau|exchange|platform|network|centre|center|register|"
    r"suppliers?|specialists?|experts?|consultants?|authority|police|court|ministry|department|school|hotel)$",
    re.I,
)
_TECHNIQUE = expression(r"^(?:GPS|Bluetooth|Wi-?Fi|NFC|TLS|SSL|HTTPS?|AES|AI|Cookies?|HTML5?)\b", re.I)
_OURS = expression(
    r"^(?:our|us)\b(?! (?:[\w-]+ )*(?:partner|provider|bank|insurer|contractor|supplier|processor)s?$)", re.I
)


def outsider(sentence: Sentence, before: int) -> int | None:
    """Where the antecedent begins that acts at `before`, if it is somebody outside; else None."""
    match = _CLAUSE.search(sentence.text, max(0, before - 220), before)
    if match is None or _SOMEBODY_ELSE.search(match.group("more")):
        return None
    who = match.group("who")
    own_name = any(set(who.split()) & set(own.split()) for own in sentence.people.own)
    if own_name or _OURS.match(who) or _TECHNIQUE.match(who):
        return None
    named = who[:1].isupper() or _ORGANISATION.search(who) is not None
    return match.start("who") if named or outsiders_en.are_outside(who) else None
