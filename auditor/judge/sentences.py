"""One sentence per judgement, zh and en, as a careful inspector would write it: when, in what state, who did what, what
the policy says at which place, and why that fits or not. The words stand in `sentences.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from auditor import rulefiles, vocabulary
from auditor.judge.checks.markverdict import SurveyVerdict
from auditor.judge.observed import Observed
from auditor.judge.verdict import Verdict
from auditor.law import Rule
from auditor.model import Sighting, Statement

LANGUAGES = ("zh", "en")
LONGEST_QUOTE = 140
LONGEST_PROMPT = 60
MOST_ITEMS = 3
# Quotation marks within a quotation.
_INNER = {"zh": str.maketrans("“”", "‘’"), "en": str.maketrans('"', "'")}
_BESIDE = {"zh": re.compile(r"\(泛指\)$|/GPS$"), "en": re.compile(r" \([^()]*\)$| / .*$")}
MOST_TYPES = 8


@cache
def words(lang: str) -> Mapping[str, Any]:
    """The phrases of one language."""
    table: dict[str, dict[str, Any]] = rulefiles.load(resources.files("auditor.judge").joinpath("sentences.yaml"), dict)
    return table[lang]


def type_name(data_type: str | None, lang: str) -> str:
    """A data type by its name in a language, without what explains it beside; its id when the vocabulary has none."""
    row = vocabulary.load().types.get(data_type or "")
    if row is None:
        return data_type or ""
    return _BESIDE[lang].sub("", row.zh if lang == "zh" else row.en)


def permission_name(plain: str, lang: str) -> str:
    """A plain permission as people call it: the shortest of its Chinese words, or its plain name."""
    row = vocabulary.permissions().get(plain)
    if row is None:
        return plain
    return min(row.zh, key=len) if lang == "zh" else plain.replace("_", " ")


def sentence(seen: Observed, verdict: Verdict, lang: str) -> str:
    """The whole sentence of a judgement."""
    say = words(lang)
    parts = [_observation(seen, lang)]
    policy = place(verdict.governing.statement, lang) if verdict.governing and verdict.statements else ""
    because = why(seen, verdict, lang)
    if policy and because:
        joint = say["separator"] if lang == "zh" else say["stop"].rstrip() + " "
        parts.append(policy + joint + because)
    else:
        parts.append(policy or because)
    demanded = law_text(verdict.rules, lang) if verdict.word in ("violation", "omitted") else ""
    if demanded:
        parts.append(demanded)
    return _capital(say["stop"].join(part for part in parts if part).strip() + say["stop"].rstrip(), lang)


def why(seen: Observed, verdict: Verdict, lang: str) -> str:
    """The reason alone, without observation and quote."""
    say = words(lang)
    guard = vocabulary.permission_of_type(seen.sighting.data_type)
    tried = say["why"].get(verdict.note + "_tried") if seen.sighting.attempt else None
    template = str(tried or say["why"].get(verdict.note, ""))
    if template:
        return template.format(
            fact=verdict.outcome.fact.tell(lang) if verdict.outcome else "",
            statements=("、" if lang == "zh" else " and ").join(verdict.statements),
            actor=_actor(seen.sighting, lang),
            did=say["did"].get(seen.sighting.action, ""),
            type=type_name(seen.sighting.data_type, lang),
            consents=_consents(seen, lang),
            taken=say["taken"].get(seen.moment.permission(guard or ""), say["taken"]["revoked"]),
        )
    return ""


def _consents(seen: Observed, lang: str) -> str:
    """What the user agreed to in separate prompts, quoted; of many the last."""
    said = [
        f"“{text[:LONGEST_PROMPT]}”" if lang == "zh" else f'"{text[:LONGEST_PROMPT]}"' for text in seen.moment.explicit
    ]
    return ("、" if lang == "zh" else ", ").join(said[-MOST_ITEMS:])


def place(statement: Statement, lang: str) -> str:
    """Where the policy says something, with the quote."""
    say = words(lang)
    section = say["section"].format(section=statement.section) if statement.section else ""
    text: str = say["policy"].format(section=section, quote=shorten(statement.quote).translate(_INNER[lang]))
    return text


def shorten(quote: str) -> str:
    """A quote in one line, cut with an ellipsis when long."""
    line = " ".join(quote.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


def law_text(rules: Sequence[Rule], lang: str) -> str:
    """The broken law items by number, with the text of the first."""
    if not rules:
        return ""
    said: str = words(lang)["law"].format(law=law_items(rules, lang), text=getattr(rules[0].text, lang))
    return said


def law_items(rules: Sequence[Rule], lang: str) -> str:
    """The ids of law items; of many the first, and the number of the rest."""
    items = list(dict.fromkeys(rule.printed for rule in rules))
    joined = ("、" if lang == "zh" else ", ").join(items[:MOST_ITEMS])
    more = words(lang)["more_law"].format(count=len(items) - MOST_ITEMS) if len(items) > MOST_ITEMS else ""
    return joined + str(more)


def survey_sentence(found: SurveyVerdict, rules: Sequence[Rule], lang: str) -> str:
    """The whole sentence of a cross-check: what it saw, that a person must look, and the law items that speak of it."""
    say = words(lang)
    comma = "、" if lang == "zh" else ", "
    types = [type_name(name, lang) for name in found.data_types]
    more = say["more_types"].format(count=len(types) - MOST_TYPES) if len(types) > MOST_TYPES else ""
    first = found.seen[0].sighting if found.seen else None
    count = sum(seen.sighting.count for seen in found.seen)
    template = say["surveys"][found.check]
    text = (template[found.variant] if found.variant else template).format(
        actor=_actor(first, lang) if first else "",
        names=comma.join(permission_name(name, lang) for name in found.permissions),
        types=comma.join(types[:MOST_TYPES]) + more,
        times=say["often"]["once" if count == 1 else "many"].format(count=count),
        **found.fill,
    )
    parts = [text, say["for_a_person"]]
    if rules:
        parts.append(say["speaks_law"].format(law=law_items(rules, lang), text=getattr(rules[0].text, lang)))
    return _capital(say["stop"].join(parts) + say["stop"].rstrip(), lang)


def _observation(seen: Observed, lang: str) -> str:
    one, moment, say = seen.sighting, seen.moment, words(lang)
    seconds = f"{max(0, one.at - moment.started) / 1000:.1f}"
    # When a recorded file was written is known by its latest moment.
    when = say["when_latest"] if seen.instead or (seen.from_file and not seen.line) else say["when"]
    state = [when.format(seconds=seconds), say["consent"][moment.consent]]
    guard = vocabulary.permission_of_type(one.data_type)
    if guard and (moment.permission(guard) != "not_given" or (seen.is_read and vocabulary.is_asked(guard))):
        state.append(say["permission"][moment.permission(guard)].format(name=permission_name(guard, lang)))
    if moment.actions and moment.actions[-1].text and one.at - moment.actions[-1].at <= 60_000:
        age = f"{(one.at - moment.actions[-1].at) / 1000:.1f}"
        state.append(say["action"].format(age=age, text=moment.actions[-1].text[:40]))
    state.append(say["foreground"] if moment.foreground else say["background"])
    joined: str = say["separator"].join([*state, _act(seen, lang)])
    return joined


def _act(seen: Observed, lang: str) -> str:
    one, say = seen.sighting, words(lang)
    fill = {
        "actor": _actor(one, lang),
        "type": type_name(one.data_type, lang),
        "api": say["api"].format(api=one.api) if one.api else "",
        "host": one.host or one.recipient or "",
        "recipient": _recipient(one),
        "form": say["form"].get(one.encoding, ""),
    }
    if seen.in_flow:
        kind = "unknown_party" if one.recipient_party == "unknown" else one.action
        text = str(say[kind].format(**fill)) + str(say["no_tls"] if one.tls is False else "")
    else:
        kind = "attempt" if one.attempt else "store" if one.action == "store" else "read"
        text = str(say[kind].format(**fill))
    return text + (str(say["times"]).format(count=one.count) if one.count > 1 else "")


def _actor(one: Sighting, lang: str) -> str:
    kind = "sdk" if one.actor == "third_party" and one.actor_name else one.actor
    return str(words(lang)["actor"][kind].format(name=one.actor_name))


def _recipient(one: Sighting) -> str:
    if one.recipient and one.host and one.recipient != one.host:
        return f"{one.recipient} ({one.host})"
    return one.recipient or one.host or ""


def _capital(text: str, lang: str) -> str:
    return text[:1].upper() + text[1:] if lang == "en" else text
