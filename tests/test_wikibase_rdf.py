"""Wikibase RDF: the shape that the format documents, and nothing said in its own voice."""

import json
import logging
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from claimgraph.layout import discover
from claimgraph.terms import BASE, OWL, PROV, RDF, XSD
from claimgraph.wikibase import (
    CALENDARS,
    Coordinates,
    Item,
    MonolingualText,
    Property,
    Quantity,
    Snak,
    Text,
    Time,
    Unknown,
    Value,
)
from claimgraph.wikibase_ids import OWN, Ids, assigned
from claimgraph.wikibase_json import wikibase_json
from claimgraph.wikibase_nodes import WIKIBASE
from claimgraph.wikibase_proof import leaks
from claimgraph.wikibase_rdf import wikibase_rdf
from claimgraph.wikibase_time import gregorian
from tests.wikibase_golden import IDS, article
from tests.wikibase_items import (
    COORDINATES,
    DATE,
    DEATHS,
    DISPUTED_BY,
    FIRE,
    ITEMS,
    METRE,
    NAME,
    OWNERS,
    PACES,
    PART_OF,
    PERSON,
    TOWN,
    WEBSITE,
    WIDTH,
    statement,
)

PROOF = discover(Path(__file__).parent.parent).wikibase_proof_file
JULIAN = CALENDARS["julian"]
PREFIXES = {
    "p": "http://www.wikidata.org/prop/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "psv": "http://www.wikidata.org/prop/statement/value/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "pqv": "http://www.wikidata.org/prop/qualifier/value/",
    "pr": "http://www.wikidata.org/prop/reference/",
    "prv": "http://www.wikidata.org/prop/reference/value/",
    "wd": "http://www.wikidata.org/entity/",
    "wdno": "http://www.wikidata.org/prop/novalue/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wikibase": "http://wikiba.se/ontology#",
    "xsd": XSD.iri,
    "geo": "http://www.opengis.net/ont/geosparql#",
    "rdf": RDF.iri,
    "owl": OWL.iri,
    "prov": PROV.iri,
}


def dumped(items: list[Item], ids: Ids | None = None) -> bytes:
    """Return the dump of some items in Turtle."""
    return wikibase_rdf(items, ids or Ids())["wikibase.ttl"]


def store(dump: bytes) -> Store:
    """Return a dump as triples."""
    found = Store()
    found.load(dump, RdfFormat.TURTLE)
    return found


def node(name: str) -> NamedNode:
    """Return the IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def pattern(text: str) -> set[tuple[str, str]]:
    """Return predicates and objects as they are written in N-Triples."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    # By way of a store, which writes numbers in one way; how they are written the files show.
    return {(q.predicate.value, str(q.object)) for q in store(f"{head}[] {text} .".encode())}


def said_of(found: Store, subject: NamedNode | BlankNode) -> set[tuple[str, str]]:
    """Return what is said of a node in the same form."""
    quads = found.quads_for_pattern(subject, None, None)
    return {(quad.predicate.value, str(quad.object)) for quad in quads}


def one(found: Store, subject: NamedNode | None, predicate: str) -> NamedNode:
    """Return the one object of a predicate."""
    (quad,) = found.quads_for_pattern(subject, node(predicate), None)
    assert isinstance(quad.object, NamedNode)
    return quad.object


