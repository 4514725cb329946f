"""The ontology as a whole: every term is described, declared and used, and nothing said twice."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from claimgraph import terms as constants
from claimgraph import vocabulary
from claimgraph.findings import render
from claimgraph.layout import discover
from claimgraph.mentions import declared_prefixes, mentions
from claimgraph.read import load, prefixes, read, text_of
from claimgraph.terms import BASE, CG, DCTERMS, GRAPHS, OWL, RDF, RDFS, REL, SKOS, XSD
from claimgraph.turtle_text import Block, scan

ROOT = Path(__file__).resolve().parent.parent
LAYOUT = discover(ROOT)
FACTS = Path(__file__).parent / "data" / "wikidata-properties.tsv"

ONTOLOGY = BASE + "ontology"
RELATION = BASE + "relation"
DOMAIN = NamedNode("https://schema.org/domainIncludes")
RANGE = NamedNode("https://schema.org/rangeIncludes")
IS_DEFINED_BY = NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
IN_SCHEME = NamedNode("http://www.w3.org/2004/02/skos/core#inScheme")
RDFS_RANGE = NamedNode("http://www.w3.org/2000/01/rdf-schema#range")
EDTF = NamedNode("http://id.loc.gov/datatypes/edtf")
LANG_STRING = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")

RECORDS = (BASE + "prefix/", BASE + "mapping/", BASE + "slot/", "http://www.wikidata.org/entity/")

PROPERTY_KINDS = {
    OWL.iri + kind for kind in ("AnnotationProperty", "DatatypeProperty", "ObjectProperty")
}

# The relations that every author can count on.
CORE = """
    agent target participant instrument beneficiary addressee topic location origin destination
    heading route occurredOn occurred frequency duration partOf before after during cause purpose
    reaction killed injured captured released fled froze remained participated seen inhabitants
    strength prosecuted role affiliatedWith memberOf commander nationality sibling residesIn
    locatedIn capitalOf onRoad facility runsAlong onItsLeft onItsRight usedMoreThan knewOf believed
    intended considered said asserts meant conveysAccountOf misrepresented ordered saidBy because
    notDoneBecause unless motive supportsConclusion contrastsWith characterisedAs comparedWith
    shouldReceive justifiableIn intentionality exaggerated calledBy usesTerm refersTo requires
    prohibits binds appliesIf breached legalStatus defendant charge court penalty ruledThat author
    publishedIn depicts contains includesEvidenceFor citedIn broadcastBy identicalTo narrowerThan
    overlapsWith sameContentAs entails
""".split()

# Declared, and not used in graph/, shapes, queries or rules. To be emptied, term by term, as more
# is modelled; what then is still unused, goes.
ALLOW_UNUSED = frozenset(
    """
    act/demand act/warning gap/cross-reference gap/title-only kind/book kind/broadcast kind/document
    relation#disputes relation#duration relation#injured relation#intended relation#mainTheme
    relation#ordered relation#plaintiff relation#reaction relation#ruledThat
    relation#supportsConclusion spatial/around spatial/at-the-border-of spatial/from spatial/outside
    spatial/through spatial/towards

    basis/explicit form/indirect
    """.split()  # the last two say what holds where nothing is written, and stay
)

# The header of an ontology, in this order.
HEADER = """
    a owl:versionIRI owl:versionInfo dcterms:title dcterms:description dcterms:created
    dcterms:modified dcterms:creator dcterms:license vann:preferredNamespacePrefix
    vann:preferredNamespaceUri
""".split()

# What the ontology may be built from: each has its rule among those of OWL 2 RL, or is an
# annotation, of which nothing follows; our own annotation properties come on top.
CONSTRUCTS = """
    rdf:type rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range owl:disjointWith

    rdfs:label rdfs:isDefinedBy rdfs:seeAlso skos:definition skos:scopeNote skos:editorialNote
    skos:inScheme skos:closeMatch skos:relatedMatch schema:domainIncludes schema:rangeIncludes
    sh:declare sh:prefix sh:namespace dcterms:references cg:order
""".split()
KINDS = """
    owl:Ontology owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty
    owl:SymmetricProperty skos:Concept skos:ConceptScheme sh:PrefixDeclaration cg:Relation
    cg:Measure cg:Rule cg:Mapping cg:Slot cg:WikidataItem cg:WikidataProperty
