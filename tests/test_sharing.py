"""The share of propositions that two or more claimants address."""

from pathlib import Path

import pytest

from claimgraph.derive import derive
from claimgraph.infer import infer
from claimgraph.read import Dataset, load
from claimgraph.sharing import Share, sharing
from claimgraph.terms import GRAPHS
from tests.datasets import ARTICLE, article

TWO_SPEAKERS = """
    PREFIX actor:       <https://w3id.org/claimgraph/actor/>
    PREFIX cg:          <https://w3id.org/claimgraph/ontology#>
    PREFIX claim:       <https://w3id.org/claimgraph/claim/>
    PREFIX event:       <https://w3id.org/claimgraph/event/>
    PREFIX kind:        <https://w3id.org/claimgraph/kind/>
    PREFIX proposition: <https://w3id.org/claimgraph/proposition/>
    PREFIX rdf:         <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rel:         <https://w3id.org/claimgraph/relation#>

    actor:editors cg:kind kind:editors .
    proposition:flood a cg:Proposition ; rdf:subject event:flood ; rdf:predicate rel:occurred ;
        rdf:object true .
    proposition:flood-by-rain a cg:Proposition ; rdf:subject event:flood ; rdf:predicate rel:cause ;
        rdf:object event:rain .
    claim:miller a cg:Claim ; cg:claimant actor:miller ; cg:affirms proposition:flood .
    claim:smith a cg:Claim ; cg:claimant actor:smith ; cg:affirms proposition:flood-by-rain .
"""
DENIES = "claim:smith cg:denies proposition:flood ."
READING = """
    proposition:link a cg:Proposition ; rdf:subject proposition:flood-by-rain ;
        rdf:predicate rel:entails ; rdf:object proposition:flood .
    claim:editors-link a cg:Claim ; cg:claimant actor:editors ; cg:affirms proposition:link .
"""
SAME_SPEAKER = "claim:miller-again a cg:Claim ; cg:claimant actor:miller ; cg:affirms"


def shares(tmp_path: Path, turtle: str) -> list[Share]:
    """Return the shares of a graph that is written down here."""
    path = tmp_path / "case.ttl"
    path.write_text(turtle, encoding="utf-8")
    dataset = Dataset()
    for file in ARTICLE.ontology_files:
        load(dataset.store, file, GRAPHS.ontology)
    load(dataset.store, path, GRAPHS.asserted)
    infer(dataset.store, ARTICLE.entailment_files)
    derive(dataset, ARTICLE.rule_files)
    return sharing(dataset, ARTICLE.sharing_files)


@pytest.mark.parametrize(
    ("more", "as_read", "strictly"),
    [
        ("", 0, 0),
        (DENIES, 1, 1),
        (READING, 2, 0),
        (f"{SAME_SPEAKER} proposition:flood .", 0, 0),
    ],
    ids=["two accounts", "a denial is a stance", "a reading joins", "one voice twice"],
)
def test_what_counts_as_shared(tmp_path: Path, more: str, as_read: int, strictly: int) -> None:
    """Claimants count, not claims; a stance counts, whichever; a reading joins both ends."""
    assert shares(tmp_path, TWO_SPEAKERS + more) == [
        Share("as read", 2, as_read),
        Share("strictly", 2, strictly),
    ]


def test_the_editors_are_no_claimants_here(tmp_path: Path) -> None:
    """What the editors address is neither counted nor does it make anything shared."""
    more = "claim:e a cg:Claim ; cg:claimant actor:editors ; cg:affirms proposition:flood ."
    assert [share.shared for share in shares(tmp_path, TWO_SPEAKERS + more)] == [0, 0]


def test_an_empty_graph_has_no_share(tmp_path: Path) -> None:
    """Nothing addressed is a share of none, and no division by zero."""
    assert [str(share) for share in shares(tmp_path, "")] == ["0.0 % as read", "0.0 % strictly"]


def test_accounts_meet_in_the_graph() -> None:
    """In the graph as it stands, readings join at least 15 in 100 propositions."""
    as_read, strictly = sharing(article(), ARTICLE.sharing_files)
    assert as_read.shared / as_read.addressed >= 0.15
    assert strictly.addressed == as_read.addressed
    assert strictly.shared < as_read.shared
