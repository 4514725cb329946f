"""What `report` does: the page for people, and both files beside the dump."""

import os
from collections.abc import Mapping
from pathlib import Path

from claimgraph.built import built
from claimgraph.errors import OutputError
from claimgraph.layout import Layout
from claimgraph.read import prefixes
from claimgraph.report import report
from claimgraph.said import Said

__all__ = ["say"]


def say(layout: Layout, width: int) -> Said:
    """Return the page, and write `report.md` and `report.json` into `dist/`, both or neither.

    Raises `OutputError` where they cannot be written, and what `built` raises.
    """
    source = built(layout)
    made = report(
        source.dataset, layout.report_files, prefixes(layout), source.description, source.sha256
    )
    _add({"report.md": made.markdown(), "report.json": made.json()}, layout.dist)
    return Said(made.page(width), source.notes)


def _add(files: Mapping[str, bytes], folder: Path) -> None:
    """Add files to a folder: all are written beside their places before the first is put there."""
    fresh = {name: folder / f".{name}-{os.getpid()}" for name in files}
    try:
        for name, content in files.items():
            fresh[name].write_bytes(content)
        for name, path in fresh.items():
            path.replace(folder / name)
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})", path=folder / next(iter(files))
        ) from error
    finally:
        for path in fresh.values():
            path.unlink(missing_ok=True)
