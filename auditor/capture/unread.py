"""Count what the capture could not read, per host and reason, for the ledger and the coverage of the report."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model import Flow, LedgerEntry


def unread(flows: Iterable[Flow]) -> list[LedgerEntry]:
    """One `LedgerEntry` (source "proxy", state "unread") per host and reason; `count` is the number of flows.

    `why` ends with the number of bytes seen but not understood. The order is by host and reason.
    """
    counted: dict[tuple[str, str], tuple[int, int, int]] = {}
    for flow in flows:
        if flow.unread is None:
            continue
        key = (flow.host, flow.unread)
        number, size, first = counted.get(key, (0, 0, flow.at))
        counted[key] = (number + 1, size + flow.unread_bytes, min(first, flow.at))
    return [
        LedgerEntry(at=first, source="proxy", name=host, state="unread", why=f"{why} ({size} bytes)", count=number)
        for (host, why), (number, size, first) in sorted(counted.items())
    ]
