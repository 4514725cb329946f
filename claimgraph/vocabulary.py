"""The closed-vocabulary check: SHACL does not see that `cg:Cliam` is spelt wrong, this does.

Every IRI of ours must be declared, that is have a type, somewhere in the ontology, the graph or the
shapes. Terms of other vocabularies must stand in the list of `ontology/borrowed.ttl`; those that
the alignments alone need stand in a list of their own, so that nothing else can use them.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from pathlib import Path

from claimgraph.curie import shorten
from claimgraph.findings import Finding, Level
from claimgraph.layout import Layout
from claimgraph.mentions import declared_prefixes, iris, mentions, subjects
from claimgraph.read import Dataset, load, text_of
from claimgraph.terms import BASE, GRAPHS, RULE

__all__ = ["check"]

_TYPED = f"""
    SELECT DISTINCT ?iri WHERE {{ ?iri a ?type . FILTER(STRSTARTS(STR(?iri), "{BASE}")) }}
"""
# The version IRIs of the ontology name documents that are not here.
_UNTYPED = f"""
    PREFIX owl: <http://www.w3.org/2002/07/owl#>
    SELECT ?iri (EXISTS {{ ?iri ?q ?v }} AS ?written)
    WHERE {{
      {{
        SELECT DISTINCT ?iri
        WHERE {{
          {{ ?iri ?p ?o }} UNION {{ ?s ?iri ?o }}
          UNION {{ ?s ?p ?iri . FILTER(?p NOT IN (owl:versionIRI, owl:priorVersion)) }}
        }}
      }}
      FILTER(isIRI(?iri) && STRSTARTS(STR(?iri), "{BASE}"))
      MINUS {{ ?iri a ?type }}
    }}
"""
_FOREIGN = f"""
    SELECT DISTINCT ?iri
    WHERE {{
      {{ ?s ?iri ?o }} UNION {{ ?s a ?iri }}
      UNION {{ ?s ?p ?o . FILTER(isLiteral(?o)) BIND(DATATYPE(?o) AS ?iri) }}
      FILTER(isIRI(?iri) && !STRSTARTS(STR(?iri), "{BASE}"))
    }}
"""
_BORROWED = """
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX owl:     <http://www.w3.org/2002/07/owl#>
    SELECT ?iri WHERE { ?ontology a owl:Ontology ; dcterms:references ?iri }
"""
# What an ontology says of itself (its licence, its version) is no vocabulary.
_ALIGNED = """
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX owl:     <http://www.w3.org/2002/07/owl#>
    SELECT ?iri
    WHERE {
      { ?ontology a owl:Ontology ; ?p ?iri . FILTER(isIRI(?iri)) } UNION { ?iri a owl:Ontology }
    }
"""


def check(dataset: Dataset, layout: Layout, prefixes: Mapping[str, str]) -> list[Finding]:
    """Return a violation for each use of a term that is not declared, where it is written.

    The dataset's own IRIs come from its store, which is fast and sees what the parser saw; the
    shapes, rules, queries and alignments are read as text.
    """
    declared = {graph.value for graph in GRAPHS}
    declared |= {RULE.iri + path.stem for path in layout.rule_files}
    declared |= {row["iri"].value for row in dataset.select(_BORROWED)}
    declared |= {row["iri"].value for row in dataset.select(_TYPED)}
    unknown: set[str] = set()
    findings = []
    for row in dataset.select(_UNTYPED):
        iri = row["iri"].value
        if row["written"].value == "true":
            declared.add(iri)
            findings.append(_untyped(iri, dataset, prefixes))
        else:
            unknown.add(iri)
    unknown |= {row["iri"].value for row in dataset.select(_FOREIGN)}
    for path in layout.shape_files:
        declared |= {subject.iri for subject in subjects(text_of(path))}

    vocabularies = tuple({_namespace(iri) for iri in declared if not iri.startswith(BASE)} | {BASE})
    namespaces = set(prefixes.values())  # a namespace alone, as in STR(rel:), is no term
    for path in [*layout.query_files, *layout.shape_files]:
        text = text_of(path)
        # In queries IRIs of other namespaces are data.
        strange = {
            iri for iri in iris(text) - declared - namespaces if iri.startswith(vocabularies)
        }
        findings += _drifted(path, text, prefixes)
        findings += _undeclared(path, text, strange, declared, prefixes)
    if layout.alignment_file.is_file():
        text = text_of(layout.alignment_file)
        strange = iris(text) - declared - namespaces - _aligned(layout.alignment_file)
        findings += _undeclared(layout.alignment_file, text, strange, declared, prefixes)
    if not unknown <= declared:
        for path in [*layout.ontology_files, *layout.graph_files]:
            findings += _undeclared(path, text_of(path), unknown - declared, declared, prefixes)
    return findings


def _aligned(path: Path) -> set[str]:
    """Return what the alignments declare: the terms they list, themselves, their licence."""
    alignments = Dataset()
    load(alignments.store, path, GRAPHS.ontology)
    return {row["iri"].value for row in alignments.select(_ALIGNED)}


def _drifted(path: Path, text: str, prefixes: Mapping[str, str]) -> Iterator[Finding]:
    for prefix, namespace in declared_prefixes(text).items():
        if prefixes.get(prefix) != namespace:
            message = f"{prefix}: is not <{namespace}> in ontology/prefixes.ttl: do as there."
            yield Finding(path, None, Level.VIOLATION, "prefix", message, prefix)


def _undeclared(
    path: Path,
    text: str,
    strange: AbstractSet[str],
    declared: AbstractSet[str],
    prefixes: Mapping[str, str],
) -> Iterator[Finding]:
    """Yield a finding for each place in a text where a strange term is written."""
    for mention in mentions(text) if strange else ():
        if mention.iri in strange:
            remedy = _remedy(mention.iri, declared, prefixes)
            message = f"{mention.written} is not declared: {remedy}"
            yield Finding(path, mention.line, Level.VIOLATION, "undeclared", message, mention.iri)


def _remedy(iri: str, declared: AbstractSet[str], prefixes: Mapping[str, str]) -> str:
    namespace = _namespace(iri)
    locals_ = [other.removeprefix(namespace) for other in declared if other.startswith(namespace)]
    if near := get_close_matches(iri.removeprefix(namespace), sorted(locals_), n=1, cutoff=0.8):
        return f"did you mean {shorten(namespace + near[0], prefixes)}?"
    if namespace.startswith(BASE):
        return "correct its spelling, or write its block."
    return "correct its spelling, or list it in ontology/borrowed.ttl."


def _untyped(iri: str, dataset: Dataset, prefixes: Mapping[str, str]) -> Finding:
    message = f"{shorten(iri, prefixes)} has no type, so that no shape sees it: add `a cg:…`."
    return dataset.finding(iri, Level.VIOLATION, "untyped", message)


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
