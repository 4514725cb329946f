"""OWL 2 RL: our rules conclude what owlrl concludes, less what says nothing."""

import re
from typing import cast

import pytest
from pyoxigraph import NamedNode, Quad, QueryTriples, RdfFormat, Store

from claimgraph.infer import infer
from claimgraph.layout import Layout
from claimgraph.rdflib_graph import to_rdflib
from claimgraph.read import read, text_of
from claimgraph.terms import GRAPHS

EX = "http://example.org/"
AXIOMS = """
    PREFIX :     <http://example.org/>
    PREFIX owl:  <http://www.w3.org/2002/07/owl#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

    :Dog rdfs:subClassOf :Mammal . :Mammal rdfs:subClassOf :Animal .
    :Hound owl:equivalentClass :Dog .
    :Puppy rdfs:subClassOf :YoungDog . :YoungDog rdfs:subClassOf :Puppy .
    :owns rdfs:subPropertyOf :has ; rdfs:domain :Owner ; rdfs:range :Animal .
    :has rdfs:subPropertyOf :knows ; rdfs:domain :Person .
    :keeps owl:equivalentProperty :owns .
    :tends rdfs:subPropertyOf :minds . :minds rdfs:subPropertyOf :tends .
    :ownedBy owl:inverseOf :owns .
    :knows a owl:SymmetricProperty .
    :ancestor a owl:TransitiveProperty .
    :uncle owl:propertyChainAxiom ( :parent :brother ) .
    :Cat owl:disjointWith :Dog .
    :Owner rdfs:subClassOf :Person .
    :age rdfs:range :Number ; rdfs:domain :Animal . :Number rdfs:subClassOf :Value .
"""
DATA = """
    PREFIX : <http://example.org/>
    :rex a :Dog ; :age 4 . :fido a :Hound . :tiny a :Puppy . :tom a :Cat .
    :ann :owns :rex . :bob :keeps :fido . :tiny :ownedBy :cyd . :dan :tends :eve .
    :eve :knows :ann .
    :a :ancestor :b . :b :ancestor :c . :c :ancestor :d .
    :x :parent :y . :y :brother :z .
"""


@pytest.fixture
def store(mini: Layout) -> Store:
    """Return a fixture that uses every kind of axiom, closed."""
    store = Store()
    store.load(AXIOMS, RdfFormat.TURTLE, to_graph=GRAPHS.ontology)
    store.load(DATA, RdfFormat.TURTLE, to_graph=GRAPHS.asserted)
    infer(store, mini.entailment_files)
    return store


def test_every_rule_concludes_something(mini: Layout, store: Store) -> None:
    """The fixture makes every rule fire, or the comparison would show nothing."""
    store.remove_graph(GRAPHS.inferred)
    for path in mini.entailment_files:
        concluded = store.query(text_of(path), use_default_graph_as_union=True)
        assert list(cast(QueryTriples, concluded)), path.name


def test_same_as_owlrl(store: Store) -> None:
    """The closure of the fixture is that of owlrl, less what says nothing."""
    import owlrl

    given = [q for q in store if q.graph_name != GRAPHS.inferred]
    graph = to_rdflib(given)
    # owlrl wants a graph that can also forget.
    import rdflib

    closed = rdflib.Graph()
    closed += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    theirs = {
        " ".join(term.n3() for term in triple) for triple in closed if _says_something(triple)
    }
    ours = {" ".join(term.n3() for term in triple) for triple in to_rdflib(store)}
    assert _tidy(theirs) == _tidy(ours)


def _says_something(triple: tuple[object, ...]) -> bool:
    """Leave out literals as subjects, the OWL vocabulary's own axioms, and what is reflexive."""
    from rdflib import OWL, Literal

    subject, predicate, object_ = triple
    if isinstance(subject, Literal) or object_ in (OWL.Thing, OWL.Nothing) or subject == object_:
        return False
    return subject not in (OWL.Thing, OWL.Nothing) and predicate != OWL.sameAs


def _tidy(lines: set[str]) -> set[str]:
    """Name blank nodes alike (there is one list), and keep what is about the fixture."""
    named = {re.sub(r"_:\w+", "_:b", line) for line in lines}
    return {line for line in named if EX in line and "rdf-syntax-ns#rest" not in line}


def test_only_what_is_new(store: Store) -> None:
    """What was said is not inferred once more."""
    inferred = {q.triple for q in store.quads_for_pattern(None, None, None, GRAPHS.inferred)}
    assert inferred
    for graph in (GRAPHS.ontology, GRAPHS.asserted):
        said = {q.triple for q in store.quads_for_pattern(None, None, None, graph)}
        assert not inferred & said


def test_a_fixpoint(mini: Layout, store: Store) -> None:
    """Once closed, nothing more follows."""
    assert infer(store, mini.entailment_files) == 0


def test_the_invented_event(mini: Layout) -> None:
    """Entities get the classes above their own; no relation becomes a predicate."""
    dataset = read(mini)
    infer(dataset.store, mini.entailment_files)
    cg = "https://w3id.org/claimgraph/ontology#"
    rdf_type = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    owners = NamedNode("https://w3id.org/claimgraph/actor/mill-owners")
    assert Quad(owners, rdf_type, NamedNode(cg + "Actor"), GRAPHS.inferred) in dataset.store


def test_every_axiom_that_may_be_used_has_a_rule(mini: Layout) -> None:
    """An axiom that no rule follows would be silently without effect."""
    allowed = set(re.findall(r"(?:owl|rdfs):\w+", text_of(mini.ontology / "borrowed.ttl")))
    followed = {
        term
        for path in [*mini.entailment_files, *mini.quality_files]
        for term in re.findall(r"(?:owl|rdfs):\w+", text_of(path))
    }
    without_consequence = {
        "owl:AnnotationProperty", "owl:Class", "owl:DatatypeProperty", "owl:ObjectProperty",
        "owl:Ontology", "owl:deprecated", "owl:priorVersion", "owl:versionIRI", "owl:versionInfo",
        "rdfs:isDefinedBy", "rdfs:label", "rdfs:seeAlso", "rdfs:comment",
    }  # fmt: skip
    assert allowed - without_consequence <= followed
