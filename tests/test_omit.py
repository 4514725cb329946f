"""Leaving a claim out: what cannot stand without it goes, and nothing else."""

import pytest
from pyoxigraph import NamedNode, Quad

from claimgraph.errors import UsageError
from claimgraph.layout import Layout
from claimgraph.omit import without
from claimgraph.read import Dataset, read
from claimgraph.terms import BASE, CG, GRAPHS


def node(slug: str) -> NamedNode:
    """Return the IRI of a claim or proposition."""
    return NamedNode(BASE + slug)


def gone(before: Dataset, after: Dataset) -> set[str]:
    """Return which subjects are gone."""
    subjects = [{quad.subject for quad in d.quads(GRAPHS.asserted)} for d in (before, after)]
    return {str(subject)[1:-1].removeprefix(BASE) for subject in subjects[0] - subjects[1]}


def test_a_reading(mini: Layout) -> None:
    """With a reading of the editors goes what rests on it, and content that nobody else says."""
    dataset = read(mini)
    smaller = without(dataset, node("claim/editors-it-is-dockers-union"))
    assert gone(dataset, smaller) == {
        "claim/editors-it-is-dockers-union",
        "proposition/union-identicalto-dockers-union",
        "claim/dockers-union-deaths-1913",
        "proposition/tarnbrook-mill-fire-killed-at-least-30-weavers",
    }


def test_transitively(mini: Layout) -> None:
    """What rests on what rests on it goes too."""
    dataset = read(mini)
    quad = Quad(
        node("claim/mill-owners-deaths"),
        CG.restsOn,
        node("claim/dockers-union-deaths-1913"),
        GRAPHS.asserted,
    )
    dataset.store.add(quad)
    smaller = without(dataset, node("claim/editors-it-is-dockers-union"))
    assert "claim/mill-owners-deaths" in gone(dataset, smaller)


def test_chains(mini: Layout) -> None:
    """What a claim reports goes with it, and so does a reporter who is left with nothing to say."""
    dataset = read(mini)
    assert gone(dataset, without(dataset, node("claim/tarn-courier-quotes-survivor"))) == gone(
        dataset, without(dataset, node("claim/survivor-deaths"))
    )


def test_shared_content_stays(mini: Layout) -> None:
    """A proposition that somebody else addresses stays."""
    dataset = read(mini)
    smaller = without(dataset, node("claim/union-accuses-mill-owners"))
    assert gone(dataset, smaller) == {
        "claim/union-accuses-mill-owners",
        "proposition/locking-of-mill-doors-agent-mill-owners",
    }


def test_the_dataset_itself_stays(mini: Layout) -> None:
    """The smaller dataset is a copy."""
    dataset = read(mini)
    before = set(dataset.store)
    without(dataset, node("claim/survivor-deaths"))
    assert set(dataset.store) == before


def test_no_claim(mini: Layout) -> None:
    """What is no claim cannot be left out."""
    with pytest.raises(UsageError, match="is not a claim"):
        without(read(mini), node("actor/mill-owners"))
