"""What the flat tables are: `queries/tables/csv-metadata.json`, CSVW as the W3C defines it.

It says once, for the files, the code and the documentation, which columns each table has, what
they mean, of which datatype they are and where they lead (https://www.w3.org/TR/tabular-metadata/).
A foreign key of CSVW may be neither empty nor a list, so only some columns that lead to another
table are one; `dc:references` says it of all.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimgraph.errors import InputError
from claimgraph.read import text_of

__all__ = ["METADATA", "Column", "Table", "as_metadata", "tables"]

METADATA = "csv-metadata.json"
"""Where readers of CSVW look for what describes the tables of a folder."""


@dataclass(frozen=True)
class Column:
    """A column; `datatype` is one of XSD's, `leads_to` the table whose keys it holds, if any.

    `separator` is empty unless a cell may hold several values. `namespace` is what an IRI loses in
    a cell, because the metadata puts it back.
    """

    name: str
    description: str
    datatype: str
    separator: str
    namespace: str
    leads_to: str

    def values(self, cell: str) -> list[str]:
        """Return what a cell holds, each by itself."""
        return cell.split(self.separator) if self.separator else [cell]


@dataclass(frozen=True)
class Table:
    """A table, its columns in their order, and which of them tell its rows apart."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


def tables(path: Path) -> list[Table]:
    """Return the tables of a metadata file, in its order; raises `InputError` where it is none."""
    return [_table(table) for table in _read(path)["tables"]]


def as_metadata(path: Path, about: Mapping[str, object]) -> bytes:
    """Return the metadata for the folder of the files, with what there is to say of them all."""
    content = _read(path)
    context = content.pop("@context")
    whole = {"@context": context, **about, **content}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(text_of(path))
    except json.JSONDecodeError as error:
        raise InputError(
            f"not JSON ({error.msg})", expected="CSVW metadata", path=path, line=error.lineno
        ) from error
    return content


def _table(table: Mapping[str, Any]) -> Table:
    schema = table["tableSchema"]
    key = schema["primaryKey"]
    return Table(
        table["url"].removesuffix(".csv"),
        table["dc:title"],
        table["dc:description"],
        tuple(map(_column, schema["columns"])),
        (key,) if isinstance(key, str) else tuple(key),
    )


def _column(column: Mapping[str, Any]) -> Column:
    datatype = column["datatype"]
    return Column(
        column["name"],
        column["dc:description"],
        datatype if isinstance(datatype, str) else datatype["base"],
        column.get("separator", ""),
        column.get("valueUrl", "").partition("{")[0],
        column.get("dc:references", {"@id": ""})["@id"].removesuffix(".csv"),
    )
