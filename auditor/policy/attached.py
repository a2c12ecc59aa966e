"""Conditions that were found, attached to the statements they hold for."""

from __future__ import annotations

import re

import msgspec

from auditor import vocabulary
from auditor.expressions import expression
from auditor.model import Condition
from auditor.policy.acts import Said
from auditor.policy.clauses import Sentence
from auditor.policy.conditions import Found
from auditor.policy.drafts import Draft
from auditor.policy.predicates import Predicate

DATA_ACTIONS = frozenset({"collect", "access", "use", "share", "transfer", "publish", "store", "upload"})
_TAKING = frozenset({"collect", "use", "share", "transfer", "publish", "upload"})
_STATE = frozenset({"permission_revoked", "consent_withdrawn"})
_ONLY_THEN = {
    "zh": expression(r"才|(?<!三)(?<!双)(?<!作)方(?:可|能|会)|后方|仅会|只会"),
    "en": expression(r"\bonly\b(?! to\b)", re.I),
}
_LASTING = _STATE | {"refusal", "account_deleted", "service_terminated"}
_AND_ONLY_THEN = expression("，?(?:我们)?(?:会|将)?再(?!次)")
_BEHIND = expression(r"after which|whereupon|in which case|upon which", re.I)
_COMES_FIRST = frozenset({"before_collection", "before_use", "before_sharing"})
_EARLY = expression(r"提前|in advance", re.I)
_UNTIL = expression(r"(?:only )?until\b", re.I)
_LASTS = expression(r"(?:only )?(?:until|(?:for )?(?:as|so) long as)\b|直至|直到", re.I)
_WHOLE_SENTENCE = frozenset({"default_off"})
_OTHER_SUBJECT = expression(
    r"[;:]|\b(?:but|while|whereas|although|though|unless|which|who|whose|not|never|no|nor|only|then|if|when|once|after|"
    r"until|before|where|to|for|because|so)\b|(?:,|\band|\bor) (?:we|you|they|it|he|she|the|our|your|this|these|those|"
    r"all|any|some)\b",
    re.I,
)
_SHORT_REST = 3
_TURN = {"zh": expression(r"但|然而|不过"), "en": expression(r"\b(?:but|however|although)\b", re.I)}


def of_predicate(
    sentence: Sentence,
    predicate: Predicate,
    start: int,
    end: int,
    lead: int,
    verb: int,
    first_zone: int,
    *,
    promised: bool,
    coming: int,
) -> list[Condition]:
    """The conditions in the statement's range, and those that open the sentence and reach on to it."""
    made: list[Condition] = []
    then = _ONLY_THEN[sentence.language].search(sentence.text, predicate.zone, predicate.start) is not None
    excepted = any(c.role == "unless" and start <= c.start < end for c in sentence.conditions)
    begins_anew = _begins_anew(sentence, predicate, start)
    for found in sentence.conditions:
        own = start <= found.start < end and (
            not _leads_another_clause(sentence, predicate, found)
            if sentence.language == "zh"
            else found.start < coming or _closes(sentence, predicate, found)
        )
        opening = (
            lead <= found.start < verb
            and not _TURN[sentence.language].search(sentence.text, found.end, max(found.end, predicate.zone))
            and not (begins_anew and start > lead and found.role == "when")
            and not (found.start > first_zone and _turns(sentence, predicate))
            and not (
                found.role == "when"
                and start > lead
                and predicate.polarity == "negative"
                and promised
                and not any(said.kind in _LASTING for said in found.said)
            )
        )
        reaches = own or opening or (predicate.polarity == "positive" and _holds_throughout(found))
        if _is_not_about(predicate, found):
            continue
        if found.role == "additive" or not reaches or (_BEHIND.fullmatch(found.text) and predicate.end < found.end):
            continue
        if (
            predicate.action == "store"
            and predicate.polarity == "positive"
            and _LASTS.match(sentence.text, found.start)
        ):
            continue
        if predicate.polarity == "negative" and _UNTIL.match(sentence.text, found.start):
            found = msgspec.structs.replace(found, role="unless")
        if not own and found.role == "unless" and predicate.polarity == "positive" and not promised:
            continue
        if not own and (
            (found.role == "unless" and excepted) or (found.necessary and predicate.polarity == "negative")
        ):
            continue
        only = then and (
            sentence.language == "en"
            or (
                found.start < predicate.start
                and len(re.findall("[，,]", sentence.text[found.end : predicate.start])) <= 1
            )
        )
        made += condition_records(
            sentence, found, necessary=only or _AND_ONLY_THEN.match(sentence.text, found.end) is not None
        )
    if predicate.modality == "optional" and not any(c.kind == "voluntary" for c in made):
        made.append(
            Condition(kind="voluntary", start=sentence.offset + predicate.zone, end=sentence.offset + predicate.end)
        )
    return once(made)


