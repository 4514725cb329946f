"""The exceptions; every one renders as `path:line: found; expected …; what to do`."""

from pathlib import Path
from typing import ClassVar

__all__ = ["ClaimgraphError", "InputError", "OutputError", "UsageError", "shown"]


def shown(path: Path) -> str:
    """Return `path` as people should see it: relative where it lies below the working directory."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # outside of the working directory, or that is gone
        return str(path)


class ClaimgraphError(Exception):
    """Something that a person has to put right before the program can go on.

    `found` says what is the matter; `expected` what should be there instead, worded to follow
    "expected "; `remedy` what to do about it. `path` and `line` (from 1) say where, if anywhere.
    """

    exit_code: ClassVar[int] = 2

    def __init__(
        self,
        found: str,
        *,
        expected: str = "",
        remedy: str = "",
        path: Path | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected
        self.remedy = remedy
        self.path = path
        self.line = line

    def __str__(self) -> str:
        """Return the one line shown to the user, without a full stop of its own."""
        place = ""
        if self.path is not None:
            place = shown(self.path) + (f":{self.line}" if self.line is not None else "") + ": "
        expected = f"expected {self.expected}" if self.expected else ""
        return place + "; ".join(part for part in (self.found, expected, self.remedy) if part)


class InputError(ClaimgraphError):
    """A file, a text or a term that cannot be used."""


class UsageError(ClaimgraphError):
    """A command line that cannot be carried out."""


class OutputError(ClaimgraphError):
    """A file or folder that cannot be written."""
