"""From the predicates of a sentence to statements: range, types, conditions, kind, details."""

from __future__ import annotations

import msgspec

from auditor.expressions import expression
from auditor.policy import (
    attached,
    details,
    enumerations,
    further_en,
    gapped_en,
    halves,
    likely,
    objects,
    predicates_en,
    predicates_zh,
    remainder,
    rules,
    spans,
    telling,
    wordings,
)
from auditor.policy.clauses import Sentence
from auditor.policy.drafts import Context, Draft
from auditor.policy.predicates import Predicate

_CHANNEL = expression(
    r"通过[^，,；;。]{0,40}?(?:SDK|API|接口)[）)]?(?=、|与|向|给|将|和|以)(?:、[^，,；;。]{0,20}?(?:SDK|API|接口)[）)]?)*"
)
_ONE_LIST = expression("，?(?:包括|包含)(?!了?[：:]?$)")
_PRONOUN = expression(
    r"\s*(?:It|They|These (?:companies|providers|partners)|该(?:SDK|公司|第三方|合作方)|其)(?![他中它实])"
)
_ENDINGS = frozenset({"service_terminated", "account_deleted"})
_KEEPS = frozenset({"store", "delete", "use", "collect"})


def predicates(sentence: Sentence) -> list[list[Predicate]]:
    """Clusters of predicates by the grammar of the sentence's language."""
    return predicates_zh.find(sentence) if sentence.language == "zh" else predicates_en.find(sentence)


def of_sentence(sentence: Sentence, context: Context, *, first: bool) -> list[Draft]:
    """The practices and prohibitions of one sentence, with document offsets. Updates the context's last types."""
    label = spans.label_end(sentence, first=first)
    earlier = context.types or context.topic
    clusters = [cluster for cluster in predicates(sentence) if cluster[0].start >= label]
    if not clusters:
        worded = _by_wording(sentence, [], label, earlier)
        _take_note(sentence, context)
        _remember(context, worded)
        return worded
    _resolve_pronoun(sentence, clusters, context)
    ranges = spans.of_clusters(sentence, clusters, first=first)
    drafts: list[Draft] = []
    said: tuple[str, ...] = ()
    for index, (cluster, (start, end)) in enumerate(zip(clusters, ranges, strict=True)):
        following = spans.following(sentence, clusters, index)
        if end - start > 0 and cluster[-1].end < end:
            following = min(following, end)
        if cluster[0].actor == "third_party" and start - 80 <= cluster[0].zone < start and sentence.language == "en":
            start = cluster[0].zone
        types, own = objects.types_of(sentence, cluster, following, earlier, said)
        if not telling.tells(sentence, cluster, types, own, index, (start, end, following)):
            continue
        for predicate in cluster:
            if telling.follows_a_refusal(sentence, predicate):
                continue
            head = clusters[0][0]
            coming = clusters[index + 1][0].start if index + 1 < len(clusters) else len(sentence.text)
            half = halves.of_cluster(sentence, cluster, predicate, types, following)
            whole = halves.left(sentence, cluster[-1].end, half, types)
            if half is not None and not whole:
                predicate, whole = halves.turned(predicate, half), list(half.types)
                half = None
            if predicate.rule_kind == "happens":
                if predicate.polarity == "positive" and context.action == "use":
                    continue
                predicate.action = "use" if predicate.polarity == "positive" else context.action
            draft = _draft(sentence, predicate, whole, start, end, ranges[0][0], head, coming)
            draft.own_types, draft.verb = own, sentence.offset + predicate.start
            again = predicate.rule_kind == "period" or (not own and draft.retention is not None)
            if again and draft.action == "store" and draft.polarity == "positive" and _kept_before(drafts, draft):
                continue
            drafts += halves.denied_under(sentence, draft, cluster[-1].end, following)
            drafts += further_en.recipients(sentence, draft, cluster[-1].end, following)
            for one in gapped_en.spread(sentence, draft, cluster[-1].end, following):
                drafts += enumerations.distributed(sentence, one)
            if half is not None:
                other = halves.turned(predicate, half)
                drafts.append(_draft(sentence, other, list(half.types), start, end, ranges[0][0], head, coming))
            if predicate.jointly:
                drafts.append(msgspec.structs.replace(draft, actor="first_party", recipients=()))
        if types:
            listed = _ONE_LIST.match(sentence.text, cluster[-1].end) is not None
            if index and drafts and listed and cluster[0].polarity == "positive":
                enumerations.share_list(drafts, len(cluster), types)
            earlier = said = tuple(types)
    drafts = _by_wording(sentence, drafts, label, said or earlier)
    remainder.excepted(sentence, drafts)
    _remember(context, drafts)
    return _without_twins(drafts)


def _by_wording(sentence: Sentence, drafts: list[Draft], label: int, earlier: tuple[str, ...]) -> list[Draft]:
    """The drafts with those that whole clauses say; verbs within such a clause say nothing by themselves."""
    for wording in wordings.find(sentence, earlier):
        inside = [d for d in drafts if wording.covers(d.verb - sentence.offset)]
        stands = any(d.actor == "third_party" or d.polarity != wording.predicate.polarity for d in inside)
        if wording.predicate.zone < label or (inside and (stands or not wording.instead)):
            continue
        drafts = [draft for draft in drafts if draft not in inside]
        start = label if not drafts else wording.predicate.zone
        draft = _draft(
            sentence, wording.predicate, list(wording.types), start, wording.end, start, wording.predicate, wording.end
        )
        draft.verb = sentence.offset + wording.predicate.start
        if not any(_says_the_same(other, draft) for other in drafts):
            drafts.append(draft)
    return drafts


