"""The steps of a build, in order: read, check, infer, derive, check, prove, write."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from claimgraph import about, check, serialise
from claimgraph.derive import derive
from claimgraph.findings import Finding, Level, tally
from claimgraph.infer import infer
from claimgraph.layout import Layout
from claimgraph.manifest import manifest
from claimgraph.prove import REGIMES, prove
from claimgraph.read import Dataset, prefixes, read
from claimgraph.terms import GRAPHS
from claimgraph.write import write

__all__ = ["Options", "Result", "Step", "build", "examine"]


@dataclass(frozen=True)
class Step:
    """A step that was taken, on what, and with what result: a line of the build's report."""

    name: str
    what: str
    result: str
    digest: str = ""


@dataclass(frozen=True)
class Options:
    """What a caller may choose: the SHACL engine, where the texts are, and files to read too."""

    engine: str = "pyshacl"
    texts: Path | None = None
    also: Iterable[Path] = ()


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


def examine(layout: Layout, options: Options, report: Report) -> Result:
    """Read, check, infer, derive, check and prove; write nothing.

    `report` is called after each step. Raises `InputError` where a file cannot be used at all.
    """
    registry = prefixes(layout)
    dataset = read(layout, options.also)
    result = Result(dataset)
    ontology, graph = (dataset.files[g] for g in (GRAPHS.ontology, GRAPHS.asserted))
    files = f"{ontology:,} ontology files, {graph:,} graph files"
    report(Step("read", files, f"{len(dataset.store):,} triples"))

    found = check.asserted(dataset, layout, registry, engine=options.engine, texts=options.texts)
    result.findings += found
    report(Step("check", "asserted", tally(found)))

    inferred = infer(dataset.store, layout.entailment_files)
    report(Step("infer", "OWL 2 RL", f"+{inferred:,} triples"))

    derived = derive(dataset, layout.rule_files)
    report(Step("derive", f"{len(derived):,} rules", f"+{sum(derived.values()):,} triples"))

    found = check.derived(dataset, layout, registry, engine=options.engine)
    result.findings += found
    report(Step("check", "derived", tally(found)))

    leaks = prove(dataset, layout)
    result.findings += [
        Finding(None, None, Level.VIOLATION, "own-voice", f"The graph itself speaks: {regime}.")
        for regime in leaks
    ]
    report(Step("prove", "own voice", f"{len(leaks)} of {len(REGIMES)} regimes leak"))
    return result


def build(layout: Layout, options: Options, report: Report) -> Result:
    """Do all that `examine` does and, if the graph is sound, write `dist/`, whole or not at all.

    Raises what `examine` raises, and `OutputError` where `dist/` cannot be written.
    """
    result = examine(layout, options, report)
    if not result.sound:
        return result
    registry = prefixes(layout)
    slug = about.described(result.dataset).slug
    formats = {f"{slug}.{ending}": format_ for ending, format_ in serialise.FORMATS.items()}
    description = about.describe(
        result.dataset, {name: media_type for name, (media_type, _) in formats.items()}
    )
    triples = serialise.in_order(result.dataset.store)
    files = {name: written(triples, registry) for name, (_, written) in formats.items()}
    files["void.ttl"] = serialise.turtle(triples.union(GRAPHS.about), registry)
    files["manifest.json"] = manifest(result.dataset, description, triples, files)
    write(files, layout.dist)
    main = f"{slug}.nq"
    report(
        Step(
            "write",
            f"{layout.dist.name}/{main}",
            f"{len(triples.quads):,} quads",
            hashlib.sha256(files[main]).hexdigest(),
        )
    )
    return result
