"""Judges a hand-written trace against a contract: no phone, no run folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from auditor.judge import trace
from auditor.judge.checks import WholeRun
from auditor.judge.coverage import statement_coverage
from auditor.judge.findings import Drawn, collect
from auditor.judge.judging import Court
from auditor.judge.observed import Observed
from auditor.judge.timeline import Moment, advance
from auditor.judge.trace import Line
from auditor.law import Pack, apptypes, default_packs, expect_in_force, load_packs
from auditor.model import AppFacts, Contract, Finding, SdkFound, Sighting
from auditor.parties import Parties
from auditor.vocabulary import PREFIX

BURST_MS = 1_000


def judge_trace(
    contract: Contract,
    lines: Iterable[str | bytes],
    law: Sequence[str] = (),
    *,
    text: str = "",
    packs: Sequence[Pack] = (),
    app_type: str = "",
    law_date: str = "",
) -> dict[str, Any]:
    """Judge the lines of a trace. `law` empty: the packs of the policy's language; `packs`: packs at hand instead.
    `text`: the policy's decoded text, for the doubt whether a type is named outside every statement.

    `app_type`: one of the 39 types of app (auditor/law/app_types.yaml), empty where it is not known. `law_date`: the
    day (ISO) whose law it is, empty for the newest.

    Returns `{"verdicts": [...], "findings": [...], "review": [...], "coverage": [...]}` as in docs/judging.md; what the
    cross-checks say of the whole stands in `review` alone. Raises `TraceError` for a wrong line, `RuleFileError` for an
    unknown pack, `UsageError` for an unknown type of app.
    """
    packs = packs or load_packs(law or default_packs(contract.document.language), law_date)
    expect_in_force(law, law_date)
    court = Court.of(contract, packs, text, apptypes.find(app_type))
    moment = Moment(observes_prompts=True)
    drawn: list[Drawn] = []
    observed: list[Observed] = []
    last: dict[tuple[str, str, str], int] = {}
    app, app_line = None, 0
    for line in trace.read(lines):
        for mark in line.marks:
            before, moment = moment, advance(moment, mark)
            drawn.extend(court.mark(before, mark, moment, f"J{line.number:05d}", line.number))
        if line.kind == "app":
            app, app_line = _app(line), line.number
        seen = _observed(line, moment, last)
        if seen is not None:
            observed.append(seen)
            drawn.append(court.sighting(seen, f"J{line.number:05d}"))
    surveyed = list(court.survey(WholeRun(observed, app, app_line)))
    findings = collect([*drawn, *surveyed])
    by_name = {one.judgement.id: one for one in (*drawn, *surveyed)}
    rows = statement_coverage(court, observed, drawn, moments=(moment,))
    return {
        "verdicts": [_verdict(one) for one in drawn],
        "findings": [_finding(one, by_name) for one in findings if not one.review],
        "review": [_finding(one, by_name) for one in findings if one.review],
        "coverage": [{"statement": row.statement, "state": row.state, "why": row.why} for row in rows],
    }


def _app(line: Line) -> AppFacts:
    """What an `app` line tells: permissions that are declared, those without use in the code, SDKs in it."""
    given = {name: tuple(line.fields.get(name) or ()) for name in ("declares", "unused", "embeds")}
    full = {name: tuple(one if "." in one else PREFIX + one for one in given[name]) for name in ("declares", "unused")}
    sdks = tuple(SdkFound(id=name, name=name) for name in given["embeds"])
    return AppFacts(package="", sha256="", permissions=full["declares"], unused=full["unused"], sdks=sdks)


def _verdict(one: Drawn) -> dict[str, Any]:
    judgement = one.judgement
    return {
        "line": one.line,
        "verdict": judgement.verdict,
        "attempt": judgement.attempt,
        "certain": judgement.certain,
        "statements": list(judgement.statements),
        "law": list(judgement.law),
        "why": judgement.why,
    }


def _finding(one: Finding, by_name: dict[str, Drawn]) -> dict[str, Any]:
    return {
        "fingerprint": one.fingerprint,
        "level": one.level,
        "verdict": one.verdict,
        "check": one.check,
        "lines": sorted({by_name[name].line for name in one.judgements}),
        "statements": list(one.statements),
        "law": list(one.law),
        "sentence": one.sentence,
    }


def _observed(line: Line, moment: Moment, last: dict[tuple[str, str, str], int]) -> Observed | None:
    given = line.fields
    if line.kind not in ("api", "traffic", "file", "cookie") or given.get("data_type") is None:
        return None
    sighting, company = _SIGHTINGS[line.kind](line, moment)
    stored = line.kind in ("file", "cookie")
    flow = line.kind == "traffic"
    gap = None
    if not stored and not sighting.attempt:
        who = sighting.recipient or sighting.recipient_party or "" if flow else sighting.actor_name
        key = (sighting.data_type, f"to {sighting.action}" if flow else sighting.actor, who)
        since = line.at - last[key] if key in last else None
        gap = since if since is not None and since >= BURST_MS else None
        if since is None or since >= BURST_MS:
            last[key] = line.at
        if not flow:
            last[(sighting.data_type, "read", "")] = line.at
    delivers = flow and sighting.recipient_party == "first_party" and (sighting.data_type, "read", "") in last
    return Observed(sighting, moment, gap, line.number, flow, stored, company, delivers)


def _base(line: Line, moment: Moment) -> dict[str, Any]:
    given = line.fields
    count = int(given.get("count") or 1)
    return {
        "id": f"S{line.number:05d}",
        "data_type": given["data_type"],
        "at": line.at,
        "count": count,
        "window_ms": int(float(given.get("window_s") or 0) * 1000),
        "state": moment.state(line.at),
        "evidence": (f"line {line.number}",),
    }


def _side(value: str | None) -> tuple[str, str | None]:
    side, _, category = (value or "unknown").partition(":")
    return side, category or None


def _call(line: Line, moment: Moment) -> tuple[Sighting, str]:
    given = line.fields
    actor, category = _side(given.get("caller"))
    outcome = given.get("outcome") or "returned"
    name = str(given.get("sdk") or "") if actor != "first_party" else ""
    return Sighting(
        **_base(line, moment),
        action="collect",
        attempt=outcome != "returned",
        actor=actor,
        actor_name=name,
        recipient_class=category,
        api=given.get("api"),
        certain=actor != "unknown",
    ), ""


def _flow(line: Line, moment: Moment) -> tuple[Sighting, str]:
    given = line.fields
    host = given.get("host")
    party, category = _side(given.get("party"))
    recipient, company = given.get("recipient"), ""
    known = Parties.load().owner_of_host(host) if host else None
    if given.get("party") is None and known is not None:
        party, category = known.kind, known.category or None
    if known is not None and party == "third_party":
        recipient, company, category = recipient or known.name, known.company, category or known.category or None
    caller, _ = _side(given.get("caller") or "first_party")
    return Sighting(
        **_base(line, moment),
        action="collect" if party == "first_party" else "share",
        actor=caller,
        actor_name=str(given.get("sdk") or "") if caller != "first_party" else "",
        recipient=recipient or (host if party != "first_party" else None),
        recipient_party=party,
        recipient_class=category,
        host=host,
        country=given.get("country"),
        encoding=given.get("encoding") or "clear",
        tls=True if given.get("tls") is None else given["tls"],
    ), company


def _stored(line: Line, moment: Moment) -> tuple[Sighting, str]:
    given = line.fields
    where = (
        given.get("path") if line.kind == "file" else f"cookie {given.get('name') or ''} ({given.get('host') or ''})"
    )
    return Sighting(
        **_base(line, moment),
        action="store",
        actor="first_party",
        host=where,
        encoding=given.get("encoding") or "clear",
    ), ""


_SIGHTINGS = {"api": _call, "traffic": _flow, "file": _stored, "cookie": _stored}
