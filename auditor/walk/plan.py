"""The phases of a walk: which states of consent and permissions an app is taken through, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor.errors import UsageError
from auditor.model import AppFacts

# From this target level on, Android asks for dangerous permissions while the app runs; before, at installation.
ASKS_WHILE_RUNNING = 23


@dataclass(frozen=True, kw_only=True)
class Phase:
    """One pass through the app.

    `fresh`: the app is installed anew; otherwise it goes on from the phase before. `revoke`: first take away every
    permission that was granted. `taps` and `seconds` bound the exploration, `linger_s` is how long the app is left
    alone at the end, `background_s` how long it is sent behind the home screen (0: not at all).
    """

    name: str
    consent: Literal["refuse", "accept"]
    permissions: Literal["deny", "allow"]
    taps: int
    seconds: float
    fresh: bool = True
    revoke: bool = False
    linger_s: float = 1.0
    background_s: float = 0.0

    @property
    def before(self) -> str:
        """What the phase is called until the user has decided about consent."""
        return f"{self.name}:before"


def phases(kind: str, facts: AppFacts) -> tuple[Phase, ...]:
    """The phases of the plan `quick` or `full`, in their order.

    An app that can ask for no permission is not walked once more for denying one, nor for taking one away.
    Raises `UsageError` for another plan.
    """
    if kind not in ("quick", "full"):
        raise UsageError(f"There is no plan '{kind}'; choose quick or full.")
    full = kind == "full"
    linger = 5.0 if full else 0.5
    refuse = Phase(
        name="refuse", consent="refuse", permissions="deny", taps=24 if full else 6, seconds=120 if full else 20,
        linger_s=linger, background_s=5.0 if full else 0.0,
    )  # fmt: skip
    allow = Phase(
        name="accept_allow", consent="accept", permissions="allow", taps=120 if full else 24,
        seconds=420 if full else 60, linger_s=linger, background_s=10.0 if full else 0.0,
    )  # fmt: skip
    if not facts.dangerous or facts.target_sdk < ASKS_WHILE_RUNNING:
        return refuse, allow
    deny = Phase(
        name="accept_deny", consent="accept", permissions="deny", taps=60 if full else 16,
        seconds=240 if full else 45, linger_s=linger,
    )  # fmt: skip
    revoked = Phase(
        name="revoked", consent="accept", permissions="deny", fresh=False, revoke=True, taps=24 if full else 0,
        seconds=120 if full else 20, linger_s=2 * linger,
    )  # fmt: skip
    return refuse, deny, allow, revoked


def longest_s(planned: tuple[Phase, ...], start_s: float = 10.0) -> float:
    """Upper bound of the walk's time in seconds, when one start of the app takes `start_s`."""
    return sum(start_s + phase.seconds + phase.linger_s + phase.background_s for phase in planned)