""".split()
# The datatypes of the profile that are used here, then those that its rules treat as opaque.
DATATYPES = {
    *(XSD.boolean, XSD.decimal, XSD.integer, XSD.string),
    *(XSD.date, EDTF, LANG_STRING),
}


@cache
def store() -> Store:
    """Return the ontology without the alignments."""
    loaded = Store()
    for path in LAYOUT.ontology_files:
        load(loaded, path, GRAPHS.ontology)
    return loaded


@cache
def registry() -> dict[str, str]:
    """Return the prefix registry."""
    return prefixes(LAYOUT)


def expand(names: list[str]) -> set[str]:
    """Return the IRIs of prefixed names."""
    return {registry()[prefix] + local for prefix, _, local in (n.partition(":") for n in names)}


def objects(subject: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
    """Return what the ontology says of a subject."""
    found = [quad.object for quad in store().quads_for_pattern(subject, predicate, None)]
    return [item for item in found if isinstance(item, NamedNode | Literal)]


def value(term: object) -> str:
    """Return what an IRI or a literal consists of."""
    assert isinstance(term, NamedNode | Literal)
    return term.value


def instances(*classes: NamedNode) -> list[NamedNode]:
    """Return the subjects with one of the types, in order."""
    found = {
        quad.subject
        for class_ in classes
        for quad in store().quads_for_pattern(None, RDF.type, class_)
        if isinstance(quad.subject, NamedNode)
    }
    return sorted(found, key=str)


@cache
def terms() -> list[NamedNode]:
    """Return every term of ours: classes, properties, relations, schemes, concepts, rules.

    Prefixes and the mapping to Wikidata are records, which nobody models with.
    """
    found = {quad.subject for quad in store().quads_for_pattern(None, RDF.type, None)}
    ontologies = set(instances(OWL.Ontology))
    ours = {
        term
        for term in found - ontologies
        if isinstance(term, NamedNode) and not term.value.startswith(RECORDS)
    }
    return sorted(ours, key=str)


def relations() -> list[NamedNode]:
    """Return every relation."""
    return [term for term in terms() if term.value.startswith(REL.iri)]


def ours(text: str) -> Iterator[str]:
    """Yield the IRIs of ours that a text names."""
    return (mention.iri for mention in mentions(text) if mention.iri.startswith(BASE))


# Descriptions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.value.removeprefix(BASE))
def test_a_term_is_described(term: NamedNode) -> None:
    """A term has one English label, one English definition, and says where it is defined."""
    for predicate in (RDFS.label, SKOS.definition):
        said = objects(term, predicate)
        assert [text.language for text in said if isinstance(text, Literal)] == ["en"]
    assert objects(term, IS_DEFINED_BY) == [
        NamedNode(RELATION if term.value.startswith(REL.iri) else ONTOLOGY)
    ]


def test_definitions_define() -> None:
    """A definition is a sentence of its own: not the label, not another's, no circle."""
    texts = {term: str(objects(term, SKOS.definition)[0].value) for term in terms()}
    assert [text for text, count in Counter(texts.values()).items() if count > 1] == []
    properties = CG.iri[:-1] + "#"
    for term, text in texts.items():
        label = str(objects(term, RDFS.label)[0].value)
        assert text.endswith("."), term
        assert text[0].isupper(), term
        # A property may name the class that it leads to: cg:passage.
        if not term.value.startswith(properties) or term in instances(NamedNode(OWL.iri + "Class")):
            assert not re.search(rf"\b{re.escape(label)}\b", text, re.IGNORECASE), term


def test_labels_tell_terms_apart() -> None:
    """Among classes, properties, kinds … labels differ, and they are not written as titles."""
    classes = instances(NamedNode(OWL.iri + "Class"))
    labels = Counter(
        (re.split(r"[^/#]*$", term.value)[0], term in classes, value(objects(term, RDFS.label)[0]))
        for term in terms()
    )
    assert [label for label, count in labels.items() if count > 1] == []
    capitals = {label for _, _, label in labels if label[0].isupper()}
    assert capitals == {
        *("EDTF bounds", "SHA-256", "US state"),
        *("Wikibase datatype", "Wikidata item", "Wikidata property"),
    }


def test_names_say_what_a_term_is() -> None:
    """Classes are written UpperCamel, properties and relations lowerCamel, the rest in-kebab."""
    classes = instances(NamedNode(OWL.iri + "Class"))
    for term in terms():
        namespace, name = re.fullmatch(r"(.*[/#])([^/#]+)", term.value).groups()  # type: ignore[union-attr]
        if namespace in {CG.iri, REL.iri}:
            pattern = r"[A-Z][A-Za-z]+" if term in classes else r"[a-z][A-Za-z0-9]+"
        else:
            pattern = r"[a-z0-9]+(-[a-z0-9]+)*"
        assert re.fullmatch(pattern, name), term


