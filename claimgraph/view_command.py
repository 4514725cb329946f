"""What `view` does: whose view is meant, as of when, in which format, and where it goes."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pyoxigraph import NamedNode

from claimgraph.built import built
from claimgraph.curie import expand, shorten
from claimgraph.errors import OutputError, UsageError
from claimgraph.layout import Layout
from claimgraph.read import Dataset, prefixes
from claimgraph.said import Said
from claimgraph.terms import CG, RDF
from claimgraph.view_file import FORMATS, summary, written
from claimgraph.views import Request, view

__all__ = ["Wanted", "actor", "day", "say", "wanted"]


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for, as written; `include` are names of `Request`'s switches."""

    actors: Sequence[str]
    as_of: str | None = None
    include: Mapping[str, bool] = field(default_factory=dict)
    format: str = FORMATS[0]
    annotate: bool = False
    output: Path | None = None


def wanted(options: Namespace) -> Wanted:
    """Return what the parsed command line asks for."""
    switches = ("reported", "hedged", "measurements", "uncontested")
    return Wanted(
        actors=options.according_to,
        as_of=options.as_of,
        include={switch: getattr(options, switch) for switch in switches},
        format=options.format,
        annotate=options.annotate,
        output=options.output,
    )


def say(layout: Layout, wanted: Wanted) -> Said:
    """Return the view with a summary beside it, or write it to a file and return only that.

    Raises `UsageError` for an actor or date that there is not and for a file inside `graph/` or
    `dist/`, `OutputError` where the file cannot be written, and what `built` raises.
    """
    as_of = day(wanted.as_of)
    if wanted.output is not None:
        _refuse(wanted.output, layout)
    source = built(layout)
    registry = prefixes(layout)
    actors = [actor(name, source.dataset, registry) for name in dict.fromkeys(wanted.actors)]
    made = view(source.dataset, Request(actors, as_of, **wanted.include), layout.view_queries)
    text = written(made, source, registry, format_=wanted.format, annotate=wanted.annotate)
    notes = [*source.notes, *summary(made)]
    if wanted.output is None:
        return Said(text, notes)
    try:
        wanted.output.write_text(text, "utf-8")
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror})", path=wanted.output) from error
    return Said("", notes)


def actor(written: str, dataset: Dataset, prefixes: Mapping[str, str]) -> NamedNode:
    """Return the actor of a CURIE, an IRI or a slug; raises `UsageError` where there is none."""
    given = written if ":" in written else f"actor:{written}"
    named = NamedNode(expand(given, prefixes))
    if any(dataset.store.quads_for_pattern(named, RDF.type, CG.Actor)):
        return named
    quads = dataset.store.quads_for_pattern(None, CG.claimant, None)
    claimants = {
        shorten(q.object.value, prefixes) for q in quads if isinstance(q.object, NamedNode)
    }
    near = get_close_matches(shorten(named.value, prefixes), sorted(claimants), n=1)
    raise UsageError(
        f"there is no actor {written!r}",
        remedy=f"did you mean {near[0]}?" if near else "`find` looks for words in labels",
    )


def day(written: str | None) -> date | None:
    """Return the day that a command line names, if it names one; raises `UsageError` for no day."""
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError as error:
        raise UsageError(f"{written!r} is no day", expected="a day such as 1992-02-26") from error


def _refuse(output: Path, layout: Layout) -> None:
    """Keep a view out of what is read by a build, and out of what one has written."""
    for folder in (layout.graph, layout.dist, layout.ontology):
        if output.resolve().is_relative_to(folder.resolve()):
            raise UsageError(
                f"a view does not belong in {folder.name}/",
                expected="a file elsewhere, or none for standard output",
                path=output,
            )
