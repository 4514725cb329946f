"""The rules, case by case: `holds.*.ttl` says in `#>` lines all that is concluded from it.

From `holds-not.*.ttl` nothing is concluded. Oxigraph and rdflib must agree.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from claimgraph.derive import date_table, derive
from claimgraph.errors import InputError
from claimgraph.layout import Layout
from claimgraph.query_file import read_query
from claimgraph.rdflib_graph import to_rdflib
from claimgraph.read import Dataset, load, prefixes, read
from claimgraph.terms import GRAPHS

CASES = Path(__file__).parent / "rules"
RULES = Path(__file__).resolve().parent.parent / "ontology" / "rules"
FILES = sorted(CASES.glob("*/*.ttl"))
PREFIXES = prefixes(Layout(CASES.parent, RULES.parent.parent))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path) -> None:
    """A rule concludes what its case says, and nothing else, on either engine."""
    dataset = Dataset()
    text = load(dataset.store, path, GRAPHS.asserted)
    expected = _expected(text)
    assert bool(expected) == path.name.startswith("holds.")
    dataset.store.extend(date_table(dataset))
    rule = read_query(RULES / f"{path.parent.name}.rq")
    assert {str(triple) for triple in dataset.construct(rule.text)} == expected
    in_rdflib = to_rdflib(dataset.store).query(_prepared(rule.text)).graph
    assert in_rdflib is not None
    theirs = Store()
    theirs.load(in_rdflib.serialize(format="nt"), RdfFormat.N_TRIPLES)
    assert {str(quad.triple) for quad in theirs} == expected


@cache
def _prepared(text: str) -> Query:
    # To parse it takes rdflib longer than to carry it out.
    return prepareQuery(text)


def _expected(text: str) -> set[str]:
    head = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
    triples = "\n".join(re.findall(r"^#> (.*)", text, re.MULTILINE))
    store = Store()
    store.load(f"{head}\n{triples}\n", RdfFormat.TURTLE)
    return {str(quad.triple) for quad in store}


def test_cases_were_found() -> None:
    """Every rule has a case from which it concludes something, and one from which it does not."""
    rules = {path.stem for path in RULES.glob("*.rq")}
    assert len(rules) >= 6
    for verdict in ("holds.*.ttl", "holds-not.*.ttl"):
        assert {path.parent.name for path in CASES.glob(f"*/{verdict}")} == rules


def test_invented_event(derived: Dataset) -> None:
    """Depth and chain come out right for a claim that is reported by a claim."""
    query = """
        PREFIX cg:    <https://w3id.org/claimgraph/ontology#>
        PREFIX claim: <https://w3id.org/claimgraph/claim/>
        SELECT ?depth ?above WHERE { claim:survivor-deaths cg:depth ?depth ; cg:within ?above }
    """
    rows = {
        (row["depth"].value, row["above"].value.rpartition("/")[2]) for row in derived.select(query)
    }
    assert rows == {("2", "tarn-courier-quotes-survivor"), ("2", "tarnbrook-fire")}


def test_the_table_of_dates_does_not_stay(derived: Dataset) -> None:
    """The table that the rules look dates up in is in no dump."""
    assert {graph.value for graph in derived.store.named_graphs()} <= {g.value for g in GRAPHS}


def test_every_derived_triple_leads_to_its_rule(derived: Dataset) -> None:
    """Its property names one rule, or its subject is a node that names one."""
    query = """
        PREFIX cg:   <https://w3id.org/claimgraph/ontology#>
        PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?s ?p (COUNT(DISTINCT ?rule) AS ?rules)
        WHERE {
          GRAPH <https://w3id.org/claimgraph/graph/derived> { ?s ?p ?o }
          OPTIONAL {
            { ?p cg:madeByRule ?rule } UNION { ?s prov:wasGeneratedBy ?rule }
            ?rule a cg:Rule .
          }
        }
        GROUP BY ?s ?p
    """
    assert {row["rules"].value for row in derived.select(query)} == {"1"}


def test_headers_say_what_a_rule_does_not_conclude() -> None:
    """Every rule says what it concludes, from what, why that is sound, and where it stops."""
    for path in RULES.glob("*.rq"):
        rule = read_query(path)
        for name in ("concludes", "from", "sound", "not", "rows"):
            assert rule.paragraphs.get(name), f"{path.name} does not say **{name}:**"


def test_a_rule_may_only_conclude_its_own(mini: Layout, tmp_path: Path) -> None:
    """A rule that concludes another rule's property is turned away."""
    stray = tmp_path / "stray.rq"
    stray.write_text(
        "# # Stray\n# stage: 1\nPREFIX cg: <https://w3id.org/claimgraph/ontology#>\n"
        "CONSTRUCT { ?c cg:depth 7 } WHERE { ?c a cg:Claim }\n"
    )
    with pytest.raises(InputError, match="cg:madeByRule rule:stray"):
        derive(read(mini), [stray])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# # No stage\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "the rule has no stage"),
        ("# stage: 1\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "the query has no title"),
        ("# # Broken\n# stage: 1\nCONSTRUCT { ?s ?p", "expected SPARQL 1.1"),
    ],
)
def test_broken_rules(mini: Layout, tmp_path: Path, text: str, found: str) -> None:
    """A rule that cannot be run is an error that names its file."""
    broken = tmp_path / "broken.rq"
    broken.write_text(text)
    with pytest.raises(InputError, match=found) as caught:
        derive(read(mini), [broken])
    assert caught.value.path == broken
