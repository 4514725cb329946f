"""A view as a file: a header that says whose it is and what it leaves out, and the triples."""

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Triple

from claimgraph.built import Built
from claimgraph.curie import shorten
from claimgraph.model import QUALIFIERS, Model
from claimgraph.read import Dataset
from claimgraph.serialise import turtle
from claimgraph.terms import BASE, CG, RDF, RDFS
from claimgraph.views import LEFT_OUT, MARKS, Request, View

__all__ = ["FORMATS", "summary", "written"]

FORMATS = ["turtle", "ntriples", "nquads"]
# What is said of a claim beside its triple: who says it, how, where; not what else it says.
_OF_CLAIMS = (
    RDFS.label, CG.claimant, CG.onBehalfOf, CG.entertains, CG.act, CG.cue, CG.distance, CG.hedge,
    CG.modality, CG.speechForm, CG.statedIn, CG.statedOn, CG.statedTo, CG.reportedBy, CG.depth,
    CG.passage, CG.restsOn,
)  # fmt: skip


def written(
    view: View,
    source: Built,
    prefixes: Mapping[str, str],
    *,
    format_: str = "turtle",
    annotate: bool = False,
) -> str:
    """Return the view in one of `FORMATS`, whole lines, under its header.

    Annotated, each triple is followed by the claims behind it, which reify it as RDF 1.2 has it.
    """
    triples = set(view.triples) | set(_figures(source.dataset, view))
    if annotate:
        triples.update(_annotations(source.dataset, view))
    lines = [*_header(view, source, prefixes), *_options(view.request, annotate=annotate)]
    header = "".join(f"# {line}".rstrip() + "\n" for line in [*lines, *summary(view)])
    if format_ == "turtle":
        return f"{header}\n{turtle(sorted(triples, key=str), prefixes).decode()}"
    graph = f" {_graph(view.request)}" if format_ == "nquads" else ""
    return header + "".join(sorted(f"{triple}{graph} .\n" for triple in triples))


def summary(view: View) -> list[str]:
    """Return what is in the view and what is left out of it, a line each."""
    lines = [f"{_number(len(view.triples), 'triple')} from {_number(len(view.claims), 'claim')}"]
    lines += [
        f"  {len(claims):,} of these claims: {MARKS[mark]}"
        for mark, claims in sorted(view.marked.items(), key=lambda item: list(MARKS).index(item[0]))
    ]
    lines.append(f"left out: {_number(view.left_out.total(), 'statement')}")
    lines += [
        f"  {view.left_out[reason]:,} {reason}: {what}"
        for reason, what in LEFT_OUT.items()
        if view.left_out[reason]
    ]
    return lines


def _header(view: View, source: Built, prefixes: Mapping[str, str]) -> Iterator[str]:
    yield "A view: plain triples of what these actors affirm in their own name."
    yield "It is theirs alone: the graph says none of it, and no build takes it in."
    yield ""
    model = Model(source.dataset)
    for actor in view.request.actors:
        name = " ".join(model.label(actor).split())
        yield f"according to: {shorten(actor.value, prefixes)} ({name})"
    yield f"data set: {source.description.slug} {source.description.version}"
    yield f"build: sha256 {source.sha256}"


def _options(request: Request, *, annotate: bool) -> Iterator[str]:
    chosen = {
        f"--as-of {request.as_of}": request.as_of is not None,
        "--include-reported": request.reported,
        "--include-hedged": request.hedged,
        "--include-measurements": request.measurements,
        "--uncontested": request.uncontested,
        "--annotate": annotate,
    }
    options = [option for option, is_chosen in chosen.items() if is_chosen]
    yield f"options: {' '.join(options) or 'none'}"


def _figures(dataset: Dataset, view: View) -> Iterator[Triple]:
    """Yield the numbers and the scope of the measurements that stand as objects."""
    for figure in view.figures:
        for quad in dataset.store.quads_for_pattern(figure, None, None):
            if quad.predicate in QUALIFIERS:
                yield quad.triple


def _annotations(dataset: Dataset, view: View) -> Iterator[Triple]:
    for triple, claims in view.triples.items():
        for claim in claims:
            yield Triple(claim, RDF.reifies, triple)
    for claim in view.claims:
        for quad in dataset.store.quads_for_pattern(claim, None, None):
            if quad.predicate in _OF_CLAIMS:
                yield quad.triple


def _graph(request: Request) -> NamedNode:
    """Return the graph of a view: in a store that has others it stays apart, and can be dropped."""
    slugs = sorted(actor.value.rpartition("/")[2] for actor in request.actors)
    return NamedNode(f"{BASE}graph/view/{'+'.join(slugs)}")


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
