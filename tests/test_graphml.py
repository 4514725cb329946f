"""GraphML: what network tools read is the graph, with its types, and takes no side."""

import io
from collections import Counter
from collections.abc import Iterable
from typing import Any

import networkx as nx
import pytest

from claimgraph.graphml import as_graphml, unspeakable
from claimgraph.tables import Filled
from claimgraph.terms import BASE
from tests.datasets import MINI, derived
from tests.flat import AWKWARD, flat, of_article, of_awkward

OWNERS = BASE + "claim/mill-owners-deaths"
FIRE = BASE + "event/tarnbrook-mill-fire"
ENTITIES = {"actor", "event", "place", "source", "concept", "mention"}


def network(tables: Iterable[Filled]) -> Any:  # noqa: ANN401 (networkx ships no types)
    """Return the graph as networkx reads it."""
    return nx.read_graphml(io.BytesIO(as_graphml(tables)))


@pytest.mark.parametrize("tables", [of_article, of_awkward])
def test_all_nodes_are_there_and_no_others(tables: Any) -> None:  # noqa: ANN401
    """Each node of the tables is one, with label and type; no edge leads anywhere else."""
    found = network(tables().values())
    nodes = {row["node"]: row for row in tables()["nodes"].rows}
    assert set(found) == set(nodes)
    for node, attributes in found.nodes(data=True):
        assert attributes["label"] == nodes[node]["label"]
        assert attributes["type"] == nodes[node]["type"]


@pytest.mark.parametrize("tables", [of_article, of_awkward])
def test_all_edges_are_there(tables: Any) -> None:  # noqa: ANN401
    """Stances, claimants, reporters, subjects, links: as many as the tables have."""
    by_name = tables()
    found = Counter(label for *_, label in network(by_name.values()).edges(data="label"))
    stances = Counter(row["stance"] for row in by_name["stances"].rows)
    links = Counter(row["link"] for row in by_name["links"].rows)
    assert {label: found[label] for label in stances} == stances
    assert {label: found[label] for label in links} == links
    for table, column in (
        ("claims", "claimant"),
        ("claims", "reported_by"),
        ("propositions", "subject"),
        ("propositions", "object"),
        ("measurements", "population"),
    ):
        assert found[column] == sum(column in row for row in by_name[table].rows) > 0
    # What is told of a stance from its claim is not told from its proposition again.
    assert {label for label in found if label.endswith("_by")} == {"reported_by"}
    assert found["rests_on"] == sum(
        len(row["rests_on"].split("|")) for row in by_name["claims"].rows if "rests_on" in row
    )


@pytest.mark.parametrize("tables", [of_article, of_awkward])
def test_no_edge_says_what_is_contested(tables: Any) -> None:  # noqa: ANN401
    """Two entities meet in a proposition only; no edge bears the name of a relation."""
    found = network(tables().values())
    type_ = found.nodes(data="type")
    relations = {row["relation"] for row in tables()["propositions"].rows}
    for source, target, label in found.edges(data="label"):
        if type_[source] in ENTITIES and type_[target] in ENTITIES:
            assert label == "authors"
        # These are said of claims, and are no relations there.
        assert label not in relations or type_[source] == "claim"


def test_attributes_are_typed() -> None:
    """Numbers are numbers and truth is truth, on the node of the proposition that gives them."""
    found = network(of_article().values())
    node = BASE + "proposition/khojaly-massacre-killed-at-least-200-azerbaijani-civilians"
    attributes = found.nodes[node]
    assert attributes["lower"] == 200.0
    assert isinstance(attributes["lower"], float)
    assert attributes["relation"] == "killed"
    assert "upper" not in attributes
    claim = BASE + "claim/azerbaijani-woman-ultimatum"
    assert found.nodes[claim]["depth"] == 2
    assert isinstance(found.nodes[claim]["depth"], int)
    unnamed = [value for _, value in found.nodes(data="unnamed") if value is not None]
    assert unnamed == [True] * len(unnamed)
    assert len(unnamed) > 10


def test_texts_come_back_to_the_letter() -> None:
    """Markup, quotes, line ends and other scripts are read as they were written."""
    attributes = network(of_awkward().values()).nodes[OWNERS]
    assert attributes["cue"] == '=1+1|said, "more or less"'
    assert attributes["hedge"] == "  with spaces  |a\rreturn"
    assert attributes["quotation"] == "two\nlines"
    assert attributes["reason"] == "<b> & 'so' on"
    assert attributes["note"] == "חוקרים, Խոջալու"


def test_parallel_edges_stay_apart() -> None:
    """One claim can both affirm and take for granted: two edges between the same two nodes."""
    more = f"<{OWNERS}> cg:affirms proposition:tarnbrook-mill-fire-called ;"
    more += " cg:presupposes proposition:tarnbrook-mill-fire-called ."
    found = network(flat(derived(MINI, more=AWKWARD + more)).values())
    called = BASE + "proposition/tarnbrook-mill-fire-called"
    labels = [found.edges[OWNERS, called, key]["label"] for key in found[OWNERS][called]]
    assert sorted(labels) == ["affirms", "presupposes"]
    assert [found.edges[called, FIRE, key]["label"] for key in found[called][FIRE]] == ["subject"]


def test_what_xml_cannot_write_is_told() -> None:
    """A control character becomes U+FFFD, and is counted; no reader falls over it."""
    more = f'<{OWNERS}> cg:quotation "bell\\u0007 and \\uFFFF"@en ; cg:hedge "\\u000B"@en .'
    tables = flat(derived(MINI, more=more))
    attributes = network(tables.values()).nodes[OWNERS]
    assert attributes["quotation"] == "bell\ufffd and \ufffd"
    assert attributes["hedge"] == "\ufffd"
    assert unspeakable(tables.values()) == 3
    assert unspeakable(of_awkward().values()) == 0
