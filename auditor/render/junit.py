"""The JUnit report: findings as failing cases, checkable statements as cases, for build servers."""

import re
from xml.sax.saxutils import quoteattr

from auditor.model import Judged
from auditor.render import words
from auditor.runs import Run

# characters that XML 1.0 cannot hold
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(run: Run, judged: Judged, language: str) -> str:
    """Two suites: `findings` (review items and waived ones skipped) and `statements` (not exercised ones skipped)."""
    say = words.load(language)
    findings = []
    for finding in judged.findings:
        text = finding.sentence.get(language) or say.name("verdicts", finding.verdict)
        name = " ".join(p for p in (finding.verdict, finding.data_type, finding.actor, finding.phase) if p)
        if finding.waiver:
            inner = f"<skipped message={_quoted(say.waived(finding.waiver) + ' ' + text)}/>"
        elif finding.certain and not finding.review:
            inner = f"<failure type={_quoted(finding.level)} message={_quoted(text)}/>"
        else:
            inner = f"<skipped message={_quoted(say('nav.review') + ': ' + text)}/>"
        findings.append(_case(name + " " + finding.fingerprint, inner))
    quotes = {statement.id: statement.quote for statement in run.contract.statements}
    cases = []
    for covered in judged.coverage.statements:
        inner = ""
        if covered.state == "contradicted":
            inner = f'<failure type="contradicted" message={_quoted(covered.why)}/>'
        elif covered.state == "not_exercised":
            inner = f"<skipped message={_quoted(covered.why)}/>"
        cases.append(_case(f"{covered.statement} {quotes.get(covered.statement, '')[:120]}", inner))
    suites = [_suite("findings", findings), _suite("statements", cases)]
    return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n' + "\n".join(suites) + "\n</testsuites>\n"


def _suite(name: str, cases: list[str]) -> str:
    failures = sum("<failure" in case for case in cases)
    skipped = sum("<skipped" in case for case in cases)
    head = f'<testsuite name="{name}" tests="{len(cases)}" failures="{failures}" skipped="{skipped}">'
    return "\n".join([head, *cases, "</testsuite>"])


def _case(name: str, inner: str) -> str:
    return f'<testcase classname="auditor" name={_quoted(name)}>{inner}</testcase>'


def _quoted(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("�", " ".join(text.split())))
