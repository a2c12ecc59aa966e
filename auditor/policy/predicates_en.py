"""Predicates of an English sentence: action words that say what someone does, with subject, polarity and modality."""

from __future__ import annotations

import re

from auditor.policy import polarity_en, rules, subjects_en, things_en
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_JOIN = re.compile(
    r"^(?:[,/ ]|\band\b|\bor\b|\band/or\b|\balso\b|\bwill\b|\bmay\b|\bthen\b|\bnot\b|\bdo\b|\bto\b|\bby\b|"
    r"\bus\b|\bbe\b|\bis\b|\bare\b"
    r"|\botherwise\b|\b[a-z]{3,12}ly\b|\bnor\b|\bhave\b)*$",
    re.I,
)
_CLAUSE = re.compile(r"[,;:–—(]|\b(?:and|but|or|while)\b(?= (?:we|you|our|the app|they|third|it)\b)")
_GERUND = re.compile(r"ing$", re.I)
_PARTICIPLE = re.compile(
    r"(?:ed|sold|sent|given|kept|held|made available to|left|read|seen|seen by|viewed by|made public)(?: on| for)?$",
    re.I,
)
_BY = re.compile(r"^ (?:and \w+ )?by (?P<who>[^,.;]{2,60})")
_GIVES = re.compile(
    r"\b(?:must|need to|needs to|have to|required to|asked to|ask you to|may|can|could|should|will|"
    r"choose to|invite you to|require you to|"
    r"prompted to|request that you|want you to|necessary for you to)\b",
    re.I,
)
_SERVICE = re.compile(
    r"^ (?:of )?(?:our|the|this|that|any|a|an|these|such|your)? ?(?:mobile )?(?:apps?|applications?|"
    r"services?|website|site|platform|features?|products?|content of|"
    r"software|functions?|industry|reasonable|appropriate|technical|measures|standard|commercially|third|"
    r"service|https|ssl|tls|encryption)\b",
    re.I,
)


_ASIDE = re.compile(r", (?:which|who|that)\b[^,]{0,80},")
_ASKS = re.compile(r"\b(?:how|which|what|whether|why)\b(?! (?:may|can|will|is|are)\b)[^,.;]{2,30}$", re.I)
_AND_THEN = re.compile(
    r"(?:,| and| or| nor| but| and then|, then)(?: (?:also|may|will|can|then|do|does|did|is|are|not|never|only|"
    r"might|must|shall|should|[a-z]{3,12}ly))* $",
    re.I,
)
_OR = re.compile(r"\b(?:or|nor)(?: [a-z]{3,12}ly| otherwise| even| ever)* $", re.I)
_FRONTED = re.compile(
    r"\b(?:at no (?:time|point)|under no circumstances|in no (?:case|event|way)|never|nor|neither)"
    r"(?: (?:do|does|did|will|shall|may|can|would|should|have|has|is|are|must))?(?: (?:the|our|this))? ?$",
    re.I,
)
_ANEW = re.compile(r"\b(?:and|but) (?:shall|will|may|can|do|does|must)\b(?! not\b)")
_LEFT_TO_YOU = re.compile(r"optional|voluntary|not mandatory|may be", re.I)
_NOT_ASKED = re.compile(
    r"(?:\bnot|n['’]t|\bnever) (?:have|need|require|ask|force|oblige|expect)\w*(?: you| users| anyone)? to $", re.I
)
_NEEDED = re.compile(r"(?:is|are)\b.*(?:required|needed|mandatory|necessary|compulsory|essential|indispensable)$", re.I)
_INSERTED = re.compile(r", [^,;:.]{3,50}, $")
_JOINTLY = re.compile(r"\b[Ww]e (?:and|or|and/or) (?:our |the |these |some of our |selected )?(?:[a-z]+ )?$")