# The shape ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("property_", "value", "simple", "full"),
    [
        (
            DEATHS,
            Quantity(Decimal(613)),
            '"+613"^^xsd:decimal',
            (
                "a wikibase:QuantityValue ; wikibase:quantityAmount '+613'^^xsd:decimal ;"
                " wikibase:quantityUnit wd:Q199"
            ),
        ),
        (
            WIDTH,
            Quantity(Decimal("0.10"), Decimal(0), Decimal("0.20"), METRE),
            '"+0.10"^^xsd:decimal',
            (
                "a wikibase:QuantityValue ; wikibase:quantityAmount '+0.10'^^xsd:decimal ;"
                " wikibase:quantityUpperBound '+0.20'^^xsd:decimal ;"
                " wikibase:quantityLowerBound '+0'^^xsd:decimal ; wikibase:quantityUnit wd:Q11573"
            ),
        ),
        (
            DATE,
            Time(1992, 2, 26, 11),
            '"1992-02-26T00:00:00Z"^^xsd:dateTime',
            (
                "a wikibase:TimeValue ; wikibase:timeValue '1992-02-26T00:00:00Z'^^xsd:dateTime ;"
                " wikibase:timePrecision 11 ; wikibase:timeTimezone 0 ;"
                " wikibase:timeCalendarModel wd:Q1985727"
            ),
        ),
        (
            DATE,
            Time(1900, 2, 29, 11, JULIAN),
            '"1900-03-13T00:00:00Z"^^xsd:dateTime',
            (
                "a wikibase:TimeValue ; wikibase:timeValue '1900-03-13T00:00:00Z'^^xsd:dateTime ;"
                " wikibase:timePrecision 11 ; wikibase:timeTimezone 0 ;"
                " wikibase:timeCalendarModel wd:Q1985786"
            ),
        ),
        (
            COORDINATES,
            Coordinates(Decimal("12.125"), Decimal("67.25"), Decimal("0.0625")),
            '"Point(67.25 12.125)"^^geo:wktLiteral',
            (
                "a wikibase:GlobecoordinateValue ; wikibase:geoLatitude '12.125'^^xsd:double ;"
                " wikibase:geoLongitude '67.25'^^xsd:double ;"
                " wikibase:geoPrecision '0.0625'^^xsd:double ; wikibase:geoGlobe wd:Q2"
            ),
        ),
        (NAME, MonolingualText("Խոջալու", "hy"), '"Խոջալու"@hy', ""),
        (NAME, MonolingualText("x", "en-gb"), '"x"@en-gb', ""),
        (Property("P217", "", "string"), Text(r'a "b" | \c'), r'"a \"b\" | \\c"', ""),
        (Property("P646", "", "external-id"), Text("/m/0"), '"/m/0"', ""),
        (
            WEBSITE,
            Text('https://e.org/é"<>{}|\\^`#x'),
            "<https://e.org/é%22%3C%3E%7B%7D%7C%5C%5E%60#x>",
            "",
        ),
        (PART_OF, PERSON, "wd:Q5", ""),
        (PART_OF, FIRE, f"<{FIRE.iri}>", ""),
    ],
)
def test_values(property_: Property, value: Value, simple: str, full: str) -> None:
    """As Wikibase writes a value of each datatype, in one term and, where it has parts, in full."""
    pid = property_.pid
    item = Item(
        TOWN,
        statements=(statement(property_, value, [Snak(property_, value)]),),
    )
    found = store(dumped([item]))
    statement_ = one(found, NamedNode(f"{PREFIXES['wd']}Q900000001"), f"p:{pid}")
    said = said_of(found, statement_)
    assert said >= pattern(f"ps:{pid} {simple} ; pq:{pid} {simple}")
    nodes = [
        found_
        for role, found_ in said
        if role in {node(f"psv:{pid}").value, node(f"pqv:{pid}").value}
    ]
    if full:
        assert len(nodes) == 2
        assert nodes[0] == nodes[1]
        assert said_of(found, NamedNode(nodes[0][1:-1])) == pattern(full)
    else:
        assert nodes == []


def test_a_statement() -> None:
    """Its class, its rank, its reference, and nothing else."""
    item = Item(TOWN, statements=(statement(PART_OF, PERSON, [Snak(DISPUTED_BY, OWNERS)]),))
    found = store(dumped([item]))
    statement_ = one(found, NamedNode(f"{PREFIXES['wd']}Q900000001"), "p:P361")
    reference = one(found, statement_, "prov:wasDerivedFrom")
    uuid = item.statements[0].uuid
    assert statement_.value == f"http://www.wikidata.org/entity/statement/Q900000001-{uuid}"
    assert said_of(found, statement_) == pattern(
        "a wikibase:Statement ; wikibase:rank wikibase:NormalRank ; ps:P361 wd:Q5 ;"
        f" pq:P1310 <{OWNERS.iri}> ; prov:wasDerivedFrom <{reference.value}>"
    )
    assert said_of(found, reference) == pattern(
        f"a wikibase:Reference ; pr:P248 <{BASE}source/factory-inspectors-report> ;"
        " pr:P304 '12–14', '20'"  # noqa: RUF001
    )


