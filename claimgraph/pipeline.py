"""The steps of a build, in order: read, check, infer, derive, check, prove, write."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode

from claimgraph import about, check, queries_rdf, serialise, shapes
from claimgraph.aside import aside
from claimgraph.curie import shorten
from claimgraph.derive import derive
from claimgraph.findings import Finding, Level, tally
from claimgraph.infer import infer
from claimgraph.layout import Layout
from claimgraph.manifest import manifest
from claimgraph.omit import without
from claimgraph.prove import REGIMES, prove
from claimgraph.question import questions
from claimgraph.read import Dataset, prefixes, read
from claimgraph.sharing import sharing
from claimgraph.terms import GRAPHS
from claimgraph.write import write

__all__ = ["Options", "Result", "Step", "build", "examine"]


# The checks that notice what is missing.
COVERAGE = frozenset({"passage-not-modelled", "passage-incomplete", "expectations"})


@dataclass(frozen=True)
class Step:
    """A step that was taken, on what, and with what result: a line of the build's report."""

    name: str
    what: str
    result: str
    digest: str = ""


@dataclass(frozen=True)
class Options:
    """What a caller may choose: the SHACL engine, where the texts are, and files to read too.

    The claims of `without` are left out, with all that rests on them; `dist` is a folder to write
    to in place of the layout's.
    """

    engine: str = "pyshacl"
    texts: Path | None = None
    also: Iterable[Path] = ()
    without: Sequence[NamedNode] = ()
    dist: Path | None = None


@dataclass
class Result:
    """What a run made of the graph: the dataset with all its graphs, and what was found."""

    dataset: Dataset
    findings: list[Finding] = field(default_factory=list)

    @property
    def files(self) -> int:
        """The number of files read."""
        return sum(self.dataset.files.values())

    @property
    def sound(self) -> bool:
        """Whether the graph may be published: nothing found was a violation."""
        return not any(finding.level is Level.VIOLATION for finding in self.findings)


Report = Callable[[Step], None]


def examine(
    layout: Layout,
    options: Options,
    report: Report,
    meanwhile: Callable[[Dataset], None] = lambda _: None,
) -> Result:
    """Read, check, infer, derive, check and prove; write nothing.

    `report` is called after each step. Checks and proof take longest and run beside the rest, each
    on the graph of its moment; `meanwhile` is what the caller can do with the dataset until they
    are done. Raises `InputError` where a file cannot be used at all.
    """
    registry = prefixes(layout)
    dataset = read(layout, options.also)
    ontology, graph = (dataset.files[g] for g in (GRAPHS.ontology, GRAPHS.asserted))
    files = f"{ontology:,} ontology files, {graph:,} graph files"
    report(Step("read", files, f"{len(dataset.store):,} triples"))
    if options.without:
        before = len(dataset.store)
        dataset = without(dataset, *options.without)
        names = ", ".join(shorten(claim.value, registry) for claim in options.without)
        report(Step("omit", names, f"-{before - len(dataset.store):,} triples"))

    engine, texts = options.engine, options.texts
    shapes.ready(engine)  # once, for both processes that check
    with aside(partial(check.asserted, dataset, layout, registry, engine, texts)) as asserted:
        inferred = infer(dataset.store, layout.entailment_files)
        derived = derive(dataset, layout.rule_files)
        with (
            aside(partial(check.derived, dataset, layout, registry, engine)) as concluded,
            aside(partial(prove, dataset, layout)) as proved,
        ):
            shares = sharing(dataset, layout.sharing_files)
            meanwhile(dataset)
            result = Result(dataset, asserted())
            report(Step("check", "asserted", tally(result.findings)))
            report(Step("infer", "OWL 2 RL", f"+{inferred:,} triples"))
            report(Step("derive", f"{len(derived):,} rules", f"+{sum(derived.values()):,} triples"))
            shown = ", ".join(map(str, reversed(shares)))
            report(Step("share", "of several claimants", shown))
            found, leaks = concluded(), proved()
    result.findings += found
    report(Step("check", "derived", tally(found)))
    result.findings += [
        Finding(None, None, Level.VIOLATION, "own-voice", f"The graph itself speaks: {regime}.")
        for regime in leaks
    ]
    report(Step("prove", "own voice", f"{len(leaks)} of {len(REGIMES)} regimes leak"))
    if options.without:
        # What was left out on purpose is missed on purpose.
        result.findings = [f for f in result.findings if f.rule not in COVERAGE]
    return result


def build(layout: Layout, options: Options, report: Report) -> Result:
    """Do all that `examine` does and, if the graph is sound, write `dist/`, whole or not at all.

    Raises what `examine` raises, and `OutputError` where `dist/` cannot be written.
    """
    files: dict[str, bytes] = {}
    result = examine(layout, options, report, lambda data: files.update(_files(data, layout)))
    if result.sound:
        folder = options.dist or layout.dist
        write(files, folder)
        name, content = next(iter(files.items()))
        quads = content.count(b"\n")
        digest = hashlib.sha256(content).hexdigest()
        report(Step("write", f"{folder.name}/{name}", f"{quads:,} quads", digest))
    return result


def _files(dataset: Dataset, layout: Layout) -> dict[str, bytes]:
    """Return the files of a build, the N-Quads first; `graph:about` is filled on the way."""
    registry = prefixes(layout)
    slug = about.described(dataset).slug
    formats = {f"{slug}.{ending}": format_ for ending, format_ in serialise.FORMATS.items()}
    media_types = {name: media_type for name, (media_type, _) in formats.items()}
    description = about.describe(dataset, media_types)
    dataset.store.extend(queries_rdf.described(questions(layout.competency_files)))
    data = serialise.in_order(dataset.store)
    files = {name: written(data, registry) for name, (_, written) in formats.items()}
    files["void.ttl"] = serialise.turtle(data.union(GRAPHS.about), registry)
    files["manifest.json"] = manifest(dataset, description, data, files)
    return files
