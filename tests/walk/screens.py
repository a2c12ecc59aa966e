"""Screens as a fake device shows them."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr


def node(
    text: str,
    *,
    clickable: bool = False,
    row: int = 0,
    package: str = "com.shop",
    resource_id: str = "",
    kind: str = "android.widget.Button",
    checkable: bool = False,
    checked: bool = False,
) -> str:
    top = 100 * row
    return (
        f"<node text={quoteattr(text)} class='{kind}' package='{package}' resource-id='{resource_id}' content-desc=''"
        f" clickable='{str(clickable).lower()}' enabled='true' checkable='{str(checkable).lower()}'"
        f" checked='{str(checked).lower()}' scrollable='false' password='false' bounds='[0,{top}][1000,{top + 90}]'/>"
    )  # fmt: skip


def window(texts: list[str], controls: list[str], package: str = "com.shop", ids: dict[str, str] | None = None) -> str:
    rows = [
        node(text, row=number, package=package, kind="android.widget.TextView", resource_id=(ids or {}).get(text, ""))
        for number, text in enumerate(texts)
    ]
    rows += [
        node(text, clickable=True, row=len(texts) + number, package=package, resource_id=(ids or {}).get(text, ""))
        for number, text in enumerate(controls)
    ]
    return f"<node class='F' package='{package}' bounds='[0,0][1080,2340]'>{''.join(rows)}</node>"


def dump(*windows: str) -> str:
    return f"<hierarchy rotation='0'>{''.join(windows)}</hierarchy>"
