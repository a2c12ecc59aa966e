"""The words of a contract that a person may write: kinds, actors, actions, modalities, conditions, places."""

from __future__ import annotations

from auditor import vocabulary
from auditor.errors import RuleFileError
from auditor.rulefiles import nearest


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


KINDS = _words(
    "practice promise prohibition condition permission_scope purpose exception consequence right user_obligation "
    "definition scope claim"
)
ACTORS = frozenset(["first_party", "third_party", "user"])
POLARITIES = frozenset(["positive", "negative"])
MODALITIES = frozenset(["will", "may", "must", "optional"])
ACTIONS = _words(
    "collect access use upload share transfer publish store protect delete notify user_control refuse_service define "
    "condition give"
)
LOCALITIES = frozenset(["on_device", "server", "china_mainland", "overseas", "us"])
CONDITIONS = _words(
    "permission_granted permission_revoked consent explicit_consent consent_again guardian_consent consent_withdrawn "
    "user_action feature registration login voluntary refusal foreground if unless before_collection before_use "
    "before_sharing never default_off frequency retention deadline legal_requirement needed_for service_terminated "
    "account_deleted any_of"
)


def check(word: str | None, valid: frozenset[str], what: str, where: str) -> None:
    """Raise `RuleFileError` with the nearest valid word, unless the word is valid or None."""
    if word is not None and word not in valid:
        raise RuleFileError(f"{where}: unknown {what} '{word}'." + nearest(word, set(valid)))


def check_type(word: str, where: str) -> None:
    """As `check`, for a data type of the vocabulary; its Chinese and English names lead to the id."""
    known = vocabulary.load()
    if word not in known.types:
        close = known.nearest(word)
        raise RuleFileError(f"{where}: unknown data type '{word}'." + (f" Did you mean '{close}'?" if close else ""))
