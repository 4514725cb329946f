"""The flat tables: complete, to the letter, described truly, and never in their own voice."""

import csv
import io
import json
import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

from claimgraph.csvw import METADATA, as_metadata, tables
from claimgraph.errors import InputError
from claimgraph.query_file import read_query
from claimgraph.rdflib_graph import to_rdflib
from claimgraph.read import Dataset
from claimgraph.tables import Filled, filled, like_formulas
from claimgraph.terms import BASE, CG, GRAPHS, RDF, REL
from tests.datasets import MINI, article, derived
from tests.flat import awkward, flat, of_article, of_awkward

CASES = {"article": (article, of_article), "awkward": (awkward, of_awkward)}
CLASSES = {
    "claims": "Claim",
    "propositions": "Proposition",
    "measurements": "Measurement",
    "passages": "Passage",
    "actors": "Actor",
    "events": "Event",
    "places": "Place",
    "sources": "Source",
    "mentions": "Mention",
}
STANCES = ("affirmed", "denied", "doubted", "entertained", "left_open", "presupposed")
OWNERS = BASE + "claim/mill-owners-deaths"
Description = Mapping[str, Any]


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> tuple[Dataset, dict[str, Filled]]:
    """Return a dataset and its tables."""
    data, its_tables = CASES[request.param]
    return data(), its_tables()


def written(folder: Path, by_name: Mapping[str, Filled]) -> Path:
    """Write the tables with their metadata, and return where that is."""
    for name, one in by_name.items():
        (folder / f"{name}.csv").write_bytes(one.csv)
    path = folder / METADATA
    path.write_bytes(as_metadata(MINI.table_metadata, {"dc:title": "tables"}))
    return path


def read_back(one: Filled) -> list[dict[str, str]]:
    """Return the rows of a table as a reader of CSV finds them."""
    return list(csv.DictReader(io.StringIO(one.csv.decode(), newline=""), strict=True))


def test_metadata_and_queries_belong_together() -> None:
    """Each table has a query, and leads to tables and columns that there are."""
    every = tables(MINI.table_metadata)
    names = [table.name for table in every]
    assert sorted(names) == [path.stem for path in MINI.table_files]
    for table in every:
        columns = [column.name for column in table.columns]
        assert len(set(columns)) == len(columns)
        assert set(table.key) <= set(columns)
        assert {column.leads_to for column in table.columns} <= {"", *names}
        assert all(column.description.endswith(".") for column in table.columns)


def instances(data: Dataset, class_: str) -> set[str]:
    """Return the instances of a class, by the classes below it."""
    rows = data.select(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
        f"SELECT ?node {{ ?node a/rdfs:subClassOf* <{CG.iri}{class_}> }}"
    )
    return {row["node"].value for row in rows}


@pytest.mark.parametrize("name", CLASSES)
def test_nothing_is_missing(case: tuple[Dataset, dict[str, Filled]], name: str) -> None:
    """Each claim, proposition, passage and entity is in its table, once, and in no other."""
    data, by_name = case
    (key,) = by_name[name].table.key
    found = [row[key] for row in by_name[name].rows]
    assert set(found) == instances(data, CLASSES[name])
    assert len(set(found)) == len(found)
    if name != "passages":
        nodes = {row["node"] for row in by_name["nodes"].rows}
        assert set(found) <= nodes


def test_nothing_is_lost_of_a_claim(case: tuple[Dataset, dict[str, Filled]]) -> None:
    """Whatever is asserted of a claim stands in its row, or in one of stances or links."""
    data, by_name = case
    told: dict[str, set[str]] = {}
    for one in (by_name["claims"], by_name["stances"], by_name["links"]):
        columns = {column.name: column for column in one.table.columns}
        for row in one.rows:
            for name, cell in row.items():
                values = columns[name].values(cell)
                space = columns[name].namespace
                told.setdefault(row["claim"], set()).update(space + value for value in values)
    asserted = list(data.quads(GRAPHS.asserted))
    claims = {q.subject for q in asserted if (q.predicate, q.object) == (RDF.type, CG.Claim)}
    said = [q for q in asserted if q.subject in claims and q.object != CG.Claim]
    assert len(said) > 5 * len(claims)
    for quad in said:
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)
        assert quad.object.value in told[quad.subject.value], quad


def test_every_link_and_every_voice_is_there(case: tuple[Dataset, dict[str, Filled]]) -> None:
    """What a claim does to other claims, and who stands above it, is there under its own name."""
    data, by_name = case
    found = {
        (row["claim"], CG.iri + row["link"], row["target"])
        for row in by_name["links"].rows
        if row["link"] != "contradicts"
    }
    asserted = {
        (q.subject.value, q.predicate.value, q.object.value)
        for q in data.quads(GRAPHS.asserted)
        if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode)
    }
    claims = instances(data, "Claim")
    between = {one for one in asserted if one[0] in claims and one[2] in claims}
    assert {one for one in between if one[1] != CG.restsOn.value} <= found <= asserted
    chains = {(row["claim"], row["voice"]) for row in by_name["chains"].rows}
    within = data.store.quads_for_pattern(None, NamedNode(CG.iri + "within"), None)
    above = {(quad.subject, quad.object) for quad in within}
    assert chains == {(str(s).strip("<>"), str(o).strip("<>")) for s, o in above}
    assert len(found) > 2
    assert len(chains) > 5


