"""Which data an English predicate carries on from what was said before, whatever nouns stand around it."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import again_en
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate

_NO_SUBJECT = expression(
    r"\W*(?:(?:and|or|but|nor|then|also|not|never|neither|only|is|are|be|will|may|can|finally|later|\w+ly)\W+)*", re.I
)
_LEADS_ON = expression(r"\s*:\s*$")
_EVERYTHING_ELSE = expression(r" (?:everything|anything|all) else\b", re.I)
_ELSE = expression(
    r"(?:^|[,;] |\b(?:and|but|while) )(?:everything|anything|all) else (?:is|are|will|may|can)\b[^,;:.]*$", re.I
)
_COPY = expression(
    r"^\W*(?:(?:and|but|while|whereas|although|though|yet) )?(?:an?|the|no|any|one|every) (?:[\w-]+ )?"
    r"(?:back-?up|cop(?:y|ies)|duplicates?|printout|transcript|thumbnail)(?: of (?:it|them|this|these|that))? "
    r"(?:is|are|will|may|can)\b[^,;:.]*$",
    re.I,
)
_NOTHING = expression(
    r"(?:^|[,;] |\b(?:and|but|while|so|then) )"
    r"nothing(?: (?:further|more|else|new|at all|of (?:it|this|that|the kind)))?"
    r" (?:is|will be|can be|gets|has been)(?: (?:ever|then|any more|\w+ly))* $",
    re.I,
)
_NO_DATA = expression(
    r"(?:^|, (?:and |but |while |whereas )?)(?:all|any|our|the|every|each) (?:[\w-]+ )?(?:connections?|communications?|"
    r"transmissions?|servers?|staff|employees|systems?|traffic|contracts?|agreements?|devices?|laptops?|offices)\b[^,;:.]*$",
    re.I,
)
_BARE_NOUN = expression(
    r"(?:counting|tracking|recording|logging|monitoring|collection|measur\w+|scanning|detection) (?!of\b)[\w ]+", re.I
)


def types(
    sentence: Sentence, cluster: list[Predicate], before: bool, earlier: tuple[str, ...], said: tuple[str, ...]
) -> list[str] | None:
    """The types where what was said before decides; None where the words around the predicate do.

    `before`: does a type of its own stand in front of the predicate?
    """
    first = cluster[0]
    if sentence.language != "en":
        return None
    subject = sentence.text[first.zone : first.start]
    if first.rule_kind == "leftover" and earlier and (not before or again_en.GENERIC.match(subject)):
        return again_en.made_with(earlier, subject)
    if _EVERYTHING_ELSE.match(sentence.text, cluster[-1].end) or (first.passive and _ELSE.search(subject)):
        return ["personal_info"]
    if first.passive and not before and (said or earlier) and _COPY.match(re.split(r"[,;] ", subject)[-1]):
        return list(said or earlier)
    if first.passive and not before and (said or earlier) and _NOTHING.search(subject):
        return again_en.made_with(said or earlier, subject)
    if first.passive and not before and _NO_DATA.search(subject):
        return []
    if first.rule_kind == "happens":
        return list(earlier)
    if said and not before and _continues_a_passive(sentence, first):
        return list(said)
    if said and first.rule_kind == "finite" and first.negates and _BARE_NOUN.fullmatch(first.word):
        return list(said)
    return [] if not before and not first.passive and _LEADS_ON.match(sentence.text, cluster[-1].end) else None


def _continues_a_passive(sentence: Sentence, first: Predicate) -> bool:
    """`is uploaded and shown to your friends`: what stands behind the second participle is no object of it."""
    return (
        first.passive
        and not first.rule_kind
        and first.objects_before
        and _NO_SUBJECT.fullmatch(sentence.text, first.zone, first.start) is not None
    )
