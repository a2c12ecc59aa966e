"""Lists: items inherit verb, subject and condition from their lead-in; data offered in a condition is collected."""

from __future__ import annotations

import re

import msgspec

from auditor.expressions import expression
from auditor.model import Condition
from auditor.policy import asked_zh, conditions, permits, sections
from auditor.policy.attached import circumstances, condition_records, said_text
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Draft
from auditor.policy.sections import Block
from auditor.policy.spans import label_end

_LEADS = expression(r"[：:]\s*[*_]*\s*$")
_CLAUSE = {
    "zh": expression(
        r"我们|本平台|您(?:可|需|应|须|同意|理解|知|将|有权|在|仍|也|还)|请(?:您|注意)|第三方(?:会|将|可能)|可能会|无法"
    ),
    "en": expression(r"\b(?:we|you (?:can|may|must|will|have|should)|please|it is|this is|they)\b", re.I),
}
_ONLY_FOLLOWING = expression(
    r"(?:仅|只)(?:会|有|能)?在?(?P<v>(?:以下|下列|如下)(?:情况|情形|场景))"
    r"|\b(?:only|except) in the (?P<w>following (?:cases|situations|circumstances))",
    re.I,
)
_FOLLOWING = expression(r"以下|如下|下列|following|below", re.I)
_OFFER = {
    "zh": expression(r"(?:选择|主动|自愿|自行)?(?:提供|填写|上传|输入|提交|完善|补充|添加)(?!服务|给(?!我们)|的服务)"),
    "en": expression(
        r"\b(?:choose to |decide to |opt to |voluntarily )?(?:provide|enter|submit|upload|give us|add|"
        r"fill in|share with us)\b",
        re.I,
    ),
}
_NAME = expression(r"^[\s*•·()\w.-]{0,8}?[^,，:：;；。—–(（]{2,40}")
_HEAD = {"zh": expression(r"^[^：:，。；]{2,40}"), "en": expression(r"^[^.:;]{2,90}")}


class Lists:
    """The lead-in that is open, and what its items take from it."""

    def __init__(self) -> None:
        self.lead: list[Draft] = []
        self.lead_conditions: list[Condition] = []
        self.exceptions: Draft | None = None
        self.exempting = False
        self.labelled = False
        self.depth = 0
        self.opened_at = -1
        self.item: tuple[int, int] | None = None
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
        elif (self.open or self.exceptions) and block.marked and not self._continues(block):
            self.close()

    def _continues(self, block: Block) -> bool:
        """Is a numbered block the next item, or one below it? A number that starts anew belongs to another list."""
        if len(block.path) <= self.depth:
            return False
        number = sections.value(block.path[-1])
        if self.item is None or len(block.path) < self.item[0]:
            self.item, first = (len(block.path), number), self.item is None
            return first
        if len(block.path) == self.item[0]:
            follows = number == self.item[1] + 1
            self.item = (len(block.path), number)
            return follows
        return True

    def close(self) -> None:
        """Forget the lead-in."""
        self.lead, self.lead_conditions, self.exceptions, self.exempting = [], [], None, False
        self.item = None

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
            for draft in practices if self._is_item(sentence, block) else ():
                if not any(own.kind not in {"never", "unless", "needed_for"} for own in draft.conditions):
                    draft.conditions = [*self.lead_conditions, *draft.conditions]
            return drafts
        if drafts or not self.lead:
            return drafts
        types = list(dict.fromkeys(term.type for term in sentence.terms if not sentence.is_hidden(term.start)))
        if self.lead[0].kind == "permission_scope":
            name = _NAME.match(sentence.text)
            types = permits.between(sentence, 0, name.end() if name else 0, masked=True) or types
        if not types or _CLAUSE[sentence.language].search(sentence.visible(0, len(sentence.text))):
            return drafts
        own = circumstances(sentence)
        start = sentence.offset + len(sentence.text) - len(sentence.text.lstrip(" \t-*•"))
        end = sentence.offset + len(sentence.text.rstrip().rstrip("。.;；，,"))
        return [
            msgspec.structs.replace(lead, start=start, end=end, data_types=types, conditions=[*lead.conditions, *own])
            for lead in [one for one in self.lead if one.kind == "permission_scope"][:1] or self.lead
        ]

    def _is_item(self, sentence: Sentence, block: Block) -> bool:
        """The first sentence of an item, or one with a label of its own."""
        return sentence.offset == block.start or label_end(sentence, first=False) > 0 or self.labelled

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
        bans = [d for d in practices if d.polarity == "negative"]
        if bans and _ONLY_FOLLOWING.search(sentence.text):
            _except_following(bans[-1], sentence)
        if any(c.kind == "unless" and _FOLLOWING.search(c.value or "") for d in practices for c in d.conditions):
            self.exceptions = next(
                d
                for d in reversed(practices)
                for c in d.conditions
                if c.kind == "unless" and _FOLLOWING.search(c.value or "")
            )
            return
        if any(d.kind == "exception" for d in drafts):
            self.exempting = True
            return
        if practices:
            self.lead = practices
            self.lead_conditions = [
                c for c in practices[0].conditions if c.kind not in {"never", "unless", "needed_for"}
            ]
        elif not drafts:
            self.lead_conditions = circumstances(sentence)


def _except_following(ban: Draft, sentence: Sentence) -> None:
    """`我们不会公开您的信息，仅在以下情况下…：`: the items are the exceptions of the ban."""
    match = _ONLY_FOLLOWING.search(sentence.text)
    assert match is not None
    low, high = sentence.offset + match.start(), sentence.offset + match.end()
    kept = [c for c in ban.conditions if c.kind != "never"]
    ban.conditions = [*kept, Condition(kind="unless", value=match.group("v") or match.group("w"), start=low, end=high)]


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
        if sentence.language == "zh" and asked_zh.is_planned(sentence.text[found.start : verb.start()]):
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
    if not _LEADS.search(sentence.text) or set(draft.data_types) - {"personal_info", "system_permission"}:
        return False
    if (
        draft.polarity == "negative"
        or any(c.necessary for c in draft.conditions)
        or draft.kind not in {"practice", "permission_scope"}
    ):
        return False
    return not draft.data_types or _FOLLOWING.search(sentence.text) is not None