def find(sentence: Sentence) -> list[list[Predicate]]:
    """Clusters of coordinated predicates (collect, use and share) in order of place."""
    grammar = rules.groups("grammar", "en")
    clusters: list[list[Predicate]] = []
    for predicate in _candidates(sentence, grammar):
        joined = (
            clusters
            and _JOIN.match(sentence.text[clusters[-1][-1].end : predicate.start]) is not None
            and sentence.text[clusters[-1][-1].end : predicate.start].strip()
            and (predicate.start - clusters[-1][-1].end < 40)
        )
        joined = joined and _of_one_kind(sentence, clusters[-1][-1], predicate)
        if joined and not _GERUND.search(predicate.word):
            predicate.passive = clusters[-1][-1].passive
            clusters[-1].append(predicate)
        elif _is_verb(sentence, predicate, grammar) or (clusters and _goes_on(sentence, clusters[-1][-1], predicate)):
            clusters.append([predicate])
    clusters = [c for c in clusters if not _serves(sentence, c[-1])]
    previous, before = 0, None
    for cluster in clusters:
        _complete(sentence, cluster, previous, grammar)
        between = sentence.text[previous : cluster[0].start]
        if before is not None and before.polarity == "negative" and _OR.search(between) and not _ANEW.search(between):
            for predicate in cluster:
                predicate.polarity, predicate.negation = "negative", before.negation
        previous, before = cluster[-1].end, cluster[-1]
    return [cluster for cluster in clusters if _stands(sentence, cluster)]


def _of_one_kind(sentence: Sentence, last: Predicate, predicate: Predicate) -> bool:
    """A request for a permission, or `routes you record are kept`, has no second verb of the same kind."""
    turns_passive = re.search(r"\b(?:is|are|be)\b", sentence.text[last.end : predicate.start]) is not None
    return last.rule_kind != "permission_scope" and (last.passive or not turns_passive)


def _candidates(sentence: Sentence, grammar: dict[str, tuple[rules.Compiled, ...]]) -> list[Predicate]:
    matches = [
        (match.start(), order, match, compiled)
        for order, compiled in enumerate(grammar["verbs"])
        for match in compiled.regex.finditer(sentence.text)
    ]
    found: list[Predicate] = []
    for start, _, match, compiled in sorted(matches, key=lambda entry: entry[:2]):
        if found and start < found[-1].end:
            continue
        if sentence.is_hidden(start) and not _encrypts(sentence, start, compiled):
            continue
        if any(t.start <= start and match.end() <= t.end for t in sentence.terms):
            continue
        found.append(Predicate(start, match.end(), compiled.rule.action, match.group(), compiled.rule.kind))
    return found


def _encrypts(sentence: Sentence, start: int, compiled: rules.Compiled) -> bool:
    """`We use TLS to encrypt your data`: the purpose is the act."""
    return compiled.rule.action == "protect" and any(
        p.start <= start <= p.start + 16
        and sentence.text[start:].lower().startswith(("encrypt", "protect", "anonymi", "hash"))
        for p in sentence.purposes
    )


def _is_verb(sentence: Sentence, predicate: Predicate, grammar: dict[str, tuple[rules.Compiled, ...]]) -> bool:
    text = sentence.text
    before = text[max(0, predicate.start - 110) : predicate.start]
    after = text[predicate.end : predicate.end + 120]
    if sentence.is_hidden(predicate.start):
        return True
    word = predicate.word.lower()
    if predicate.rule_kind == "permission_scope" and word.endswith(("requested", "asked for")):
        return True
    if (predicate.action == "publish" and word.startswith(("is ", "are "))) or (
        word.startswith(("stay", "remain", "is ", "are ", "may be "))
        and sentence.terms_in(max(0, predicate.start - 60), predicate.start)
    ):
        predicate.passive = True
        return True
    if re.search(r"\b(?:permissions?|access|consent) to $", before):
        return False
    if word == "access" and before.endswith("without "):
        return False
    plainly = sentence.visible(max(0, predicate.start - 110), predicate.start)
    if any(c.regex.search(plainly) for c in grammar["relative_before"]):
        predicate.lists = any(c.regex.search(after) for c in grammar["listed_after"])
        return predicate.lists
    passive = next((c for c in grammar["passive_before"] if c.regex.search(before)), None)
    if passive is not None and passive.rule.name == "passive" and _ASKS.search(before):
        return False
    if passive is not None and passive.rule.name == "passive":
        predicate.passive = bool(_PARTICIPLE.search(predicate.word))
        return predicate.passive or _GERUND.search(predicate.word) is not None
    if passive is not None:
        return True
    if _GERUND.search(predicate.word):
        return False
    without_aside = _INSERTED.sub(" ", before)
    if any(c.regex.search(without_aside) for c in grammar["subject_before"]):
        return True
    if things_en.act(predicate, before, after, grammar):
        return True
    return bool(re.match(r"^\W*(?:please )?$", before)) and predicate.rule_kind == "permission_scope"


