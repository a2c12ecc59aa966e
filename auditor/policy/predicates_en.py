"""Predicates of an English sentence: action words that say what someone does, with subject, polarity and modality."""

from __future__ import annotations

import itertools
import re

from auditor.expressions import expression
from auditor.policy import left_out_en, likely, outsiders_en, polarity_en, rules, stands_en, subjects_en, verbs_en
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_JOIN = expression(
    r"^(?:[,/ ]|\band\b|\bor\b|\band/or\b|\balso\b|\bwill\b|\bmay\b|\bthen\b|\bnot\b|\bdo\b|\bto\b|\bby\b|"
    r"\bus\b|\bbe\b|\bis\b|\bare\b"
    r"|\botherwise\b|\b[a-z]{3,12}ly\b|\bnor\b|\bhave\b)*$",
    re.I,
)
_CLAUSE = expression(r"[,;:–—(]|\b(?:and|but|or|while)\b(?= (?:we|you|our|the app|they|third|it)\b)")
_ANOTHER_CLAUSE = expression(
    r"(?:[,;:] (?:(?:but|yet|while|whereas|although|though|and|or|nor) )?|\b(?:but|while|whereas|yet|although) )"
    r"(?=(?:your|the|its|this|these|those|such|no|neither|none|all|any|it|they|their|only|existing|what|both)\b)",
    re.I,
)
_OWN_CLAUSE = expression(r"[,;:] |\b(?:but|while|whereas|though|although) ", re.I)
_BUT = expression(r"\b(?:but|yet|while|whereas|although|though)\b", re.I)
_DENIED_BEFORE = expression(r"\b(?:nobody|no one|nothing|never|not|cannot|without)\b", re.I)
_DENIES = expression(
    r"^(?:none|nothing) of | (?:no|nothing|not|never|neither) |\b(?:prohibited|ruled out|forbidden|excluded)$", re.I
)
_NO_ONE = expression(
    r"(?:^|[,;:.] |\b(?:and|but|or|that|(?:day|date|then|moment|point|time)(?: on(?:wards)?)?) )"
    r"(?:no one|nobody|none of|no (?!longer\b|doubt|matter|later|more|less)[\w-]+|nothing|neither)\b"
    r"(?:(?! (?:but|except|other than)\b)[^,;:.]){0,70}$",
    re.I,
)
_BY = expression(r"^ (?:and \w+ )?by (?P<who>[^,.;]{2,60})")


_ASIDE = expression(r", (?:which|who|that)\b[^,]{0,80},")
_RELATIVE = expression(
    r"\b(?:that|which|who) [^,;:]{3,90}?(?= (?:is|are|will|may|can|must|shall|gets?)(?: not| never)?(?: be)?"
    r"(?: [a-z]{3,12}ly| then)? $)",
    re.I,
)
_OR = expression(r"\b(?:or|nor)(?: [a-z]{3,12}ly| otherwise| even| ever)*(?: to)? $", re.I)
_FRONTED = expression(
    r"\b(?:at no (?:time|point)|under no circumstances|in no (?:case|event|way)|never|nor|neither|not even)"
    r"(?: (?:do|does|did|will|shall|may|can|would|should|have|has|is|are|must))?"
    r"(?: (?:the|our|this)(?: [\w-]+){0,3}?)?(?: (?:ask|require|request|force|invite|want|allow|permit|let))? ?$",
    re.I,
)
_NOTHING_BUT = expression(
    r"\b(?:nothing|no more|no data|no information|none) (?:but|beyond|except|other than|more than|save)\b", re.I
)
_ANEW = expression(r"\b(?:and|but) (?:shall|will|may|can|do|does|must)\b(?! not\b)")
_RELATIVE_YOU = expression(r"(?<=\w) $|\b(?:which|that|what|whom|where|when|if|how) $", re.I)
_WILL_BE = expression(r"\b(?:and|but) (?:(?:then|instead|rather|also) )?(?:will|shall|are|is|must)\b")
_LEFT_TO_YOU = expression(
    r"optional|voluntary|not mandatory|may be|can (?:\w+ )?be (?:added|entered|filled|typed|given)", re.I
)
_NEEDED = expression(
    r"(?:is|are)\b.*(?:required|needed|mandatory|necessary|compulsory|essential|indispensable)$|"
    r"be (?:answered|given|stated|filled in|provided|supplied|entered|completed|disclosed|named|revealed)$",
    re.I,
)
_LEFT_OUT = expression(r"may be (?:omitted|left (?:out|blank|empty))$", re.I)
_LET_NOT = expression(
    r"(?:(?:\bnot|n['’]t|\bnever|\bcannot|\bno longer) (?:let|allow|permit|authori[sz]e|enable|entitle)|"
    r"\b(?:prohibit|forbid|bar|prevent|ban|preclude)(?:s|ed)?|\b(?:forbidden|prohibited|not allowed|"
    r"not permitted|impossible) for)"
    r"(?: (?:any|our|other|a|an|the|such|all))* $",
    re.I,
)
_NO_ONE_BUT = expression(
    r"\b(?:no one|no-one|nobody|none)(?: else)? (?:but|except(?: for)?|other than|save|apart from)\b", re.I
)
_US = expression(r" us\b(?! states)", re.I)
_GIVEN_US = frozenset({"share", "transfer", "give", "upload", "collect", "publish"})
_JOINTLY = expression(
    r"\b[Ww]e(?:,(?: our [\w -]{3,40},?)*)? (?:our [\w -]{3,40} )?(?:and|or|and/or) (?:our |the |these |"
    r"some of our |selected )?(?:[a-z]+ )?$"
)


