"""The terms that the code itself uses, as closed namespaces: a mistyped term raises."""

from collections.abc import Iterator
from difflib import get_close_matches

from pyoxigraph import NamedNode

__all__ = [
    "BASE", "CG", "DCAT", "DCTERMS", "EDTF", "GRAPHS", "NP", "NPX", "OA", "OWL", "PROV", "RDF",
    "RDFS", "REL", "RULE", "SH", "SKOS", "SLOT", "VOID", "XSD", "Graphs", "Namespace",
]  # fmt: skip

# Not registered yet; whoever registers another one changes it here and in ontology/prefixes.ttl.
BASE = "https://w3id.org/claimgraph/"


class Namespace:
    """A closed vocabulary: `CG.Claim` is its IRI, and a term not listed raises `AttributeError`."""

    def __init__(self, iri: str, terms: str = "") -> None:
        self.iri = iri
        self._terms = {term: NamedNode(iri + term) for term in terms.split()}

    def __getattr__(self, term: str) -> NamedNode:
        """Return the IRI of `term`."""
        try:
            return self._terms[term]
        except KeyError:
            near = get_close_matches(term, self._terms, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise AttributeError(f"<{self.iri}> has no term {term}{hint}") from None

    def __getitem__(self, term: str) -> NamedNode:
        """Return the IRI of a term whose name Python does not allow as an attribute."""
        return self.__getattr__(term)

    def __iter__(self) -> Iterator[NamedNode]:
        """Iterate over the IRIs, in the order of the listing."""
        return iter(self._terms.values())


CG = Namespace(
    BASE + "ontology#",
    "Actor Claim Group Measurement MilitaryUnit Organisation Person Proposition Rule State"
    " abstainsOn act affirms approximate asWritten at authors claimant countStatus countedWith cue"
    " degree denies depth disavows distance document doubts during earliest entertains hedge"
    " inEvent incompatibleWith latest lower madeByRule manner modality onBehalfOf passage"
    " point population presupposes quantifier reportedBy reports restsOn section sha256"
    " spatialRelation speechForm statedIn statedOn statedTo strict timeAsWritten unit upper",
)
REL = Namespace(BASE + "relation#")
RULE = Namespace(BASE + "rule/")
SLOT = Namespace(
    BASE + "slot/",
    "address circa coordinates document earliest end entry kind latest project start supporter",
)
EDTF = NamedNode("http://id.loc.gov/datatypes/edtf")

DCAT = Namespace("http://www.w3.org/ns/dcat#", "Distribution distribution mediaType")
DCTERMS = Namespace("http://purl.org/dc/terms/", "created creator license references title")
NP = Namespace(
    "http://www.nanopub.org/nschema#",
    "Nanopublication hasAssertion hasProvenance hasPublicationInfo",
)
NPX = Namespace("http://purl.org/nanopub/x/", "introduces")
OA = Namespace("http://www.w3.org/ns/oa#", "start end")
OWL = Namespace(
    "http://www.w3.org/2002/07/owl#",
    "Class DatatypeProperty ObjectProperty Ontology imports sameAs",
)
PROV = Namespace("http://www.w3.org/ns/prov#", "wasAttributedTo wasDerivedFrom wasGeneratedBy")
RDF = Namespace(
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "Property Statement type subject predicate object reifies value",
)
RDFS = Namespace(
    "http://www.w3.org/2000/01/rdf-schema#", "comment isDefinedBy label subClassOf subPropertyOf"
)
SH = Namespace("http://www.w3.org/ns/shacl#", "Info Violation Warning result")
SKOS = Namespace(
    "http://www.w3.org/2004/02/skos/core#", "Concept altLabel definition editorialNote prefLabel"
)
VOID = Namespace("http://rdfs.org/ns/void#", "Dataset class classPartition entities subset triples")
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#", "boolean date dateTime decimal double integer string"
)


class Graphs(Namespace):
    """The named graphs of the dump, in the order in which a build fills them."""

    def __init__(self) -> None:
        super().__init__(BASE + "graph/", "ontology asserted inferred derived about")


GRAPHS = Graphs()
