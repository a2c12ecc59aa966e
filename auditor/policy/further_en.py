"""A second recipient with a circumstance of its own: `passed to the carrier and, on flights abroad, to the police`."""

from __future__ import annotations

import msgspec

from auditor.expressions import expression
from auditor.model import Condition
from auditor.policy import attached, conditions
from auditor.policy.clauses import Sentence
from auditor.policy.conditions import Found
from auditor.policy.details import SHARING
from auditor.policy.drafts import Draft

_SENT = SHARING | {"upload"}
_WHOM = (
    r"(?:the|our|your|an?|its|their|his|her|any|all|both|each|every|other|those|these|that|such|certain|selected|whoever|us|"
    r"anyone|(?-i:[A-Z])[\w&.-]+|[\w-]+(?<!s)s)\b"
)
_FIRST = expression(r"\b(?:to|with|by) (?:you\b|" + _WHOM + ")")
_MORE = expression(
    r",? (?:and|or|as well as)(?: (?:then|also))?(?:,(?: and| but)? (?P<c>[^,;:.]{3,90}),|"
    r" (?P<d>(?:on request|if (?:necessary|required|you (?:wish|agree|ask))|where (?:necessary|required|applicable)|"
    r"with (?:your|their|his|her) (?:\w+ )?(?:consent|permission|agreement)|in (?:an|the) (?:emergency|accident)|"
    r"in emergencies|(?:if|when|where) [^,;:.]{3,70}?)))"
    r"(?: (?:also|likewise|additionally|even|then))? (?P<to>(?:to|with|by) " + _WHOM + ")",
    0,
)
_NO_ONE_ELSE = expression(
    r",? (?:and|but)(?: otherwise| in all other cases| beyond that| apart from that|,)* (?:to|with|by) "
    r"(?:nobody|no one|no other|none)\b|,? (?:and|but) (?:not|never) (?:to|with|by) " + _WHOM
)
_TO_US = expression(
    r"(?:to|with) (?:us\b|our (?:[\w-]+ )?(?:servers?|systems?|cloud|back-?end|platform|company|database)\b)"
)
_LEADS = expression(r"^(?:on|in|at|for|during|with|only|when|where|if|once|after) ")


def recipients(sentence: Sentence, draft: Draft, after: int, end: int) -> list[Draft]:
    """The statements on those who get the same data under another circumstance; `draft` loses what is theirs."""
    if sentence.language != "en" or draft.polarity != "positive" or draft.action not in _SENT:
        return []
    return _under_a_condition(sentence, draft, after, end) or _nobody_else(sentence, draft, after, end)


def _under_a_condition(sentence: Sentence, draft: Draft, after: int, end: int) -> list[Draft]:
    more = _MORE.search(sentence.text, after, end)
    if more is None or _FIRST.search(sentence.text, draft.verb - sentence.offset, more.start()) is None:
        return []
    group = "c" if more.group("c") is not None else "d"
    low, high = more.span(group)
    place = sentence.offset + more.start()
    own = [*_told(sentence, low, high), *(c for c in draft.conditions if c.start >= sentence.offset + high)]
    action = "share" if draft.action == "upload" else draft.action
    further = msgspec.structs.replace(
        draft,
        start=place + (2 if sentence.text[more.start()] == "," else 1),
        action="upload" if _TO_US.match(sentence.text, more.start("to")) else action,
        conditions=[*(c for c in draft.conditions if c.start < place), *own],
        recipients=(),
    )
    draft.conditions = [c for c in draft.conditions if c.start < place]
    draft.end = min(draft.end, place)
    return [further]


def _told(sentence: Sentence, low: int, high: int) -> list[Condition]:
    """The circumstance between the commas, also where no frame knows it (`on flights to the United States`)."""
    known = [c for c in sentence.conditions if low <= c.start < high and c.role == "when"]
    if not known:
        text = sentence.text[low:high]
        content = _LEADS.sub("", text)
        known = [Found(low, high, "when", tuple(conditions.classify(content, "en")), necessary=False, text=text)]
    return [record for found in known for record in attached.condition_records(sentence, found)]


def _nobody_else(sentence: Sentence, draft: Draft, after: int, end: int) -> list[Draft]:
    none = _NO_ONE_ELSE.search(sentence.text, after, end)
    if none is None or _FIRST.search(sentence.text, draft.verb - sentence.offset, none.start()) is None:
        return []
    place = sentence.offset + none.start()
    low, high = place + 1, sentence.offset + none.end()
    ban = msgspec.structs.replace(
        draft,
        start=low,
        kind="prohibition",
        polarity="negative",
        modality="will",
        conditions=[Condition(kind="never", start=low, end=high)],
        recipients=(),
    )
    draft.end = min(draft.end, place)
    draft.conditions = [c for c in draft.conditions if c.start < place]
    return [ban]
