"""The words of a report in one language: labels from reports/text/, data types from the vocabulary."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from auditor import resources, rulefiles, vocabulary
from auditor.errors import UsageError
from auditor.model import Condition, Statement
from auditor.render import phrases

LANGUAGES = ("zh", "en")
MAX_DEPTH = 4


class Words:
    """Looks up words by dotted key; a missing key is a bug and raises `KeyError`."""

    def __init__(self, language: str, table: dict[str, Any]) -> None:
        self.language = language
        self._table = table

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
        return str(self._table[group].get(word, word))

    def data_type(self, data_type: str | None) -> str:
        """Readable name of a data type id."""
        known = vocabulary.load().types.get(data_type or "")
        if known is None:
            return data_type or ""
        return known.zh if self.language == "zh" else known.en

    def data_types(self, ids: tuple[str, ...]) -> str:
        """Names of several types, joined."""
        return ("、" if self.language == "zh" else ", ").join(self.data_type(i) for i in ids)

    def phase(self, phase: str) -> str:
        """Readable name of a phase such as `refuse:before`."""
        if not phase:
            return self("phases.none")
        name, _, part = phase.partition(":")
        label = self.name("phases", name)
        return self("phases.before", phase=label) if part == "before" else label + (f" ({part})" if part else "")

    def condition(self, condition: Condition, depth: int = 0) -> str:
        """A condition in words, e.g. "only if permission: location"."""
        if condition.kind == "any_of" and depth < MAX_DEPTH:
            joined = " / ".join(self.condition(c, depth + 1) for c in condition.any_of)
            text = self("conditions.any_of", value=joined)
        else:
            value = (condition.value or "").replace("|", " / ")
            known = condition.kind in self._table["conditions"]
            text = self(f"conditions.{condition.kind if known else 'unknown'}", kind=condition.kind, value=value)
        return f"{self('conditions.only_if')} {text}".strip() if condition.necessary else text.strip()

    def labelled(self, label: str | None) -> str:
        """A condition that the judge wrote as `kind:value`; another label as it is."""
        kind, _, value = (label or "").partition(":")
        if kind not in self._table["conditions"]:
            return label or ""
        return self.condition(Condition(kind=kind, value=value))

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
            line += " → " + ", ".join(self.name("classes", r) for r in statement.recipients)
        if statement.list_open:
            line += f" ({self('statements.open_list')})"
        return line

    def caller(self, actor: str, name: str) -> str:
        """Who collected: the kind, and the SDK or company where it is known."""
        kind = self.name("actors", actor)
        return f"{name} ({kind})" if name and actor != "first_party" else kind

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
