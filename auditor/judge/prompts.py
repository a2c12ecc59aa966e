"""What a separate consent was given for: read from the words of its prompt, zh and en."""

from __future__ import annotations

import re
from functools import cache

from auditor import vocabulary
from auditor.judge.mentions import type_words

LONGEST = 400
# Words of agreeing itself, which name no matter.
_AGREEING = re.compile(
    r"\b(?:i|you|yes|ok|okay|agree|accept|allow|confirm|continue|consent|explicit|separate|give|my|your|to|the|and|this)\b"
    r"|[我您你]|同意|接受|允许|确认|确定|继续|知道了|单独|明示|授权|并|的|此|该|本",
    re.IGNORECASE,
)
_MY = re.compile(r"\bmy\b")
_TOKEN = re.compile(r"[a-z]{4,}")
# Words in the names of types that name no kind of data by themselves.
_PLAIN = frozenset({"information", "info", "data", "number", "list", "device", "user", "third", "party", "personal"})


@cache
def covers(text: str, data_type: str) -> bool | None:
    """Does the prompt `text` speak of `data_type`?

    True also where it names no matter at all ("I agree"); False where it names other kinds of data; None where its
    matter cannot be told.
    """
    from auditor.policy.terms import lexicon

    lowered = text[:LONGEST].lower()
    if not re.search(r"\w", _AGREEING.sub("", lowered)):
        return True
    if _names(lowered, data_type):
        return True
    # A policy speaks to its reader, who answers in his own name.
    addressed = _MY.sub("your", lowered)
    named = {term.type for language in ("zh", "en") for term in lexicon(language).find(addressed)}
    if any(_related(name, data_type) for name in named):
        return True
    return False if named else None


def _names(lowered: str, data_type: str) -> bool:
    known = vocabulary.load()
    names = [data_type, *(name for name in known.ancestors(data_type) if not known.is_umbrella(name))]
    words = [word for name in names for word in type_words(name)]
    row = vocabulary.permissions().get(vocabulary.permission_of_type(data_type) or "")
    words += [word.lower() for word in (*row.zh, *row.en)] if row else []
    if any(word in lowered for word in words if not word.isascii()):
        return True
    said = {token.removesuffix("s") for token in _TOKEN.findall(lowered)}
    meant = {token.removesuffix("s") for word in words for token in _TOKEN.findall(word)} - _PLAIN
    return bool(said & meant)


def _related(named: str, data_type: str) -> bool:
    """The same kind of data, a broader or a narrower one, or one behind the same permission."""
    known = vocabulary.load()
    own = vocabulary.permission_of_type(data_type)
    same_door = own is not None and vocabulary.permission_of_type(named) == own
    return known.covers(named, data_type) or known.covers(data_type, named) or same_door