@pytest.mark.parametrize("name", ["claimgraph", "relations", "alignments"])
def test_the_header_is_complete(name: str) -> None:
    """An ontology says what it is, in the usual order, with typed dates and a licence by IRI."""
    path = LAYOUT.ontology / f"{name}.ttl"
    block = scan(text_of(path)).blocks[0]
    written = [clause.predicate.text for clause in block.clauses]
    expected = [term for term in HEADER if name != "alignments" or not term.startswith("vann:")]
    assert [term for term in written if term != "dcterms:references"] == expected
    loaded = Store()
    load(loaded, path, GRAPHS.ontology)
    subject = next(iter(loaded.quads_for_pattern(None, RDF.type, OWL.Ontology))).subject
    said = {quad.predicate: quad.object for quad in loaded.quads_for_pattern(subject, None, None)}
    version = value(said[NamedNode(OWL.iri + "versionInfo")])
    assert value(said[NamedNode(OWL.iri + "versionIRI")]) == f"{value(subject)}/{version}"
    for date in (said[NamedNode(DCTERMS.iri + name)] for name in ("created", "modified")):
        assert isinstance(date, Literal)
        assert date.datatype == XSD.date
    assert isinstance(said[DCTERMS.license], NamedNode)


# Concepts and rules ------------------------------------------------------------------------------


def test_a_concept_is_in_the_scheme_of_its_namespace() -> None:
    """Every concept of the ontology belongs to one scheme, and each scheme has concepts."""
    concepts = instances(SKOS.Concept)
    for concept in concepts:
        kind = concept.value.removeprefix(BASE).partition("/")[0]
        assert objects(concept, IN_SCHEME) == [NamedNode(f"{BASE}scheme/{kind}")]
    schemes = instances(NamedNode(SKOS.iri + "ConceptScheme"))
    assert {scheme for concept in concepts for scheme in objects(concept, IN_SCHEME)} == set(
        schemes
    )


def test_rules_are_files() -> None:
    """Every rule is declared and has its query, and no query is without a declaration."""
    declared = {term.value.removeprefix(BASE + "rule/") for term in instances(CG.Rule)}
    assert declared == {path.stem for path in LAYOUT.rule_files}


# Relations ---------------------------------------------------------------------------------------


def test_the_core_relations_are_there() -> None:
    """Nothing that authors count on is missing."""
    assert [name for name in CORE if NamedNode(REL.iri + name) not in relations()] == []


@pytest.mark.parametrize("relation", relations(), ids=lambda term: term.value.removeprefix(REL.iri))
def test_a_relation_says_what_it_relates(relation: NamedNode) -> None:
    """A relation has a family, a domain, and a range unless it is a measure."""
    measure = NamedNode(CG.iri + "Measure") in objects(relation, RDF.type)
    families = objects(relation, NamedNode(CG.iri + "family"))
    assert len(families) == 1
    assert families[0] in instances(SKOS.Concept)
    assert measure == (families[0].value == BASE + "family/counts")
    known = {*instances(NamedNode(OWL.iri + "Class")), SKOS.Concept}
    domain, ranges = objects(relation, DOMAIN), objects(relation, RANGE)
    assert domain
    assert set(domain) <= known
    assert bool(ranges) != measure
    assert set(ranges) <= known | {EDTF, XSD.boolean, LANG_STRING}
    if objects(relation, NamedNode(CG.iri + "symmetric")):
        assert set(domain) == set(ranges)


def test_symmetric_is_said_or_left_out() -> None:
    """cg:symmetric is true where it stands at all."""
    symmetric = NamedNode(CG.iri + "symmetric")
    said = {quad.object for quad in store().quads_for_pattern(None, symmetric, None)}
    assert said == {Literal("true", datatype=XSD.boolean)}