def find(sentence: Sentence) -> list[list[Predicate]]:
    """Clusters of coordinated predicates (collect, use and share) in order of place."""
    grammar = likely.grammar("en", sentence.text)
    clusters: list[list[Predicate]] = []
    read = 0
    for predicate in _candidates(sentence, grammar):
        if predicate.start < read:
            continue
        joined = (
            clusters
            and _JOIN.match(sentence.text[clusters[-1][-1].end : predicate.start]) is not None
            and sentence.text[clusters[-1][-1].end : predicate.start].strip()
            and (predicate.start - clusters[-1][-1].end < 40)
        )
        joined = joined and verbs_en.of_one_kind(sentence, clusters[-1][-1], predicate)
        gerunds = clusters and verbs_en.GERUND.search(clusters[-1][-1].word)
        if joined and (gerunds or not verbs_en.GERUND.search(predicate.word)):
            predicate.passive = clusters[-1][-1].passive
            clusters[-1].append(predicate)
        elif (
            (clusters and verbs_en.shares_its_auxiliary(sentence, clusters[-1][-1], predicate))
            or verbs_en.is_verb(sentence, predicate, grammar)
            or (clusters and verbs_en.goes_on(sentence, clusters[-1][-1], predicate))
        ):
            clusters.append([predicate])
        else:
            continue
        read = predicate.end
    clusters = [c for c in clusters if not verbs_en.serves(sentence, c[-1])]
    clusters = [
        c
        for c, after in itertools.zip_longest(clusters, clusters[1:])
        if after is None or not left_out_en.heads(sentence, c, after)
    ]
    previous, before = 0, None
    for cluster in clusters:
        _complete(sentence, cluster, previous, grammar, before)
        between = sentence.text[previous : cluster[0].start]
        if before is not None and before.polarity == "negative" and _OR.search(between) and not _ANEW.search(between):
            for predicate in cluster:
                predicate.polarity, predicate.negation = "negative", before.negation
        previous, before = cluster[-1].end, cluster[-1]
    return [cluster for cluster in clusters if stands_en.stands(sentence, cluster)]


def _candidates(sentence: Sentence, grammar: dict[str, tuple[rules.Compiled, ...]]) -> list[Predicate]:
    matches = [
        (match.start(), order, match, compiled)
        for order, compiled in enumerate(grammar["verbs"])
        for match in compiled.regex.finditer(sentence.text)
    ]
    found: list[Predicate] = []
    for start, _, match, compiled in sorted(matches, key=lambda entry: entry[:2]):
        if sentence.is_hidden(start) and not _encrypts(sentence, start, compiled):
            continue
        if any(t.start <= start and match.end() <= t.end for t in sentence.terms):
            continue
        if (
            start
            and match.group()[0].isupper()
            and sentence.text[start - 1] == " "
            and sentence.text[start - 2].isalpha()
        ):
            continue
        negates = compiled.rule.polarity == "negative" or _DENIES.search(match.group()) is not None
        found.append(
            Predicate(start, match.end(), compiled.rule.action, match.group(), compiled.rule.kind, negates=negates)
        )
    return found


def _encrypts(sentence: Sentence, start: int, compiled: rules.Compiled) -> bool:
    """`We use TLS to encrypt your data`: the purpose is the act."""
    return compiled.rule.action == "protect" and any(
        p.start <= start <= p.start + 16
        and sentence.text[start:].lower().startswith(("encrypt", "protect", "anonymi", "hash"))
        for p in sentence.purposes
    )