def _is_not_about(predicate: Predicate, found: Found) -> bool:
    """A feature that is merely named says nothing of what is denied or erased, `within 30 days` nothing of storing.

    What must come before one act says nothing of the ban in the next clause.
    """
    kinds = {said.kind for said in found.said}
    ban = predicate.polarity == "negative"
    if kinds == {"deadline"}:
        early = _EARLY.search(found.text) is not None and predicate.action != "notify"
        return early or predicate.action == "store" or (ban and predicate.action in _TAKING)
    if kinds <= _COMES_FIRST:
        return ban and found.end <= predicate.zone
    return kinds == {"feature"} and not found.framed and (ban or predicate.action in {"delete", "protect"})


def _closes(sentence: Sentence, predicate: Predicate, found: Found) -> bool:
    """`We set cookies and log your IP address when you read an article`: it holds for both verbs of one subject."""
    return (
        predicate.polarity == "positive"
        and found.framed
        and found.role == "when"
        and len(sentence.text.rstrip(" .;")) <= found.end
        and _OTHER_SUBJECT.search(sentence.text, predicate.end, found.start) is None
    )


def _leads_another_clause(sentence: Sentence, predicate: Predicate, found: Found) -> bool:
    """`…查看其记录，并可在成员离职后停用其账号`: a circumstance of a later clause that says something else."""
    if not found.framed or found.role != "when" or found.start <= predicate.end:
        return False
    text = sentence.text
    if not re.search("[，,]", text[predicate.end : found.start]):
        return False
    rest = re.match("[^，,。；;]*", text[found.end :])
    return rest is not None and len(rest.group()) > _SHORT_REST


def _holds_throughout(found: Found) -> bool:
    """`Off by default; once you switch it on, we collect…`: it is said of everything the sentence tells."""
    return found.role == "when" and {said.kind for said in found.said} <= _WHOLE_SENTENCE


def _turns(sentence: Sentence, predicate: Predicate) -> bool:
    """`但不再用于…`: does the clause turn against the one before?"""
    return (
        re.match(r"[，,]?\s*(?:但|而|然而|不过|but\b)", sentence.text[predicate.zone : predicate.zone + 6]) is not None
    )


def _begins_anew(sentence: Sentence, predicate: Predicate, start: int) -> bool:
    """Does a clause with a circumstance of its own open here (`…；如果第三方未取得授权，我们会…`)?"""
    return sentence.language == "zh" and any(
        c.framed
        and c.role == "when"
        and start <= c.start <= start + 6
        and c.end <= predicate.start
        and sentence.text[c.start : c.start + 1] in "如若当倘假您一"
        for c in sentence.conditions
    )


def once(made: list[Condition]) -> list[Condition]:
    """Each circumstance once; the necessary one, then the earlier one, stays."""
    kept: dict[tuple[object, ...], Condition] = {}
    for condition in made:
        key = (condition.kind, condition.value, condition.any_of)
        if key not in kept or (condition.necessary and not kept[key].necessary):
            kept[key] = condition
    return sorted(kept.values(), key=lambda c: (c.start, c.end)) if len(kept) < len(made) else made


