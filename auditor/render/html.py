"""The HTML report: one file that needs nothing else, made for reading on screen and on paper.

The page may load nothing and run nothing but the one small script in it (content security policy with digests). Every
word of app, policy and traffic is escaped by the template engine.
"""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from auditor import resources, tables
from auditor.model import Judged
from auditor.render import lawnames, pictures, policytext, statements, strips, timeline, unseen, words
from auditor.render.material import Case, Material
from auditor.render.matters import MatterView, sort_cases, tell
from auditor.runs import Run, seal_digest

SHOWN_MATTERS = 150
SHOWN_ROWS = 400
SHOWN_FILES = 60
SHOWN_CONSISTENT = 60
SHOWN_SCREENS = 160
PICTURE_BYTES = 2_000_000
LEVELS = ("high", "medium", "low")


def render(run: Run, judged: Judged, language: str) -> str:
    """The report of a judged run as one HTML document, in `zh` or `en`."""
    material = Material(run, judged)
    say = words.load(language).knowing(material.unasked)
    findings = _told(material, material.findings, say, "F", SHOWN_MATTERS)
    reviews = _told(material, material.reviews, say, "R", SHOWN_MATTERS)
    consistent = _told(material, material.consistent, say, "C", SHOWN_CONSISTENT)
    counted = [case for case in material.findings if not case.first.finding.waiver]
    walked = strips.strips(material, say)
    style = _file("styles/report.css")
    script = _file("styles/report.js")
    page: str = (
        _environment()
        .get_template("report.html.j2")
        .render(
            say=say,
            style=style,
            script=script,
            csp=_policy(style, script),
            run=run,
            manifest=run.manifest,
            app=run.app,
            document=run.contract.document,
            contract=run.contract,
            coverage=judged.coverage,
            findings=findings,
            reviews=reviews,
            consistent=consistent,
            more_consistent=max(0, len(material.consistent) - SHOWN_CONSISTENT),
            more_findings=max(0, len(material.findings) - SHOWN_MATTERS),
            more_reviews=max(0, len(material.reviews) - SHOWN_MATTERS),
            levels={level: sum(c.first.finding.level == level for c in counted) for level in LEVELS},
            finding_count=len(counted),
            finding_phases=sum(len(case.matters) for case in counted),
            waived_count=len(material.findings) - len(counted),
            waivers=judged.waivers,
            review_count=len(material.reviews),
            review_phases=sum(len(case.matters) for case in material.reviews),
            consistent_count=_consistent(material),
            sighting_count=_count(material.sightings),
            verdict_counts=_verdict_counts(material, say),
            screens=_screens(material, [*findings, *reviews], walked),
            strips=walked,
            rows=timeline.phase_rows(material, say),
            lanes=timeline.lanes_of(material),
            observed=_records(tables.sum_sightings(material.sightings)),
            events=_records(tables.sum_events(material.events)),
            hosts=_hosts(material),
            groups=statements.groups(material, say),
            conflicts=statements.conflicts(material, say),
            unseen=unseen.collect(material, say),
            segments=policytext.segments(run.policy_text, run.contract.statements, judged, say),
            policy_cut=len(run.policy_text) > policytext.SHOWN,
            policy_shown=policytext.SHOWN,
            law=lawnames.name_items(judged.law, language, judged.law_date),
            people=lawnames.for_a_person(judged.law, language, judged.law_date),
            no_app_type=not run.manifest.options.get("app_type") and lawnames.asks_app_type(judged.law),
            law_names=lawnames.name_packs(judged.law, language),
            law_date=judged.law_date,
            law_left_out=lawnames.name_packs(judged.law_left_out, language),
            seal=seal_digest(run.manifest),
            files=sorted(run.manifest.digests.items())[:SHOWN_FILES],
            more_files=max(0, len(run.manifest.digests) - SHOWN_FILES),
            shown_rows=SHOWN_ROWS,
            moment=words.moment,
        )
    )
    return page


def _told(material: Material, cases: list[Case], say: words.Words, letter: str, most: int) -> list[MatterView]:
    ordered = sort_cases(cases)[:most]
    return [tell(material, case, say, f"{letter}{number}") for number, case in enumerate(ordered, 1)]


def _screens(
    material: Material, views: Iterable[MatterView], walked: Iterable[strips.Strip]
) -> dict[str, tuple[str, int, int]]:
    """Small pictures by mark id, each once: of the screens that matters name, then of the walk, as far as they fit."""
    names = [one.screen for view in views for one in view.passes] + [f.screen for s in walked for f in s.frames]
    files = {mark.id: mark.screenshot for mark in material.run.marks}
    found: dict[str, tuple[str, int, int]] = {}
    size = 0
    for name in list(dict.fromkeys(name for name in names if name))[:SHOWN_SCREENS]:
        picture = pictures.thumbnail(material.run.folder, files.get(name))
        if picture is not None and size + len(picture[0]) <= PICTURE_BYTES:
            found[name] = picture
            size += len(picture[0])
    return found


def _verdict_counts(material: Material, say: words.Words) -> list[tuple[str, str, str, int]]:
    """Colour, name, explanation and number of what was seen, by verdict; attempts without result by themselves."""
    tried = material.sightings["attempt"].astype(bool)
    got = material.sightings[~tried]
    rows = [
        (
            verdict,
            say.name("verdicts", verdict),
            say.name("verdict_help", verdict),
            _count(got[got["verdict"] == verdict]),
        )
        for verdict in timeline.LANES
    ]
    rows.append(("tried", say("summary.attempts"), say("summary.attempts_help"), _count(material.sightings[tried])))
    return [row for row in rows if row[3]]


def _consistent(material: Material) -> int:
    table = material.sightings
    return _count(table[(table["verdict"] == "consistent") & table["certain"].astype(bool)])


def _count(rows: Any) -> int:
    return int(rows["count"].sum()) if len(rows) else 0


def _records(table: Any) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _hosts(material: Material) -> list[dict[str, Any]]:
    """Hosts with their owner as the judge named it, and the known values found on the way to them."""
    types: dict[str, dict[str, None]] = {}
    owners: dict[str, str] = {}
    for row in _records(material.sightings[material.sightings["host"] != ""].drop_duplicates(["host", "data_type"])):
        types.setdefault(row["host"], {})[row["data_type"]] = None
        owners.setdefault(row["host"], row["recipient"] if row["recipient"] != row["host"] else "")
    parties = dict(zip(material.sightings["host"], material.sightings["recipient_party"], strict=True))
    records = _records(tables.sum_hosts(material.flows))
    for record in records:
        record["types"] = tuple(types.get(record["host"], ()))
        record["owner"] = owners.get(record["host"], "")
        record["party"] = parties.get(record["host"], "")
    return records


def _policy(style: str, script: str) -> str:
    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")

    return (
        "default-src 'none'; img-src data:; "
        f"style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def _file(name: str) -> str:
    return resources.data("reports").joinpath(*name.split("/")).read_text("utf-8")


def _environment() -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: _file(f"templates/{name}")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{int(number):,}"
    environment.filters["span"] = words.span
    return environment
