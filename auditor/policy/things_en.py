"""English subjects that no list knows: things, names and trades that do what their verb says."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import rules
from auditor.policy.clauses import Sentence
from auditor.policy.participles_en import only_past
from auditor.policy.predicates import Predicate

_CLAUSE_NOUN = expression(
    r"\b(?:that|which|what|how|whether|why|where|when|whose|who|information|data|details|content|types?|"
    r"categories|to|and|or)"
    r"\b(?: [\w'’-]+){0,5} $"
)
_NOUNS = expression(
    r"(?:records?|logs?|uses?|shares?|views?|reads?|tracks?|scans?|match(?:es)?|links?|profiles?|stores?|holds?|"
    r"measures?|"
    r"access(?:es)?|captures?|releases?|exchanges?|display|transfers?|process|reviews?|reports?|requests?|backs? up|"
    r"checks?|purchases?|opens?|gives?|sets?|places?|works?|hash(?:es)?|downloads?|estimates?|registers?|"
    r"queries|copies|syncs?|monitors?|keeps?)$"
)
_DETERMINED = expression(r" (?:your|the|its|this|their|an?|it|them|all|any|which|on|to|cookies|with your|nearby)\b")
_MODAL = expression(
    r"\b(?:may|might|will|can|could|shall|must|does|do|did|never|no longer|cannot|(?:is|are|be) (?:not |also |then |"
    r"only |never )*(?:able|unable|"
    r"allowed|permitted|entitled|obliged|required|bound|compelled|forced|authori[sz]ed|free|going|about|set|supposed|"
    r"expected|designed|configured|programmed|intended|meant) to|has to|have to|needs? to)"
    r"(?: \w+ly| not| also| only)* $"
)
_GOVERNED = expression(r"\b(?:which|that|what|how|whether|where|when|if|unless|you|who)\b(?: [\w'’-]+){0,4}$", re.I)


def act(
    predicate: Predicate,
    before: str,
    after: str,
    grammar: dict[str, tuple[rules.Compiled, ...]],
) -> bool:
    """`The widget refreshes your location`, `Hotels receive your name`: a subject that no list knows, with its verb."""
    word = predicate.word.lower().split()[0]
    if only_past(word) or _CLAUSE_NOUN.search(before) or (_NOUNS.match(word) and not _DETERMINED.match(after)):
        return False
    number = "singular" if word.endswith("s") and not word.endswith("ss") else "plural"
    modal = _MODAL.search(before) is not None
    return any((modal or c.rule.kind == number) and c.regex.search(before) is not None for c in grammar["thing_before"])


_OBJECT = expression(
    r" (?:(?:all|any|some|both|only|also|no|up) )*(?:your|their|his|her|its|the|these|this|those|it|them|an?|"
    r"user|users'|personal|certain|each|which|what|whatever|nothing|neither|no|none|any|all|every|both)\b",
    re.I,
)
_BARE_OBJECT = expression(r" (?:[a-z-]+ ){0,2}$")
_RELATIVE = expression(
    r"(?<=\w) (?:(?:(?:to|with|from|by|through|in|at|of) )?(?:that|which|whom|who|where) )?(?:you|users?|they)(?: "
    r"(?:may|can|will|"
    r"have|do|also|then|yourself|\w+ly))* (?!(?:may|can|will|have|do|also|then|must|should|and|or)\b)[\w'’-]+"
    r"(?: (?!(?:and|or|to|not|may|can|will|must)\b)[\w'’-]+){0,4}?(?= )"
)
_NO_SUBJECT = expression(
    r"(?:^|[^\w)”\"'’])$|\b(?:to|you|users?|and|or|nor|but|not|please|let|lets|help|helps|make|makes|the|an?|"
    r"your|our|their|its|"
    r"his|her|this|that|these|those|any|some|all|no|each|every|of|in|on|for|with|by|from|at|as|about|into|through|via|"
    r"without|upon|under|per|than|which|who|what|how|why|when|where|whether|whose|if|while|after|before|once|unless)$",
    re.I,
)
_AND_THEN = expression(
    r"(?: and| but|, then)(?: (?:then|also|only|never|[a-z]{3,12}ly))*(?: (?P<not>do not|does not))? $", re.I
)
_STOP = expression(r"[.;:]|, (?:and|but) ", re.I)
_ANOTHER_VERB = expression(
    r"\b(?:third|partners?|providers?|couriers?|SDKs?|merchants?|sellers?|you|users?|who|which|that|whether|if|when|how|"
    r"what|may|can|to (?!the|your|our|an?|us)\w+)\b",
    re.I,
)
_WE_DO = expression(
    r"\W*(?:[\w ]{3,40}, )?(?:we|they|our (?:[\w-]+ ){1,3})(?: (?:also|then|only|will|never|[a-z]+ly))* [a-z]{3,}", re.I
)
_IT_DOES = expression(
    r"\W*(?:[\w ]{3,40}, )?(?:it|(?:the|this|our|your|each|every|an?|its|[A-Z][\w-]+)(?: [\w'’-]+){0,4}?)"
    r"(?: (?:also|then|only|will|never|[a-z]+ly))* [a-z]{3,}(?<!s)s\b",
    re.I,
)
_CLAUSE = expression(r"[,.;:]|\b(?:and|but) (?=the\b|our\b|its\b)", re.I)
_SUBORDINATE = expression(r"\b(?:that|which|who|whom|what|how|why|where|when|whether|whose|if|while|you|we)\b", re.I)
_PLURAL_HEAD = expression(
    r"^\W*(?:[\w'’-]+ ){0,4}?(?:(?!this|its|us\b|is\b|was\b|always)[\w'’-]{2,}s|people|staff|personnel)\b", re.I
)


def takes_an_object(predicate: Predicate, sentence: Sentence) -> bool:
    """`Ad networks embedded in the app collect your ID`: a verb that agrees with its clause and has data behind it."""
    word = predicate.word.lower().split()[0]
    before = sentence.visible(max(0, predicate.start - 140), predicate.start)
    clause = _RELATIVE.sub("", _CLAUSE.split(re.sub(r"\([^()]*\)", "", before))[-1])
    if only_past(word) or word.endswith("ing"):
        return False
    if not predicate.rule_kind and not _has_object(predicate, sentence):
        return False
    modal = _MODAL.search(clause)
    if modal is not None:
        subject = clause[: modal.start()].rstrip()
        return len(subject) > 3 and _NO_SUBJECT.search(subject) is None and _GOVERNED.search(subject) is None
    if _NO_SUBJECT.search(clause.rstrip()) or _SUBORDINATE.search(clause):
        return False
    if word.endswith("s") and not word.endswith("ss"):
        return True
    return _PLURAL_HEAD.search(clause) is not None


def goes_on(predicate: Predicate, sentence: Sentence) -> bool:
    """`The terminal shows the result and keeps no recording`: a second verb that shares an unknown verb's subject."""
    word = predicate.word.lower().split()[0]
    before = sentence.visible(max(0, predicate.start - 140), predicate.start)
    joint = _AND_THEN.search(before)
    if joint is None or only_past(word) or word.endswith("ing") or not _has_object(predicate, sentence):
        return False
    clause = _STOP.split(before[: joint.start()])[-1]
    if _ANOTHER_VERB.search(clause):
        return False
    bare = joint.group("not") is not None or not word.endswith("s") or word.endswith("ss")
    return (_WE_DO if bare and joint.group("not") != "does not" else _IT_DOES).match(clause) is not None


def _has_object(predicate: Predicate, sentence: Sentence) -> bool:
    """Does data follow the verb: `collect your name`, `view reported videos`?"""
    near = sentence.terms_in(predicate.end, predicate.end + 60)
    if not near:
        return False
    if _OBJECT.match(sentence.text, predicate.end):
        return True
    return _BARE_OBJECT.match(sentence.text[predicate.end : near[0].start]) is not None
