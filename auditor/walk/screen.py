"""What is on the screen: the XML of `uiautomator dump` as nodes.

The XML comes from the app's side and is not trusted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from auditor.errors import DeviceError

LARGEST = 8 * 1024 * 1024
MOST_NODES = 20_000
LONGEST_LABEL = 200

_BOUNDS = re.compile(r"\[(-?\d{1,6}),(-?\d{1,6})\]\[(-?\d{1,6}),(-?\d{1,6})\]")


@dataclass(frozen=True, kw_only=True)
class Node:
    """One view. `bounds` are left, top, right, bottom in pixels; `window` counts the windows from the bottom up."""

    text: str
    description: str
    resource_id: str
    kind: str
    package: str
    clickable: bool
    enabled: bool
    checkable: bool
    checked: bool
    scrollable: bool
    password: bool
    bounds: tuple[int, int, int, int]
    window: int
    inner: str = ""

    @property
    def label(self) -> str:
        """What a user would call it: its text, its description, or the texts inside it."""
        return " ".join((self.text or self.description or self.inner).split())[:LONGEST_LABEL]

    @property
    def center(self) -> tuple[int, int]:
        left, top, right, bottom = self.bounds
        return (left + right) // 2, (top + bottom) // 2

    @property
    def is_visible(self) -> bool:
        left, top, right, bottom = self.bounds
        return right > left and bottom > top and right > 0 and bottom > 0

    @property
    def is_tappable(self) -> bool:
        return self.clickable and self.enabled and self.is_visible

    @property
    def key(self) -> str:
        """The same control on the same screen, whatever the position."""
        return f"{self.kind}|{self.resource_id}|{self.label}"


@dataclass(frozen=True)
class Screen:
    """All nodes of a dump, in document order; `xml` is the dump."""

    nodes: tuple[Node, ...]
    xml: str = ""

    @cached_property
    def top(self) -> tuple[Node, ...]:
        """The nodes of the topmost window: the only ones that a tap can reach."""
        last = max((node.window for node in self.nodes), default=0)
        return tuple(node for node in self.nodes if node.window == last)

    @property
    def package(self) -> str:
        """The package that owns the topmost window."""
        return next((node.package for node in self.top if node.package), "")

    @property
    def title(self) -> str:
        """The first words on the topmost window."""
        return next((node.text.strip()[:LONGEST_LABEL] for node in self.top if node.text.strip()), "")

    @property
    def words(self) -> str:
        """Everything that can be read on the topmost window, one text a line."""
        texts = (text.strip() for node in self.top for text in (node.text, node.description))
        return "\n".join(text for text in texts if text)

    def controls(self) -> Iterator[Node]:
        """What a user could tap on the topmost window, from the top of the page."""
        return (node for node in self.top if node.is_tappable)

    @cached_property
    def fingerprint(self) -> str:
        """Equal for the same page: what the controls and the structure are, not what changing texts say."""
        parts = [f"{node.kind}|{node.resource_id}|{node.label if node.clickable else ''}" for node in self.top]
        if not any(node.clickable for node in self.top):
            # Pages to read only are often built alike; what they are headed with tells them apart.
            parts.append(self.title[:80])
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def parse(xml: str) -> Screen:
    """Read a dump. Raises `DeviceError` when it is not one, is too large, or declares entities."""
    if len(xml) > LARGEST:
        raise DeviceError(f"The UI tree is larger than {LARGEST // 2**20} MiB; the screen cannot be read.")
    if "<!DOCTYPE" in xml[:4096] or "<!ENTITY" in xml:
        raise DeviceError("The UI tree declares entities; the screen is not read.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DeviceError(f"The UI tree is not XML ({error}); is the screen on and unlocked?") from None
    nodes: list[Node] = []
    for window, branch in enumerate(root):
        for element in branch.iter("node"):
            if len(nodes) >= MOST_NODES:
                raise DeviceError(f"The screen has more than {MOST_NODES} views; it cannot be read.")
            nodes.append(_node(element, window))
    return Screen(tuple(nodes), xml)


def _node(element: etree._Element, window: int) -> Node:
    def get(name: str) -> str:
        return str(element.get(name) or "")

    found = _BOUNDS.fullmatch(get("bounds"))
    left, top, right, bottom = (int(side) for side in found.groups()) if found else (0, 0, 0, 0)
    clickable = get("clickable") == "true"
    return Node(
        text=get("text"),
        description=get("content-desc"),
        resource_id=get("resource-id"),
        kind=get("class"),
        package=get("package"),
        clickable=clickable,
        enabled=get("enabled") != "false",
        checkable=get("checkable") == "true",
        checked=get("checked") == "true",
        scrollable=get("scrollable") == "true",
        password=get("password") == "true",
        bounds=(left, top, right, bottom),
        window=window,
        inner=_inner(element) if clickable and not get("text") and not get("content-desc") else "",
    )


def _inner(element: etree._Element) -> str:
    texts: list[str] = []
    for child in element.iterdescendants("node"):
        words = child.get("text") or child.get("content-desc")
        if words:
            texts.append(words)
        if sum(map(len, texts)) > LONGEST_LABEL:
            break
    return " ".join(texts)
