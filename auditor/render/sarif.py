"""The SARIF 2.1.0 report: findings and review items as results, for code hosts and their dashboards."""

import json
from typing import Any

from auditor.model import Finding, Judged, Statement
from auditor.render import words
from auditor.runs import Run

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"high": "error", "medium": "warning", "low": "note"}
VERDICTS = ("violation", "omitted", "weak", "ambiguous", "vague", "not_checkable")


def render(run: Run, judged: Judged, language: str) -> str:
    """One SARIF log. A result points at the sentence of the policy, by character offset, and at the app's package."""
    say = words.load(language)
    used = sorted({finding.verdict for finding in judged.findings} | set(VERDICTS))
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "auditor",
                        "version": run.manifest.tool.rpartition(" ")[2] or "0",
                        "language": language,
                        "rules": [
                            {
                                "id": verdict,
                                "name": verdict,
                                "shortDescription": {"text": say.name("verdicts", verdict)},
                                "fullDescription": {"text": say.name("verdict_help", verdict)},
                            }
                            for verdict in used
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": run.manifest.state == "complete"}],
                "artifacts": [{"location": {"uri": "policy/text.txt"}, "sourceLanguage": language}],
                "results": [_result(run, finding, used, say) for finding in judged.findings],
                "properties": {"complete": judged.coverage.complete, "law": list(judged.law)},
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _result(run: Run, finding: Finding, rules: list[str], say: words.Words) -> dict[str, Any]:
    review = finding.review or not finding.certain
    statements = {statement.id: statement for statement in run.contract.statements}
    quoted = [statements[name] for name in finding.statements if name in statements]
    text = finding.sentence.get(say.language) or say.name("verdicts", finding.verdict)
    package = run.app.package if run.app else ""
    return {
        "ruleId": finding.verdict,
        "ruleIndex": rules.index(finding.verdict),
        "level": "note" if review else LEVELS.get(finding.level, "warning"),
        "kind": "review" if review else "fail",
        "message": {"text": text},
        "partialFingerprints": {"auditor/v1": finding.fingerprint},
        "suppressions": _suppressions(finding),
        "occurrenceCount": max(1, finding.count),
        "locations": [_location(statement, package) for statement in quoted[:1]] or [_logical(package)],
        "relatedLocations": [_location(statement, package) for statement in quoted[1:6]],
        "properties": {
            "data_type": finding.data_type,
            "actor": finding.actor,
            "recipient": finding.recipient,
            "phase": finding.phase,
            "attempt": finding.attempt,
            "law": list(finding.law),
        },
    }


def _suppressions(finding: Finding) -> list[dict[str, Any]]:
    """A waived finding is a suppressed result; an empty list says that it is not."""
    one = finding.waiver
    if one is None:
        return []
    told = {"owner": one.owner, "expires": one.expires}
    return [{"kind": "external", "status": "accepted", "justification": one.reason, "properties": told}]


def _location(statement: Statement, package: str) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": "policy/text.txt", "index": 0},
            "region": {
                "charOffset": statement.start,
                "charLength": statement.end - statement.start,
                "snippet": {"text": statement.quote},
            },
        },
        **_logical(package),
    }


def _logical(package: str) -> dict[str, Any]:
    return {"logicalLocations": [{"fullyQualifiedName": package or "app", "kind": "module"}]}
