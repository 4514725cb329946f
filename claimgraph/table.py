"""Rows as text: a table that fits the terminal, or Markdown."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Table", "as_markdown", "as_table", "narrowed"]

Cell = Sequence[str]
"""What a cell shows, a line each before any is broken."""

_GAP = "  "
_NARROWEST = 20  # below that, CURIEs and sentences are broken more than they are read


@dataclass(frozen=True)
class Table:
    """Rows under their heads, and a note on how to read them."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    def markdown(self) -> str:
        """Return all of it as Markdown."""
        return as_markdown(self.heads, self.rows) + (f"\n{self.note}\n" if self.note else "")

    def text(self, width: int) -> str:
        """Return all of it for a terminal of some width."""
        note = "".join(f"{line}\n" for line in textwrap.wrap(self.note, width))
        return as_table(self.heads, self.rows, width) + (f"\n{note}" if note else "")


def as_table(heads: Sequence[str], rows: Sequence[Sequence[Cell]], width: int) -> str:
    """Return rows under their heads, no line longer than `width` where words allow.

    Columns that are too wide are narrowed, the widest first, and their cells broken. Where that
    would leave them too narrow to read, each row becomes a block of lines, one for each cell.
    """
    if not heads:
        return ""
    natural = [
        max([len(head), *(len(line) for row in rows for line in row[column])])
        for column, head in enumerate(heads)
    ]
    widths = narrowed(natural, width - len(_GAP) * (len(heads) - 1))
    if min(w - min(n, _NARROWEST) for w, n in zip(widths, natural, strict=True)) < 0:
        return _blocks(heads, rows, width)
    broken = [[_broken(cell, wide) for cell, wide in zip(row, widths, strict=True)] for row in rows]
    roomy = any(len(cell) > 1 for row in broken for cell in row)
    numeric = [all(_is_number(row[column]) for row in rows) for column in range(len(heads))]
    lines = [_line(heads, widths, numeric), _line(["-" * wide for wide in widths], widths, numeric)]
    for number, row in enumerate(broken):
        if roomy and number:
            lines.append("")
        height = max(map(len, row))
        lines += [
            _line([cell[at] if at < len(cell) else "" for cell in row], widths, numeric)
            for at in range(height)
        ]
    return "".join(f"{line}\n" for line in lines)


def as_markdown(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as a table of Markdown, a line each."""
    lines = [heads, ["---"] * len(heads)]
    lines += [["<br>".join(map(_escaped, cell)) for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def narrowed(natural: Sequence[int], room: int) -> list[int]:
    """Return widths that fit into `room`: the widest give way, all to the same width."""
    widths = list(natural)
    while sum(widths) > room and max(widths) > 1:
        widest = max(widths)
        widths[widths.index(widest)] = widest - 1
    return widths


def _broken(cell: Cell, width: int) -> list[str]:
    return [part for line in cell for part in textwrap.wrap(line, width) or [""]]


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    aligned = [
        cell.rjust(wide) if right else cell.ljust(wide)
        for cell, wide, right in zip(cells, widths, numeric, strict=True)
    ]
    return _GAP.join(aligned).rstrip()


def _blocks(heads: Sequence[str], rows: Sequence[Sequence[Cell]], width: int) -> str:
    margin = max(map(len, heads)) + len(_GAP)
    blocks = []
    for row in rows:
        lines = []
        for head, cell in zip(heads, row, strict=True):
            parts = _broken([line for line in cell if line], max(width - margin, 10))
            lines += [
                (name.ljust(margin) + part).rstrip()
                for name, part in zip([head] + [""] * len(parts), parts, strict=False)
            ]
        blocks.append("".join(f"{line}\n" for line in lines))
    return "\n".join(blocks)


def _is_number(cell: Cell) -> bool:
    return (len(cell) == 1 and cell[0].replace(".", "", 1).isdecimal()) or list(cell) == [""]


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
