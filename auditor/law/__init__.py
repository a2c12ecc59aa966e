"""Law packs: what an instrument demands, as data, matched against sightings and marks."""

from auditor.law.match import Facts, MarkFacts, breaks, in_types, mark_breaks, rate_breaks
from auditor.law.packs import Pack, Rule, default_packs, load_packs

__all__ = [
    "Facts",
    "MarkFacts",
    "Pack",
    "Rule",
    "breaks",
    "default_packs",
    "in_types",
    "load_packs",
    "mark_breaks",
    "rate_breaks",
]