def _goes_on(sentence: Sentence, last: Predicate, predicate: Predicate) -> bool:
    """`we collect your name and share it`, `are uploaded and shown`: a second verb of the same subject."""
    between = sentence.text[last.end : predicate.start]
    if not _AND_THEN.search(between) or _GERUND.search(predicate.word) or last.lists:
        return False
    if sentence.text[predicate.end : predicate.end + 4] == " of ":
        return False
    predicate.passive = last.passive and _PARTICIPLE.search(predicate.word) is not None
    return predicate.passive if last.passive else not predicate.word.endswith(("ed", "sold"))


def _serves(sentence: Sentence, last: Predicate) -> bool:
    """`use our services` is no use of data."""
    return (
        last.action in {"use", "access", "give", "collect", "protect"}
        and not last.rule_kind
        and not last.passive
        and (_SERVICE.match(sentence.text[last.end : last.end + 40]) is not None)
    )


def _complete(
    sentence: Sentence, cluster: list[Predicate], previous: int, grammar: dict[str, tuple[rules.Compiled, ...]]
) -> None:
    first = cluster[0]
    subject, actor, stated = subjects_en.find(sentence, first.start, previous, grammar)
    if first.passive:
        by = _BY.match(sentence.text[cluster[-1].end : cluster[-1].end + 90])
        actor, stated = subjects_en.named(by.group("who"), grammar) if by else "first_party", by is not None
        subject = previous
    zone = previous
    for mark in _CLAUSE.finditer(sentence.text, previous, first.start):
        if not first.passive:
            zone = mark.end()
    if stated and not first.passive and previous <= subject:
        zone = subject
    reach = sentence.visible(zone, first.start)
    fronted = _FRONTED.search(sentence.text[previous:zone])
    polarity, negation = polarity_en.polarity_of(_ASIDE.sub(lambda m: " " * len(m.group()), reach), grammar)
    if any(c.regex.search(sentence.text[cluster[-1].end : cluster[-1].end + 20]) for c in grammar["negative_object"]):
        polarity, negation = "negative", (len(reach), len(reach) + cluster[-1].end - first.start)
    if fronted and polarity == "positive":
        polarity, negation = "negative", (previous + fronted.start() - zone, previous + fronted.end() - zone)
    for index, predicate in enumerate(cluster):
        predicate.zone, predicate.actor, predicate.stated_actor = zone, actor, stated
        predicate.objects_before = first.passive
        predicate.jointly = actor == "third_party" and _JOINTLY.search(sentence.text[:subject]) is not None
        predicate.polarity = polarity
        if negation is not None:
            predicate.negation = (zone + negation[0], zone + negation[1])
        predicate.modality = (
            "optional" if _LEFT_TO_YOU.search(predicate.word) else polarity_en.modality_of(reach, actor)
        )
        if predicate.polarity == "negative" and _NEEDED.match(predicate.word):
            predicate.polarity, predicate.negation, predicate.modality = "positive", None, "optional"
        if index:
            own = sentence.text[cluster[index - 1].end : predicate.start]
            if polarity_en.polarity_of(own, grammar)[0] == "negative":
                predicate.polarity = "negative"


def _stands(sentence: Sentence, cluster: list[Predicate]) -> bool:
    first = cluster[0]
    if first.actor != "user":
        reach = sentence.text[max(0, first.start - 30) : first.start]
        asks = re.search(r"\byou to $|\busers to $", reach)
        return bool(asks) or not all(p.action == "give" for p in cluster)
    if _NOT_ASKED.search(sentence.text[: first.start]):
        return False
    if not any(p.action == "give" or p.word.lower().startswith(("upload", "share")) for p in cluster):
        return False
    return _GIVES.search(sentence.text[max(0, first.zone - 24) : first.start]) is not None
