"""From the predicates of a sentence to statements: range, types, conditions, kind, details."""

from __future__ import annotations

import itertools
import re

import msgspec

from auditor.policy import attached, details, objects, predicates_en, predicates_zh, rules
from auditor.policy.clauses import Sentence
from auditor.policy.conditions import Found
from auditor.policy.drafts import Context, Draft
from auditor.policy.predicates import Predicate

_CHANNEL = re.compile(
    r"通过[^，,；;。]{0,40}?(?:SDK|API|接口)[）)]?(?=、|与|向|给|将|和|以)(?:、[^，,；;。]{0,20}?(?:SDK|API|接口)[）)]?)*"
)
_CLOSES = re.compile(r"等|etc|and so on|and other", re.I)
_ONE_LIST = re.compile("，?(?:包括|包含)(?!了?[：:]?$)")
_PRONOUN = re.compile(
    r"\s*(?:It|They|These (?:companies|providers|partners)|该(?:SDK|公司|第三方|合作方)|其)(?![他中它实])"
)
_ENDINGS = frozenset({"service_terminated", "account_deleted"})
_LEADS_ON = re.compile(r"[：:]\s*[*_]*\s*$")
_COMMA = re.compile(r"[，,；;]")
_NEW_CLAUSE = {
    "zh": re.compile(r"\s*(?:我们|本|平台|第三方|您|用户|并|且|但|同时|如|若|当|在|为|经|未|除|仅|其中|也|还|根据|其)"),
    "en": re.compile(
        r"\s*(?:and |but |or )?(?:we|our|the|you|third|they|it|if|when|in|to|unless|which|this|these)\b", re.I
    ),
}
_RUN_IN = re.compile(
    r"^(?:[^，。；：:,.、“”（）]{2,24}?(?=我们|您|当您|如果|为了|在您|本平台|根据)"
    r"|[^，。；：:,.“”（）]{2,28}?(?=当您|如果您|为了|为保障|为向您|在您使用|在您浏览|在您注册))"
)
_GOVERNS = re.compile(r"会|不|我们|本(?:应用|平台|公司|软件)|[将把可向为与给对由是请的在如当若因让使从被和及经]$")
_AFTER_COMMA = re.compile(r"[，,；;]\s*(?:未来|此外|同时|另外|但是?|并且?|且|and|but|however,?)?\s*$", re.I)
_OPENS = {"zh": re.compile(r"，?\s*(?:我们|则|将|您|平台|请)"), "en": re.compile(r",? ?(?:we|you|please|our)\b", re.I)}
_SAYS = {
    "zh": re.compile(r"我们|您(?!.*(?:共享|转让|披露|服务|功能)[：:])|将|可以|以下|如下|下列"),
    "en": re.compile(r"\b(?:we|you|may|will|following|is|are)\b", re.I),
}
_LABEL = {
    "zh": re.compile(r"^[^，。；：:,;]{2,36}[：:](?=\s*\S)"),
    "en": re.compile(r"^[A-Z“\"][^.,;:]{2,60}(?:: | [–—-] )(?=\S)"),
}


def predicates(sentence: Sentence) -> list[list[Predicate]]:
    """Clusters of predicates by the grammar of the sentence's language."""
    return predicates_zh.find(sentence) if sentence.language == "zh" else predicates_en.find(sentence)


