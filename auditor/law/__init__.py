"""Law packs: what an instrument demands, as data, matched against sightings and marks."""

from auditor.law.match import Facts, MarkFacts, breaks, in_types, mark_breaks, rate_breaks
from auditor.law.pack import Pack, Rule
from auditor.law.packs import default_packs, expect_in_force, is_day, load_packs, not_in_force

__all__ = [
    "Facts",
    "MarkFacts",
    "Pack",
    "Rule",
    "breaks",
    "default_packs",
    "expect_in_force",
    "in_types",
    "is_day",
    "load_packs",
    "mark_breaks",
    "not_in_force",
    "rate_breaks",
]
