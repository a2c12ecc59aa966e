"""Is an English action word a verb of its sentence, or a noun, an attribute or another verb's infinitive?"""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import about_data_en, left_out_en, rules, things_en
from auditor.policy.clauses import Sentence
from auditor.policy.participles_en import PARTICIPLE, is_attribute, only_past
from auditor.policy.predicates import Predicate

GERUND = expression(r"ing$", re.I)

_LEADS_ON = expression(
    r", (?:where|while|whereas|so that) |\b(?:after|upon|in|to|with|from|by|through|for) (?:which|whom)(?: case|"
    r" point)? ",
    re.I,
)

_AFTER_ARTICLE = expression(
    r"\b(?:no|the|your|our|their|its|these|those|any|such|an?|of|every|each|"
    r"(?:of|with|from|by|for|to|in|on|after|before|during) (?:that|this)) $",
    re.I,
)

_BARE_NAME = expression(
    r"(?:^|[.;:] )\W*(?:Please|Always|Never|(?!Our\b|We\b|They\b|You\b|Who\b|It\b)[A-Z][\w&.-]*[^s\W]) $"
)

_SERVICE = expression(
    r"^ (?:of )?(?:our|the|this|that|any|a|an|these|such|your)? ?(?:mobile )?(?:apps?|applications?|"
    r"services?|website|site|platform|features?|products?|content of|"
    r"software|functions?|industry|reasonable|appropriate|technical|measures|standard|commercially|third|"
    r"service|https|ssl|tls|encryption)\b",
    re.I,
)

_PICKS_UP = expression(
    r" (?:(?:it|them|up|the|your|their|his|her|an?|this|that|my) )+(?:[\w-]+ )?(?:orders?|parcels?|goods|items?|"
    r"purchases?|tickets?|keys?|bags?|luggage|rewards?|points|coins|stamps|badges|prizes?|meals?|medicines?|books?)\b"
    r"(?! (?:number|data|detail|history|information|confirmation|id)s?\b)",
    re.I,
)

_ASKS = expression(r"\b(?:how|which|what|whether|why)\b(?! (?:may|can|will|is|are|you|we|they)\b)[^,.;]{2,30}$", re.I)

AND_THEN = expression(
    r"(?:,? and(?: to| then)?|,? or(?: to)?|,? nor|,? but|, then|,)(?: (?:also|may|will|can|cannot|then|do|does|"
    r"did|is|are|be|neither|(?:has|have) (?:undertaken|promised|agreed|committed|pledged)(?: not| never)? to|"
    r"(?:undertakes?|promises?|agrees?)(?: not| never)? to|(?:is|are) (?:not |also |then )*(?:allowed|permitted|"
    r"obliged|bound|able|required|entitled|unable) to|continues? to|ceases? to|"
    r"at no (?:point|time)|under no circumstances|in no (?:case|way|event)|not|never|only|might|must|shall|"
    r"should|therefore|subsequently|[a-z]{3,12}ly))* $",
    re.I,
)

_THEN_ALSO = expression(
    r"^(?![^,]*, (?:who|which|that|whose|where)\b)[^;:.(]{0,90}(?:,| and| or|, and)(?: (?:then|also|only|never|not|"
    r"later|finally|subsequently|immediately|afterwards|\w+ly))* $",
    re.I,
)

_NOR_THEN = expression(r" (?:and|but|or|nor)(?: (?:not|never|neither|then|only|also|thus|[a-z]{3,12}ly))+ $", re.I)

_AND_THE = expression(r" and (?:the|any|all|such) (?:[\w-]+ ){1,2}$", re.I)
_ASIDES = expression(r"(?<=\w), \x01+,? ")

_WHICH_WE = expression(
    r", (?:(?:all|both|some|most|each) of )?(?:which|whom) (?:(?:only |just )?(?:we|it|they|our (?:app|company|service|"
    r"staff|team)|(?:the|your|our|their|an?) [\w-]+)|"
    r"the (?:app|service|company)|"
    r"(?-i:[A-Z])[\w&.-]+)"
    r"(?: (?:may|will|can|then|also|only|never|do not|might|[a-z]{3,12}ly))* $",
    re.I,
)

_INSERTED = expression(r", [^,;:.]{3,50}, $")

_TO_US = expression(r" (?:it |them )?(?:us\b|to us\b)", re.I)
YOU_GIVE_US = expression(r"(?:^|[,;:.] |\band )you (?:also |then |thereby )?$", re.I)

