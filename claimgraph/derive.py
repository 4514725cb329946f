"""The derivations: `ontology/rules/*.rq`, each a CONSTRUCT that says what it concludes and why.

Every triple of `graph:derived` leads to the one rule that made it: its property names the rule in
the ontology (`cg:madeByRule`), or its subject is a node that does (`prov:wasGeneratedBy`). The
rules are portable SPARQL 1.1: they can be run inside any store that holds the rest of the dump.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Triple

from claimgraph.edtf import bounds
from claimgraph.errors import InputError
from claimgraph.query_file import QueryFile, read_query
from claimgraph.read import Dataset
from claimgraph.terms import CG, EDTF, GRAPHS, PROV, RDF, RULE, XSD

__all__ = ["DATES", "TABLE", "date_rows", "date_table", "derive", "in_order"]

# The table of dates is there while the rules run, and in no dump.
TABLE = NamedNode("urn:x-claimgraph:dates")
DATES = f"SELECT DISTINCT ?date WHERE {{ ?s ?p ?date FILTER(DATATYPE(?date) = {EDTF}) }}"
_MADE_BY = f"SELECT ?property ?rule WHERE {{ ?property {CG.madeByRule} ?rule }}"


def derive(dataset: Dataset, rule_files: Iterable[Path]) -> dict[str, int]:
    """Add what the rules conclude to `graph:derived`; return how much each of them concluded.

    Rules run by stage, then by name, each once and on the union of all graphs. Raises `InputError`
    for a rule that is broken, or that concludes a triple which does not lead to it.
    """
    made_by = {row["property"]: row["rule"] for row in dataset.select(_MADE_BY)}
    dataset.store.extend(date_table(dataset))
    concluded: dict[str, int] = {}
    for rule in in_order(rule_files):
        try:
            triples = set(dataset.construct(rule.text))
        except SyntaxError as error:
            raise InputError(str(error.msg), expected="SPARQL 1.1", path=rule.path) from error
        for made in _strays(triples, NamedNode(RULE.iri + rule.name), made_by):
            raise InputError(
                f"the rule concludes {made}, which does not name it",
                remedy=f"add `cg:madeByRule rule:{rule.name}` to the property,"
                f" or `prov:wasGeneratedBy rule:{rule.name}` to the node",
                path=rule.path,
            )
        dataset.store.extend(
            [Quad(t.subject, t.predicate, t.object, GRAPHS.derived) for t in triples]
        )
        concluded[rule.name] = len(triples)
    dataset.store.remove_graph(TABLE)
    return concluded


def in_order(rule_files: Iterable[Path]) -> list[QueryFile]:
    """Return the rules in the order in which they run; raises `InputError` for a broken header."""
    return sorted(map(read_query, rule_files), key=_stage)


def date_table(dataset: Dataset) -> list[Quad]:
    """Return the bounds of every EDTF date in use, for the rules: one row per date."""
    return date_rows(row["date"].value for row in dataset.select(DATES))


def date_rows(dates: Iterable[str]) -> list[Quad]:
    """Return the table of these dates; one that is not EDTF has no row: the checks report it."""
    quads = []
    for number, value in enumerate(sorted(dates)):
        try:
            first, last = bounds(value)
        except InputError:
            continue
        row = NamedNode(f"{TABLE.value}:{number}")
        quads.append(Quad(row, RDF.value, Literal(value, datatype=EDTF), TABLE))
        for property_, day in ((CG.earliest, first), (CG.latest, last)):
            if day is not None:
                day_ = Literal(day.isoformat(), datatype=XSD.date)
                quads.append(Quad(row, property_, day_, TABLE))
    return quads


def _strays(
    triples: Iterable[Triple], rule: NamedNode, made_by: Mapping[NamedNode, NamedNode]
) -> list[NamedNode]:
    """Return the properties of those triples that do not lead to the rule."""
    triples = list(triples)
    nodes = {t.subject for t in triples if (t.predicate, t.object) == (PROV.wasGeneratedBy, rule)}
    strays = {t.predicate for t in triples if t.subject not in nodes}
    return sorted((made for made in strays if made_by.get(made) != rule), key=str)


def _stage(rule: QueryFile) -> tuple[int, str]:
    stage = rule.settings.get("stage", "")
    if not stage.isdecimal():
        raise InputError(
            "the rule has no stage", expected="a header line such as `# stage: 1`", path=rule.path
        )
    return int(stage), rule.name
