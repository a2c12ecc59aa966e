"""Tables of a run (pandas) behind the report and CSV: one row a sighting, an event, a flow; and their summaries.

Times `at` are host UTC milliseconds. Columns are always there, also when a table has no rows.
"""

from collections.abc import Iterable

import pandas as pd

from auditor.model import Event, Flow, Judgement

SIGHTINGS = [
    "id",
    "verdict",
    "certain",
    "attempt",
    "data_type",
    "action",
    "actor",
    "actor_name",
    "recipient",
    "recipient_party",
    "host",
    "country",
    "encoding",
    "tls",
    "phase",
    "at",
    "count",
    "api",
    "statement",
    "law",
    "evidence",
    "doubt",
    "why",
]
EVENTS = [
    "id",
    "at",
    "phase",
    "data_type",
    "api",
    "hook",
    "action",
    "outcome",
    "caller_kind",
    "caller",
    "count",
    "stack",
]
FLOWS = [
    "id",
    "at",
    "phase",
    "host",
    "port",
    "scheme",
    "method",
    "path",
    "tls",
    "request_bytes",
    "response_bytes",
    "unread",
    "unread_bytes",
]


def sightings_table(judgements: Iterable[Judgement]) -> pd.DataFrame:
    """One row a judged sighting, in order; judgements of no sighting (promises on marks) are left out."""
    rows = []
    for judgement in judgements:
        seen = judgement.sighting
        if seen is None:
            continue
        rows.append(
            (
                judgement.id,
                judgement.verdict,
                judgement.certain,
                judgement.attempt,
                seen.data_type,
                seen.action,
                seen.actor,
                seen.actor_name,
                seen.recipient or "",
                seen.recipient_party or "",
                seen.host or "",
                seen.country or "",
                seen.encoding,
                "" if seen.tls is None else str(seen.tls).lower(),
                seen.phase,
                seen.at,
                seen.count,
                seen.api or "",
                judgement.governing or "",
                " ".join(judgement.law),
                " ".join(seen.evidence),
                seen.doubt,
                judgement.why,
            )
        )
    return pd.DataFrame(rows, columns=SIGHTINGS)


def events_table(events: Iterable[Event]) -> pd.DataFrame:
    """One row an event; `count` is the number of calls that it stands for. Values and stacks stay in the run folder."""
    rows = [
        (
            event.id,
            event.at,
            event.phase,
            event.data_type or "",
            event.api,
            event.hook,
            event.action,
            event.outcome,
            event.caller.kind,
            event.caller.name or event.caller.sdk or "",
            event.count,
            event.stack,
        )
        for event in events
    ]
    return pd.DataFrame(rows, columns=EVENTS)


def flows_table(flows: Iterable[Flow]) -> pd.DataFrame:
    """One row an exchange on the network; sizes in bytes."""
    rows = [
        (
            flow.id,
            flow.at,
            flow.phase,
            flow.host,
            flow.port,
            flow.scheme,
            flow.method,
            flow.path,
            flow.tls,
            flow.request.size,
            flow.response.size if flow.response else 0,
            flow.unread or "",
            flow.unread_bytes,
        )
        for flow in flows
    ]
    return pd.DataFrame(rows, columns=FLOWS)


def sum_sightings(sightings: pd.DataFrame) -> pd.DataFrame:
    """Sightings of one matter as one row: `count` sightings, `first` and `last` seen, `statement` of the first."""
    keys = ["verdict", "certain", "attempt", "data_type", "action", "actor", "actor_name", "recipient", "host", "phase"]
    return _summed(
        sightings,
        keys,
        count=("count", "sum"),
        first=("at", "min"),
        last=("at", "max"),
        statement=("statement", "first"),
        api=("api", "first"),
        id=("id", "first"),
    )


def sum_events(events: pd.DataFrame) -> pd.DataFrame:
    """Calls by API, outcome, caller and phase: `count` calls, `stacks` different stacks, `first` and `last` seen."""
    keys = ["phase", "data_type", "api", "outcome", "caller_kind", "caller"]
    return _summed(
        events,
        keys,
        count=("count", "sum"),
        stacks=("stack", "nunique"),
        first=("at", "min"),
        last=("at", "max"),
    )


def sum_hosts(flows: pd.DataFrame) -> pd.DataFrame:
    """Exchanges by host: `count`, bytes sent and received, how many could not be read and why (first reason)."""
    marked = flows.assign(closed=(flows["unread"] != "").astype(int))
    return _summed(
        marked,
        ["host"],
        count=("id", "count"),
        sent=("request_bytes", "sum"),
        received=("response_bytes", "sum"),
        closed=("closed", "sum"),
        unread=("unread", "max"),
        first=("at", "min"),
    )


def _summed(table: pd.DataFrame, keys: list[str], **columns: tuple[str, str]) -> pd.DataFrame:
    if table.empty:
        return pd.DataFrame(columns=[*keys, *columns])
    grouped = table.groupby(keys, sort=False, dropna=False).agg(**columns).reset_index()
    return grouped.sort_values([*(c for c in ("first",) if c in grouped), *keys], kind="stable").reset_index(drop=True)
