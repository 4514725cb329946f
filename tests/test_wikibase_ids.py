"""Ids: none is invented on Wikidata, and in a wiki of one's own they count from one."""

import csv
import io
from functools import partial

import pytest

from claimgraph.errors import InputError
from claimgraph.terms import BASE
from claimgraph.wikibase import Item, ItemId, Property, Snak, Text
from claimgraph.wikibase_ids import OWN, Ids, assigned, complete, table
from tests.wikibase_items import ENQUIRY, FIRE, ITEMS, PERSON, STATED_IN, TOWN, statement

said = partial(statement, references=())
OURS = ItemId(BASE + "event/tarnbrook-mill-fire")


def test_known_items_keep_their_ids() -> None:
    """A Q id is what Wikidata says it is."""
    ids = Ids()
    assert ids.item(TOWN) == "Q900000001"
    assert ids.iri("Q900000001") == "http://www.wikidata.org/entity/Q900000001"
    assert ids.pid(STATED_IN) == "P248"


def test_placeholders_are_no_ids() -> None:
    """What has no Q id goes by a name that leads back to our IRI, and that no wiki gives out."""
    ids = Ids()
    assert ids.item(OURS) == "local:event/tarnbrook-mill-fire"
    assert ids.iri(ids.item(OURS)) == OURS.iri
    assert ids.back(ids.item(OURS)) == OURS
    assert ids.back("Q5") == ItemId(qid="Q5")
    assert [ids.back(strange) for strange in ("", "P5", "Q0", "Q05", "q5", "Q5 ", "event/x")] == (
        [None] * 7
    )


def test_an_iri_of_somebody_else_is_refused() -> None:
    """It could not be told from ours once it is written."""
    with pytest.raises(InputError, match=r"<https://example\.org/x> has no Q id; expected an IRI"):
        Ids().item(ItemId("https://example.org/x"))


def test_own_ids_count_from_one() -> None:
    """Each item and property gets one, also what is only spoken of, and no two the same."""
    ids = assigned(ITEMS)
    assert sorted(ids.items.values(), key=len) == [f"Q{n}" for n in range(1, 10)]
    assert sorted(ids.properties.values(), key=lambda pid: int(pid[1:])) == [
        f"P{n}" for n in range(1, 19)
    ]
    assert ids.iri(ids.item(FIRE)) == f"{OWN}entity/{ids.item(FIRE)}"
    # Ours in the order of our IRIs, then what only Wikidata has, in the order of its ids.
    assert [ids.item(item) for item in (ENQUIRY, FIRE, TOWN, PERSON)] == ["Q3", "Q4", "Q5", "Q7"]
    assert ids.pid(Property("P143", "", "wikibase-item")) == "P1"


def test_own_ids_do_not_depend_on_the_order() -> None:
    """The same items get the same ids, however they come."""
    assert assigned(reversed(ITEMS)) == assigned(ITEMS)


def test_one_item_has_one_id() -> None:
    """Our IRI and the Q id of one item are not taken for two."""
    known, named = ItemId(BASE + "place/x", "Q7"), ItemId(qid="Q7")
    items = [
        Item(OURS, statements=(said(STATED_IN, named), said(STATED_IN, known))),
        Item(known),
    ]
    ids = assigned(items)
    assert ids.item(named) == ids.item(known) == "Q2"
    assert len(complete(items, ids)) == 2


def test_what_is_spoken_of_is_there() -> None:
    """A wiki refuses a statement whose value it does not have; on Wikidata, Q ids are there."""
    spoken = ItemId(BASE + "actor/somebody")
    items = [Item(OURS, statements=(said(STATED_IN, spoken), said(STATED_IN, PERSON)))]
    assert [item.id for item in complete(items, Ids())] == [OURS, spoken]
    own = complete(items, assigned(items))
    assert [item.id for item in own] == [spoken, OURS, PERSON]
    assert [item.labels for item in own] == [{}, {}, {"en": "Q5 on Wikidata"}]


def test_the_table_leads_back() -> None:
    """For each id: what it is on Wikidata, our IRI, and the label."""
    items = [
        Item(TOWN, {"en": 'The "town", old'}, statements=(said(STATED_IN, OURS),)),
        Item(OURS),
    ]
    ids = assigned(items)
    rows = list(csv.DictReader(io.StringIO(table(complete(items, ids), ids).decode())))
    assert [tuple(row.values()) for row in rows] == [
        ("P1", "P248", "", "stated in"),
        ("Q1", "", OURS.iri, ""),
        ("Q2", "Q900000001", TOWN.iri, 'The "town", old'),
    ]


def test_items_in_references_are_found() -> None:
    """A source that stands in a reference only has its id too."""
    number = statement(Property("P217", "inventory number", "string"), Text("A"))
    (reference,) = number.references
    assert isinstance(reference.snaks[0], Snak)
    source = reference.snaks[0].value
    assert isinstance(source, ItemId)
    assert assigned([Item(FIRE, statements=(number,))]).item(source) == "Q2"
