"""Chains as sentences: who passes whom on, to any depth, in words that vouch for nothing."""

from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from claimgraph.attribution import sentence
from claimgraph.model import Claim, Model
from claimgraph.read import Dataset
from claimgraph.terms import BASE

SAYS = Claim(
    iri=NamedNode("urn:claim"),
    label="The union puts the dead at 30.",
    claimant="the union",
    several=False,
    act="",
    introduced=["according to"],
    document="the authors of the article",
    own_voice=False,
    chain=[],
    says=[],
    passages=[],
)
OWN = replace(SAYS, claimant="the authors of the article", label="They date it.", own_voice=True)
FIREMAN = replace(SAYS, claimant="a fireman", label="A fireman saw smoke.", chain=[SAYS])
TESTIFIES = replace(FIREMAN, act="testimony", introduced=["told"])
OWNERS = replace(
    SAYS,
    claimant="mill owners",
    label="Mill owners locked up.",
    several=True,
    introduced=["says"],
    chain=[SAYS, TESTIFIES],
)
ADMITTED = replace(OWNERS, introduced=["admitted"])
ADA = replace(
    SAYS, claimant="Ada Tarn", label="Ada Tarn knew it.", chain=[SAYS, TESTIFIES, ADMITTED]
)
TO_DEPTH = {
    1: "According to the article, the union puts the dead at 30.",
    2: "According to the article, the union reports that a fireman saw smoke.",
    3: "According to the article, the union reports that a fireman testifies that mill owners"
    " locked up.",
    4: "According to the article, the union reports that a fireman (“admitted”) testifies that mill"
    " owners report that Ada Tarn knew it.",
}


@pytest.mark.parametrize("depth", TO_DEPTH)
def test_depth(depth: int) -> None:
    """Each voice hands on to the next, its verb agrees with it, and names keep their capital."""
    claim = [OWN, SAYS, FIREMAN, OWNERS, ADA][depth]
    assert len(claim.chain) == depth - 1
    assert sentence(claim) == TO_DEPTH[depth]


def test_distance_is_kept() -> None:
    """The words of whoever keeps their distance stand with that voice, once each."""
    claim = replace(SAYS, introduced=["claimed", "alleged", "claimed"])
    assert sentence(claim).startswith("According to the article (“claimed”, “alleged”), the union")


@pytest.mark.parametrize(
    ("claimant", "label", "continued"),
    [
        (
            "a woman quoted in the report",
            "The woman says it.",
            "a woman quoted in the report says it.",
        ),
        ("the Tarn Court of Appeal", "The Court notes it.", "the Tarn Court of Appeal notes it."),
        ("the Tarn society", "Tarn says it.", "the Tarn society says it."),
        ("refugees from Tarn in Brook", "Refugees in Brook say it.", "refugees in Brook say it."),
        ("those who grieve for Tarn", "Those who grieve now weep.", "those who grieve now weep."),
        ("Tarn Watch", "The report notes it.", "as Tarn Watch has it, the report notes it."),
        ("Tarn Watch", "In 1912 Tarn Watch noted it.", "in 1912 Tarn Watch noted it."),
        ("some people", "Another group says it.", "another group says it."),
    ],
)
def test_whoever_speaks_is_named(claimant: str, label: str, continued: str) -> None:
    """Who is called by a short name or a description in the label is named in full, once."""
    claim = replace(SAYS, claimant=claimant, label=label)
    assert sentence(claim) == f"According to the article, {continued}"


def test_own_words_passed_on() -> None:
    """Speakers who report words of their own are not told of as if they were somebody else."""
    claim = replace(SAYS, label="The union had warned.", chain=[replace(SAYS, act="warning")])
    assert sentence(claim) == (
        "According to the article, the union reports words of their own: the union had warned."
    )


def test_own_voice() -> None:
    """Nobody reports what a document says itself."""
    assert sentence(OWN) == "In the voice of the authors of the article: They date it."


def test_a_document_that_says_that_it_reports() -> None:
    """A claim in the document's own voice adds no level to what it reports."""
    told = replace(FIREMAN, chain=[OWN], introduced=["purportedly"])
    assert sentence(told) == "According to the article (“purportedly”), a fireman saw smoke."


@pytest.mark.parametrize(
    ("slug", "voices"),
    [
        ("survivor-deaths", "the article, Tarn Courier reports that a survivor thought it"),
        (
            "spokesman-foreman-locked-doors",
            "the article, a fireman heard by the inquiry testifies that the spokesman of the",
        ),
        ("union-accuses-mill-owners", "the article (“accused”), the union said that the owners"),
    ],
)
def test_invented_event(derived: Dataset, slug: str, voices: str) -> None:
    """From the graph comes all that it needs: voices, acts, cues, and the document's name."""
    claim = Model(derived).claim(NamedNode(f"{BASE}claim/{slug}"))
    assert sentence(claim).startswith(f"According to {voices} ")


def test_groups_speak_in_the_plural(derived: Dataset) -> None:
    """A group takes the plural, unless its name is that of one thing."""
    rows = derived.select(f"SELECT ?claim WHERE {{ ?claim <{BASE}ontology#claimant> ?who }}")
    claims = [row["claim"] for row in rows]
    model = Model(derived)
    several = {
        claim.claimant: claim.several
        for claim in (model.claim(iri) for iri in claims if isinstance(iri, NamedNode))
    }
    assert several["mill owners"]
    assert not several["the article"]
    assert not several["Dockers' Union"]
