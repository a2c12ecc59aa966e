"""`auditor judge`: judge a recorded run again, or a hand-written trace."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from auditor.cli import correcting, supplied, waiving
from auditor.errors import IncompleteError, UsageError
from auditor.model import Waiver, WaiverUse

if TYPE_CHECKING:
    from auditor.judge.sdklist import SdkList

LEVELS = ("high", "medium", "low", "none")
RANK = {"high": 3, "medium": 2, "low": 1}


@dataclass(frozen=True)
class Beside:
    """What goes into a judgement beside policy and recording."""

    law: tuple[str, ...] = ()
    sdks: SdkList | None = None
    app_type: str = ""
    law_date: str = ""


@click.command("judge")
@click.argument("run", required=False, type=click.Path(path_type=Path))
@click.option(
    "--policy",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Judge against this policy, or a contract.json that `policy compile --json` printed.",
)
@correcting.option
@click.option(
    "--trace",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Judge this hand-written trace (JSONL) instead of a run.",
)
@click.option(
    "--law",
    metavar="PACKS",
    help="cn, eu, masvs, one instrument or a YAML file, comma-separated; default by the policy's language.",
)
@click.option("--first-party", multiple=True, metavar="DOMAIN", help="A domain of the app's own company.")
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    default="high",
    show_default=True,
    help="Exit code 1 from findings of this level on.",
)
@supplied.sdk_list_option
@supplied.app_type_option
@supplied.law_date_option
@waiving.option
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the sentences; default: the policy's.")
@click.option("--json", "as_json", is_flag=True, help="Print the judgement as JSON.")
def command(
    run: Path | None,
    policy: Path | None,
    corrected_by: Path | None,
    trace: Path | None,
    law: str | None,
    first_party: tuple[str, ...],
    fail_on: str,
    sdk_list: Path | None,
    app_type: str,
    law_date: str,
    waiver_file: Path | None,
    lang: str | None,
    as_json: bool,
) -> int:
    """Judge a recorded run again (RUN is its folder), or a hand-written trace against a policy.

    Judging RUN writes its judgement.json anew, unless --policy, --law, --law-date,
    --sdk-list, --app-type or --first-party says otherwise.

    \b
    Example:
      auditor judge --policy policy.txt --trace trace.jsonl --json
    """
    packs = tuple(name.strip() for name in law.split(",") if name.strip()) if law else ()
    if (run is None) == (trace is None):
        raise UsageError(
            "name either a run folder or a trace: auditor judge RUN, or auditor judge --policy FILE --trace FILE."
        )
    waived = waiving.read(waiver_file)
    beside = Beside(packs, supplied.read_sdk_list(sdk_list), supplied.check_app_type(app_type), law_date)
    if corrected_by is not None and policy is None:
        raise UsageError("corrections belong to a policy; name it with --policy.")
    given = read_policy(policy, corrected_by) if policy else None
    if trace is not None:
        if given is None:
            raise UsageError("a trace is judged against a policy; name it with --policy.")
        return _judge_trace(trace, given, beside, waived, fail_on, lang, as_json)
    assert run is not None
    return _judge_run(run, given, beside, first_party, waived, fail_on, lang, as_json)


def _judge_trace(
    trace: Path,
    policy: tuple[Any, str],
    beside: Beside,
    waived: Sequence[Waiver],
    fail_on: str,
    lang: str | None,
    as_json: bool,
) -> int:
    from auditor.judge import sdklist, waivers
    from auditor.judge.tracejudge import judge_trace
    from auditor.law import default_packs

    contract, text = policy
    if beside.sdks is not None:
        contract = sdklist.supply(contract, beside.sdks)
    with trace.open("rb") as lines:
        result = judge_trace(
            contract, lines, beside.law, text=text, app_type=beside.app_type, law_date=beside.law_date
        )
    supplied.say_unknown_type(beside.app_type, beside.law or default_packs(contract.document.language))
    if waived:
        result = waivers.apply_to_trace(result, waived, waiving.today())
        waiving.say(msgspec.convert(result["waivers"], tuple[WaiverUse, ...]))
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        _show_trace(result, lang or contract.document.language)
    return _code([finding["level"] for finding in result["findings"] if not finding.get("waiver")], fail_on)


def _judge_run(
    folder: Path,
    policy: tuple[Any, str] | None,
    beside: Beside,
    first_party: Sequence[str],
    waived: Sequence[Waiver],
    fail_on: str,
    lang: str | None,
    as_json: bool,
) -> int:
    from auditor.judge import waivers
    from auditor.judge.runjudge import judge_run
    from auditor.runs import Run, pretty

    contract, text = policy or (None, None)
    judged = judge_run(
        folder,
        policy=contract,
        law=beside.law,
        first_party=first_party,
        text=text,
        app_type=beside.app_type,
        sdks=beside.sdks,
        law_date=beside.law_date,
    )
    supplied.say_left_out(judged)
    recorded = Run.open(folder)
    options = recorded.manifest.options
    named = beside.law or tuple(options.get("law") or ()) or judged.law
    supplied.say_unknown_type(beside.app_type or str(options.get("app_type") or ""), named)
    if waived:
        judged = waivers.apply(judged, waived, waiving.today())
        waiving.say(judged.waivers)
    printed = pretty(judged)
    if contract is None and not first_party and beside == Beside():
        (folder / "judgement.json").write_bytes(printed)
    language = lang or (contract or recorded.contract).document.language
    if as_json:
        click.echo(printed.decode(), nl=False)
    else:
        for finding in judged.findings:
            mark = "~" if finding.waiver else "?" if finding.review else " "
            told = finding.sentence.get(language, "") + waiving.note(finding.waiver)
            click.echo(f"{mark}[{finding.level}] {finding.fingerprint} {told}")
        click.echo(_summary([one.verdict for one in judged.judgements]), err=True)
    if not judged.coverage.complete:
        raise IncompleteError(f"the run is incomplete ({judged.coverage.why}); its verdicts are partial.")
    return _code([one.level for one in judged.findings if not one.review and not one.waiver], fail_on)


def read_policy(file: Path, corrected_by: Path | None = None) -> tuple[Any, str]:
    """Contract and decoded text of a policy, corrected, or a contract from its JSON (then without text)."""
    import msgspec

    from auditor.model import Contract

    if file.suffix == ".json":
        if corrected_by is not None:
            raise UsageError(f"{file.name} is compiled already; give the policy itself to correct its reading.")
        try:
            return msgspec.json.decode(file.read_bytes(), type=Contract), ""
        except msgspec.MsgspecError as error:
            raise UsageError(
                f"{file.name} is no contract: {error}; make one with `auditor policy compile FILE --json`."
            ) from None
    from auditor.cli import compiled

    def read() -> tuple[Contract, str]:
        from auditor import policy

        return policy.read_and_compile(file, corrected_by)

    return read() if corrected_by is not None else compiled.recall(file, read)


def _show_trace(result: dict[str, Any], lang: str) -> None:
    for verdict in result["verdicts"]:
        notes = [
            ", ".join(verdict["statements"]),
            ", ".join(verdict["law"]),
            "attempt" if verdict["attempt"] else "",
            "" if verdict["certain"] else "for review",
        ]
        told = "; ".join(note for note in notes if note)
        click.echo(
            f"line {verdict['line']}: {verdict['verdict']}" + (f" ({told})" if told else "") + f": {verdict['why']}"
        )
    for finding in (*result["findings"], *result["review"]):
        mark = "~" if finding.get("waiver") else "" if finding in result["findings"] else "?"
        click.echo(f"{mark}[{finding['level']}] {finding['fingerprint']} {finding['sentence'].get(lang, '')}")
    click.echo(_summary([verdict["verdict"] for verdict in result["verdicts"]]), err=True)


def _summary(verdicts: Sequence[str]) -> str:
    counts = {name: verdicts.count(name) for name in sorted(set(verdicts))}
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "nothing to judge"


def _code(levels: Sequence[str], fail_on: str) -> int:
    limit = RANK.get(fail_on)
    failing = [level for level in levels if limit is not None and RANK[level] >= limit]
    if failing:
        click.echo(f"auditor: exit code 1: {len(failing)} findings at or above --fail-on {fail_on}.", err=True)
    return 1 if failing else 0
