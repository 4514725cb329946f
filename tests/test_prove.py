"""The own-voice proof: a leak planted in each regime is seen; what is only said is none."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from claimgraph.layout import Layout
from claimgraph.prove import REGIMES, prove
from claimgraph.rdf12 import reified
from claimgraph.read import Dataset
from claimgraph.terms import BASE, GRAPHS, RDF, REL

EVENT = NamedNode(BASE + "event/tarnbrook-mill-fire")
AGENT = NamedNode(REL.iri + "agent")
OWNERS = NamedNode(BASE + "actor/mill-owners")
FAULT = NamedNode("https://example.org/fault")


def test_nothing_leaks(derived: Dataset, mini: Layout) -> None:
    """A graph full of propositions says none of them itself."""
    assert len(REGIMES) == 4
    assert prove(derived, mini) == []


@pytest.mark.parametrize("graph", list(GRAPHS))
def test_a_leak_in_a_named_graph(derived: Dataset, mini: Layout, graph: NamedNode) -> None:
    """A relation as a predicate is seen in whichever graph it stands."""
    derived.store.add(Quad(EVENT, AGENT, OWNERS, graph))
    assert prove(derived, mini) == ["union of graphs", "closure with alignments", "RDF 1.2"]


def test_a_leak_in_the_default_graph(derived: Dataset, mini: Layout) -> None:
    """What a careless load puts into the default graph is seen there."""
    derived.store.add(Quad(EVENT, AGENT, OWNERS))
    assert prove(derived, mini) == [*REGIMES]


@pytest.mark.parametrize(
    "axiom",
    [
        "ex:fault rdfs:subPropertyOf rel:agent .",
        "ex:fault owl:equivalentProperty rel:agent .",
        "ex:fault owl:inverseOf rel:agent .",
        "rel:agent owl:propertyChainAxiom ( ex:fault rdf:type ) .",
    ],
)
def test_a_leak_by_alignment(derived: Dataset, mini: Layout, axiom: str) -> None:
    """An alignment that lets a relation be concluded is seen, and only where it is loaded."""
    derived.store.add(Quad(EVENT, FAULT, OWNERS, GRAPHS.asserted))
    assert prove(derived, mini) == []
    alignments = mini.root / "ontology" / "alignments.ttl"
    alignments.parent.mkdir()
    alignments.write_text(
        "PREFIX ex: <https://example.org/>\n"
        "PREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        f"PREFIX rel: <{REL.iri}>\n{axiom}\n"
    )
    assert prove(derived, _with_alignments(mini)) == ["closure with alignments"]


def _with_alignments(mini: Layout) -> Layout:
    """Return a layout with the project's rules and the alignments of the test."""
    ontology = mini.root / "ontology"
    (ontology / "owl-rl").symlink_to(mini.ontology / "owl-rl")
    (mini.root / "queries").symlink_to(mini.resources / "queries")
    return Layout(root=mini.root, resources=mini.root)


def test_the_proof_leaves_no_trace(derived: Dataset, mini: Layout) -> None:
    """Alignments and closure are gone once the question is answered."""
    before = set(derived.store)
    prove(derived, mini)
    assert set(derived.store) == before


def test_a_triple_term_says_nothing(derived: Dataset, mini: Layout) -> None:
    """In RDF 1.2 a proposition holds its content as a triple term, which is no leak."""
    term = Triple(EVENT, AGENT, OWNERS)
    proposition = NamedNode(BASE + "proposition/x")
    derived.store.add(Quad(proposition, RDF.reifies, term, GRAPHS.asserted))
    assert prove(derived, mini) == []


def test_reified(derived: Dataset) -> None:
    """Every whole statement becomes one triple term, a measurement stays in its parts."""
    quads = list(reified(derived.store))
    terms = [quad.object for quad in quads if quad.predicate == RDF.reifies]
    statements = set(derived.store.quads_for_pattern(None, RDF.object, None))
    measured = len(set(derived.store.quads_for_pattern(None, RDF.subject, None))) - len(statements)
    assert len(terms) == len(statements) > 0
    assert all(isinstance(term, Triple) for term in terms)
    assert sum(quad.predicate == RDF.subject for quad in quads) == measured > 0
    assert not any(quad.predicate == RDF.object for quad in quads)


def test_a_literal_as_subject_stays_as_it_is() -> None:
    """A statement that RDF cannot say as a triple is not forced into one."""
    node = NamedNode("https://example.org/s")
    parts = [
        Quad(node, RDF.subject, Literal("a word")),
        Quad(node, RDF.predicate, AGENT),
        Quad(node, RDF.object, OWNERS),
    ]
    assert set(reified(parts)) == set(parts)