@pytest.mark.parametrize("name", [pytest.param("article", marks=pytest.mark.size), "awkward"])
def test_csvw_readers_find_nothing_wrong(name: str, tmp_path: Path) -> None:
    """A reader of CSVW finds datatypes, formats, keys and foreign keys as they are described."""
    from csvw import CSVW

    path = written(tmp_path, CASES[name][1]())
    assert CSVW(str(path), validate=True).is_valid


def test_csvw_readers_would_find_it(tmp_path: Path) -> None:
    """The check above goes red where a row is gone that others lead to."""
    from csvw import CSVW

    path = written(tmp_path, of_awkward())
    file = tmp_path / "actors.csv"
    file.write_text(file.read_text("utf-8").replace("actor/mill-owners,", "actor/x,"), "utf-8")
    with pytest.raises(ValueError, match=r"mill-owners.* not found"):
        _ = CSVW(str(path), validate=True).is_valid


def test_all_that_leads_to_a_table_arrives(case: tuple[Dataset, dict[str, Filled]]) -> None:
    """Cells that may be empty or hold several keys, too, hold keys of the table they lead to."""
    by_name = case[1]
    keys = {name: {row[one.table.key[0]] for row in one.rows} for name, one in by_name.items()}
    counted = 0
    for one in by_name.values():
        back = read_back(one)
        for column in one.table.columns:
            for row in back if column.leads_to else ():
                cell = row[column.name]
                values = column.values(cell)
                counted += len(values)
                assert {value for value in values if value} <= keys[column.leads_to], column
    assert counted > 100


def test_cells_hold_what_the_graph_holds() -> None:
    """Texts come back to the letter, however hard they are to write."""
    (row,) = [row for row in read_back(of_awkward()["claims"]) if row["claim"] == OWNERS]
    assert row["cue"].split("|") == ["=1+1", 'said, "more or less"']
    assert row["quotation"] == "two\nlines"
    assert row["hedge"].split("|") == ["  with spaces  ", "a\rreturn"]
    assert row["reason"] == "<b> & 'so' on"
    assert row["note"] == "חוקרים, Խոջալու"
    assert row["stated_to"].split("|") == [BASE + "actor/foreman", BASE + "actor/weavers"]
    assert (row["stated_on"], row["stated_earliest"]) == ("1911-05", "1911-05-01")
    assert (row["act"], row["depth"], row["modality"]) == ("", "1", "")
    called = BASE + "proposition/tarnbrook-mill-fire-called"
    (row,) = [r for r in read_back(of_awkward()["propositions"]) if r["proposition"] == called]
    assert (row["value"], row["value_language"]) == ('@home, "the fire"', "en")
    assert (row["object"], row["status"], row["relation"]) == ("", "embedded", "calledBy")
    (row,) = [r for r in read_back(of_awkward()["places"]) if r["latitude"]]
    assert (row["longitude"], row["elsewhere"]) == ("-2.5", "https://www.wikidata.org/entity/Q1")


def test_rows_are_those_of_rfc_4180() -> None:
    """One line of names first, lines that end with CRLF, UTF-8 without a byte order mark."""
    data = of_awkward()["stances"].csv
    lines = data.decode("utf-8").split("\r\n")
    assert lines[0] == "claim,stance,proposition,claimant,depth"
    assert lines[-1] == ""
    assert len(lines) == len(of_awkward()["stances"].rows) + 2
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_formulas_are_told_and_not_mended() -> None:
    """A text that a spreadsheet would take for a formula is counted, and stays what it is."""
    found = {name: list(like_formulas(one)) for name, one in of_awkward().items()}
    assert {name: columns for name, columns in found.items() if columns} == {
        "claims": ["cue"],
        "propositions": ["value", "degree"],
    }


def test_same_graph_same_bytes() -> None:
    """The order in which triples were read, and in which an engine finds them, does not show."""
    mixed = Dataset()
    quads = list(awkward().store)
    random.Random(7).shuffle(quads)  # noqa: S311 (no secret)
    mixed.store.extend(quads)
    by_name = flat(mixed)
    assert {n: one.csv for n, one in by_name.items()} == {
        n: one.csv for n, one in of_awkward().items()
    }


# Whose voice ------------------------------------------------------------------


