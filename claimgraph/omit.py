"""Leaving claims out, and all that cannot stand without them, to see what the graph then says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Store

from claimgraph.errors import UsageError
from claimgraph.read import Dataset
from claimgraph.terms import CG, GRAPHS, RDF

__all__ = ["Ties", "without"]

_PREFIXES = """
    PREFIX cg:  <https://w3id.org/claimgraph/ontology#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""
# A qualifier is as much a part of a proposition as its subject and object are.
_NEEDS = """
    SELECT ?one ?other
    WHERE {
      { ?other cg:restsOn ?one }
      UNION
      { ?one cg:reports ?other }
      UNION
      {
        ?other rdf:predicate ?relation ;
               ?part ?one .
        ?one rdf:predicate|cg:claimant ?any .
      }
    }
"""
_SAYS = """
    SELECT ?one ?other
    WHERE {
      ?one cg:affirms|cg:denies|cg:doubts|cg:entertains|cg:abstainsOn|cg:presupposes|cg:reports
           |cg:supersedes|cg:retracts|cg:disavows|cg:disputes|cg:supports|cg:restates
           |cg:citesAsEvidence ?other
    }
"""
_LEADS_TO = """
    SELECT ?one ?other
    WHERE {
      ?one ?link ?other .
      ?other rdf:predicate ?relation .
    }
"""
_Pairs = Mapping[NamedNode, set[NamedNode]]


def without(dataset: Dataset, *claims: NamedNode) -> Dataset:
    """Return a copy of an asserted dataset without some claims and what falls with them.

    What that is, `Ties` says. Raises `UsageError` where there is no such claim.
    """
    gone = Ties(dataset).falling_with(*claims)
    store = Store()
    store.extend(
        quad
        for quad in dataset.store
        if quad.graph_name != GRAPHS.asserted or not {quad.subject, quad.object} & gone
    )
    names = {node.value for node in gone}
    places = {iri: place for iri, place in dataset.places.items() if iri not in names}
    return Dataset(store, places, dict(dataset.files), list(dataset.findings))


class Ties:
    """What holds up what, among the claims and propositions of an asserted dataset."""

    def __init__(self, dataset: Dataset) -> None:
        typed = dataset.store.quads_for_pattern(None, RDF.type, CG.Claim, GRAPHS.asserted)
        self._claims = {q.subject for q in typed if isinstance(q.subject, NamedNode)}
        self._needing = _pairs(dataset, _NEEDS)
        self._said = _pairs(dataset, _SAYS)
        self._content = _pairs(dataset, _LEADS_TO)
        self._addressed = self._reached(self._claims)

    def falling_with(self, *claims: NamedNode) -> set[NamedNode]:
        """Return claims and what cannot stand without them: claims and propositions.

        That is what rests on them (`cg:restsOn`), what they report, which would else look like said
        to the document, and propositions that speak of them; then claims that are left with nothing
        to say, and propositions that no claim leads to any more; all this transitively. Raises
        `UsageError` where there is no such claim.
        """
        for claim in claims:
            if claim not in self._claims:
                remedy = "`find` looks for words in labels"
                raise UsageError(f"{claim} is not a claim", remedy=remedy)
        gone: set[NamedNode] = set()
        falling = set(claims)
        while falling:
            gone |= falling
            falling = (_others(self._needing, falling) - gone) or self._left_over(gone)
        return gone

    def _left_over(self, gone: set[NamedNode]) -> set[NamedNode]:
        silent = {claim for claim, said in self._said.items() if said <= gone}
        return (silent | (self._addressed - self._reached(self._claims - gone))) - gone

    def _reached(self, claims: Iterable[NamedNode]) -> set[NamedNode]:
        """Return the propositions that these claims speak of, and those within them."""
        found: set[NamedNode] = set()
        reached = _others(self._content, claims)
        while reached:
            found |= reached
            reached = _others(self._content, reached) - found
        return found


def _pairs(dataset: Dataset, query: str) -> _Pairs:
    pairs: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for row in dataset.select(_PREFIXES + query):
        one, other = row["one"], row["other"]
        if isinstance(one, NamedNode) and isinstance(other, NamedNode):
            pairs[one].add(other)
    return pairs


def _others(pairs: _Pairs, nodes: Iterable[NamedNode]) -> set[NamedNode]:
    return {other for node in nodes for other in pairs.get(node, ())}