def test_what_is_not_known() -> None:
    """Some value is another blank node each time; no value is a class of the statement."""
    snaks = [
        Snak(DISPUTED_BY, Unknown.SOMEVALUE),
        Snak(DISPUTED_BY, Unknown.SOMEVALUE),
        Snak(DATE, Unknown.NOVALUE),
    ]
    item = Item(TOWN, statements=(statement(DEATHS, Unknown.SOMEVALUE, snaks),))
    found = store(dumped([item]))
    statement_ = one(found, None, "p:P1120")
    (amount,) = (q.object for q in found.quads_for_pattern(statement_, node("ps:P1120"), None))
    parties = {q.object for q in found.quads_for_pattern(statement_, node("pq:P1310"), None)}
    assert all(isinstance(term, BlankNode) for term in (amount, *parties))
    assert len({amount, *parties}) == 3
    assert (RDF.type.value, str(node("wdno:P585"))) in said_of(found, statement_)
    assert not list(found.quads_for_pattern(statement_, node("pqv:P585"), None))


def test_a_property() -> None:
    """What a property is in each place, without the direct claim."""
    found = store(dumped([Item(TOWN, statements=(statement(DATE, Time(1992)),))]))
    labels = {"label", "prefLabel", "name"}
    said = {
        pair
        for pair in said_of(found, node("wd:P585"))
        if pair[0].rpartition("/")[2].split("#")[-1] not in labels
    }
    assert said == pattern(
        "a wikibase:Property ; wikibase:propertyType wikibase:Time ; wikibase:claim p:P585 ;"
        " wikibase:statementProperty ps:P585 ; wikibase:statementValue psv:P585 ;"
        " wikibase:qualifier pq:P585 ; wikibase:qualifierValue pqv:P585 ;"
        " wikibase:reference pr:P585 ; wikibase:referenceValue prv:P585 ;"
        " wikibase:novalue wdno:P585"
    )
    for data in ("ps:P585", "pq:P585", "pr:P585"):
        assert said_of(found, node(data)) == pattern("a owl:DatatypeProperty")
    for objects in ("p:P585", "psv:P585", "ps:P248", "pr:P248"):
        assert said_of(found, node(objects)) == pattern("a owl:ObjectProperty")
    assert said_of(found, node("wdno:P585")) == pattern("a owl:Class")


def test_the_header() -> None:
    """The dump says which version of the format it is in, and under which licence it stands."""
    licence = "https://creativecommons.org/licenses/by-sa/4.0/"
    found = store(wikibase_rdf([Item(FIRE)], Ids(), licence)["wikibase.ttl"])
    said = {(p.rpartition("/")[2].split("#")[-1], o) for p, o in said_of(found, WIKIBASE.Dump)}
    assert said == {
        ("type", "<http://schema.org/Dataset>"),
        ("type", "<http://www.w3.org/2002/07/owl#Ontology>"),
        ("softwareVersion", '"1.0.0"'),
        ("imports", "<http://wikiba.se/ontology-1.0.owl>"),
        ("license", f"<{licence}>"),
    }
    assert b"ns#license" not in dumped([Item(FIRE)])


def test_prefixes_are_those_in_use() -> None:
    """None is declared for nothing, not even `p:`, which ends `http:`."""
    lines = dumped([Item(FIRE, {"en": "x"})]).decode().splitlines()
    declared = {line.split()[1] for line in lines if line.startswith("@prefix")}
    assert declared == {"owl:", "rdfs:", "schema:", "skos:", "wikibase:"}


@pytest.mark.parametrize("items", [lambda: [*ITEMS], article], ids=["awkward", "article"])
def test_json_and_rdf_agree(items: Callable[[], list[Item]]) -> None:
    """Each statement of the JSON is in the RDF, with the same references by the same hashes."""
    found = store(dumped(items()))
    ids = Ids()
    count = 0
    for entity in json.loads(wikibase_json(items(), ids)["wikibase.json"]):
        for pid, group in entity["claims"].items():
            for said in group:
                item, _, uuid = said["id"].partition("$")
                name = "".join(letter if letter.isalnum() else "-" for letter in item)
                wds = NamedNode(f"http://www.wikidata.org/entity/statement/{name}-{uuid}")
                assert Quad(NamedNode(ids.iri(item)), node(f"p:{pid}"), wds) in found
                sources = found.quads_for_pattern(wds, PROV.wasDerivedFrom, None)
                hashes = {str(quad.object)[1:-1].rpartition("/")[2] for quad in sources}
                assert hashes == {reference["hash"] for reference in said.get("references", ())}
                for qualifier, snaks in said.get("qualifiers", {}).items():
                    values = {json.dumps(s.get("datavalue")) for s in snaks if "datavalue" in s}
                    some = sum(s["snaktype"] == "somevalue" for s in snaks)
                    there = list(found.quads_for_pattern(wds, node(f"pq:{qualifier}"), None))
                    assert len(there) == len(values) + some
                count += 1
    assert count == len(list(found.quads_for_pattern(None, RDF.type, WIKIBASE.Statement)))