def test_every_proposition_names_who_speaks_of_it(
    case: tuple[Dataset, dict[str, Filled]],
) -> None:
    """What is claimed never stands alone: its row names claims, or says that nobody says it."""
    for name in ("propositions", "measurements"):
        assert case[1][name].rows
        for row in case[1][name].rows:
            claims = any(f"{stance}_by" in row for stance in STANCES)
            assert claims or row["status"] == "embedded", row


def test_metadata_says_only_what_the_graph_says(
    case: tuple[Dataset, dict[str, Filled]], tmp_path: Path
) -> None:
    """Each triple that CSVW makes of the tables is in the graph, and none is of a relation."""
    content = json.loads(written(tmp_path, case[1]).read_bytes())
    known = {(q.subject, q.predicate, _value(q.object)) for q in case[0].store}
    made = 0
    for table in content["tables"]:
        one = case[1][table["url"].removesuffix(".csv")]
        for triple in _triples(table, read_back(one)):
            made += 1
            assert triple in known, triple
            assert not triple[1].value.startswith(REL.iri)
    assert made > 100


def _triples(
    table: Description, rows: list[dict[str, str]]
) -> Iterator[tuple[NamedNode, NamedNode, object]]:
    """Yield what the conversion of CSVW to RDF makes of a table."""
    for row in rows:
        subject = NamedNode(_expanded(table["tableSchema"]["aboutUrl"], row))
        for column in table["tableSchema"]["columns"]:
            cell = row[column["name"]]
            if column.get("suppressOutput") or not cell:
                continue
            predicate = NamedNode(_expanded(column["propertyUrl"], row))
            separator = column.get("separator")
            for text in cell.split(separator) if separator else [cell]:
                if "valueUrl" in column:
                    yield subject, predicate, NamedNode(_expanded(column["valueUrl"], row))
                else:
                    yield subject, predicate, _typed(text, column)


def _expanded(template: str, row: Mapping[str, str]) -> str:
    for name, cell in row.items():
        template = template.replace(f"{{+{name}}}", cell).replace(f"{{{name}}}", cell)
    assert "{" not in template
    return template


def _typed(text: str, column: Description) -> object:
    datatype = column["datatype"]
    base = datatype if isinstance(datatype, str) else datatype["base"]
    if base in ("integer", "decimal"):
        return Decimal(text)
    iri = datatype.get("@id") if isinstance(datatype, dict) else None
    return text, column.get("lang") or iri or f"http://www.w3.org/2001/XMLSchema#{base}"


def _value(term: object) -> object:
    """Return a term so that equal values are equal: 200 is 200, as integer and as decimal."""
    if not isinstance(term, Literal):
        return term
    if term.datatype.value.endswith(("#integer", "#decimal")):
        return Decimal(term.value)
    return term.value, term.language or term.datatype.value


# Engines and faults -----------------------------------------------------------


@pytest.mark.parametrize("path", MINI.table_files, ids=lambda path: path.stem)
def test_engines_agree(path: Path) -> None:
    """Each query finds the same on rdflib, and what it finds is in order."""
    query = read_query(path).text
    ours = [
        tuple("" if term is None else _bare(term) for term in row)
        for row in awkward().select(query)
    ]
    rows = to_rdflib(awkward().store).query(query)
    theirs = [tuple("" if term is None else str(term) for term in row) for row in rows]  # type: ignore[union-attr]
    assert sorted(ours) == sorted(theirs)


def _bare(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ('claim:mill-owners-deaths cg:cue "a|b"@en .', "'a|b' holds '|'"),
        ('claim:mill-owners-deaths cg:cue ""@en .', "the table claims cannot hold"),
        ("claim:mill-owners-deaths cg:act act:x, act:y .", "has 2 values for act"),
        ("claim:mill-owners-deaths cg:act kind:x .", "kind/x stands in act of the table claims"),
    ],
)
def test_what_a_table_cannot_hold_is_refused(more: str, found: str) -> None:
    """Neither is anything left out, nor cut, nor put where it would be read otherwise."""
    with pytest.raises(InputError) as caught:
        flat(derived(MINI, more=more))
    assert found in str(caught.value)


def test_query_and_metadata_must_agree(tmp_path: Path) -> None:
    """A column that only one of the two has, and a table without a query, are told."""
    text = MINI.table_metadata.read_text("utf-8")
    metadata = tmp_path / METADATA
    metadata.write_text(text.replace('{"name": "cue"', '{"name": "verb"'), "utf-8")
    with pytest.raises(InputError, match=r"claims\.rq: the columns are claim, .*; expected .*verb"):
        filled(awkward(), metadata, MINI.table_files)
    with pytest.raises(InputError, match="no query fills the table claims"):
        filled(awkward(), metadata, MINI.table_files[:1])
    metadata.write_text(text[:300], "utf-8")
    with pytest.raises(InputError, match=r"csv-metadata\.json:\d+: not JSON"):
        filled(awkward(), metadata, MINI.table_files)
