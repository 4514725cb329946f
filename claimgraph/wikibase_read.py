"""Wikibase JSON, as dumps have it, back to items.

Strict: what the items could not hold, such as a rank other than normal or a sitelink, is refused
and not left out. Hashes and revisions are not read; they belong to the wiki.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from claimgraph.errors import InputError
from claimgraph.json_node import Node, parsed
from claimgraph.wikibase import (
    Item,
    Property,
    Reference,
    Snak,
    Statement,
    Unknown,
)
from claimgraph.wikibase_ids import WIKIDATA, Ids
from claimgraph.wikibase_json_values import read_id, read_value
from claimgraph.wikibase_limits import DATATYPES

__all__ = ["read_items"]

_META = "pageid ns title lastrevid modified"
_TYPES = {
    "wikibase-item": "wikibase-entityid",
    "external-id": "string",
    "url": "string",
    "globe-coordinate": "globecoordinate",
}
"""The type of value of a datatype, where it has a name of its own."""


def read_items(dump: bytes, path: Path, base: str = WIKIDATA) -> list[Item]:
    """Return the items of a dump: `[`, one entity a line, `]`. `base` is where its IRIs begin.

    Raises `InputError`, with the line, for whatever else it is.
    """
    nodes = list(_lines(dump, path))
    entities = [(node, _type(node)) for node in nodes]
    properties = dict(_property(node) for node, type_ in entities if type_ == "property")
    reader = _Reader(Ids(base), properties)
    return [reader.item(node) for node, type_ in entities if type_ == "item"]


def _lines(dump: bytes, path: Path) -> Iterator[Node]:
    try:
        lines = dump.decode().split("\n")
    except UnicodeDecodeError as error:
        line = dump.count(b"\n", 0, error.start) + 1
        raise InputError("is no UTF-8", path=path, line=line) from error
    numbered = [(number, text.strip()) for number, text in enumerate(lines, 1) if text.strip()]
    if len(numbered) < 2 or (numbered[0][1], numbered[-1][1]) != ("[", "]"):
        raise InputError("is no dump", expected="'[', one entity a line, ']'", path=path, line=1)
    for place, (number, text) in enumerate(numbered[1:-1], 2):
        last = place == len(numbered) - 1
        if last == text.endswith(","):
            expected = "none after the last entity" if last else "one after each but the last"
            raise InputError("a comma is wrong", expected=expected, path=path, line=number)
        yield parsed(text.removesuffix(","), path, number)


def _type(node: Node) -> str:
    for key, member in node.members():
        if key == "type":
            type_ = member.text()
            return type_ if type_ in {"item", "property"} else member.refuse('"item" or "property"')
    raise node.error("the line has no 'type'", expected="an item or a property")


def _property(node: Node) -> tuple[str, Property]:
    entity = node.keys("type id datatype", f"labels descriptions aliases claims {_META}")
    for key in ("descriptions", "aliases", "claims"):
        if key in entity and list(entity[key].members()):
            raise node.error(f"{key} of a property cannot be kept")
    labels = _terms(entity["labels"]) if "labels" in entity else {}
    if labels.keys() - {"en"}:
        raise node.error("labels of a property other than the English one cannot be kept")
    pid, datatype = entity["id"].text(), entity["datatype"].text()
    return pid, Property(pid, labels.get("en", ""), datatype)


def _terms(node: Node) -> dict[str, str]:
    terms = {}
    for language, member in node.members():
        term = member.keys("language value")
        term["language"].must(language)
        terms[language] = term["value"].text()
    return terms


class _Reader:
    """What reading a value takes: the ids of the wiki, and its properties."""

    def __init__(self, ids: Ids, properties: dict[str, Property]) -> None:
        self.ids = ids
        self.properties = properties

    def item(self, node: Node) -> Item:
        entity = node.keys("type id", f"labels descriptions aliases claims sitelinks {_META}")
        if "sitelinks" in entity and list(entity["sitelinks"].members()):
            raise node.error("sitelinks cannot be kept")
        item, id_ = read_id(entity["id"], self.ids), entity["id"].text()
        statements = []
        for pid, group in entity["claims"].members() if "claims" in entity else ():
            for element in group.some():
                statement = self.statement(element, id_)
                if self.ids.pid(statement.mainsnak.property) != pid:
                    raise element.error(f"{element.way} is not of {pid}")
                statements.append(statement)
        return Item(
            item,
            _terms(entity["labels"]) if "labels" in entity else {},
            _terms(entity["descriptions"]) if "descriptions" in entity else {},
            _aliases(entity["aliases"]) if "aliases" in entity else {},
            tuple(statements),
        )

    def statement(self, node: Node, item: str) -> Statement:
        parts = node.keys("mainsnak type id rank", "qualifiers qualifiers-order references")
        parts["type"].must("statement")
        parts["rank"].must("normal")
        owner, _, uuid = parts["id"].text().rpartition("$")
        if owner != item:
            parts["id"].refuse(f"{item}$ and a UUID")
        references = parts["references"].elements() if "references" in parts else ()
        return Statement(
            uuid,
            self.snak(parts["mainsnak"]),
            self.grouped(parts, "qualifiers", "qualifiers-order"),
            tuple(self.reference(reference) for reference in references),
        )

    def reference(self, node: Node) -> Reference:
        parts = dict(node.keys("snaks snaks-order", "hash"))
        return Reference(self.grouped(parts, "snaks", "snaks-order"))

    def grouped(self, parts: Mapping[str, Node], key: str, order: str) -> tuple[Snak, ...]:
        """Return snaks that stand by property, in the order given for the properties."""
        if key not in parts:
            return ()
        groups = dict(parts[key].members())
        pids = [node.text() for node in parts[order].elements()] if order in parts else [*groups]
        if sorted(pids) != sorted(groups):
            parts[order].refuse(f"each of {', '.join(groups)} once")
        snaks = []
        for pid in pids:
            for node in groups[pid].some():
                snak = self.snak(node)
                if self.ids.pid(snak.property) != pid:
                    raise node.error(f"{node.way} is not of {pid}")
                snaks.append(snak)
        return tuple(snaks)

    def snak(self, node: Node) -> Snak:
        parts = node.keys("snaktype property datatype", "datavalue hash")
        pid, datatype = parts["property"].text(), parts["datatype"].text()
        property_ = self.properties.get(pid, Property(pid, "", datatype))
        if property_.datatype != datatype:
            parts["datatype"].refuse(f"{property_.datatype}, as {pid} has it")
        if datatype not in DATATYPES:
            parts["datatype"].refuse(f"one of {', '.join(DATATYPES)}")
        kind = parts["snaktype"].text()
        if kind == "value":
            if "datavalue" not in parts:
                raise node.error(f"{node.way} has no 'datavalue'")
            return Snak(
                property_, read_value(parts["datavalue"], _TYPES.get(datatype, datatype), self.ids)
            )
        if kind not in {unknown.value for unknown in Unknown}:
            parts["snaktype"].refuse("value, somevalue or novalue")
        if "datavalue" in parts:
            raise node.error(f"{node.way} is {kind}, and has a value")
        return Snak(property_, Unknown(kind))


def _aliases(node: Node) -> dict[str, Sequence[str]]:
    aliases: dict[str, Sequence[str]] = {}
    for language, group in node.members():
        members = [element.keys("language value") for element in group.some()]
        for alias in members:
            alias["language"].must(language)
        aliases[language] = [alias["value"].text() for alias in members]
    return aliases