@pytest.mark.parametrize("ids", IDS.values(), ids=IDS)
def test_both_engines_read_it(ids: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oxigraph and rdflib find the same triples, with the same words in them."""
    import rdflib

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # years that Python does not know
    dump = dumped([*ITEMS], ids)
    graph = rdflib.Graph().parse(data=dump, format="turtle")
    assert canonical(store(graph.serialize(format="nt").encode())) == canonical(store(dump))


def canonical(quads: Iterable[Quad]) -> set[Quad]:
    """Return triples with blank nodes that have canonical names."""
    data = Dataset(quads)
    data.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(data)


def test_an_own_wiki_has_its_own_iris() -> None:
    """Of Wikidata there are only the calendars, the Earth and the unit that is none."""
    found = store(dumped([*ITEMS], assigned(ITEMS)))
    terms = {
        t.value
        for q in found
        for t in (q.subject, q.predicate, q.object)
        if isinstance(t, NamedNode)
    }
    assert {term for term in terms if term.startswith("http://www.wikidata.org/")} == {
        f"http://www.wikidata.org/entity/{id_}" for id_ in ("Q2", "Q199", "Q1985727", "Q1985786")
    }
    assert not any(term.startswith(BASE) for term in terms)
    unit = IDS["own"].iri(IDS["own"].item(PACES))
    assert Quad in {
        type(q) for q in found.quads_for_pattern(None, WIKIBASE.quantityUnit, NamedNode(unit))
    }
    assert unit.startswith(f"{OWN}entity/Q")


# Times --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        # From the test data of Wikibase.
        (Time(2012, 2, 29, 11), "2012-02-29"),
        (Time(2012, 2, 29, 11, JULIAN), "2012-03-13"),
        (Time(-200), "-0199-01-01"),
        # The last day before and the first of the Gregorian calendar follow each other.
        (Time(1582, 10, 4, 11, JULIAN), "1582-10-14"),
        (Time(1582, 10, 15, 11), "1582-10-15"),
        (Time(-44, 3, 15, 11, JULIAN), "-0043-03-13"),
        (Time(-1), "0000-01-01"),
        (Time(1, 1, 1, 11, JULIAN), "0000-12-30"),
        # Coarser than a day: not converted; coarser than a year: nor shifted.
        (Time(1899, 2, precision=10, calendar=JULIAN), "1899-02-01"),
        (Time(988, calendar=JULIAN), "0988-01-01"),
        (Time(-200, precision=7), "-0200-01-01"),
        (Time(-13800000000, precision=0), "-13800000000-01-01"),
    ],
)
def test_times(time: Time, expected: str) -> None:
    """In the calendar and the counting of years of XSD 1.1."""
    assert gregorian(time) == f"{expected}T00:00:00Z"


def test_days_follow_each_other() -> None:
    """From one day to the next of the Julian calendar it is one day in the Gregorian, too."""
    from datetime import date, timedelta

    months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    day = date(1699, 1, 11)  # 1 January 1699 in the Julian calendar
    for year in range(1699, 1702):
        for month, length in enumerate(months, 1):
            for number in range(1, length + 1 + (month == 2 and year % 4 == 0)):
                assert gregorian(Time(year, month, number, 11, JULIAN)) == f"{day}T00:00:00Z"
                day += timedelta(days=1)


# Its own voice ------------------------------------------------------------------------------------


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("items", [lambda: [*ITEMS], article], ids=["awkward", "article"])
def test_nothing_leaks(items: Callable[[], list[Item]], own: bool) -> None:  # noqa: FBT001
    """No direct claim, nothing from item to item, no statement without reference, none ranked."""
    dump = dumped(items(), assigned(items()) if own else Ids())
    assert leaks(dump, PROOF) == []
    assert b"prop/direct" not in dump


ITEM = str(NamedNode(FIRE.iri))
PLANTED = {
    "a direct claim": (
        f"{ITEM} <http://www.wikidata.org/prop/direct/P361> wd:Q5 .",
        {"direct", "item"},
    ),
    "a normalised one": (
        f"{ITEM} <http://www.wikidata.org/prop/direct-normalized/P646> 'x' .",
        {"direct", "item"},
    ),
    "one in another wiki": ("[] <https://wiki.example/prop/direct/P1> 5 .", {"direct", "untyped"}),
    "one declared": (
        "wd:P361 wikibase:directClaim <http://www.wikidata.org/prop/direct/P361> .",
        {"direct"},
    ),
    "a class that it defines": (
        (
            "wdno:P361 owl:complementOf [ a owl:Restriction ;"
            " owl:onProperty <http://www.wikidata.org/prop/direct/P361> ] ."
        ),
        {"direct"},
    ),
    "a triple between items": (f"{ITEM} <https://example.org/killed> wd:Q5 .", {"item"}),
    "a value without a statement": (f"{ITEM} ps:P361 wd:Q5 .", {"item", "value"}),
    "a statement that is an item": (f"{ITEM} p:P361 {ITEM} .", {"item"}),
    "a class of an item": (f"{ITEM} a <http://www.wikidata.org/entity/Q3199915> .", {"item"}),
    "an item that lacks a value": (f"{ITEM} a wdno:P361 .", {"item"}),
    "a value of what is not typed": ("wd:Q42 ps:P361 wd:Q5 .", {"untyped", "value"}),
    "what is not typed": ("wd:Q42 <https://example.org/killed> wd:Q5 .", {"untyped"}),
    "a statement without reference": (
        f"{ITEM} p:P361 wd:x . wd:x a wikibase:Statement ; ps:P361 wd:Q5 .",
        {"unreferenced"},
    ),
    "a reference that says nothing": (
        (
            f"{ITEM} p:P361 wd:x . wd:x a wikibase:Statement ; ps:P361 wd:Q5 ;"
            " prov:wasDerivedFrom wd:r . wd:r a wikibase:Reference ."
        ),
        {"unreferenced"},
    ),
    "a preferred rank": ("STATEMENT wikibase:rank wikibase:PreferredRank .", {"ranked"}),
    "a deprecated rank": ("STATEMENT wikibase:rank wikibase:DeprecatedRank .", {"ranked"}),
    "the best rank": ("STATEMENT a wikibase:BestRank .", {"ranked"}),
}


@pytest.mark.parametrize(("triples", "kinds"), PLANTED.values(), ids=PLANTED)
def test_a_leak_is_seen(triples: str, kinds: set[str]) -> None:
    """Whatever is planted into a clean dump is found, by Oxigraph and by rdflib."""
    import rdflib

    clean = dumped([ITEMS[2]])
    uuid = ITEMS[2].statements[0].uuid
    statement_ = f"wds:local-event-enquiry-into-the-tarnbrook-mill-fire-{uuid}"
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    spoilt = clean + (head + triples.replace("STATEMENT", statement_)).encode()
    found = leaks(spoilt, PROOF)
    assert {leak.split('"')[1] for leak in found} == kinds
    rows = rdflib.Graph().parse(data=spoilt, format="turtle").query(PROOF.read_text("utf-8"))
    assert {str(row[0]) for row in rows} == kinds  # type: ignore[index]


def test_a_lost_reference_is_seen() -> None:
    """A statement whose references are taken out is named."""
    found = store(dumped([Item(TOWN, statements=(statement(PART_OF, PERSON),))]))
    for quad in list(found.quads_for_pattern(None, PROV.wasDerivedFrom, None)):
        found.remove(quad)
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in found)
    dump = serialize(triples, format=RdfFormat.TURTLE)
    assert dump is not None
    (leak,) = leaks(dump, PROOF)
    assert leak.startswith(str(Literal("unreferenced")))
    assert ITEMS[0].statements[0].uuid not in leak
