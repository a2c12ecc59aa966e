"""`auditor demo`: the audit of the demo app, compared with what it must give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from auditor.model import Judged, Judgement


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of `demo/expected.yaml`: what a judgement must say in each of the phases.

    `recipient_party` None is a read on the phone. `actor`, `actor_name`, `recipient`, `certain` None are not compared.
    `level` is that of the finding that must come of it, None: it must not become one.
    """

    data_type: str
    action: str
    actor: str | None = None
    actor_name: str | None = None
    recipient_party: str | None = None
    recipient: str | None = None
    phases: tuple[str, ...]
    verdict: str
    attempt: bool = False
    certain: bool | None = None
    level: str | None = None
    review: bool = False
    why: str = ""

    def met_by(self, judgement: Judgement, phase: str) -> bool:
        seen = judgement.sighting
        if seen is None:
            return False
        compared = (
            (self.data_type, seen.data_type),
            (self.action, seen.action),
            (self.recipient_party, seen.recipient_party),
            (phase, seen.phase),
            (self.verdict, judgement.verdict),
            (self.attempt, judgement.attempt),
        )
        optional = (
            (self.actor, seen.actor),
            (self.actor_name, seen.actor_name),
            (self.recipient, seen.recipient),
            (self.certain, judgement.certain),
        )
        return all(want == got for want, got in compared) and all(want in (None, got) for want, got in optional)


class Never(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What no judgement may be; a field that is left out matches everything, `recipient_party: null` a read."""

    phases: tuple[str, ...] | None = None
    data_type: str | None = None
    action: str | None = None
    verdict: str | None = None
    recipient_party: str | msgspec.UnsetType | None = msgspec.UNSET
    attempt: bool | None = None
    why: str = ""

    def met_by(self, judgement: Judgement) -> bool:
        seen = judgement.sighting
        return (
            seen is not None
            and (self.phases is None or seen.phase in self.phases)
            and self.data_type in (None, seen.data_type)
            and self.action in (None, seen.action)
            and self.verdict in (None, judgement.verdict)
            and (self.recipient_party is msgspec.UNSET or self.recipient_party == seen.recipient_party)
            and self.attempt in (None, judgement.attempt)
        )


class Expectation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: int
    app: str
    findings_complete: bool
    expected: tuple[Expected, ...]
    never: tuple[Never, ...]


def differences(expectation: Expectation, judged: Judged) -> Iterator[str]:
    """One sentence for each thing that the audit should have said and did not, or said and should not have."""
    level_of = {name: finding for finding in judged.findings for name in finding.judgements}
    explained: set[str] = set()
    for row in expectation.expected:
        label = f"{row.data_type} {row.action}" + (f" to {row.recipient_party}" if row.recipient_party else "")
        for phase in row.phases:
            met = [judgement for judgement in judged.judgements if row.met_by(judgement, phase)]
            if not met:
                got = sorted({
                    f"{judgement.verdict}{'' if judgement.certain else ' (uncertain)'}"
                    for judgement in judged.judgements
                    if judgement.sighting
                    and (judgement.sighting.data_type, judgement.sighting.action) == (row.data_type, row.action)
                    and (judgement.sighting.phase, judgement.sighting.recipient_party) == (phase, row.recipient_party)
                })
                seen = ", ".join(got) or "not observed"
                yield f"{label} in {phase}: must be {row.verdict}, is {seen}."
            for judgement in met:
                explained.add(judgement.id)
                finding = level_of.get(judgement.id)
                level = finding.level if finding and not finding.review else None
                if level != row.level:
                    yield f"{label} in {phase}: the finding's level must be {row.level}, is {level}."
    for never in expectation.never:
        for judgement in judged.judgements:
            if never.met_by(judgement) and judgement.sighting:
                seen_in = judgement.sighting.phase
                yield f"{judgement.sighting.data_type} in {seen_in} must not be {judgement.verdict}: {never.why}"
    if expectation.findings_complete:
        for finding in judged.findings:
            if not finding.review and not explained.intersection(finding.judgements):
                yield f"unexpected finding: {finding.sentence.get('en') or finding.fingerprint}"


@click.command("demo")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True,
              help="Language of policy, phone and report.")
@click.option("--out", type=click.Path(path_type=Path), help="Run folder to make; default runs/PACKAGE-TIME.")
@click.option("--sandbox", type=click.Choice(["bwrap", "none"]), default="bwrap", show_default=True,
              help="none runs the app with your own rights.")
@click.option("--proxy-port", type=int, help="Port of the proxy on loopback; default: a free one.")
def command(lang: str, out: Path | None, sandbox: str, proxy_port: int | None) -> int:
    """Audit the demo app on the desk phone; exit code 0 if its verdicts are the expected ones.

    \b
    Example:
      auditor demo --lang en
    """
    from auditor import resources, rulefiles
    from auditor.audit import Options
    from auditor.cli.session import run_audit

    expectation = rulefiles.load(resources.data("demo").joinpath("expected.yaml"), Expectation)
    outcome = run_audit(
        resources.path("demo", "demo.apk"),
        resources.path("demo", f"policy.{lang}.txt"),
        Options(proxy_port=proxy_port),
        serial=None,
        api=34,
        sandbox=sandbox,
        out=out,
        lang=lang,
    )
    outcome.conclude("none")
    wrong = list(differences(expectation, outcome.judged))
    for sentence in wrong:
        click.echo(f"auditor: {sentence}", err=True)
    if wrong:
        click.echo(f"auditor: {len(wrong)} verdict(s) are not those of demo/expected.yaml: exit code 1.", err=True)
        return 1
    rows = sum(len(row.phases) for row in expectation.expected)
    click.echo(f"All {rows} expected verdicts were reached.")
    return 0
