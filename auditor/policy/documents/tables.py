"""Tables as lines: one line a row, ` | ` between cells, merged cells repeated so that every row stands for itself."""

from __future__ import annotations

import msgspec

WIDEST = 60
REPEATED = 300
REPEATED_IN_ALL = 1_000_000
LAYOUT = 2000


class Cell(msgspec.Struct):
    """The lines of a cell, how far it spans, and whether it names what stands beside or below it."""

    lines: list[str]
    columns: int = 1
    rows: int = 1
    heads: bool = False

    def text(self) -> str:
        """The cell on one line, without the mark that separates cells."""
        return " ".join(self.lines).replace("|", "/").strip()


class Table:
    """Rows as they are read; `lines` tells them."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []

    def row(self) -> None:
        """Begin a row."""
        self.rows.append([])

    def cell(self, cell: Cell) -> None:
        """Add a cell to the row that was begun last."""
        if not self.rows:
            self.row()
        cell.columns = min(max(cell.columns, 1), WIDEST)
        cell.rows = max(cell.rows, 1)
        self.rows[-1].append(cell)

    def lines(self) -> list[str]:
        """The table as lines.

        A table of one column, or one with pages of text in its cells, serves the layout: its cells follow one another.
        Two columns, the first naming the second, become `name: value`. A row of one cell across the whole table is a
        line of its own, behind which the header is said again.
        """
        rows = [row for row in self.rows if any(cell.text() for cell in row)]
        if not rows:
            return []
        widest = max(sum(cell.columns for cell in row) for row in rows)
        if widest == 1 or any(len(cell.text()) > LAYOUT for row in rows for cell in row):
            return [line for row in rows for cell in row for line in cell.lines]
        if _names_values(rows):
            return [f"{row[0].text().rstrip('：: ')}：{row[1].text()}" for row in rows]
        return _told(rows, widest)


def _names_values(rows: list[list[Cell]]) -> bool:
    return all(len(row) == 2 and row[0].heads and not row[1].heads and row[0].rows == row[1].rows == 1 for row in rows)


def _told(rows: list[list[Cell]], widest: int) -> list[str]:
    header: str | None = None
    again = False
    found: list[str] = []
    for cells, alone in _grid(rows, widest):
        if alone:
            found.append(alone)
            again = header is not None
            continue
        line = "| " + " | ".join(cells) + " |"
        if header is None:
            header = line
        elif again:
            found.append(header)
            again = False
        found.append(line)
    return found


def _grid(rows: list[list[Cell]], widest: int) -> list[tuple[list[str], str]]:
    """Each row with the cells that reach into it from above, or the text of its only cell across all columns."""
    open_: dict[int, tuple[int, str]] = {}
    spent = 0
    found: list[tuple[list[str], str]] = []
    for row in rows:
        if len(row) == 1 and row[0].columns >= widest and not open_:
            found.append(([], row[0].text()))
            continue
        cells: list[str] = []
        waiting = list(reversed(row))
        while waiting or len(cells) in open_:
            column = len(cells)
            if column in open_:
                left, text = open_.pop(column)
                spent += len(text)
                cells.append(text if spent <= REPEATED_IN_ALL else "")
                if left > 1:
                    open_[column] = (left - 1, text)
                continue
            cell = waiting.pop()
            text = cell.text()
            cells += [text, *[""] * (cell.columns - 1)]
            if cell.rows > 1:
                open_[column] = (cell.rows - 1, text if len(text) <= REPEATED else "")
        found.append((cells, ""))
    return found
