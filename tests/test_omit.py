"""Leaving a claim out: what cannot stand without it goes, and nothing else."""

import pytest
from pyoxigraph import NamedNode, Quad

from claimgraph.errors import UsageError
from claimgraph.layout import Layout
from claimgraph.omit import without
from claimgraph.read import Dataset, read
from claimgraph.terms import BASE, CG, GRAPHS, RDF


def node(slug: str) -> NamedNode:
    """Return the IRI of a claim or proposition."""
    return NamedNode(BASE + slug)


def gone(before: Dataset, after: Dataset) -> set[str]:
    """Return which subjects are gone."""
    subjects = [{quad.subject for quad in d.quads(GRAPHS.asserted)} for d in (before, after)]
    return {str(subject)[1:-1].removeprefix(BASE) for subject in subjects[0] - subjects[1]}


def add(dataset: Dataset, *triples: tuple[NamedNode, NamedNode, NamedNode]) -> None:
    """Write triples into the asserted graph."""
    dataset.store.extend(Quad(*triple, GRAPHS.asserted) for triple in triples)


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
    places = dataset.places.keys() - smaller.places.keys()
    assert {iri.removeprefix(BASE) for iri in places} == gone(dataset, smaller)


def test_transitively(mini: Layout) -> None:
    """What rests on what rests on it goes too."""
    dataset = read(mini)
    later, earlier = node("claim/mill-owners-deaths"), node("claim/dockers-union-deaths-1913")
    add(dataset, (later, CG.restsOn, earlier))
    smaller = without(dataset, node("claim/editors-it-is-dockers-union"))
    assert "claim/mill-owners-deaths" in gone(dataset, smaller)


def test_several(mini: Layout) -> None:
    """Also where one of them falls with another."""
    dataset = read(mini)
    reading, resting = (
        node(f"claim/{slug}")
        for slug in ("editors-it-is-dockers-union", "dockers-union-deaths-1913")
    )
    alone = gone(dataset, without(dataset, reading))
    assert gone(dataset, without(dataset, reading, resting)) == alone
    assert gone(dataset, without(dataset, resting, reading)) == alone
    assert gone(dataset, without(dataset, resting)) < alone


def test_chains(mini: Layout) -> None:
    """What a claim reports goes with it, and so does a reporter who is left with nothing to say."""
    dataset = read(mini)
    assert gone(dataset, without(dataset, node("claim/tarn-courier-quotes-survivor"))) == gone(
        dataset, without(dataset, node("claim/survivor-deaths"))
    )


def test_what_speaks_of_it(mini: Layout) -> None:
    """A proposition about what is gone goes, and whoever has nothing else to say."""
    dataset = read(mini)
    accusation = node("claim/union-accuses-mill-owners")
    about, outer = node("proposition/about"), node("proposition/outer")
    remark, more = node("claim/remark"), node("claim/more")
    add(
        dataset,
        (about, RDF.subject, accusation),
        (about, RDF.predicate, node("relation#contrastsWith")),
        (about, RDF.object, node("claim/mill-owners-deaths")),
        (outer, RDF.subject, node("claim/survivor-deaths")),
        (outer, RDF.predicate, node("relation#contrastsWith")),
        (outer, RDF.object, about),
        (remark, RDF.type, CG.Claim),
        (remark, CG.affirms, about),
        (more, RDF.type, CG.Claim),
        (more, CG.denies, outer),
        (more, CG.affirms, node("proposition/tarnbrook-mill-fire-killed-at-least-30-weavers")),
    )
    smaller = without(dataset, accusation)
    assert gone(dataset, smaller) == {
        "claim/union-accuses-mill-owners",
        "claim/remark",
        "proposition/about",
        "proposition/locking-of-mill-doors-agent-mill-owners",
        "proposition/outer",
    }


def test_a_circle(mini: Layout) -> None:
    """Propositions that embed each other go once no claim leads to them."""
    dataset = read(mini)
    one, other = node("proposition/one"), node("proposition/other")
    add(
        dataset,
        (one, RDF.predicate, node("relation#because")),
        (one, RDF.subject, other),
        (other, RDF.predicate, node("relation#because")),
        (other, RDF.subject, one),
        (node("claim/union-accuses-mill-owners"), CG.affirms, one),
    )
    smaller = without(dataset, node("claim/union-accuses-mill-owners"))
    assert {"proposition/one", "proposition/other"} < gone(dataset, smaller)


def test_what_was_amiss_already(mini: Layout) -> None:
    """A claim that says nothing and a proposition of nobody are for the checks to find."""
    dataset = read(mini)
    add(
        dataset,
        (node("claim/silent"), RDF.type, CG.Claim),
        (node("proposition/nobody-s"), RDF.predicate, node("relation#agent")),
    )
    left_out = gone(dataset, without(dataset, node("claim/union-accuses-mill-owners")))
    assert not left_out & {"claim/silent", "proposition/nobody-s"}


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
