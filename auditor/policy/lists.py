"""Lists: items inherit verb, subject and condition from their lead-in; data offered in a condition is collected."""

from __future__ import annotations

import re

import msgspec

from auditor.model import Condition
from auditor.policy import conditions
from auditor.policy.attached import condition_records, said_text
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Draft
from auditor.policy.sections import Block

_LEADS = re.compile(r"[：:]\s*[*_]*\s*$")
_FOLLOWING = re.compile(r"以下|如下|下列|following|below", re.I)
_OFFER = {
    "zh": re.compile(r"(?:选择|主动|自愿|自行)?(?:提供|填写|上传|输入|提交|完善|补充|添加)(?!服务|给您|的服务)"),
    "en": re.compile(
        r"\b(?:choose to |decide to |opt to |voluntarily )?(?:provide|enter|submit|upload|give us|add|"
        r"fill in|share with us)\b",
        re.I,
    ),
}
_HEAD = {"zh": re.compile(r"^[^：:，。；]{2,40}"), "en": re.compile(r"^[^.:;]{2,90}")}


class Lists:
    """The lead-in that is open, and what its items take from it."""

    def __init__(self) -> None:
        self.lead: list[Draft] = []
        self.lead_conditions: list[Condition] = []
        self.exceptions: Draft | None = None
        self.exempting = False
        self.depth = 0
        self.opened_at = -1
        self.seen: set[int] = set()

    @property
    def open(self) -> bool:
        """Is a list open whose items may lack a verb?"""
        return bool(self.lead or self.lead_conditions or self.exempting)

    @property
    def silent(self) -> bool:
        """Are we among cases in which no consent is needed? They state no practice."""
        return self.exempting

    def enter(self, block: Block) -> None:
        """A block at or above the lead-in's level ends its list."""
        if (self.open or self.exceptions) and len(block.path) <= self.depth and not block.item:
            if len(block.path) < self.depth or block.marked or block.end - block.start > 80:
                self.close()
        elif (self.open or self.exceptions) and block.marked and len(block.path) <= self.depth:
            self.close()

    def close(self) -> None:
        """Forget the lead-in."""
        self.lead, self.lead_conditions, self.exceptions, self.exempting = [], [], None, False

    def inherit(self, sentence: Sentence, drafts: list[Draft], block: Block) -> list[Draft]:
        """The drafts of an item, completed from the lead-in."""
        if self.exceptions is not None and block.start not in self.seen and len(block.path) <= self.depth + 1:
            self.seen.add(block.start)
            self._except(sentence)
            drafts = [draft for draft in drafts if draft.kind != "condition"]
        if not self.open or (block.start == self.opened_at and sentence.offset == block.start):
            return drafts
        practices = [draft for draft in drafts if draft.kind in {"practice", "prohibition", "permission_scope"}]
        if practices:
            for draft in practices:
                if not any(own.kind not in {"never", "unless", "needed_for"} for own in draft.conditions):
                    draft.conditions = [*self.lead_conditions, *draft.conditions]
            return drafts
        if drafts or not self.lead:
            return drafts
        types = list(dict.fromkeys(term.type for term in sentence.terms if not sentence.is_hidden(term.start)))
        if not types:
            return drafts
        own = [
            record
            for found in sentence.conditions
            if found.role == "when"
            for record in condition_records(sentence, found)
        ]
        start = sentence.offset + len(sentence.text) - len(sentence.text.lstrip(" \t-*•"))
        end = sentence.offset + len(sentence.text.rstrip().rstrip("。.;；，,"))
        return [
            msgspec.structs.replace(lead, start=start, end=end, data_types=types, conditions=[*lead.conditions, *own])
            for lead in self.lead
        ]

    def _except(self, sentence: Sentence) -> None:
        """An item of `但以下情况除外：` names one exception of the ban above."""
        assert self.exceptions is not None
        head = _HEAD[sentence.language].match(sentence.text.strip())
        if head is None:
            return
        said = [one for one in conditions.classify(head.group(), sentence.language)]
        values = [said_text(one) for one in said]
        ban = self.exceptions
        for index, condition in enumerate(ban.conditions):
            if condition.kind == "unless":
                known = [v for v in (condition.value or "").split("|") if v and not _FOLLOWING.search(v)]
                joined = "|".join(dict.fromkeys([*known, *values]))[:400]
                ban.conditions[index] = msgspec.structs.replace(condition, value=joined or condition.value)

    def after(self, sentence: Sentence, drafts: list[Draft], block: Block) -> None:
        """Does this sentence open a list?"""
        if not _LEADS.search(sentence.text):
            return
        practices = [d for d in drafts if d.kind in {"practice", "prohibition", "permission_scope"}]
        self.close()
        self.depth, self.opened_at, self.seen = len(block.path), block.start, set()
        if any(c.kind == "unless" and _FOLLOWING.search(c.value or "") for d in practices for c in d.conditions):
            self.exceptions = practices[-1]
            return
        if any(d.kind == "exception" for d in drafts):
            self.exempting = True
            return
        if practices:
            self.lead = practices
        elif not drafts:
            self.lead_conditions = [
                record
                for found in sentence.conditions
                if found.role == "when"
                for record in condition_records(sentence, found)
            ]


def offered(sentence: Sentence) -> Draft | None:
    """`如果您选择提供性别、生日，我们可以…`: what the user may give is collected, voluntarily."""
    for found in sentence.conditions:
        if found.role != "when":
            continue
        if len(sentence.text[found.end :].strip(" ，,。.；;）)")) < 4:
            continue
        verb = _OFFER[sentence.language].search(sentence.text, found.start, found.end)
        negated = re.search(r"不|拒绝|未|\bnot\b|\bdecline|\brefuse", sentence.text[found.start : found.end], re.I)
        gives = found.framed and all(
            said.kind in {"voluntary", "user_action", "if", "feature", "registration"} for said in found.said
        )
        if verb is None or negated or not gives or sentence.text[verb.end() : verb.end() + 1] == "的":
            continue
        types = list(dict.fromkeys(t.type for t in sentence.terms_in(verb.end(), found.end, masked=True)))
        if not types or types == ["personal_info"]:
            continue
        records = condition_records(sentence, found)
        if not any(record.kind == "voluntary" for record in records):
            records = [
                *[r for r in records if r.kind not in {"if", "user_action"}],
                Condition(kind="voluntary", start=sentence.offset + found.start, end=sentence.offset + found.end),
            ]
        end = len(sentence.text.rstrip().rstrip("。.;；"))
        return Draft(
            sentence.offset + found.start,
            sentence.offset + end,
            "practice",
            "first_party",
            "collect",
            "positive",
            "optional",
            types,
            records,
        )
    return None


def only_leads(sentence: Sentence, draft: Draft) -> bool:
    """`我们会收集您的以下信息：` says what only once its items are read."""
    if not _LEADS.search(sentence.text) or set(draft.data_types) - {"personal_info"}:
        return False
    if (
        draft.polarity == "negative"
        or any(c.necessary for c in draft.conditions)
        or draft.kind not in {"practice", "permission_scope"}
    ):
        return False
    return not draft.data_types or _FOLLOWING.search(sentence.text) is not None