def condition_records(sentence: Sentence, found: Found, *, necessary: bool = False) -> list[Condition]:
    """A condition that was found, as records with document offsets; `unless` joins its circumstances."""
    start, end = sentence.offset + found.start, sentence.offset + found.end
    while end > start and sentence.text[end - 1 - sentence.offset] in "，, ":
        end -= 1
    if found.role == "unless":
        value = "|".join(said_text(said) for said in found.said)
        return [Condition(kind="unless", value=value or None, start=start, end=end)]
    must = found.necessary or necessary
    records = [Condition(kind=said.kind, value=said.value, necessary=must, start=start, end=end) for said in found.said]
    either = "或" if sentence.language == "zh" else " or "
    if len(records) > 1 and either in found.text and not _both(found.text, sentence.language):
        return [Condition(kind="any_of", necessary=must, start=start, end=end, any_of=tuple(records))]
    return records


def kept_for(kept: tuple[str, int, int], place: int) -> Condition:
    """What `details.retention` found in a stretch of text that begins at `place`."""
    value, start, end = kept
    return Condition(kind="retention", value=value, start=place + start, end=place + end)


def circumstances(sentence: Sentence, start: int = 0) -> list[Condition]:
    """The records of all circumstances ("when") that stand at `start` or behind it."""
    return [
        record
        for found in sentence.conditions
        if found.role == "when" and found.start >= start
        for record in condition_records(sentence, found)
    ]


def _both(text: str, language: str) -> bool:
    return re.search("并|且" if language == "zh" else r"\band\b", text) is not None


def said_text(said: Said) -> str:
    """`permission_granted:location`, `consent`, or the words of another circumstance."""
    if said.kind == "if":
        return said.value or "if"
    return said.kind if said.value is None else f"{said.kind}:{said.value}"


def of_ban(sentence: Sentence, predicate: Predicate, conditions: list[Condition], action: str) -> list[Condition]:
    """Bans: what ends with a permission or a consent must stop; a ban with nothing else is `never`."""
    if any(c.kind in _STATE for c in conditions):
        return [_stopping(c) for c in conditions]
    conditions = _one_exception(conditions)
    real = [c for c in conditions if c.kind not in {"feature"} or c.value != "app"]
    if any(c.kind == "unless" for c in real):
        real = [c for c in real if c.kind != "never"]
    plain = [c for c in real if c.kind not in {"needed_for", "frequency", "deadline"}]
    if not plain and action in DATA_ACTIONS:
        low, high = predicate.negation or (predicate.start, predicate.end)
        return [*real, Condition(kind="never", start=sentence.offset + low, end=sentence.offset + high)]
    return real


def _one_exception(conditions: list[Condition]) -> list[Condition]:
    """Several exceptions of one ban stand in one `unless`, joined by `|`."""
    exceptions = [c for c in conditions if c.kind == "unless"]
    if len(exceptions) < 2:
        return conditions
    values = dict.fromkeys(v for c in exceptions for v in (c.value or "").split("|") if v)
    joined = msgspec.structs.replace(exceptions[0], value="|".join(values)[:400] or None)
    return [joined if c is exceptions[0] else c for c in conditions if c is exceptions[0] or c.kind != "unless"]


def _stopping(condition: Condition) -> Condition:
    if condition.kind not in _STATE:
        return condition
    return Condition(
        kind=condition.kind,
        value=condition.value,
        necessary=condition.necessary,
        then="must_stop",
        start=condition.start,
        end=condition.end,
    )


def name_permission(draft: Draft, topic: str | None) -> None:
    """`此权限` means the permission of the label, else the one that opens all the draft's types."""
    own = {vocabulary.permission_of_type(data_type) for data_type in draft.data_types}
    name = topic or (own.pop() if len(own) == 1 else None)
    if name is None:
        return
    draft.conditions = [
        msgspec.structs.replace(c, value=name)
        if c.kind in {"permission_granted", "permission_revoked"} and c.value is None
        else c
        for c in draft.conditions
    ]
