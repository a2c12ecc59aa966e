"""The CSV report: one row a judged sighting, for spreadsheets."""

from auditor import tables
from auditor.model import Judged

# A spreadsheet runs a cell that begins like this as a formula; what an app or host is called is not ours to trust.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(judged: Judged) -> str:
    """The sightings table with a header line; cells that would run as a formula get a leading apostrophe."""
    table = tables.sightings_table(judged.judgements)
    for column in table.columns:
        table[column] = [_harmless(value) if isinstance(value, str) else value for value in table[column]]
    text: str = table.to_csv(index=False, lineterminator="\n")
    return text


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell
