"""What `run` and `demo` share: a device to audit on, progress on stderr, the report, the last screen."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from auditor import audit, render
from auditor.cli import waiving
from auditor.cli.interrupts import Interrupts
from auditor.config import runs_dir
from auditor.errors import IncompleteError
from auditor.judge import waivers
from auditor.model import Judged, Waiver
from auditor.phone import connect
from auditor.runs import Run, pretty

RANK = {"high": 3, "medium": 2, "low": 1}
WORDS = {
    "zh": {
        "verdicts": "判定",
        "findings": "发现",
        "waived": "另有已豁免",
        "report": "报告",
        "not_seen": "未能观察",
        "holes": "项设备或挂钩的空白（详见报告）",
        "again": "重新判定",
    },
    "en": {
        "verdicts": "Verdicts",
        "findings": "Findings",
        "waived": "waived beside these",
        "report": "Report",
        "not_seen": "Not observed",
        "holes": "holes of phone or hooks (see the report)",
        "again": "Judge again",
    },
}


class Progress:
    """Named steps with their time, on stderr; between them the work can be interrupted."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._interrupts = Interrupts()

    def __call__(self, step: str) -> None:
        self._interrupts.check()
        click.echo(f"[{time.monotonic() - self._started:5.1f} s] {step}", err=True)


@dataclass(frozen=True)
class Outcome:
    folder: Path
    report: Path
    judged: Judged
    lang: str

    def conclude(self, fail_on: str) -> int:
        """Print the last screen and return the exit code, saying why it is what it is."""
        words = WORDS[self.lang]
        counts: dict[str, int] = {}
        for judgement in self.judged.judgements:
            counts[judgement.verdict] = counts.get(judgement.verdict, 0) + 1
        click.echo(f"{words['verdicts']}: " + ", ".join(f"{name} {counts[name]}" for name in sorted(counts)))
        findings = [finding for finding in self.judged.findings if not finding.review]
        counting = [finding for finding in findings if not finding.waiver]
        beside = f" ({words['waived']}: {len(findings) - len(counting)})" if len(counting) < len(findings) else ""
        click.echo(f"{words['findings']}: {len(counting)}{beside}")
        for finding in findings:
            told = finding.sentence.get(self.lang) or finding.fingerprint
            click.echo(f"  [{finding.level}] {told}{waiving.note(finding.waiver)}")
        waiving.say(self.judged.waivers)
        coverage = self.judged.coverage
        missing = len(coverage.hooks_failed) + len(coverage.unread_hosts) + len(coverage.holes)
        if missing:
            click.echo(f"{words['not_seen']}: {missing} {words['holes']}")
        click.echo(f"{words['again']}: auditor judge {self.folder}")
        click.echo(f"{words['report']}: {self.report}")
        if not coverage.complete:
            raise IncompleteError(f"the audit is incomplete ({coverage.why}); its verdicts are partial.")
        limit = RANK.get(fail_on)
        failing = [finding for finding in counting if limit is not None and RANK.get(finding.level, 0) >= limit]
        if failing:
            click.echo(f"auditor: {len(failing)} finding(s) at or above --fail-on {fail_on}: exit code 1.", err=True)
        return 1 if failing else 0


@contextmanager
def device_for(serial: str | None, api: int, sandbox: str, locale: str, say: Progress) -> Iterator[str]:
    """The serial to audit on: the one that was named, or that of a desk phone started for this audit."""
    if serial:
        yield serial
        return
    from auditor import desk
    from auditor.cli.fetching import jar_progress

    say("starting the desk phone")
    with jar_progress() as progress:
        phone = desk.start(api=api, locale=locale, sandbox=sandbox, owner=os.getpid(), progress=progress)
    with phone:
        yield phone.serial


def run_audit(
    apk: Path,
    policy: Path,
    options: audit.Options,
    *,
    serial: str | None,
    api: int,
    sandbox: str,
    out: Path | None,
    lang: str | None,
    waived: Sequence[Waiver] = (),
    corrected_by: Path | None = None,
) -> Outcome:
    """Check the inputs, audit, judge and write the report; the run folder is kept whatever happens.

    Findings that are `waived` stay, marked; `corrected_by` is a file of corrections of the policy's reading.
    """
    say = Progress()
    say("reading policy and APK")
    inputs = audit.check(apk, policy, corrected_by, options.splits)
    facts, contract = inputs
    chosen = lang or ("zh" if contract.document.language.startswith("zh") else "en")
    locale = "zh-CN" if contract.document.language.startswith("zh") else "en-US"
    folder = out or runs_dir() / f"{facts.package}-{time.strftime('%Y%m%d-%H%M%S')}"
    try:
        with device_for(serial, api, sandbox, locale, say) as reached, connect(reached) as device:
            judged = audit.audit(apk, policy, device, folder, options, say, inputs)
    except BaseException:
        if (folder / "judgement.json").is_file():
            if waived:
                _waive(folder, waived)
            report = _report(folder, chosen)
            click.echo(f"{WORDS[chosen]['report']}: {report}", err=True)
        raise
    if waived:
        judged = _waive(folder, waived)
    return Outcome(folder, _report(folder, chosen), judged, chosen)


def _waive(folder: Path, waived: Sequence[Waiver]) -> Judged:
    """The judgement of a run, its findings marked where they are waived; it is written so, for every report."""
    judged = waivers.apply(Run.open(folder).judged, waived, waiving.today())
    (folder / "judgement.json").write_bytes(pretty(judged))
    return judged


def _report(folder: Path, lang: str) -> Path:
    run = Run.open(folder)
    return Path(render.write(run, run.judged, "html", lang, folder / "report.html"))
