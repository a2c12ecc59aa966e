"""The state of app and user at each moment of a run: consent, permissions, screen, the user's last actions.

A timeline is a list of moments, each beginning with a mark; moments are immutable, so that a sighting can keep its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from auditor.model import Mark, State
from auditor.vocabulary import plain_permission

REMEMBERED = 6
# A dialog that follows an action of the user so closely was asked for; it does not count as asking again.
ASKED_FOR_MS = 5_000
DENIED = "denied"
REVOKED = "revoked"

_CONSENT = {"consent_accept": "given", "consent_refuse": "refused", "consent_withdraw": "withdrawn"}
_ACCOUNT = {"register": "registered", "login": "logged_in", "logout": "logged_out", "account_deleted": "deleted"}
_AWAY = frozenset({"background", "home", "screen_off", "exit", "app_exit", "crash"})
_USER = frozenset({"tap", "text"})


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the user did. `at` in milliseconds."""

    at: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """All that is known from `since` (ms) until the next mark.

    `observes_prompts`: would a separate prompt for explicit or guardian consent have been noticed? True for traces,
    False for recorded runs.
    """

    since: int = 0
    started: int = 0
    phase: str = ""
    consent: str = "not_given"
    consents: int = 0
    explicit: tuple[str, ...] = ()
    guardian: bool = False
    permissions: Mapping[str, str] = field(default_factory=dict)
    denied_at: Mapping[str, int] = field(default_factory=dict)
    dialogs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    several_denied_at: int | None = None
    bundle: frozenset[str] = frozenset()
    foreground: bool = True
    actions: tuple[Action, ...] = ()
    screen: str | None = None
    screen_at: int = 0
    account: str = "none"
    observes_prompts: bool = False
    id: int = 0

    def state(self, at: int) -> State:
        """The record of this moment as seen at `at` (ms)."""
        last = self.actions[-1] if self.actions else None
        return State(
            consent=self.consent,
            permissions=dict(sorted(self.permissions.items())),
            foreground=self.foreground,
            last_action=last.kind if last else None,
            last_action_text=last.text if last else None,
            last_action_age_ms=at - last.at if last else None,
            screen=self.screen,
            account=self.account,
        )

    def permission(self, plain: str) -> str:
        """State of a plain permission: not_given, granted, denied or revoked."""
        return self.permissions.get(plain, "not_given")


def permission_names(given: Any) -> tuple[str, ...]:
    """Plain names of one permission or a list; a permission without a plain name keeps its own, in lower case."""
    names = given if isinstance(given, list | tuple) else [given]
    found = (plain_permission(str(name)) or str(name).rpartition(".")[2].lower() for name in names if name)
    return tuple(dict.fromkeys(found))


def advance(moment: Moment, mark: Mark) -> Moment:
    """The moment that begins with `mark`."""
    kind, at = mark.kind, mark.at
    now = replace(moment, since=at, phase=mark.phase or moment.phase, id=moment.id + 1)
    if kind == "install":
        return Moment(since=at, started=at, phase=now.phase, observes_prompts=moment.observes_prompts, id=now.id)
    if kind == "start":
        return replace(now, started=at, foreground=True, actions=(), screen=None)
    if kind in _CONSENT:
        given = int(kind == "consent_accept")
        return replace(now, consent=_CONSENT[kind], consents=now.consents + given)
    if kind == "explicit_consent":
        return replace(now, explicit=(*now.explicit, str(mark.detail.get("text") or "")))
    if kind == "guardian_consent":
        return replace(now, guardian=True)
    if kind in _ACCOUNT:
        return replace(now, account=_ACCOUNT[kind], actions=_remember(now, mark))
    if kind == "permission":
        return _permission(now, mark)
    if kind == "permission_dialog":
        return _dialog(now, mark)
    if kind == "screen":
        title = str(mark.detail.get("text") or mark.detail.get("screen") or "")
        return replace(now, screen=title or None, screen_at=at, foreground=True)
    if kind == "foreground":
        return replace(now, foreground=True)
    if kind in _AWAY:
        return replace(now, foreground=False)
    if kind in _USER:
        return replace(now, foreground=True, actions=_remember(now, mark))
    return now


def _remember(moment: Moment, mark: Mark) -> tuple[Action, ...]:
    action = Action(mark.at, mark.kind, str(mark.detail.get("text") or ""))
    return (*moment.actions, action)[-REMEMBERED:]


def _permission(moment: Moment, mark: Mark) -> Moment:
    names = permission_names(mark.detail.get("permission"))
    result = str(mark.detail.get("result") or "")
    if result == "granted":
        held = {**moment.permissions, **dict.fromkeys(names, "granted")}
        return replace(moment, permissions=held)
    now = REVOKED if result == REVOKED else DENIED
    changed = {**moment.permissions, **dict.fromkeys(names, now)}
    if now == REVOKED:
        return replace(moment, permissions=changed)
    denied = {**moment.denied_at, **dict.fromkeys(names, mark.at)}
    several = mark.at if moment.bundle & set(names) else moment.several_denied_at
    dialogs = {name: times for name, times in moment.dialogs.items() if name not in names or name in moment.denied_at}
    return replace(moment, permissions=changed, denied_at=denied, several_denied_at=several, dialogs=dialogs)


def _dialog(moment: Moment, mark: Mark) -> Moment:
    names = permission_names(mark.detail.get("permission"))
    count = max(1, min(int(mark.detail.get("count") or 1), 1000))
    asked = moment.actions and mark.at - moment.actions[-1].at <= ASKED_FOR_MS
    bundle = frozenset(names) if len(names) > 1 else moment.bundle
    if count == 1 and asked:
        return replace(moment, bundle=bundle)
    window = int(float(mark.detail.get("window_s") or 0) * 1000)
    first = mark.at if count == 1 else mark.at - window
    times = tuple(first + (mark.at - first) * step // max(1, count - 1) for step in range(count))
    dialogs = dict(moment.dialogs)
    for name in names:
        dialogs[name] = (dialogs.get(name, ()) + times)[-1000:]
    return replace(moment, dialogs=dialogs, bundle=bundle)


class Timeline:
    """Moments in order of time. Marks may come unsorted; those of the same millisecond keep their order."""

    def __init__(self, marks: Iterable[Mark], *, begun: int = 0, observes_prompts: bool = False) -> None:
        """`begun`: from when time is counted until a mark says that the app was started (ms)."""
        moment = Moment(started=begun, observes_prompts=observes_prompts)
        self.marks = tuple(sorted(marks, key=lambda mark: mark.at))
        self.moments = [moment]
        for mark in self.marks:
            moment = advance(moment, mark)
            self.moments.append(moment)
        self.starts = [mark.at for mark in self.marks]

    def at(self, when: int) -> Moment:
        """The moment that holds at `when` (ms); before the first mark nothing is given."""
        return self.moments[bisect_right(self.starts, when)]

    def span(self, when: int) -> tuple[Moment, int, int]:
        """As `at`, with the times from which and before which the moment holds."""
        place = bisect_right(self.starts, when)
        first = self.starts[place - 1] if place else -(1 << 62)
        return self.moments[place], first, self.starts[place] if place < len(self.starts) else 1 << 62
