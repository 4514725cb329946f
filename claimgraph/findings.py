"""What the checks find: `path:line: level[rule] message`, in one order, counted last."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from claimgraph.errors import shown

__all__ = ["Finding", "Level", "as_json", "counts", "ordered", "render", "tally"]

_COLOURS = {"info": "36", "warning": "33", "violation": "31"}


class Level(IntEnum):
    """How much a finding matters: only a violation stops a build."""

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    def __str__(self) -> str:
        """Return the word that people read and write."""
        return self.name.lower()


@dataclass(frozen=True)
class Finding:
    """One thing to look at: where, how grave, by which rule, what to do, and about which node.

    `path` and `line` (from 1) are where the subject's block starts, as far as that is known.
    """

    path: Path | None
    line: int | None
    level: Level
    rule: str
    message: str
    focus: str = ""


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without repetitions, by file and line, the gravest first in a line."""
    return sorted(
        set(findings),
        key=lambda f: (str(f.path or ""), f.line or 0, -f.level, f.rule, f.focus, f.message),
    )


def render(finding: Finding, *, colour: bool = False) -> str:
    """Return the line that people read; a finding without a place is shown by its focus."""
    if finding.path is None:
        place = f"{finding.focus}: " if finding.focus else ""
    else:
        line = "" if finding.line is None else f":{finding.line}"
        place = f"{shown(finding.path)}{line}: "
    level = str(finding.level)
    if colour:
        level = f"\033[{_COLOURS[level]}m{level}\033[0m"
    return f"{place}{level}[{finding.rule}] {finding.message}"


def counts(findings: Iterable[Finding], files: int) -> str:
    """Return the last line: `1 violation, 2 warnings in 41 files`."""
    by_level = Counter(finding.level for finding in findings)
    parts = [_number(by_level[level], str(level)) for level in sorted(by_level, reverse=True)]
    return f"{', '.join(parts) or 'nothing found'} in {_number(files, 'file')}"


def tally(findings: Iterable[Finding]) -> str:
    """Return what a step of a build says: violations always, lower levels where there are any."""
    by_level = Counter(finding.level for finding in findings)
    levels = [Level.VIOLATION, *(level for level in (Level.WARNING, Level.INFO) if by_level[level])]
    return ", ".join(_number(by_level[level], str(level)) for level in levels)


def as_json(finding: Finding) -> dict[str, str | int | None]:
    """Return the finding for machines; its keys are part of the command line's contract."""
    return {
        "path": None if finding.path is None else shown(finding.path),
        "line": finding.line,
        "level": str(finding.level),
        "rule": finding.rule,
        "message": finding.message,
        "focus": finding.focus or None,
    }


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 or noun == "info" else "s")
