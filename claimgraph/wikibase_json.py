"""Items as Wikibase has them in JSON, one entity a line, as in its dumps.

After `docs/topics/json.md` in Wikibase. The hashes are taken of our own JSON, so they are stable;
those of a wiki are taken of PHP's, and it gives out its own on import.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimgraph.wikibase import (
    Item,
    Property,
    Reference,
    Snak,
    Statement,
    Unknown,
    properties,
)
from claimgraph.wikibase_ids import Ids, complete, table
from claimgraph.wikibase_json_values import value_json
from claimgraph.wikibase_limits import check

__all__ = ["digest", "reference_hash", "wikibase_json"]

_Json = dict[str, Any]


def wikibase_json(items: Iterable[Item], ids: Ids) -> dict[str, bytes]:
    """Return the dump, a file for each entity in it, and the table of their ids.

    Raises `InputError` for what a Wikibase would refuse.
    """
    items = list(items)
    check(items)
    items = complete(items, ids)
    # A wiki takes an item only once it has the properties.
    entities = [_property(property_, ids) for property_ in properties(items)]
    entities += [_item(item, ids) for item in items]
    lines = {entity["id"]: _bytes(entity) for entity in entities}
    files = {f"entities/{_file_name(id_)}.json": line + b"\n" for id_, line in lines.items()}
    dump = b"[\n" + b",\n".join(lines.values()) + b"\n]\n"
    return {"wikibase.json": dump, "ids.csv": table(items, ids), **files}


def digest(value: object) -> str:
    """Return the hash of what JSON can say: 40 hexadecimal digits, as Wikibase has them."""
    return hashlib.sha1(_bytes(value), usedforsecurity=False).hexdigest()


def _item(item: Item, ids: Ids) -> _Json:
    id_ = ids.item(item.id)
    claims: dict[str, list[_Json]] = {}
    for statement in item.statements:
        pid = ids.pid(statement.mainsnak.property)
        claims.setdefault(pid, []).append(_statement(statement, id_, ids))
    return {
        "type": "item",
        "id": id_,
        "labels": _terms(item.labels),
        "descriptions": _terms(item.descriptions),
        "aliases": {
            language: [{"language": language, "value": alias} for alias in aliases]
            for language, aliases in item.aliases.items()
            if aliases
        },
        "claims": claims,
        "sitelinks": {},
        "lastrevid": 0,  # clients want one; these have no revision
    }


def _property(property_: Property, ids: Ids) -> _Json:
    return {
        "type": "property",
        "datatype": property_.datatype,
        "id": ids.pid(property_),
        "labels": _terms({"en": property_.label} if property_.label else {}),
        "descriptions": {},
        "aliases": {},
        "claims": {},
        "lastrevid": 0,
    }


def _terms(terms: Mapping[str, str]) -> _Json:
    return {language: {"language": language, "value": text} for language, text in terms.items()}


def _statement(statement: Statement, item: str, ids: Ids) -> _Json:
    json_: _Json = {"mainsnak": _snak(statement.mainsnak, ids), "type": "statement"}
    if statement.qualifiers:
        json_["qualifiers"] = _grouped(statement.qualifiers, ids, hashed=True)
        json_["qualifiers-order"] = list(json_["qualifiers"])
    json_["id"] = f"{item}${statement.uuid}"
    json_["rank"] = "normal"
    if statement.references:
        json_["references"] = [_reference(reference, ids) for reference in statement.references]
    return json_


def _reference(reference: Reference, ids: Ids) -> _Json:
    grouped = _grouped(reference.snaks, ids, hashed=False)
    return {"hash": digest(grouped), "snaks": grouped, "snaks-order": list(grouped)}


def reference_hash(reference: Reference, ids: Ids) -> str:
    """Return the hash of a reference, the same in JSON and in RDF."""
    return digest(_grouped(reference.snaks, ids, hashed=False))


def _grouped(snaks: Sequence[Snak], ids: Ids, *, hashed: bool) -> dict[str, list[_Json]]:
    """Return snaks by property, the properties in the order of the first of each."""
    groups: dict[str, list[_Json]] = {}
    for snak in snaks:
        json_ = _snak(snak, ids)
        if hashed:
            json_["hash"] = digest(json_)
        groups.setdefault(ids.pid(snak.property), []).append(json_)
    return groups


def _snak(snak: Snak, ids: Ids) -> _Json:
    property_, value = snak
    head = {"property": ids.pid(property_), "datatype": property_.datatype}
    if isinstance(value, Unknown):
        return {"snaktype": value.value, **head}
    return {"snaktype": "value", **head, "datavalue": value_json(value, ids)}


def _file_name(id_: str) -> str:
    return id_.replace(":", "-").replace("/", "-")


def _bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
