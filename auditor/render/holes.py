"""What kinds of gaps a run can have, each with its name and what it means for the verdicts (`holes.yaml`)."""

from collections.abc import Iterator
from functools import cache

import msgspec

from auditor import resources, rulefiles
from auditor.model import Judged, LedgerEntry
from auditor.runs import Run

OTHER = "other"


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    en: str
    zh: str

    def in_(self, language: str) -> str:
        """The text in `zh` or `en`."""
        return self.zh if language == "zh" else self.en


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: Said
    means: Said


class KindFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: tuple[Kind, ...]


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by id, in the order in which reports show them."""
    file = resources.data("reports").joinpath("text", "holes.yaml")
    return {kind.id: kind for kind in rulefiles.load(file, KindFile).kinds}


def kind_of(entry: LedgerEntry) -> Kind:
    """The kind of a hole; `other` where the recording names none that is known."""
    return kinds().get(entry.kind) or kinds()[OTHER]


def gaps(run: Run, judged: Judged) -> Iterator[tuple[Kind, list[str]]]:
    """Every kind of gap that a run has, with what it was in each case, as texts."""
    coverage, app = judged.coverage, run.app
    found: dict[str, list[str]] = {}
    for hole in coverage.holes:
        found.setdefault(kind_of(hole).id, []).append(f"{hole.name}: {hole.why}")
    found["hook_failed"] = list(coverage.hooks_failed)
    found["traffic_unread"] = [f"{host}: {why}" for host, why, _ in coverage.unread_hosts]
    found["file_unread"] = [f"{path}: {why}" for path, why, _ in coverage.unread_files]
    found["type_unreadable"] = [f"{name}: {why}" for name, why in coverage.unreadable_types]
    notes = (str(mark.detail.get("why", "")) for mark in run.marks if mark.kind == "note")
    found["phase_missing"] = [note for note in notes if note.startswith("phase ")]
    found["crash"] = [f"{mark.phase}: {mark.detail.get('why', '')}" for mark in run.marks if mark.kind == "crash"]
    found["packed"] = [app.packer] if app and app.packer else []
    yield from ((kind, found[name]) for name, kind in kinds().items() if found.get(name))
