"""By which id an item or a property goes: Wikidata's, or that of a wiki of one's own.

On Wikidata, what has no Q id yet goes by a placeholder that no wiki takes for an id, such as
`local:event/khojaly-massacre`; in RDF it goes by our IRI. A wiki of one's own, still empty, gives
out ids from Q1 and P1 upwards, so items and properties get these, in the order of our IRIs. They
shift when the graph gains an item: whoever has imported them once keeps the table.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claimgraph.errors import InputError
from claimgraph.terms import BASE
from claimgraph.wikibase import Item, ItemId, Property, properties, spoken_of

__all__ = ["ENTITIES", "OWN", "WIKIDATA", "Ids", "assigned", "complete", "table"]

WIKIDATA = "http://www.wikidata.org/"
ENTITIES = f"{WIKIDATA}entity/"
"""Where Wikidata's items begin; in every wiki the calendars, the Earth and no unit are these."""
OWN = "https://wikibase.example/"
"""Stands for a wiki of one's own, whose address only its owner knows."""

_LOCAL = "local:"
_QID = re.compile(r"Q[1-9][0-9]*")


@dataclass(frozen=True)
class Ids:
    """The ids of one wiki: `base` is where its IRIs begin, the rest what has got an id there."""

    base: str = WIKIDATA
    items: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def own(self) -> bool:
        """Whether the ids are given out here: the wiki is one's own, and empty."""
        return bool(self.items)

    def item(self, item: ItemId) -> str:
        """Return the id of an item: a Q id, or a placeholder."""
        if self.own:
            return self.items[_key(item)]
        if item.qid:
            return item.qid
        if not item.iri.startswith(BASE):
            raise InputError(
                f"<{item.iri}> has no Q id", expected=f"an IRI that begins with {BASE}"
            )
        return _LOCAL + item.iri.removeprefix(BASE)

    def pid(self, property_: Property) -> str:
        """Return the id of a property."""
        return self.properties[property_.pid] if self.own else property_.pid

    def iri(self, id_: str) -> str:
        """Return the IRI of what goes by an id."""
        if id_.startswith(_LOCAL):
            return BASE + id_.removeprefix(_LOCAL)
        return f"{self.base}entity/{id_}"

    def back(self, id_: str) -> ItemId | None:
        """Return the item of an id as it is written, or nothing if no item has such an id."""
        if id_.startswith(_LOCAL):
            return ItemId(iri=BASE + id_.removeprefix(_LOCAL))
        return ItemId(qid=id_) if _QID.fullmatch(id_) else None


def assigned(items: Iterable[Item], base: str = OWN) -> Ids:
    """Return ids from Q1 and P1 upwards, for items and all that they speak of."""
    items = list(items)
    named: dict[str, ItemId] = {}
    for item in spoken_of(items):
        # What is named here by its Q id alone may have our IRI elsewhere.
        named[_key(item)] = max(item, named.get(_key(item), item), key=lambda one: one.iri)
    ordered = sorted(named, key=lambda key: (not named[key].iri, named[key].iri, len(key), key))
    pids = dict.fromkeys(property_.pid for property_ in properties(items))
    return Ids(
        base,
        {key: f"Q{number}" for number, key in enumerate(ordered, 1)},
        {pid: f"P{number}" for number, pid in enumerate(pids, 1)},
    )


def complete(items: Iterable[Item], ids: Ids) -> list[Item]:
    """Return the items with those added that they speak of and that the wiki does not have.

    These are bare: nothing is known of them but, for some, their ids on Wikidata. In a wiki of
    one's own all are in the order of their ids, in which it must be filled.
    """
    whole = {_key(item.id): item for item in items}
    for item in spoken_of(list(whole.values())):
        if _key(item) not in whole and (ids.own or not item.qid):
            labels = {"en": f"{item.qid} on Wikidata"} if item.qid else {}
            whole[_key(item)] = Item(item, labels)
    some = list(whole.values())
    return sorted(some, key=lambda item: int(ids.item(item.id)[1:])) if ids.own else some


def table(items: Sequence[Item], ids: Ids) -> bytes:
    """Return which id is which: id, what it was on Wikidata, our IRI and English label, as CSV."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["id", "wikidata", "iri", "label"])
    for property_ in properties(items):
        rows.writerow([ids.pid(property_), property_.pid, "", property_.label])
    for item in items:
        rows.writerow([ids.item(item.id), item.id.qid, item.id.iri, item.labels.get("en", "")])
    return text.getvalue().encode()


def _key(item: ItemId) -> str:
    return item.qid or item.iri
