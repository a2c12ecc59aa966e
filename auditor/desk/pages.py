"""Screens of the phone itself, drawn by no app: settings, recent apps, the notification shade.

A page is a list of rows. It is printed as `uiautomator dump` prints a window; a tap on a row does what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.sax.saxutils import quoteattr

SETTINGS = "com.android.settings"
SYSTEM_UI = "com.android.systemui"
TOP, ROW_HEIGHT = 160, 180
BAD_IN_XML = {code: "." for code in (*range(0x20), 0xFFFE, 0xFFFF)}


@dataclass(frozen=True)
class Row:
    """One line of a page. `does` is what a tap on it means (`system_pages.press`), empty for mere words.

    `on` is the state of its switch, None for a row without one.
    """

    text: str
    does: str = ""
    resource: str = ""
    on: bool | None = None


@dataclass(frozen=True)
class Page:
    """A screen of the phone. `leads` is where BACK goes, None for the app below; `first` is the topmost row shown."""

    package: str
    activity: str
    title: str
    rows: tuple[Row, ...]
    leads: Page | None = None
    first: int = 0

    @property
    def component(self) -> str:
        """As `dumpsys window` names it."""
        return f"{self.package}/{self.activity}"

    def _shown(self, height: int) -> list[tuple[Row, int]]:
        """The rows that fit on the screen, each with its upper edge."""
        fitting = (height - TOP) // ROW_HEIGHT
        return [
            (row, TOP + place * ROW_HEIGHT) for place, row in enumerate(self.rows[self.first : self.first + fitting])
        ]

    def row_at(self, y: int, height: int) -> Row | None:
        """The row under a tap."""
        return next((row for row, top in self._shown(height) if top <= y < top + ROW_HEIGHT), None)

    def scrolled(self, pixels: int, height: int) -> Page:
        """The page after a swipe over so many pixels, up is positive."""
        last = max(0, len(self.rows) - (height - TOP) // ROW_HEIGHT)
        return replace(self, first=min(last, max(0, self.first + round(pixels / ROW_HEIGHT))))

    def xml(self, width: int, height: int) -> str:
        """What `uiautomator dump` prints of it."""
        shown = self._shown(height)
        nodes = [self._node(0, "android.widget.TextView", self.title, "android:id/title", (0, 0, width, TOP))]
        for place, (row, top) in enumerate(shown, 1):
            kind = "android.widget.TextView" if row.on is None else "android.widget.Switch"
            bounds = (0, top, width, top + ROW_HEIGHT)
            nodes.append(self._node(place, kind, row.text, row.resource, bounds, does=bool(row.does), on=row.on))
        scrolls = len(shown) < len(self.rows)
        head = self._node(0, "android.widget.FrameLayout", "", "", (0, 0, width, height), scrolls=scrolls)
        return (
            "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
            f'<hierarchy rotation="{int(width > height)}">{head.removesuffix(" />")}>'
            f"{''.join(nodes)}</node></hierarchy>"
        )

    def _node(
        self,
        index: int,
        kind: str,
        text: str,
        resource: str,
        bounds: tuple[int, int, int, int],
        *,
        does: bool = False,
        on: bool | None = None,
        scrolls: bool = False,
    ) -> str:
        left, top, right, bottom = bounds
        values = {
            "index": index, "text": text.translate(BAD_IN_XML), "resource-id": resource, "class": kind,
            "package": self.package, "content-desc": "", "checkable": on is not None, "checked": bool(on),
            "clickable": does, "enabled": True, "focusable": does, "focused": False, "scrollable": scrolls,
            "long-clickable": False, "password": False, "selected": False,
            "bounds": f"[{left},{top}][{right},{bottom}]",
        }  # fmt: skip
        words = (
            f"{name}={quoteattr(str(value).lower() if isinstance(value, bool) else str(value), {chr(34): '&quot;'})}"
            for name, value in values.items()
        )
        return f"<node {' '.join(words)} />"