_WE_ARE_GIVEN = expression(
    r"\b(?:we|us|our servers?|our systems?|the app|our company) (?:(?:will|may|can|also|then|only|not|never) "
    r")*(?:is|are|be) "
    r"(?:(?:also|then|only|not|never|merely|just|\w+ly) )*$",
    re.I,
)

_ADJUNCT = expression(
    r"(?:, (?:thereby |thus |then |and |possibly |perhaps |sometimes |always |never |without |(?:but|and) not )?|"
    r"[^,;:.]{8,80} by (?:\w+ly )?|\b(?:involves?|includes?|entails?|requires?) )$",
    re.I,
)

_ABSTAINS = expression(
    r"\b(?:refrain|abstain|desist|without|stop|cease|avoid|prohibit|forbid|forbidden|prohibited|instead of|rather "
    r"than)",
    re.I,
)

_ITS_OBJECT = expression(r" (?:it|them|this|these|that|those|your|their|his|her|the|such|any|all)\b", re.I)

_WHAT_WE = expression(
    r"\b(?:what|all(?: that)?|the only (?:thing|data|information|details?)(?: that)?) [^,;:.]{2,40}$", re.I
)

_IS_THIS = expression(r"(?: [\w-]+){0,8}?(?:, [^;:.]{2,60}?,)? (?:is|are) (?!not\b|never\b|necessary|required)", re.I)

_UNTIL_THEN = expression(r"\b(?:before|until|once|when|after|whenever|as soon as) (?:it|they|[\w ]{3,30}) $", re.I)

_MOVES = (
    "stay",
    "remain",
    "leave",
    "left",
    "leaving",
    "reach",
    "touch",
    "come ",
    "arrive ",
    "appear",
    "vanish",
    "disappear",
    "expire",
    "lapse",
)


def of_one_kind(sentence: Sentence, last: Predicate, predicate: Predicate) -> bool:
    """A request for a permission, or `routes you record are kept`, has no second verb of the same kind."""
    turns_passive = re.search(r"\b(?:is|are|be)\b", sentence.text[last.end : predicate.start]) is not None
    return last.rule_kind != "permission_scope" and (last.passive or not turns_passive)


def is_verb(sentence: Sentence, predicate: Predicate, grammar: dict[str, tuple[rules.Compiled, ...]]) -> bool:
    text = sentence.text
    before = text[max(0, predicate.start - 110) : predicate.start]
    after = text[predicate.end : predicate.end + 120]
    if sentence.is_hidden(predicate.start):
        return True
    word = predicate.word.lower()
    if word.startswith(_MOVES) and _UNTIL_THEN.search(before):
        return False
    if is_attribute(word, before, after):
        return False
    if predicate.rule_kind == "permission_scope" and word.endswith(("requested", "asked for")):
        return True
    if predicate.rule_kind == "subject":
        predicate.passive = True
        return about_data_en.is_subject(sentence, predicate)
    if predicate.rule_kind == "leftover":
        predicate.passive = True
        return True
    if predicate.rule_kind == "happens":
        return True
    if predicate.rule_kind == "contact":
        predicate.rule_kind, predicate.objects_before = "", True
        return True
    if predicate.rule_kind == "excludes":
        return left_out_en.of_what_is_taken(sentence, predicate)
    if predicate.rule_kind == "container":
        return bool(sentence.terms_in(predicate.end, predicate.end + 60))
    if predicate.rule_kind == "source":
        near = sentence.terms_in(predicate.end, predicate.end + 60)
        return bool(near) and not re.search(r"[,;:.]", text[predicate.end : near[0].start])
    if (predicate.action == "publish" and word.startswith(("is ", "are "))) or (
        word.startswith((*_MOVES, "is ", "are ", "may be "))
        and sentence.terms_in(max(0, predicate.start - 110), predicate.start)
    ):
        predicate.passive = True
        return True
    if re.search(r"\b(?:permissions?|access|consent) to $", before):
        return False
    if _AFTER_ARTICLE.search(before) and predicate.rule_kind in {"", "weak"}:
        return False
    if word == "access" and before.endswith("without "):
        return False
    if predicate.rule_kind == "finite":
        return True
    if predicate.rule_kind == "asked":
        clause = max(text.rfind(mark, 0, predicate.start) for mark in ",;:")
        predicate.passive = bool(sentence.terms_in(max(0, clause), predicate.start))
        return True
    if predicate.rule_kind == "state":
        predicate.passive = True
        return bool(sentence.terms_in(max(0, predicate.start - 90), predicate.start))
    if predicate.rule_kind == "weak":
        if not about_data_en.is_involved(sentence, predicate):
            return False
        predicate.rule_kind = ""
    if _WHICH_WE.search(before) and not GERUND.search(word):
        predicate.objects_before = True
        return True
    plainly = _LEADS_ON.sub(" \x01 ", sentence.visible(max(0, predicate.start - 110), predicate.start))
    if any(c.regex.search(plainly) for c in grammar["relative_before"]):
        told = _WHAT_WE.search(before) is not None and _IS_THIS.match(after) is not None
        predicate.lists = told or any(c.regex.search(after) for c in grammar["listed_after"])
        return predicate.lists
    passive = next((c for c in grammar["passive_before"] if c.regex.search(before)), None)
    if passive is not None and passive.rule.name == "passive" and _ASKS.search(plainly):
        return False
    if passive is not None and passive.rule.name == "passive" and _WE_ARE_GIVEN.search(before):
        predicate.action = "collect" if predicate.action == "share" else predicate.action
    if passive is not None and passive.rule.name == "passive":
        predicate.passive = bool(PARTICIPLE.search(predicate.word))
        return predicate.passive or GERUND.search(predicate.word) is not None
    if passive is not None:
        return True
    if GERUND.search(predicate.word):
        return _is_adjunct(sentence, predicate, before)
    if YOU_GIVE_US.search(before) and (_TO_US.match(after) or predicate.action == "give"):
        predicate.action = "give"
        return True
    if _BARE_NAME.search(before) and not word.split()[0].endswith("s"):
        return False
    without_aside = _INSERTED.sub(" ", before)
    if any(c.regex.search(without_aside) for c in grammar["subject_before"]):
        return True
    if things_en.act(predicate, before, after, grammar) or things_en.takes_an_object(predicate, sentence):
        return True
    if things_en.goes_on(predicate, sentence):
        return True
    return bool(re.match(r"^\W*(?:please )?$", before)) and predicate.rule_kind == "permission_scope"


