"""The subject of an English predicate: the nearest actor on its left, a name, or whom a relative pronoun stands for."""

from __future__ import annotations

import re

from auditor.expressions import expression
from auditor.policy import relatives_en, rules
from auditor.policy.clauses import Sentence

_RELATIVE = expression(
    r"(?P<who>[^,.;]{2,60}),? (?:which|who|that)(?: (?:may|will|can|also|might|then|only|in turn))* $"
)


_OWN_SDK = expression(r"(?:the |our |this )?(?:[A-Z]\w+ )*SDK\b", re.I)


_OUR_PEOPLE = expression(
    r"\b(?:our|the) (?:[\w-]+ )?(?:staff|employees?|drivers|engineers|agents|team|moderators|people|developers|doctors|"
    r"technicians|servers|systems|apps)\b",
    re.I,
)
_THEY = expression(r"they\b", re.I)

_NAME = expression(r"(?P<name>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3})(?: (?:may|will|can|also|might|does|do|not))* $")


_COMMON = expression(
    r"(?:We|You|They|It|The|This|That|These|Those|Our|Your|Users?|Cookies?|Data|Information|Personal|All|Some|Any|No|"
    r"Children|Parents?|Both|Such|Each|Most|Other|Certain|Third|Partners?|Advertisers|Wi-Fi|Bluetooth|Android|GPS|IP)\b"
)


_FOREIGN = expression(
    r"\b(?:Analytics|Ads|SDK|Pixel|Crashlytics|Firebase|Google|Facebook|Meta|Stripe|PayPal|AppsFlyer|"
    r"Adjust|Amplitude|Mixpanel|Sentry"
    r"|Braze|OneSignal|Unity|AppLovin|TikTok|Apple|Amazon|Microsoft|Umeng|Tencent|Baidu|Alibaba|Twitter|"
    r"Segment|Branch|Criteo)\b"
)


_BY_MEANS = expression(
    r"(?:means|way|default|TLS|SSL|HTTPS|AES|RSA|SHA|MD5|[\w-]+ (?:encryption|hashing)|hashing)\b", re.I
)


_TOLD_YOU = expression(
    r"\b(?:tell|inform|notify|ask|send|give|show|offer|provide|help|warn|remind|contact|identify|recogni[sz]e|reach|"
    r"alert|bill|charge|pay|serve|supply|assist|protect|recommend|link|near|around|about|treating|visiting|serving|advising|"
    r"teaching|coaching|insuring|employing|driving|delivering to|caring for|looking after|telling|giving|showing|"
    r"sending|reaching|informing|offering)(?:s|es|ed|ies|ied)? $",
    re.I,
)


def find(
    sentence: Sentence, before: int, previous: int, grammar: dict[str, tuple[rules.Compiled, ...]]
) -> tuple[int, str, bool]:
    """The nearest subject on the left: its place, the actor, and whether one stands there at all."""
    outsider = relatives_en.outsider(sentence, before)
    if outsider is not None:
        return outsider, "third_party", True
    best: tuple[int, str] | None = None
    carried: tuple[int, str] | None = None
    for compiled in grammar["actor"]:
        for match in compiled.regex.finditer(sentence.text, max(0, before - 260), before):
            place = match.start()
            if (
                sentence.is_hidden(place)
                or (compiled.rule.name == "user" and any(t.start < place < t.end for t in sentence.terms))
                or re.search(
                    r"(?<![\w-])(?:to|with|by|from|for|of|about|on|in|through|via|using|than|and your|include|includes|"
                    r"between|as)(?: the| our| any| these| such| other| those| certain| a)? $",
                    sentence.text[max(0, place - 24) : place],
                    re.I,
                )
                or (compiled.rule.name == "user" and sentence.text.startswith((" by ", " after "), match.end()))
                or (
                    compiled.rule.name == "user"
                    and _TOLD_YOU.search(sentence.text[max(0, place - 16) : place])
                    and not sentence.text.startswith(" to ", match.end())
                )
            ):
                continue
            if place >= previous and (best is None or place > best[0]):
                best = (place, compiled.rule.name)
            elif carried is None or place > carried[0]:
                carried = (place, compiled.rule.name)
    name = _NAME.search(sentence.text, max(0, before - 60), before)
    if name and (best is None or name.start() > best[0]):
        actor = _called(sentence, name)
        if actor is not None:
            return name.start(), actor, True
    relative = _RELATIVE.search(sentence.text, max(previous, before - 120), before)
    if relative and (
        _FOREIGN.search(relative.group("who"))
        or any(c.rule.name == "third_party" and c.regex.search(relative.group("who")) for c in grammar["actor"])
    ):
        return relative.start("who"), "third_party", True
    chosen = best or carried
    if chosen is not None and sentence.people.own_sdk and _OWN_SDK.match(sentence.text, chosen[0]):
        return chosen[0], "first_party", True
    if chosen is None:
        return before, "first_party", False
    if _OUR_PEOPLE.search(sentence.text, 0, chosen[0]) and _THEY.match(sentence.text, chosen[0]):
        return chosen[0], "first_party", True
    return chosen[0], chosen[1], True


def _called(sentence: Sentence, match: re.Match[str]) -> str | None:
    """The actor whom a capitalised name before the verb calls; None where it may be a common word."""
    name = match.group("name")
    if any(set(name.split()) & set(own.split()) for own in sentence.people.own):
        return "first_party"
    if _FOREIGN.search(name) or name in sentence.people.others:
        return "third_party"
    if re.search(r"\b(?:[Tt]he|[Oo]ur|[Tt]his) $", match.string[: match.start()]):
        return None
    words = name.split()
    in_the_middle = match.start() > 0 and re.search(r"[a-z,;)] $", sentence.text[: match.start()]) is not None
    if _COMMON.match(name) or not (in_the_middle or len(words) > 1):
        return None
    return "third_party"


def named(who: str, grammar: dict[str, tuple[rules.Compiled, ...]]) -> str:
    """The actor that the agent of a passive (`by …`) is."""
    if _BY_MEANS.match(who):
        return "first_party"
    head = re.split(
        r" (?:and|or|but|is|are|to|for|in|on|once|if|when|unless|after|before|until|who|that|which|only|"
        r"as|while)\b",
        who,
    )[0]
    return next(
        (c.rule.name for c in grammar["actor"] if c.regex.search(head)),
        "third_party" if head[:1].isupper() else "first_party",
    )
