"""The built data set in `dist/`: where it is, and whether its sources have changed since."""

from pathlib import Path

from claimgraph.errors import UsageError
from claimgraph.layout import Layout

__all__ = ["dump", "newer"]

_BUILD = "run build.py, which writes it"


def dump(layout: Layout) -> Path:
    """Return the N-Quads of the build; raises `UsageError` unless there is just one such file."""
    found = sorted(layout.dist.glob("*.nq"))
    if len(found) != 1:
        raise UsageError(
            f"{len(found)} data sets in dist/" if found else "nothing is built yet",
            expected=f"one .nq file in {layout.dist.name}/",
            remedy=_BUILD,
        )
    return found[0]


def newer(layout: Layout, built: Path) -> Path | None:
    """Return the latest of the sources that were changed after the build, if any was."""
    sources = [
        *layout.graph_files,
        *layout.ontology_files,
        *layout.rule_files,
        *layout.entailment_files,
    ]
    latest = max(sources, key=lambda path: path.stat().st_mtime_ns, default=None)
    if latest is None or latest.stat().st_mtime_ns <= built.stat().st_mtime_ns:
        return None
    return latest
