"""The alignments say nothing contested under full inference, and planted leaks are caught."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import owlrl
import pytest
from pyoxigraph import NamedNode, Quad, Store
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from claimgraph.layout import discover
from claimgraph.mentions import mentions
from claimgraph.rdflib_graph import to_rdflib
from claimgraph.read import load, text_of
from claimgraph.terms import BASE, GRAPHS, REL
from claimgraph.turtle_text import Block, scan

ROOT = Path(__file__).resolve().parent.parent
LAYOUT = discover(ROOT)
DATA = Path(__file__).parent / "data" / "alignments"
RELATIONS = LAYOUT.ontology / "relations.ttl"
RECORD = DATA / "record.ttl"
FOREIGN = DATA / "foreign-axioms.ttl"
PLANTED = sorted(DATA.glob("invalid.*.ttl"))

AXIOMS = {"rdfs:subClassOf", "rdfs:subPropertyOf"}
MATCHES = {"skos:closeMatch", "skos:relatedMatch"}

ENTITIES = tuple(
    BASE + kind for kind in ("actor/", "concept/", "event/", "mention/", "place/", "source/")
)
RECORDED = (
    *ENTITIES,
    *(BASE + kind for kind in ("claim/", "passage/", "proposition/", "rule/", "section/")),
)
# Where an entity may end up in another vocabulary. Each says what sort of thing it is, and nothing
# of what it did, underwent or was.
ENTITY_TYPES = {
    "http://www.w3.org/ns/prov#Entity",  # real or imaginary
    "https://schema.org/Organization",
    "https://schema.org/Person",  # alive, dead, undead or fictional
    "https://schema.org/Thing",
    # The document, whose text is at hand.
    "http://www.cidoc-crm.org/cidoc-crm/E28_Conceptual_Object",
    "http://www.cidoc-crm.org/cidoc-crm/E33_Linguistic_Object",
    "http://www.cidoc-crm.org/cidoc-crm/E73_Information_Object",
    "http://www.cidoc-crm.org/cidoc-crm/E89_Propositional_Object",
    "http://www.cidoc-crm.org/cidoc-crm/E90_Symbolic_Object",
    "https://schema.org/CreativeWork",
}
ANNOTATIONS = [
    *(RDFS.label, RDFS.isDefinedBy, SKOS.definition, SKOS.editorialNote),
    *(SKOS.closeMatch, SKOS.relatedMatch, DCTERMS.references),
]
AGENT = URIRef("http://www.w3.org/ns/prov#Agent")
LANGUAGE = (str(OWL), str(RDF), str(RDFS), BASE)
CLAIMANT = URIRef(BASE + "ontology#claimant")
OWLRL_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def graph_of(paths: Iterable[Path]) -> Graph:
    """Return what the files say as one rdflib graph."""
    store = Store()
    for path in paths:
        load(store, path, GRAPHS.asserted)
    graph = Graph(bind_namespaces="none")  # the one of to_rdflib is for reading alone
    for triple in to_rdflib(store):
        graph.add(triple)
    return graph


@cache
def closure(*more: Path, whole: bool = False) -> tuple[Graph, Graph]:
    """Return the record, and its closure with ontology, alignments and the files of `more`.

    Unless it is to be the `whole` closure, the relations and what only people read are left out:
    a quarter of the time.
    """
    ontology = [LAYOUT.ontology / "claimgraph.ttl", *([RELATIONS] if whole else [])]
    graph = graph_of([*ontology, LAYOUT.alignment_file, RECORD, *more])
    for predicate in [] if whole else ANNOTATIONS:
        graph.remove((None, predicate, None))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph_of([RECORD]), graph


def leaks(asserted: Graph, closed: Graph) -> Iterator[str]:
    """Yield a line for whatever the closure says of entities that the record does not."""
    claimants = set(asserted.objects(None, CLAIMANT))
    for subject, predicate, object_ in closed:
        triple = f"{subject} {predicate} {object_}"
        if str(predicate).startswith(REL.iri):
            yield f"relation as predicate: {triple}"
        elif not is_entity(subject):
            continue
        elif predicate == RDF.type:
            known = str(object_).startswith(LANGUAGE) or str(object_) in {
                str(SKOS.Concept),
                *ENTITY_TYPES,
            }
            if not known and not (object_ == AGENT and subject in claimants):
                yield f"entity typed: {triple}"
        elif (
            is_entity(object_)
            and (subject, predicate, object_) not in asserted
            and (predicate, object_) != (OWL.sameAs, subject)  # reasoners say this of everything
        ):
            yield f"entities linked: {triple}"


def is_entity(node: Node) -> bool:
    """Return whether a node is something that claims speak of."""
    return isinstance(node, URIRef) and str(node).startswith(ENTITIES)


def test_nothing_contested_follows() -> None:
    """Full OWL 2 RL closure says nothing of an entity that the record does not say.

    The foreign axioms are there too; whoever leaves them out can only infer less.
    """
    assert sorted(leaks(*closure(FOREIGN, whole=True))) == []


def test_the_foreign_axioms_fit() -> None:
    """The alignments and the foreign axioms together are free of contradiction."""
    _, closed = closure(FOREIGN, whole=True)
    assert sorted(map(str, closed.objects(None, OWLRL_ERROR))) == []


def test_the_alignments_do_something() -> None:
    """The record is seen by whoever knows PROV-O, CRM, schema.org, CiTO or Web Annotation only."""
    _, closed = closure(FOREIGN, whole=True)
    record = [triple for triple in closed if str(triple[0]).startswith(RECORDED)]
    seen = {str(term) for triple in record for term in triple[1:]}
    axioms = {iri for block in blocks() for iri in targets(block, AXIOMS)}
    assert axioms
    assert axioms - seen == set()


@pytest.mark.parametrize("planted", PLANTED, ids=lambda path: path.name)
def test_planted_leaks_are_caught(planted: Path) -> None:
    """An alignment that says something contested is noticed, by the kind that its name says."""
    kind = {
        "invalid.agent-without-claim.ttl": "entity typed",
        "invalid.link-between-entities.ttl": "entities linked",
        "invalid.relation-as-predicate.ttl": "relation as predicate",
        "invalid.typed-by-foreign-range.ttl": "entity typed",
        "invalid.typed-into-happening.ttl": "entity typed",
    }[planted.name]
    found = list(leaks(*closure(FOREIGN, planted)))
    assert found
    assert {line.partition(":")[0] for line in found} == {kind}


def test_leaks_were_planted() -> None:
    """The cases were found."""
    assert len(PLANTED) == 5


def blocks() -> list[Block]:
    """Return the blocks of the alignments about our terms."""
    source = scan(text_of(LAYOUT.alignment_file))
    return [block for block in source.blocks if block.subject.startswith("cg:")]


def targets(block: Block, predicates: set[str]) -> list[str]:
    """Return the IRIs of what a block says with some predicates."""
    written = [
        item.text
        for clause in block.clauses
        if clause.predicate.text in predicates
        for item in clause.objects
    ]
    text = text_of(LAYOUT.alignment_file)
    iris = {mention.written: mention.iri for mention in mentions(text)}
    return [iris[item] for item in written]


def test_each_alignment_says_why() -> None:
    """Every block is one alignment and one note that says why it is safe, or what would leak."""
    for block in blocks():
        names = [clause.predicate.text for clause in block.clauses]
        assert names.count("skos:editorialNote") == 1, block.subject
        aligned = [name for name in names if name != "skos:editorialNote"]
        assert set(aligned) <= AXIOMS | MATCHES, block.subject
        assert len(aligned) == 1 or block.subject == "cg:Proposition", block.subject


def test_the_list_of_foreign_terms_is_exact() -> None:
    """The header lists each foreign term of an alignment, and no other."""
    store = Store()
    load(store, LAYOUT.alignment_file, GRAPHS.ontology)
    references = NamedNode("http://purl.org/dc/terms/references")
    listed = [quad.object for quad in store.quads_for_pattern(None, references, None)]
    used = {iri for block in blocks() for iri in targets(block, AXIOMS | MATCHES)}
    assert {term.value for term in listed if isinstance(term, NamedNode)} == used


def test_foreign_terms_of_axioms_are_declared() -> None:
    """OWL wants every class and property of an axiom declared, also those of other vocabularies."""
    store = Store()
    load(store, LAYOUT.alignment_file, GRAPHS.ontology)
    axioms = {iri for block in blocks() for iri in targets(block, AXIOMS)}
    typed = {str(quad.subject).strip("<>") for quad in of(store, "type")}
    assert typed - axioms == {BASE + "ontology/alignments"}
    assert axioms <= typed


def of(store: Store, name: str) -> list[Quad]:
    """Return the triples of a store with one predicate of RDF."""
    return list(store.quads_for_pattern(None, NamedNode(str(RDF) + name), None))


def test_no_vocabulary_is_missing() -> None:
    """PROV-O, SEM, CIDOC CRM, CRMinf, schema.org, CiTO, Web Annotation and RDF 1.2 are there."""
    titles = re.findall(r"^# (.*?) -{4,}$", text_of(LAYOUT.alignment_file), re.MULTILINE)
    assert titles == [
        "PROV-O",
        "SEM, the Simple Event Model",
        "CIDOC CRM",
        "CRMinf",
        "schema.org",
        "CiTO",
        "Web Annotation",
        "RDF 1.2",
        "Foreign terms that axioms use",
    ]
