"""Is data what an English verb is said of? Verbs that many things can be done with count only then."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy.clauses import Sentence
from auditor.policy.participles_en import PARTICIPLE
from auditor.policy.predicates import Predicate

_SOMEONES = expression(
    r"\b(?:your|you|we|our|us|their|his|her|the user|users?['’]?|customers?|child(?:ren)?|personal|patients?|"
    r"pupils?|players?|sdk|library|partners?|nearby)\b",
    re.I,
)

_BE = expression(r"\b(?:is|are|be|been|being|was|were|gets?|remains?|stays?)(?: [\w-]+){0,3} $", re.I)

YOU_ARE = expression(r"\b(?:you|users?)(?: (?:will|may|can|must|should))? (?:are|be|were)(?: \w+){0,2} $", re.I)

_PRONOUN = expression(r" (?:it|them)(?= (?:to|in|on|with|for|from|by|at|into|against|when|until|after|and)\b|[,.;]|$)")
_NO_ACTOR = expression(
    r"[;:.]|\b(?:we|us|the app|our|it|which|who|this|that|if|when|to|is|are|be|consent|permission)\b(?! (?:you|we)\b)",
    re.I,
)


def is_subject(sentence: Sentence, predicate: Predicate) -> bool:
    """`Your answers shape the next lesson`: data stands as the subject, with nobody between it and the verb."""
    near = sentence.terms_in(max(0, predicate.start - 90), predicate.start)
    if predicate.action == "use" and not _SOMEONES.search(
        sentence.text[max(0, predicate.start - 90) : predicate.end + 90]
    ):
        return False
    return bool(near) and _NO_ACTOR.search(sentence.text[near[-1].end : predicate.start]) is None


def is_involved(sentence: Sentence, predicate: Predicate) -> bool:
    """A verb that many things can be done with counts only where data is its object, or its subject in the passive."""
    before = sentence.text[max(0, predicate.start - 60) : predicate.start]
    around = sentence.text[max(0, predicate.start - 90) : predicate.end + 90]
    passive = PARTICIPLE.search(predicate.word) is not None and _BE.search(before) is not None
    if not passive and not _SOMEONES.search(around):
        return False
    if passive:
        if YOU_ARE.search(before):
            return False
        low = max(sentence.text.rfind(mark, 0, predicate.start) for mark in ",;:(")
        behind = predicate.action == "share" and sentence.terms_in(predicate.end, predicate.end + 50)
        return bool(sentence.terms_in(max(low, 0), predicate.start) or behind)
    spoken_of = not sentence.text.endswith(" that ", 0, predicate.start) and sentence.terms_in(0, predicate.start)
    if spoken_of and _PRONOUN.match(sentence.text, predicate.end):
        return True
    near = sentence.terms_in(predicate.end, predicate.end + 60)
    return bool(near) and not re.search(r"[,;:.]", sentence.text[predicate.end : near[0].start])
