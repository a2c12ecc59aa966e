"""A ban on the rest: `仅读取您选中的图片，不会读取其他图片` forbids what the practice beside it leaves, no more."""

from __future__ import annotations

import re

from auditor import vocabulary
from auditor.expressions import expression
from auditor.model import Condition
from auditor.policy import details
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Draft

_OTHER = {
    "zh": expression(
        r"[^，,。；;.]*?(?:其他|其它|其余|别的)"
        r"(?!用途|目的|第三方|公司|用户|人|方|平台|主体|机构|应用|组织|企业|服务|情[况形]|方式)"
    ),
    "en": expression(
        r"[^，,。；;.]*? (?:other|others|rest of)\b"
        r"(?! (?:than|people|users?|persons?|parties|party|companies|members|purposes?|apps?|ways?|means)\b)",
        re.I,
    ),
}
_STEM = {"zh": 2, "en": 3}
_TAKING = frozenset({"collect", "access", "use"})


def excepted(sentence: Sentence, drafts: list[Draft]) -> None:
    """Give each ban on "other" data the practice before it as its exception: the same verb, one kind of data."""
    for ban in drafts:
        if ban.polarity != "negative" or any(c.kind == "unless" for c in ban.conditions):
            continue
        verb = _verb(sentence, ban)
        if _OTHER[sentence.language].match(sentence.text, verb) is None:
            continue
        stem = sentence.text[verb : verb + _STEM[sentence.language]]
        same_verb = (draft for draft in drafts if sentence.text.startswith(stem, _verb(sentence, draft)))
        allowed = next((draft for draft in same_verb if _leaves(draft, ban)), None)
        if allowed is not None:
            end = min(allowed.end, ban.verb)
            said = sentence.text[allowed.start - sentence.offset : end - sentence.offset].strip(" ，,")
            exception = Condition(kind="unless", value=said[:120], start=allowed.start, end=end)
            ban.conditions = [*(c for c in ban.conditions if c.kind != "never"), exception]


def _verb(sentence: Sentence, draft: Draft) -> int:
    return draft.verb - sentence.offset


def _leaves(practice: Draft, ban: Draft) -> bool:
    acts = {practice.action, ban.action}
    one_act = len(acts) == 1 or acts <= _TAKING or acts <= details.SHARING
    return practice.polarity == "positive" and practice.verb < ban.verb and one_act and _of_one_kind(practice, ban)


def _of_one_kind(practice: Draft, ban: Draft) -> bool:
    known = vocabulary.load()
    return any(
        name == other or (known.covers(other, name) and not known.is_umbrella(other))
        for name in practice.data_types
        for other in ban.data_types
    )
