"""The words of a report in one language: labels from reports/text/, data types from the vocabulary."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from auditor import resources, rulefiles, vocabulary
from auditor.errors import UsageError
from auditor.model import Condition, Statement, Waiver
from auditor.render import phrases

LANGUAGES = ("zh", "en")
MAX_DEPTH = 4


class Words:
    """Looks up words by dotted key; a missing key is a bug and raises `KeyError`."""

    def __init__(self, language: str, table: dict[str, Any], unasked: frozenset[str] = frozenset()) -> None:
        self.language = language
        self._table = table
        self._unasked = unasked

    def knowing(self, unasked: frozenset[str]) -> "Words":
        """The same words for a run in whose passes `unasked` the app never asked for consent."""
        return Words(self.language, self._table, unasked)

    def __call__(self, key: str, **fields: object) -> str:
        node: Any = self._table
        for part in key.split("."):
            node = node[part]
        text = str(node)
        return text.format(**fields) if fields else text

    def name(self, group: str, word: str | None) -> str:
        """A word of an open list, e.g. `name("outcomes", "denied")`; the word itself where the list lacks it."""
        if not word:
            return ""
        known = self._table[group].get(word)
        return word if known is None else str(known)

    def data_type(self, data_type: str | None) -> str:
        """Readable name of a data type id."""
        known = vocabulary.load().types.get(data_type or "")
        if known is None:
            return data_type or ""
        return known.zh if self.language == "zh" else known.en

    def data_types(self, ids: tuple[str, ...]) -> str:
        """Names of several types, joined."""
        return self.joined(self.data_type(i) for i in ids)

    def joined(self, parts: Iterable[str]) -> str:
        """Several words as a list of this language."""
        return self("comma").join(parts)

    def noted(self, text: str, note: str) -> str:
        """A text with a note in brackets, when there is one."""
        return self("noted", text=text, note=note) if note else text

    def waived(self, waiver: Waiver) -> str:
        """Who answers for a finding, until when, and why."""
        return self("findings.waived", owner=waiver.owner, expires=waiver.expires, reason=waiver.reason)

    def permission(self, permission: str) -> str:
        """Readable name of a permission, given by its plain or its Android name."""
        plain = permission if permission in vocabulary.permissions() else vocabulary.plain_permission(permission)
        known = vocabulary.permissions().get(plain or "")
        if known is None:
            return permission.removeprefix("android.permission.")
        return min(known.zh, key=len) if self.language == "zh" else known.name.replace("_", " ")

    def phase(self, phase: str) -> str:
        """Readable name of a phase such as `refuse:before`."""
        if not phase:
            return self("phases.none")
        name, _, part = phase.partition(":")
        if name in self._unasked:
            return self(f"phases.{'unasked_start' if part else 'unasked_use'}", phase=self.name("passes", name))
        label = self.name("phases", name)
        return self("phases.before", phase=label) if part == "before" else self.noted(label, part)

    def walk_pass(self, name: str) -> str:
        """Readable name of one pass of the walk, both sides of the consent decision."""
        return self.name("passes" if name in self._unasked else "phases", name)

    def phases(self, phases: tuple[str, ...]) -> str:
        """Where one matter was seen, in short: the phase, or how many passes."""
        different = tuple(dict.fromkeys(phases))
        if len(different) == 1:
            return self.phase(different[0])
        if all(phase.endswith(":before") for phase in different):
            unasked = all(phase.partition(":")[0] in self._unasked for phase in different)
            return self("phases.each_unasked" if unasked else "phases.each_before", count=len(different))
        return self("phases.each", count=len(different), phases=" / ".join(self.phase(one) for one in different))

    def condition(self, condition: Condition, depth: int = 0) -> str:
        """A condition in words, e.g. "only if permission: location"."""
        if condition.kind == "any_of" and depth < MAX_DEPTH:
            joined = " / ".join(self.condition(c, depth + 1) for c in condition.any_of)
            text = self("conditions.any_of", value=joined)
        elif condition.kind not in self._table["conditions"]:
            text = self("conditions.unknown", kind=condition.kind.replace("_", " "), value=condition.value or "")
        elif not condition.value:
            text = self.name("bare_conditions", condition.kind)
            text = text if text != condition.kind else self(f"conditions.{condition.kind}", value="")
        else:
            values = [self._condition_value(condition.kind, one, depth) for one in condition.value.split("|")]
            text = self(f"conditions.{condition.kind}", value=" / ".join(values))
        return (self("conditions.only_if", condition=text) if condition.necessary else text).strip()

    def _condition_value(self, kind: str, value: str, depth: int) -> str:
        if kind.startswith("permission"):
            return self.permission(value)
        inner, _, rest = value.partition(":")
        if kind in ("if", "unless") and inner in self._table["conditions"] and depth < MAX_DEPTH:
            return self.condition(Condition(kind=inner, value=rest), depth + 1)
        return value

    def labelled(self, label: str | None) -> str:
        """What a reason tested, which the judge wrote as `kind:value`, `ban` or a protection; another one as it is."""
        kind, _, value = (label or "").partition(":")
        if kind in self._table["conditions"]:
            return self.condition(Condition(kind=kind, value=value))
        for group in ("tested", "protections", "localities"):
            if kind in self._table[group]:
                return self.name(group, kind)
        return label or ""

    def held(self, question: str, held: str) -> str:
        """The answer to a question of the judgement: a ban that holds was not broken, a promise that holds is kept."""
        group = {"forbidden": "kept", "protection": "done", "law": "met"}.get(question, "held")
        return self.name(group, held)

    def part(self, part: str) -> str:
        """Where in a request something was found, e.g. `header:Cookie`."""
        kind, _, name = part.partition(":")
        return " ".join(word for word in (self.name("parts", kind), name) if word)

    def phrase(self, fact: str) -> str:
        """A short fact of the judge in this language; as it is where no phrase of the language fits."""
        return phrases.say(fact, self.language)

    def statement(self, statement: Statement) -> str:
        """A statement as it was understood, in one line."""
        parts = [
            self.name("actors", statement.actor),
            self.name("modality", statement.modality),
            self.name("polarity", statement.polarity) + self.name("verbs", statement.action),
            self.data_types(statement.data_types),
        ]
        line = " · ".join(part for part in parts if part)
        if statement.recipients:
            line += " → " + self.joined(self.name("classes", r) for r in statement.recipients)
        promised = [self.name("protections", p) for p in statement.protection]
        if statement.locality:
            promised.append(self.name("localities", statement.locality))
        if promised:
            line += f" · {self.joined(promised)}"
        return self.noted(line, self("statements.open_list") if statement.list_open else "")

    def caller(self, actor: str, name: str) -> str:
        """Who collected: the kind, and the SDK or company where it is known."""
        kind = self.name("actors", actor)
        return self.noted(name, kind) if name and actor != "first_party" else kind

    def transport(self, tls: bool | None) -> str:
        """How a send was carried; empty for a read."""
        return "" if tls is None else self.name("transport", str(tls).lower())


@cache
def load(language: str) -> Words:
    """The words of `zh` or `en`; `UsageError` for another language."""
    if language not in LANGUAGES:
        raise UsageError(f"There is no report in '{language}'; use --lang zh or --lang en.")
    file = resources.data("reports").joinpath("text", f"{language}.yaml")
    return Words(language, rulefiles.load(file, dict[str, Any]))


def moment(at: int) -> str:
    """UTC time of host milliseconds, e.g. `2026-01-31 08:15:07`."""
    try:
        return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    except (OverflowError, ValueError, OSError):
        return "-"


def span(milliseconds: int) -> str:
    """A length of time as `m:ss.t`."""
    tenths = max(0, milliseconds) // 100
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"