def of_sentence(sentence: Sentence, context: Context, *, first: bool) -> list[Draft]:
    """The practices and prohibitions of one sentence, with document offsets. Updates the context's last types."""
    label = label_end(sentence, first=first)
    clusters = [cluster for cluster in predicates(sentence) if cluster[0].start >= label]
    if not clusters:
        return []
    _resolve_pronoun(sentence, clusters, context)
    ranges = _ranges(sentence, clusters, first=first)
    drafts: list[Draft] = []
    earlier = context.types or context.topic
    for index, (cluster, (start, end)) in enumerate(zip(clusters, ranges, strict=True)):
        following = _following(sentence, clusters, index)
        if end - start > 0 and cluster[-1].end < end:
            following = min(following, end)
        if cluster[0].actor == "third_party" and start - 80 <= cluster[0].zone < start and sentence.language == "en":
            start = cluster[0].zone
        types, own = objects.types_of(sentence, cluster, following, earlier)
        if (
            not types
            and not objects.unknown(sentence, cluster[-1].end, following)
            and not _LEADS_ON.search(sentence.text)
        ):
            continue
        if (
            cluster[0].action in {"use", "protect", "delete"}
            and not own
            and index == 0
            and not _speaks_of_data(sentence, start, end)
        ):
            continue
        for predicate in cluster:
            if predicate.actor == "user" and any(
                s.kind == "refusal" for c in sentence.conditions for s in c.said if c.end <= predicate.start
            ):
                continue
            head = clusters[0][0]
            coming = clusters[index + 1][0].start if index + 1 < len(clusters) else len(sentence.text)
            draft = _draft(sentence, predicate, types, start, end, ranges[0][0], head, coming)
            draft.own_types, draft.verb = own, sentence.offset + predicate.start
            drafts += _distributed(sentence, draft)
            if predicate.jointly:
                drafts.append(msgspec.structs.replace(draft, actor="first_party", recipients=()))
        if types:
            if (
                index
                and drafts
                and _ONE_LIST.match(sentence.text, cluster[-1].end)
                and cluster[0].polarity == "positive"
            ):
                _share_list(drafts, len(cluster), types)
            earlier = tuple(types)
    if drafts:
        context.actor = drafts[-1].actor
    if drafts and drafts[-1].data_types:
        context.types = tuple(drafts[-1].data_types)
    return _without_twins(drafts)


def _resolve_pronoun(sentence: Sentence, clusters: list[list[Predicate]], context: Context) -> None:
    """`It may not use this…` and `其不会…` speak of whom the sentence before spoke of."""
    if _PRONOUN.match(sentence.text) and context.actor == "third_party":
        for predicate in clusters[0]:
            if predicate.actor == "first_party" and not predicate.passive:
                predicate.actor = "third_party"


def _share_list(drafts: list[Draft], own: int, types: list[str]) -> None:
    """`收集您的使用情况，作为日志保存，包括浏览、搜索`: what the list names is collected as well."""
    for draft in drafts[:-own]:
        if draft.polarity == "positive" and draft.action in attached.DATA_ACTIONS:
            draft.data_types = list(dict.fromkeys([*draft.data_types, *types]))


def _distributed(sentence: Sentence, draft: Draft) -> list[Draft]:
    """`型号、您授权的GPS位置以及基站`: the consent holds for what stands behind it only."""
    low, high = draft.start - sentence.offset, draft.end - sentence.offset
    inner = next((c for c in sentence.conditions if low <= c.start < high and _binds_the_rest(sentence, c)), None)
    if inner is None:
        return [draft]
    free = {t.type for t in sentence.terms if t.start < inner.start} & set(draft.data_types)
    bound = [t for t in draft.data_types if t not in free]
    if not free or not bound:
        return [draft]
    place = sentence.offset + inner.start
    others = [c for c in draft.conditions if c.start != place]
    return [
        msgspec.structs.replace(draft, data_types=[t for t in draft.data_types if t in free], conditions=others),
        msgspec.structs.replace(draft, data_types=bound),
    ]


def _binds_the_rest(sentence: Sentence, found: Found) -> bool:
    """`您授权的…` and `your name and, where you allow it, your number`: does it hold for what stands behind it only?"""
    if sentence.language == "zh":
        return not found.framed and found.text.endswith("授权的")
    return (
        found.framed
        and found.role == "when"
        and re.search(r"\b(?:and|or), $", sentence.text[: found.start]) is not None
        and re.match(r", ", sentence.text[found.end :]) is not None
    )


def _following(sentence: Sentence, clusters: list[list[Predicate]], index: int) -> int:
    """Where the objects of a cluster end: at the next one's part of the sentence."""
    if index + 1 == len(clusters):
        return len(sentence.text)
    coming = clusters[index + 1][0]
    return max(clusters[index][-1].end, coming.zone if coming.zone > clusters[index][-1].end else coming.start)


