"""`auditor report`: write the report of a run."""

from pathlib import Path

import click

FORMATS = ("html", "json", "csv", "sarif", "junit")


@click.command("report")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--format", "kind", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option("--lang", type=click.Choice(("zh", "en")), default=None, help="Language; default: that of the policy.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="File to write, or - for standard output.")
def command(run: Path, kind: str, lang: str | None, out: Path | None) -> None:
    """Write the report of the run folder RUN.

    HTML goes to report.html in the run folder, other formats to standard output, unless -o names a file.

    \b
    Examples:
      auditor report runs/com.cornershop.demo-20261123-101500 --lang en
      auditor report runs/com.cornershop.demo-20261123-101500 --format sarif -o audit.sarif
    """
    from auditor import render
    from auditor.runs import Run

    opened = Run.open(run)
    language = lang or ("zh" if opened.contract.document.language == "zh" else "en")
    if out is None and kind == "html":
        out = run / render.NAMES["html"]
    target = None if out is None or str(out) == "-" else out
    result = render.write(opened, opened.judged, kind, language, target)
    click.echo(result, nl=isinstance(result, Path))
