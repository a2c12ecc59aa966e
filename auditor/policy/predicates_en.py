from __future__ import annotations
from auditor.policy.clauses import Sentence
from auditor.policy.predicates import Predicate
def find(sentence: Sentence) -> list[list[Predicate]]:
    return []
