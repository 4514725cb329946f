"""What `build` and `check` do: all of the graph or without some claims, and what of it is shown."""

from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path

from pyoxigraph import NamedNode

from claimgraph import pipeline
from claimgraph.curie import expand
from claimgraph.errors import UsageError
from claimgraph.findings import Finding
from claimgraph.layout import Layout
from claimgraph.pipeline import Options, Step
from claimgraph.read import prefixes

__all__ = ["Found", "build", "check"]

Found = tuple[list[Finding], int]
"""What was found, and in how many files."""


def build(layout: Layout, options: Namespace, report: Callable[[Step], None]) -> Found:
    """Build what a command line asks for; `report` is told of each step.

    Raises `UsageError` where a build without some claims would take the place of the whole, and
    what `pipeline.build` raises.
    """
    without = _claims(layout, options)
    if without and (options.dist is None or options.dist.resolve() == layout.dist.resolve()):
        raise UsageError(
            "a build without a claim is not the data set that dist/ holds",
            remedy="name another folder: --dist FOLDER",
        )
    chosen = Options(engine=options.engine, without=without, dist=options.dist)
    result = pipeline.build(layout, chosen, report)
    return result.findings, result.files


def check(layout: Layout, options: Namespace) -> Found:
    """Look for faults; only those in the paths that a command line names are shown, if any are.

    Turtle outside of the project is read along with it. Raises `UsageError` for a path that there
    is not, and what `pipeline.examine` raises.
    """
    for path in options.paths:
        if not path.exists():
            raise UsageError("there is no such file or folder", path=path)
    wanted = [path.resolve() for path in options.paths]
    chosen = Options(
        engine=options.engine,
        texts=options.texts,
        also=[p for p in wanted if p.suffix == ".ttl" and not p.is_relative_to(layout.resources)],
        without=_claims(layout, options),
    )
    result = pipeline.examine(layout, chosen, lambda _: None)
    shown = [f for f in result.findings if not wanted or _within(f.path, wanted)]
    return shown, result.files


def _claims(layout: Layout, options: Namespace) -> list[NamedNode]:
    registry = prefixes(layout) if options.without else {}
    return [NamedNode(expand(name, registry)) for name in options.without]


def _within(path: Path | None, wanted: Iterable[Path]) -> bool:
    return path is not None and any(path.resolve().is_relative_to(place) for place in wanted)