def _says_the_same(other: Draft, draft: Draft) -> bool:
    same = (other.action, other.polarity) == (draft.action, draft.polarity)
    return same and set(draft.data_types) <= set(other.data_types)


def _remember(context: Context, drafts: list[Draft]) -> None:
    """What the next sentence may refer to."""
    if drafts:
        context.actor, context.action = drafts[-1].actor, drafts[-1].action
    if drafts and drafts[-1].data_types:
        context.types = tuple(drafts[-1].data_types)


def _take_note(sentence: Sentence, context: Context) -> None:
    """`Your heart rate is shown on the watch only; it is not…`: what a sentence without a statement speaks of."""
    if sentence.language == "en" and sentence.terms and sentence.text.rstrip().endswith(";"):
        context.types = tuple(dict.fromkeys(term.type for term in sentence.terms))


def _kept_before(drafts: list[Draft], period: Draft) -> bool:
    """`存储在…，保存期限为两年`: the period belongs to the storing that the sentence has already told."""
    for draft in drafts:
        if draft.action == "store" and draft.polarity == "positive" and set(period.data_types) <= set(draft.data_types):
            draft.retention = draft.retention or period.retention
            draft.conditions = [*draft.conditions, *(c for c in period.conditions if c.kind == "retention")]
            draft.end = max(draft.end, period.end)
            return True
    return False


def _resolve_pronoun(sentence: Sentence, clusters: list[list[Predicate]], context: Context) -> None:
    """`It may not use this…` and `其不会…` speak of whom the sentence before spoke of."""
    if _PRONOUN.match(sentence.text) and context.actor == "third_party":
        for predicate in clusters[0]:
            if predicate.actor == "first_party" and not predicate.passive:
                predicate.actor = "third_party"


def _draft(
    sentence: Sentence,
    predicate: Predicate,
    types: list[str],
    start: int,
    end: int,
    lead: int,
    head: Predicate,
    coming: int,
) -> Draft:
    text = sentence.text[start:end]
    aimless = sentence.without_purposes(start, end)
    telling = sentence.without_exceptions(aimless, start)
    given = predicate.actor == "user" or predicate.action == "give"
    action = "collect" if given else predicate.action
    actor = "first_party" if predicate.actor == "user" else predicate.actor
    negative = predicate.polarity == "negative"
    conditions = attached.of_predicate(
        sentence,
        predicate,
        start,
        end,
        lead,
        head.start,
        head.zone,
        promised=head.polarity == "positive",
        coming=coming,
    )
    if predicate.rule_kind == "leftover":
        conditions = [c for c in conditions if c.start >= sentence.offset + predicate.start]
    if negative:
        conditions = attached.of_ban(sentence, predicate, conditions, action)
    else:
        conditions = [
            c for c in conditions if c.kind != "never" and (c.kind != "refusal" or action == "refuse_service")
        ]
    kept = details.retention(text, sentence.language) if action in _KEEPS else None
    if kept is not None and action == "store" and not negative:
        conditions.append(attached.kept_for(kept, sentence.offset + start))
    purpose = next((p.text for p in sentence.purposes if start <= p.start < end), None) or next(
        (p.text for p in sentence.purposes if p.start < head.start and lead <= p.start), None
    )
    kind = predicate.rule_kind if predicate.rule_kind == "permission_scope" else "practice"
    if negative:
        kind = "promise" if any(c.then or c.kind in _ENDINGS for c in conditions) else "prohibition"
    elif action in {"protect", "delete"}:
        kind = "promise"
    shares = action in details.SHARING or (actor == "third_party" and action == "collect")
    return Draft(
        sentence.offset + start,
        sentence.offset + end,
        kind,
        actor,
        action,
        predicate.polarity,
        predicate.modality,
        list(types),
        conditions,
        purpose,
        details.recipients(_CHANNEL.sub("", telling) if actor == "first_party" else telling) if shares else (),
        details.first_name(aimless, sentence.language, "locality"),
        _protection(text, sentence, action, negative=negative),
        kept[0] if kept is not None else None,
        enumerations.is_open(sentence, start, end),
    )


def _protection(text: str, sentence: Sentence, action: str, *, negative: bool) -> tuple[str, ...]:
    found = details.protection(text, sentence.language)
    return tuple(name for name in found if name != "not_stored") if action != "store" or not negative else found


def _without_twins(drafts: list[Draft]) -> list[Draft]:
    """One statement where two words of the same sentence say the same act about the same types."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next(
            (
                d
                for d in kept
                if d.action == draft.action
                and d.polarity == draft.polarity
                and d.actor == draft.actor
                and (
                    d.start == draft.start
                    or (draft.polarity == "negative" and d.conditions == draft.conditions)
                    or (draft.modality == "optional" and not draft.own_types)
                )
                and set(draft.data_types) <= set(d.data_types)
            ),
            None,
        )
        if twin is None:
            kept.append(draft)
        elif draft.polarity == "positive":
            twin.conditions = attached.once([*twin.conditions, *draft.conditions])
            twin.modality = draft.modality if draft.modality == "optional" else twin.modality
    return kept


def group(sentence: Sentence, name: str) -> tuple[rules.Compiled, ...]:
    """A group of the grammar of the sentence's language."""
    return likely.grammar(sentence.language, sentence.text)[name]
