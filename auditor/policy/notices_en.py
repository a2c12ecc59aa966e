"""English promises to tell the user of an act: `before we pass your CV on, we call you`, `and we tell you first`."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.model import Condition
from auditor.policy import whole
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Draft

_YOU = (
    r"(?:you|users?|parents?|guardians?|the (?:user|person|people|parents?|guests?|customer|patient|both sides)|"
    r"everyone|everybody)\b"
)
_TELLS = expression(
    r"\b(?:(?:tell|inform|let|warn|alert|ask(?=s? you\b(?! for\b))|telephone|phone|call|ring|e-?mail|contact|text|"
    r"message|show|remind)s?|notif(?:y|ies)|writes? to|gives?(?= you (?:notice|\w+ notice)))(?: also| first)? "
    + _YOU
    + r"|\byou (?:(?:will|shall|then|also|always|first|are|be|get|have|been|again) )*(?:told|informed|notified|asked|"
    r"shown|warned|alerted|made aware|hear from us|(?:receive|get) (?:an?|our) (?:[\w-]+ )?"
    r"(?:e-?mail|message|notice|notification|alert|letter|call|warning|note)|hear an? \w+)\b|"
    r"\b(?:an?|the) (?:[\w-]+ ){0,2}(?:page|screen|window|pop-?up|dialog(?:ue)?|notice|message|sound|tone|light|icon|"
    r"banner|announcement|box)\b[^,;:.]{0,30}? (?:explains?|tells?|informs?|appears?|asks?|says?|warns?|shows?|"
    r"is (?:shown|played|displayed|sent|heard))\b",
    re.I,
)
_IS_HANDLED = expression(
    r"^(?!you\b).*\b(?:us(?:e|es|ed|ing)|processed|opens?|opened|access(?:es|ed)?|looks? (?:at|into)|disclos\w+|"
    r"pass(?:es|ed)?|shar\w+|hands?|handed|gives?|given|s[eo]lls?|sold|transfer\w*|mov(?:e|es|ed)|forward\w*|collect\w*|"
    r"record\w*|stor(?:e|es|ed)|delet\w+|eras\w+|stolen|lost|leaked|affected|reads?|released?|published?|transmit\w*|"
    r"sends?|sent)\b"
)
_AND_TELLS = expression(
    r"(?:,|;|–|—)? ?(?:and|but) (?:(?:we|the app|our team|our staff) )?"
    r"(?:(?:will|shall|always|then|also|in that case) )*"
    r"(?:tell|inform|notify|warn|alert|let) (?:you|the person concerned|those concerned)(?: know)?"
    r"(?= (?:beforehand|in advance|first|before|of (?:every|each|any|this|it|such|the)|about (?:it|this|that|every|"
    r"each|any)|accordingly|unless|when|whenever|as soon as|without|immediately|afterwards|each time|every time|so|"
    r"at the time|by|if)\b|[,.;]|$)",
)
_WITHOUT_TELLING = expression(
    r"\bwithout (?:(?:first|ever|also|at least|having|previously) )*(?:telling|informing|notifying|warning|alerting|"
    r"letting|told|informed|notified) (?:you|the user|users)\b"
)
_BEFORE_DELETING = expression(
    r"\bbefore (?:we (?:delete|erase|remove|move|archive) )?(?:your|the|any|an?) [^,;:.]{2,60}"
)
_IS_DELETED = expression(r"\b(?:delet|eras|remov|mov|archiv|wip)(?:e|ed|es)\b")
_FIRST = expression(
    r" (?:know )?(?:beforehand|in advance|first|before(?: (?:we do so|that happens|this happens|that))?)\b"
)
_COMES_FIRST = {"use": "before_use", "collect": "before_collection", "access": "before_collection"}
_PASSES = frozenset({"share", "transfer", "publish", "use", "collect", "access", "upload"})


def told(sentence: Sentence, practices: list[Draft]) -> list[Draft]:
    """The promise to tell of an act on data that the sentence names, at most one."""
    draft = whole.make(sentence, "promise", "notify", "first_party", "positive")
    types = _before_an_act(sentence) or _upon_an_act(sentence, practices)
    if types:
        draft.data_types = types
        return [draft]
    return _of_a_practice(sentence, practices, draft)


def _tells(sentence: Sentence) -> bool:
    return any(not sentence.is_hidden(match.start()) for match in _TELLS.finditer(sentence.text))


def _inside(sentence: Sentence, low: int, high: int) -> list[str]:
    return list(dict.fromkeys(term.type for term in sentence.terms_in(low, high, masked=True)))


def _before_an_act(sentence: Sentence) -> list[str]:
    if not _tells(sentence):
        return []
    acts = [
        (c.start, c.end) for c in sentence.conditions if any(said.kind.startswith("before_") for said in c.said)
    ] or [match.span() for match in _BEFORE_DELETING.finditer(sentence.text) if _IS_DELETED.search(match.group())]
    return list(dict.fromkeys(name for low, high in acts for name in _inside(sentence, low, high)))


def _upon_an_act(sentence: Sentence, practices: list[Draft]) -> list[str]:
    """`Whenever an employee opens your files, you receive an e-mail`."""
    if practices or not _tells(sentence):
        return []
    for found in sentence.conditions:
        if found.framed and found.role == "when" and _IS_HANDLED.search(found.text):
            types = _inside(sentence, found.start, found.end)
            if types:
                return types
    return []


def _of_a_practice(sentence: Sentence, practices: list[Draft], draft: Draft) -> list[Draft]:
    """`We hand … to the police, and we tell you beforehand`, `never … without telling you`."""
    for match in (_AND_TELLS.search(sentence.text), _WITHOUT_TELLING.search(sentence.text)):
        if match is None or (sentence.is_hidden(match.start()) and match.re is _AND_TELLS):
            continue
        place = sentence.offset + match.start()
        spoken_of = [d for d in practices if d.verb < place and d.action in _PASSES and d.data_types]
        if spoken_of:
            act = spoken_of[-1]
            draft.data_types = list(act.data_types)
            draft.conditions = [c for c in draft.conditions if c.start > place]
            first = _FIRST.match(sentence.text, match.end())
            if first is not None:
                kind = _COMES_FIRST.get(act.action, "before_sharing")
                low, high = sentence.offset + first.start() + 1, sentence.offset + first.end()
                draft.conditions.insert(0, Condition(kind=kind, start=low, end=high))
            return [draft]
    return []
