"""Other documents that a policy points to: SDK lists, policies, laws, pages."""

from __future__ import annotations

from auditor.model import Reference
from auditor.policy import rules

MOST = 200


def find(original: str, text: str, language: str) -> tuple[Reference, ...]:
    """References in order of place, each once. `text` is `original` as it is read. None is followed; `supplied` is false until the user gives it."""
    found: dict[str, tuple[int, str]] = {}
    taken: list[tuple[int, int]] = []
    for compiled in rules.groups("grammar", language)["reference"]:
        for match in compiled.regex.finditer(text):
            if len(found) >= MOST or any(s < match.end() and match.start() < e for s, e in taken[-MOST:]):
                continue
            taken.append(match.span())
            found.setdefault(original[match.start() : match.end()], (match.start(), compiled.rule.name))
    ordered = sorted(found.items(), key=lambda item: item[1][0])
    return tuple(Reference(quote=quote, what=what) for quote, (_, what) in ordered)


def warnings(references: tuple[Reference, ...]) -> list[str]:
    """One sentence for an SDK list that the reading had to do without."""
    lists = [r.quote for r in references if r.what == "sdk_list"]
    if not lists:
        return []
    return [
        f"The policy leaves recipients to {lists[0]}, which was not supplied; sends to SDKs cannot be fully checked."
    ]