def _complete(
    sentence: Sentence,
    cluster: list[Predicate],
    previous: int,
    grammar: dict[str, tuple[rules.Compiled, ...]],
    before: Predicate | None,
) -> None:
    first = cluster[0]
    if first.rule_kind == "leftover":
        previous = max((m.end() for m in _OWN_CLAUSE.finditer(sentence.text, previous, first.start)), default=previous)
    subject, actor, stated = subjects_en.find(sentence, first.start, previous, grammar)
    if first.passive:
        by = _BY.match(sentence.text[cluster[-1].end : cluster[-1].end + 90])
        actor, stated = subjects_en.named(by.group("who"), grammar) if by else "first_party", by is not None
        subject = previous
    elif first.rule_kind == "asked" and actor == "user":
        actor = "first_party"
    seen = outsiders_en.sees(sentence, first, previous) if actor in {"first_party", "user"} else None
    if seen is not None:
        first.action, actor, stated = seen, "first_party", actor == "first_party" and stated
    zone = previous
    if first.passive:
        for mark in _ANOTHER_CLAUSE.finditer(sentence.text, previous, first.start):
            denied = " and " in mark.group() and _DENIED_BEFORE.search(sentence.text, 0, mark.start()) is not None
            if not previous and _BUT.search(mark.group()) is None and not denied:
                continue
            zone = mark.end() if sentence.terms_in(mark.end(), first.start) or mark.group()[0] in ";:" else zone
    joined = verbs_en.AND_THEN.search(sentence.text[previous : first.start]) if previous else None
    if joined is not None and before is not None and actor == "user" and not first.passive:
        between = sentence.text[previous:subject]
        actor = before.actor if _RELATIVE_YOU.search(between) else actor
    for mark in _CLAUSE.finditer(sentence.text, previous, first.start):
        if not first.passive:
            zone = mark.end()
    if joined is not None:
        zone = previous + joined.start() + 1
    if stated and not first.passive and previous <= subject and joined is None:
        zone = subject
    reach = sentence.visible(zone, first.start)
    fronted = _FRONTED.search(sentence.text[previous:zone])
    polarity, negation = polarity_en.polarity_of(_main_clause(reach), grammar)
    if any(c.regex.search(sentence.text[cluster[-1].end : cluster[-1].end + 40]) for c in grammar["negative_object"]):
        polarity, negation = "negative", (len(reach), len(reach) + cluster[-1].end - first.start)
    takes = first.action in {"collect", "access"}
    if (takes and _NOTHING_BUT.search(sentence.text, previous, cluster[-1].end + 40)) or _NO_ONE_BUT.search(
        sentence.text, previous, first.start
    ):
        polarity, negation = "positive", None
    elif polarity == "positive" and (none := _NO_ONE.search(sentence.text[previous : first.start])):
        polarity, negation = "negative", (previous + none.start() - zone, previous + none.end() - zone)
    if fronted and polarity == "positive":
        polarity, negation = "negative", (previous + fronted.start() - zone, previous + fronted.end() - zone)
    if stated and polarity == "positive" and (let := _LET_NOT.search(sentence.text[previous:subject])):
        polarity, negation = "negative", (previous + let.start() - zone, previous + let.end() - zone)
    for index, predicate in enumerate(cluster):
        predicate.zone, predicate.actor, predicate.stated_actor = zone, actor, stated
        told = first.passive and stands_en.IS_TOLD.match(sentence.text, first.start) is not None
        predicate.objects_before = (first.passive and not told) or first.objects_before
        predicate.jointly = actor == "third_party" and _JOINTLY.search(sentence.text[:subject]) is not None
        predicate.polarity = polarity
        if negation is not None:
            predicate.negation = (zone + negation[0], zone + negation[1])
        predicate.modality = (
            "optional" if _LEFT_TO_YOU.search(predicate.word) else polarity_en.modality_of(reach, actor)
        )
        if predicate.polarity == "negative" and _NEEDED.match(predicate.word):
            predicate.polarity, predicate.negation, predicate.modality = "positive", None, "optional"
        elif predicate.polarity == "negative" and _LEFT_OUT.match(predicate.word):
            predicate.polarity, predicate.negation, predicate.modality = "positive", None, "must"
        ours = predicate.word.endswith(" us") or _US.match(sentence.text, predicate.end)
        if ours and actor != "user" and predicate.action in _GIVEN_US:
            predicate.action, predicate.actor = "collect", "first_party"
        if predicate.negates:
            predicate.polarity, predicate.negation = "negative", (predicate.start, predicate.end)
        if index:
            own = sentence.text[cluster[index - 1].end : predicate.start]
            if polarity_en.polarity_of(own, grammar)[0] == "negative":
                predicate.polarity = "negative"
            elif first.polarity == "negative" and _WILL_BE.search(own) and not predicate.negates:
                predicate.polarity, predicate.negation = "positive", None


def _main_clause(reach: str) -> str:
    """The words before a verb, those of relative clauses blanked: `CVs that were not updated are deleted`."""
    for relative in (_ASIDE, _RELATIVE):
        reach = relative.sub(lambda found: " " * len(found.group()), reach)
    return reach
