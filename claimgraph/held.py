"""What a store holds of ours: which data set, whether it is whole, what a load cut short left."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.bundle import Bundle
from claimgraph.staging import BESIDE
from claimgraph.store_client import Client
from claimgraph.terms import GRAPHS
from claimgraph.verify import Verdict, verify

__all__ = ["Held", "held"]

_NAMED = f"""
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX owl:     <http://www.w3.org/2002/07/owl#>
    PREFIX void:    <http://rdfs.org/ns/void#>
    SELECT ?title ?version
    WHERE {{
      GRAPH {GRAPHS.asserted} {{
        ?dataset a void:Dataset ; dcterms:title ?title ; owl:versionInfo ?version .
      }}
    }}
"""
_COUNTED = f"""
    PREFIX void: <http://rdfs.org/ns/void#>
    SELECT ?graph ?size
    WHERE {{ GRAPH {GRAPHS.about} {{ ?graph void:triples ?size }} }}
"""


@dataclass(frozen=True)
class Held:
    """The sizes of our graphs, those that are there and those that should be.

    `name` is what the data set calls itself; `counted` how many triples it says each graph has.
    `verdicts` compare it with a build.
    """

    sizes: Mapping[NamedNode, int]
    leftovers: Mapping[NamedNode, int]
    name: str
    counted: Mapping[NamedNode, int]
    verdicts: Mapping[NamedNode, Verdict]
    built: Bundle | None

    def state(self, graph: NamedNode) -> str:
        """Return a word or two on a graph."""
        verdict = self.verdicts.get(graph)
        if verdict is not None and verdict.whole:
            return "as built"
        if not self.sizes[graph]:
            return "not there" if self.counted.get(graph) != 0 else "empty, as it says"
        counted = self.counted.get(graph)
        of_itself = "" if counted is None else f", {counted:,} by its own account"
        return ("not as built" if verdict is not None else "there") + of_itself

    @property
    def as_built(self) -> bool:
        """Whether it is the build that it was compared with."""
        return bool(self.verdicts) and all(verdict.whole for verdict in self.verdicts.values())

    @property
    def consistent(self) -> bool:
        """Whether every graph has as many triples as the data set says of it."""
        return bool(self.counted) and all(
            self.sizes[graph] == size for graph, size in self.counted.items()
        )

    @property
    def whole(self) -> bool:
        """Whether it is as built; where that is not known, whether it is consistent."""
        good = self.as_built if self.built is not None else self.consistent
        return good and not self.leftovers

    @property
    def summary(self) -> str:
        """Return a line on all of it."""
        if not any(self.sizes.values()):
            return "no data set of ours is there"
        name = self.name or "a data set that does not say which"
        if self.as_built and self.built is not None:
            return f"{name} is there, whole (sha256 {self.built.sha256[:6]}…)"
        sizes = "as" if self.consistent else "not as"
        other = "; it is not this build" if self.built else ""
        return f"{name} is there, of sizes {sizes} it says itself{other}"


def held(
    client: Client, built: Bundle | None, report: Callable[[str, int], Callable[[int], None]]
) -> Held:
    """Return what a store holds of ours, compared with a build if there is one."""
    sizes = client.sizes(GRAPHS)
    leftovers = {graph: size for graph, size in client.sizes(BESIDE).items() if size}
    names = (f"{_text(row['title'])} {_text(row['version'])}" for row in client.select(_NAMED))
    name = next(names, "")
    counted = {
        NamedNode(row["graph"].value): int(_text(row["size"]))
        for row in client.select(_COUNTED)
        if isinstance(row["graph"], NamedNode) and row["graph"] in sizes
    }
    verdicts = {}
    if built is not None and any(sizes.values()):
        places = {graph: graph for graph in built.graphs}
        advance = report("verify", sum(sizes.values()))
        verdicts = {one.graph: one for one in verify(client, built, places, advance)}
    return Held(sizes, leftovers, name, counted, verdicts, built)


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""