def _is_adjunct(sentence: Sentence, predicate: Predicate, before: str) -> bool:
    """`…, giving it your name`, `by analysing your messages`: a participle that tells what the subject does as well."""
    if not _ADJUNCT.search(before) or _ABSTAINS.search(before) or sentence.text.startswith(" of ", predicate.end):
        return False
    near = sentence.terms_in(predicate.end, predicate.end + 50)
    return bool(near) and not re.search(r"[,;:.]", sentence.text[predicate.end : near[0].start])


def shares_its_auxiliary(sentence: Sentence, last: Predicate, predicate: Predicate) -> bool:
    """`is processed on your phone and not transmitted`: a second participle of the same passive."""
    if not last.passive or GERUND.search(predicate.word) or PARTICIPLE.search(predicate.word) is None:
        return False
    between = sentence.text[last.end : predicate.start]
    if _AND_THE.search(between) and sentence.terms_in(predicate.start - 24, predicate.start):
        predicate.passive = True
        return True
    if only_past(predicate.word) and _THEN_ALSO.search(between) and goes_on(sentence, last, predicate):
        return True
    return "," not in between and _NOR_THEN.search(between) is not None and goes_on(sentence, last, predicate)


def goes_on(sentence: Sentence, last: Predicate, predicate: Predicate) -> bool:
    """`we collect your name and share it`, `are uploaded and shown`: a second verb of the same subject."""
    between = _ASIDES.sub(" ", sentence.visible(last.end, predicate.start))
    if not AND_THEN.search(between) or GERUND.search(predicate.word) or last.lists:
        return False
    if sentence.text[predicate.end : predicate.end + 4] == " of ":
        return False
    if predicate.rule_kind == "weak":
        if not last.passive and _ITS_OBJECT.match(sentence.text, predicate.end) is None:
            return False
        predicate.rule_kind = ""
    if predicate.word.lower().startswith(_MOVES):
        predicate.passive = last.passive
        return True
    predicate.passive = last.passive and PARTICIPLE.search(predicate.word) is not None
    return predicate.passive if last.passive else not predicate.word.endswith(("ed", "sold"))


def serves(sentence: Sentence, last: Predicate) -> bool:
    """`use our services` is no use of data, nor is collecting a parcel."""
    if last.action == "collect" and last.word.lower() in {"collect", "collects", "pick up", "picks up"}:
        return _PICKS_UP.match(sentence.text, last.end) is not None
    return (
        last.action in {"use", "access", "give", "collect", "protect"}
        and not last.rule_kind
        and not last.passive
        and (_SERVICE.match(sentence.text[last.end : last.end + 40]) is not None)
    )
