"""The page of the flat tables: each with its columns, what they mean, and where they lead."""

from collections.abc import Iterator

from claimgraph.csvw import Column, Table, tables
from claimgraph.layout import Layout

__all__ = ["render"]

_HEAD = """\
<!-- Written by `build.py docs` from queries/tables/csv-metadata.json: do not edit. -->

# The columns of the flat tables

What [the tables](tables.md) hold. The key of each table is in bold. A column that *leads to* a
table holds keys of that table; *several* means that a cell may hold more than one, with `|`
between. An empty cell means that nothing is said.
"""


def render(layout: Layout) -> str:
    """Return the page, in Markdown, of the tables that the metadata describes."""
    parts = [_HEAD]
    for table in tables(layout.table_metadata):
        parts += _of(table)
    return "\n".join(parts)


def _of(table: Table) -> Iterator[str]:
    yield f"## {table.title}\n"
    yield f"`{table.name}.csv`: {table.description}\n"
    yield "| column | what it is | type |\n|---|---|---|"
    for column in table.columns:
        name = f"**`{column.name}`**" if column.name in table.key else f"`{column.name}`"
        yield f"| {name} | {column.description} | {_type(column)} |"
    yield ""


def _type(column: Column) -> str:
    several = ", several" if column.separator else ""
    leads_to = f", leads to `{column.leads_to}`" if column.leads_to else ""
    return f"{'IRI' if column.datatype == 'anyURI' else column.datatype}{several}{leads_to}"
