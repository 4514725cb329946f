"""The graph for network tools, as GraphML: claims, propositions and entities, and what ties them.

It is made of the flat tables: a row is a node, its texts and numbers are typed attributes, and a
column that leads to another node is an edge. What is claimed of an entity stays a node between: no
edge runs from one entity to another, but for the authors of a document, who speak as it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from claimgraph.csvw import Column
from claimgraph.tables import Filled

__all__ = ["as_graphml", "unspeakable"]

# The tables whose rows are nodes; measurements are propositions.
_NODES = (
    "claims", "propositions", "measurements", "actors", "events", "places", "sources", "concepts",
    "mentions",
)  # fmt: skip
# The tables whose rows are edges: where from, what it is called, where to.
_EDGES = {
    "stances": ("claim", "stance", "proposition"),
    "links": ("claim", "link", "target"),
}
# What these columns say is said by the edges of `stances` and `links`, the other way round.
_INVERSE = {
    "affirmed_by", "denied_by", "doubted_by", "entertained_by", "left_open_by", "presupposed_by",
    "withdrawn_by",
}  # fmt: skip
_TYPES = {"boolean": "boolean", "decimal": "double", "integer": "long"}
# What XML 1.0 has no way to write.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A parser would take a bare carriage return for a line feed, and line feeds in quotes for spaces.
_ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
    | dict.fromkeys(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)), "\ufffd")
)
# Few texts have any of these, and to look for them is faster than to translate.
_TO_ESCAPE = re.compile(f"[{re.escape(''.join(map(chr, _ESCAPED)))}]")
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


@dataclass
class _Graph:
    """Nodes with their attributes, the types of these, and edges: from, to, label."""

    nodes: dict[str, dict[str, str]] = field(default_factory=dict)
    edges: set[tuple[str, str, str]] = field(default_factory=set)
    types: dict[str, str] = field(default_factory=lambda: {"label": "string", "type": "string"})


def as_graphml(tables: Iterable[Filled]) -> bytes:
    """Return the graph of all tables; a character that XML does not have becomes U+FFFD."""
    return "".join(_lines(_graph({one.table.name: one for one in tables}))).encode()


def unspeakable(tables: Iterable[Filled]) -> int:
    """Return how many characters XML has no way to write."""
    return sum(
        len(_UNSPEAKABLE.findall(cell))
        for one in tables
        if one.table.name in _NODES
        for row in one.rows
        for cell in row.values()
    )


def _graph(tables: Mapping[str, Filled]) -> _Graph:
    graph = _Graph()
    for row in tables["nodes"].rows:
        graph.nodes[row["node"]] = {"label": row["label"], "type": row["type"]}
    for name in _NODES:
        (key,) = tables[name].table.key
        for column in tables[name].table.columns:
            if column.name != key and column.name not in _INVERSE:
                _add(graph, column, ((row[key], row.get(column.name)) for row in tables[name].rows))
    for name, (source, label, target) in _EDGES.items():
        graph.edges |= {(row[source], row[target], row[label]) for row in tables[name].rows}
    return graph


def _add(graph: _Graph, column: Column, cells: Iterable[tuple[str, str | None]]) -> None:
    """Add what a column says of its nodes: edges, or an attribute."""
    if column.leads_to in {"nodes", *_NODES}:
        for node, cell in cells:
            if cell:
                graph.edges |= {(node, target, column.name) for target in column.values(cell)}
    else:
        graph.types[column.name] = _TYPES.get(column.datatype, "string")
        for node, cell in cells:
            if cell:
                graph.nodes[node][column.name] = cell


def _lines(graph: _Graph) -> Iterator[str]:
    yield _HEAD
    for name, type_ in graph.types.items():
        yield f'  <key id="{name}" for="node" attr.name="{name}" attr.type="{type_}"/>\n'
    yield '  <key id="edge-label" for="edge" attr.name="label" attr.type="string"/>\n'
    yield '  <graph edgedefault="directed">\n'
    for node, attributes in graph.nodes.items():
        yield f'    <node id="{_escaped(node)}">\n'
        for name, text in attributes.items():
            yield f'      <data key="{name}">{_escaped(text)}</data>\n'
        yield "    </node>\n"
    for number, (source, target, label) in enumerate(sorted(graph.edges)):
        ends = f'source="{_escaped(source)}" target="{_escaped(target)}"'
        yield f'    <edge id="e{number}" {ends}><data key="edge-label">{label}</data></edge>\n'
    yield "  </graph>\n</graphml>\n"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED) if _TO_ESCAPE.search(text) else text