def _ranges(sentence: Sentence, clusters: list[list[Predicate]], *, first: bool) -> list[tuple[int, int]]:
    text = sentence.text
    starts = [label_end(sentence, first=first)]
    for left, right in itertools.pairwise(clusters):
        cut = starts[-1]
        for comma in _COMMA.finditer(text, left[-1].end, max(left[-1].end, right[0].start)):
            after = comma.end()
            begins_hidden = any(c.start <= after < c.end for c in sentence.conditions if c.framed) or any(
                p.start <= after < p.end for p in sentence.purposes if p.leads
            )
            if after >= right[0].zone or _NEW_CLAUSE[sentence.language].match(text, after) or begins_hidden:
                cut = after
                break
        starts.append(cut)
    ends: list[int] = []
    for index, start in enumerate(starts):
        later = next((s for s in starts[index + 1 :] if s > start), None)
        ends.append(_last_end(sentence, clusters[-1][-1].end) if later is None else later)
    return [_tight(text, start, end) for start, end in zip(starts, ends, strict=True)]


def _last_end(sentence: Sentence, after: int) -> int:
    """The end of the last range: before a condition that opens another clause (`…，如果我们发现…，我们将…`)."""
    for found in sentence.conditions:
        if (
            found.start > after
            and found.role == "when"
            and found.framed
            and _OPENS[sentence.language].match(sentence.text, found.end)
            and _AFTER_COMMA.search(sentence.text[: found.start])
        ):
            return found.start
    return len(sentence.text)


def label_end(sentence: Sentence, *, first: bool) -> int:
    """Where the sentence begins behind a label (`基于日历的附加服务：`) or a heading that runs into it."""
    text = sentence.text
    label = _LABEL[sentence.language].match(text)
    if label and not _SAYS[sentence.language].search(label.group()):
        return label.end()
    if first and sentence.language == "zh":
        run_in = _RUN_IN.match(text)
        if (
            run_in
            and not _GOVERNS.search(run_in.group())
            and not any(c.start < run_in.end() for c in sentence.conditions)
            and (not any(p.start < run_in.end() for p in sentence.purposes))
        ):
            return run_in.end()
    return 0


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "，,；;、*-•"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "，,；;、。.：:|"):
        end -= 1
    return start, end


def _speaks_of_data(sentence: Sentence, start: int, end: int) -> bool:
    """A use, protection or deletion without an object of its own must at least name data nearby."""
    region = sentence.text[start:end]
    pattern = (
        "信息|数据|资料|隐私|其|通讯录|内容|记录"
        if sentence.language == "zh"
        else r"\b(?:information|data|it|them|they|these|details)\b"
    )
    return re.search(pattern, region, re.I) is not None


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
    action = "collect" if predicate.action == "give" else predicate.action
    actor = predicate.actor
    if actor == "user":
        actor, action = "first_party", "collect"
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
    if negative:
        conditions = attached.of_ban(sentence, predicate, conditions, action)
    else:
        conditions = [c for c in conditions if c.kind != "never"]
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
        details.retention(text, sentence.language) if action in {"store", "delete", "use", "collect"} else None,
        _list_open(sentence, start, end),
    )


def _protection(text: str, sentence: Sentence, action: str, *, negative: bool) -> tuple[str, ...]:
    found = details.protection(text, sentence.language)
    return tuple(name for name in found if name != "not_stored") if action != "store" or not negative else found


def _list_open(sentence: Sentence, start: int, end: int) -> bool:
    """Is the enumeration of data open (型号等信息; such as your name)? Other enumerations do not count."""
    reach = 10 if sentence.language == "zh" else 60
    terms = sentence.terms_in(start, end)
    for low, high in details.openings(sentence.text, start, end, sentence.language):
        if sentence.is_hidden(low):
            continue
        closes = _CLOSES.match(sentence.text, low) is not None
        for term in terms:
            if closes and term.end <= low <= term.end + 12 and not _COMMA.search(sentence.text, term.end, low):
                return True
            if not closes and high <= term.start <= high + reach:
                return True
    return False


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
                and d.start == draft.start
                and set(draft.data_types) <= set(d.data_types)
            ),
            None,
        )
        if twin is None:
            kept.append(draft)
    return kept


def group(sentence: Sentence, name: str) -> tuple[rules.Compiled, ...]:
    """A group of the grammar of the sentence's language."""
    return rules.groups("grammar", sentence.language)[name]
