"""Cases as files: `tests/<what>/<rule>/<verdict>.<fault>.ttl`, each merged into a base graph.

The verdict is `valid`, or the level of the one finding that the case is there for. A header line
`# without: claim:x` takes the block of that subject out of the base first.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from claimgraph.findings import Level
from claimgraph.layout import Layout, discover
from claimgraph.read import Dataset, prefixes
from claimgraph.terms import GRAPHS

TESTS = Path(__file__).parent
LAYOUT: Layout = discover(TESTS.parent)
PREFIXES = prefixes(LAYOUT)
BASE = TESTS / "fixtures" / "base.ttl"
BASE_DERIVED = TESTS / "fixtures" / "base-derived.ttl"

_WITHOUT = re.compile(r"^# without: ([\w-]+):(\S+)$", re.MULTILINE)
_LEVELS = {"invalid": Level.VIOLATION, "warning": Level.WARNING, "info": Level.INFO, "valid": None}


@dataclass(frozen=True)
class Case:
    """A case: its file, the rule that it is about, and the level of the finding, if any."""

    path: Path
    rule: str
    level: Level | None

    def __str__(self) -> str:
        """Return the name that pytest shows."""
        return str(self.path.relative_to(TESTS).with_suffix(""))

    @property
    def without(self) -> list[NamedNode]:
        """The subjects that the case takes out of the base."""
        found = _WITHOUT.findall(self.path.read_text(encoding="utf-8"))
        return [NamedNode(PREFIXES[prefix] + local) for prefix, local in found]

    def quads(self, graph: NamedNode) -> Iterator[Quad]:
        """Yield what the case says, in the named graph."""
        for quad in parse(path=str(self.path), format=RdfFormat.TURTLE):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def cases(folder: str) -> list[Case]:
    """Return the cases in a folder of the tests; a file that lies above has no rule of its own."""
    root = TESTS / folder
    return [
        Case(
            path,
            path.parent.name if path.parent != root else "",
            _LEVELS[path.name.partition(".")[0]],
        )
        for path in sorted(root.rglob("*.ttl"))
    ]


def dataset(asserted: Iterable[Path] = (), derived: Iterable[Path] = ()) -> Dataset:
    """Return the ontology with some files read into the asserted and the derived graph."""
    data = Dataset()
    for graph, paths in (
        (GRAPHS.ontology, LAYOUT.ontology_files),
        (GRAPHS.asserted, asserted),
        (GRAPHS.derived, derived),
    ):
        for path in paths:
            data.store.bulk_load(path=str(path), format=RdfFormat.TURTLE, to_graph=graph)
    return data


def merge(case: Case, store: Store, graph: NamedNode) -> None:
    """Merge a case into the store."""
    for subject in case.without:
        gone = list(store.quads_for_pattern(subject, None, None, None))
        assert gone, f"{case} takes out {subject}, which the base does not have"
        for quad in gone:
            store.remove(quad)
    store.extend(case.quads(graph))


def merge_all(some: list[Case], store: Store, graph: NamedNode) -> dict[str, Case]:
    """Merge all cases at once, each with names of its own; return which name is whose.

    Thus the shapes are read once for all of them. Only a subject that the store does not have yet
    is renamed: what a case says of others would be said for all cases.
    """
    owner: dict[str, Case] = {}
    taken = {quad.subject for quad in store}
    for number, case in enumerate(some):
        assert not case.without, f"{case} cannot be merged with others"
        quads = list(case.quads(graph))
        names = {}
        for quad in quads:
            assert isinstance(quad.subject, NamedNode)
            assert quad.subject not in taken, f"{case} speaks of {quad.subject}"
            names[quad.subject] = NamedNode(_renamed(quad.subject.value, number))
            owner[names[quad.subject].value] = case
        for quad in quads:
            value = quad.object
            if isinstance(value, NamedNode):
                value = names.get(value, value)
            else:
                assert isinstance(value, Literal)
            assert isinstance(quad.subject, NamedNode)
            store.add(Quad(names[quad.subject], quad.predicate, value, graph))
    return owner


def _renamed(iri: str, number: int) -> str:
    """Return the IRI with letters for the number, so that a name stays a slug, or lowerCamel."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    return f"{iri}N{letters}" if "#" in iri else f"{iri}-{letters}"
