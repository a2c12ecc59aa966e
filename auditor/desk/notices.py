"""The notifications that the apps have on the phone, by package and key, oldest first."""

from __future__ import annotations

from typing import Any

MOST_OF_APP = 50
LONGEST = 1000
Notices = dict[tuple[str, str], dict[str, Any]]


def take(notices: Notices, package: str, event: dict[str, Any]) -> None:
    """Keep or remove what an app's process said; Android keeps 50 of an app."""
    key = str(event.get("key"))[:LONGEST]
    if event.get("state") != "posted":
        notices.pop((package, key), None)
        return
    if (package, key) in notices or sum(owner == package for owner, _ in notices) < MOST_OF_APP:
        buttons = event.get("buttons")
        notices[package, key] = {
            **{name: str(event.get(name) or "")[:LONGEST] for name in ("title", "text", "channel")},
            "tappable": event.get("tappable") is True, "ongoing": event.get("ongoing") is True,
            "buttons": [str(button)[:LONGEST] for button in buttons[:5]] if isinstance(buttons, list) else [],
        }  # fmt: skip


def drop(notices: Notices, package: str) -> None:
    """Forget those of an app whose process has ended."""
    for owner, key in [known for known in notices if known[0] == package]:
        del notices[owner, key]
