"""The mapping to Wikidata as the ontology has it: properties, slots, which item an entity is."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, QuerySolution

from claimgraph.query_file import read_query
from claimgraph.read import Dataset
from claimgraph.wikibase import ItemId, Property, Unknown
from claimgraph.wikibase_ids import ENTITIES

__all__ = ["Mapping", "Slot"]


class Slot(NamedTuple):
    """A place beside the main value of a statement: its property, where it stands, what fills it.

    `item` is empty where the value comes from the graph.
    """

    property: Property
    order: int
    item: str


class Mapping:
    """A derived dataset's mapping, by IRI; `classes` says what a new item is an instance of."""

    def __init__(self, dataset: Dataset, queries: Path) -> None:
        """Raise what `read_query` raises."""
        self.dataset = dataset
        self.queries = queries
        self.properties: dict[str, Property] = {}
        self.slots: dict[NamedNode, Slot] = {}
        for row in self.ask("slots"):
            label, datatype = row["label"].value, row["datatype"].value
            found = Property(_id(row["property"]), label, datatype)
            self.properties[row["property"].value] = found
            if row["slot"] is not None:
                item = _id(row["item"]) if row["item"] is not None else ""
                self.slots[row["slot"]] = Slot(found, int(row["order"].value), item)
        self.ids: dict[str, ItemId] = {}
        self.classes: dict[str, ItemId] = {}
        for row in self.ask("entities"):
            iri = row["entity"].value
            self.ids[iri] = ItemId(iri, _id(row["item"]) if row["item"] is not None else "")
            if row["class"] is not None and row["item"] is None:
                self.classes[iri] = ItemId(qid=_id(row["class"]))

    def ask(self, name: str) -> Iterable[QuerySolution]:
        """Return the rows of one of the queries."""
        return self.dataset.select(read_query(self.queries / f"{name}.rq").text)

    def named(self, iri: str) -> ItemId | Unknown:
        """Return the item that an entity is, or an IRI of Wikidata; an open referent is unknown."""
        if iri.startswith(ENTITIES):
            return ItemId(qid=iri.removeprefix(ENTITIES))
        return self.ids.get(iri, Unknown.SOMEVALUE)


def _id(node: NamedNode) -> str:
    return node.value.removeprefix(ENTITIES)