def facts() -> dict[str, tuple[str, str]]:
    """Return the label and the datatype of each Wikidata property that was verified and is used."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return {
            row["pid"]: (row["label"], row["datatype"])
            for row in csv.DictReader(file, delimiter="\t")
        }


def test_wikidata_properties_are_verified() -> None:
    """Each property that is declared is as it was verified, and is used; no other is."""
    declared = instances(NamedNode(CG.iri + "WikidataProperty"))
    found = {
        item.value.removeprefix(registry()["wd"]): (
            value(objects(item, RDFS.label)[0]),
            value(objects(item, NamedNode(CG.iri + "wikibaseDatatype"))[0]),
        )
        for item in declared
    }
    assert found == facts()
    used = {
        quad.object
        for name in ("wikidataProperty", "mapsTo")
        for quad in store().quads_for_pattern(None, NamedNode(CG.iri + name), None)
    }
    assert used == set(declared)


# The profile -------------------------------------------------------------------------------------


def test_the_ontology_is_owl_2_rl() -> None:
    """Nothing is said with a construct for which the RL rules have no meaning."""
    headers = set(instances(OWL.Ontology))
    allowed, kinds = expand(CONSTRUCTS), expand(KINDS)
    allowed |= {term.value for term in instances(NamedNode(OWL.iri + "AnnotationProperty"))}
    classes = {*instances(NamedNode(OWL.iri + "Class")), SKOS.Concept}
    outside = {RDF.Property, RDF.Statement}
    for quad in store():
        if quad.subject in headers and quad.predicate.value in expand(HEADER[1:]):
            continue
        assert isinstance(quad.subject, NamedNode), quad  # no class expressions
        assert quad.predicate.value in allowed, quad
        if quad.predicate == RDF.type:
            assert value(quad.object) in kinds, quad
        elif quad.predicate == RDFS.subClassOf:
            assert quad.object in classes | outside, quad


def test_a_property_is_of_one_kind() -> None:
    """No property leads to things and to literals, and ranges fit the kind."""
    classes = {*instances(NamedNode(OWL.iri + "Class")), SKOS.Concept}
    for term in terms():
        kinds = {item.value for item in objects(term, RDF.type)} & PROPERTY_KINDS
        assert len(kinds) <= 1, term
        for range_ in objects(term, RDFS_RANGE):
            literal = kinds == {OWL.iri + "DatatypeProperty"}
            assert range_ in (DATATYPES if literal else classes), term


# Own voice ---------------------------------------------------------------------------------------


def test_relations_are_never_predicates() -> None:
    """In no Turtle of ours does a rel: term stand as the predicate of a triple."""
    for path in [*LAYOUT.turtle_files, *LAYOUT.shape_files]:
        loaded = Store()
        load(loaded, path, GRAPHS.asserted)
        assert [quad for quad in loaded if quad.predicate.value.startswith(REL.iri)] == [], path


_COMMENT = r"^\s*#.*$"
_STRING = r'"(?:[^"\\\n]|\\.)*"'
_VALUES = r"\bVALUES\s+\S+\s*\{[^}]*\}"
_ELSEWHERE = re.compile(f"{_COMMENT}|{_STRING}|{_VALUES}", re.IGNORECASE | re.MULTILINE)
_AS_PREDICATE = re.compile(r"(?<![(,])\s(rel:\w+)\s+(?=[?$<\"'\w\[_])")


def predicates(query: str) -> list[str]:
    """Return the relations that stand where a predicate does in the text of a query."""
    return _AS_PREDICATE.findall(_ELSEWHERE.sub(" () ", query))


def test_relations_are_never_predicates_of_queries() -> None:
    """Nor does any query ask for such a triple, or make one."""
    for path in LAYOUT.query_files:
        assert predicates(text_of(path)) == [], path


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?p rdf:predicate rel:killed ; rdf:subject ?e", []),
        ("VALUES ?r { rel:killed rel:injured }", []),
        ("FILTER(?r IN (rel:killed, rel:injured))", []),
        ("# ?e rel:agent ?a", []),
        ('BIND("deny that rel:asserts holds" AS ?message)', []),
        ("?e rel:agent ?a", ["rel:agent"]),
        ("?p a cg:Proposition ; rel:agent actor:x .", ["rel:agent"]),
    ],
)
def test_the_search_for_predicates_finds_them(query: str, found: list[str]) -> None:
    """The pattern of the test above tells the places in a query apart."""
    assert predicates(query) == found


# Prefixes ----------------------------------------------------------------------------------------


def test_the_registry_is_one_to_one() -> None:
    """Each prefix is declared once, each namespace bound once, and the list names every block."""
    source = scan(text_of(LAYOUT.prefixes_file))
    blocks = {block.subject: block for block in source.blocks}
    header = blocks.pop(next(iter(blocks)))
    names = [item.text for clause in header.clauses for item in clause.objects]
    assert [name for name in names if name.startswith("prefix:")] == list(blocks)
    assert list(blocks) == sorted(blocks)
    declared = [
        {quad.predicate.value.rpartition("#")[2]: value(quad.object) for quad in quads}
        for quads in (
            list(
                store().quads_for_pattern(NamedNode(f"{BASE}{name.replace(':', '/')}"), None, None)
            )
            for name in blocks
        )
    ]
    assert [f"prefix:{item['prefix']}" for item in declared] == list(blocks)
    assert len({item["namespace"] for item in declared}) == len(declared)


def with_constants(source: str) -> str:
    """Return the text of a module with the namespaces that its queries get from `terms`."""
    for name, item in vars(constants).items():
        if isinstance(item, constants.Namespace):
            source = source.replace(f"{{{name}.iri}}", item.iri)
    return source.replace("{BASE}", BASE)


def test_every_prefix_line_is_the_registrys() -> None:
    """Wherever the repository declares a prefix, it means the same."""
    folders = [
        ROOT / name for name in ("bench", "claimgraph", "docs", "graph", "ontology", "queries")
    ]
    paths = [path for folder in folders for path in folder.rglob("*")] + list(ROOT.glob("*.md"))
    suffixes = {".ttl", ".rq", ".md", ".py"}
    wrong = [
        (path.name, prefix, namespace)
        for path in paths
        if path.suffix in suffixes
        for prefix, namespace in declared_prefixes(with_constants(text_of(path))).items()
        if registry().get(prefix) != namespace
    ]
    assert wrong == []


# Use ---------------------------------------------------------------------------------------------


def test_nothing_is_undeclared() -> None:
    """Every IRI of ours in ontology, graph, shapes, rules and queries has its block."""
    found = vocabulary.check(read(LAYOUT), LAYOUT, registry())
    assert [render(finding) for finding in found] == []


@cache
def used() -> set[str]:
    """Return the terms of ours that something besides their own block needs."""
    paths = [*LAYOUT.graph_files, *LAYOUT.shape_files, *LAYOUT.query_files]
    named = {iri for path in paths for iri in ours(text_of(path))}
    # Rules are files; what the ontology says with a term, or puts under it, it needs.
    named |= {BASE + "rule/" + path.stem for path in LAYOUT.rule_files}
    named |= {quad.predicate.value for quad in store()}
    for predicate in (RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, IN_SCHEME):
        named |= {value(quad.object) for quad in store().quads_for_pattern(None, predicate, None)}
    family = NamedNode(CG.iri + "family")
    return named | {value(quad.object) for quad in store().quads_for_pattern(None, family, None)}


def test_every_term_is_used() -> None:
    """What nothing uses is a promise that nobody keeps: use it, or take it out."""
    unused = {term.value.removeprefix(BASE) for term in terms()} - {
        iri.removeprefix(BASE) for iri in used()
    }
    assert sorted(unused - ALLOW_UNUSED) == []


def test_the_allowance_is_up_to_date() -> None:
    """Only terms that exist may be unused."""
    assert sorted(ALLOW_UNUSED - {term.value.removeprefix(BASE) for term in terms()}) == []


def test_borrowed_terms_are_used() -> None:
    """The list of foreign terms holds what is written somewhere, and nothing in reserve."""
    listed = {
        value(item) for item in objects(NamedNode(ONTOLOGY + "/borrowed"), DCTERMS.references)
    }
    turtle = [*LAYOUT.ontology_files, *LAYOUT.graph_files, *LAYOUT.shape_files]
    paths = [path for path in turtle if path.name != "borrowed.ttl"]
    paths += [*LAYOUT.query_files, LAYOUT.alignment_file, *Path(__file__).parent.rglob("*.ttl")]
    named = {mention.iri for path in paths for mention in mentions(text_of(path))}
    # sh:property is what authors of shapes reach for; without it nothing can hint at its spelling.
    named |= {RDF.type.value, DCTERMS.references.value, *expand(["sh:property"])}
    assert sorted(listed - named - terms_of_the_code()) == []


def terms_of_the_code() -> set[str]:
    """Return the terms that the program itself writes or looks for."""
    namespaces = [
        item for item in vars(constants).values() if isinstance(item, constants.Namespace)
    ]
    texts = [text_of(path) for path in (ROOT / "claimgraph").glob("*.py")]
    names = {name for text in texts for name in re.findall(r"\b([a-z]+:\w+)", text)}
    known = [name for name in names if name.partition(":")[0] in registry()]
    return expand(known) | {term.value for namespace in namespaces for term in namespace}


def test_blocks_are_one_per_subject() -> None:
    """No term of the ontology is described in two places."""
    subjects = Counter(
        block.subject for path in LAYOUT.ontology_files for block in all_blocks(path)
    )
    assert [subject for subject, count in subjects.items() if count > 1] == []


def all_blocks(path: Path) -> list[Block]:
    """Return the blocks of a Turtle file."""
    return scan(text_of(path)).blocks
