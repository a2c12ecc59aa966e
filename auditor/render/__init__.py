"""Writes reports: one module per format, each a function from a judged run to text."""

from pathlib import Path

from auditor.errors import UsageError
from auditor.model import Judged
from auditor.runs import Run

FORMATS = ("html", "json", "csv", "sarif", "junit")
NAMES = {
    "html": "report.html",
    "json": "report.json",
    "csv": "report.csv",
    "sarif": "report.sarif",
    "junit": "report.junit.xml",
}


def text(run: Run, judged: Judged, format: str, lang: str) -> str:
    """The report as text. `format` is one of `FORMATS`, `lang` zh or en; `UsageError` otherwise."""
    if format == "html":
        from auditor.render import html

        return html.render(run, judged, lang)
    if format == "json":
        from auditor.render import json

        return json.render(run, judged)
    if format == "csv":
        from auditor.render import csv

        return csv.render(judged)
    if format == "sarif":
        from auditor.render import sarif

        return sarif.render(run, judged, lang)
    if format == "junit":
        from auditor.render import junit

        return junit.render(run, judged, lang)
    raise UsageError(f"There is no report format '{format}'; use one of {', '.join(FORMATS)}.")


def write(run: Run, judged: Judged, format: str, lang: str, out: Path | None) -> Path | str:
    """Write the report to `out` and return the path, or return its text when `out` is None.

    A folder as `out` gets the format's usual file name. The file is replaced whole or not at all; only its owner may
    read it.
    """
    content = text(run, judged, format, lang)
    if out is None:
        return content
    target = out / NAMES[format] if out.is_dir() else out
    draft = target.with_name(target.name + ".part")
    try:
        draft.write_bytes(content.encode("utf-8"))
        draft.chmod(0o600)
        draft.replace(target)
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror}); name another file with -o.") from error
    return target
