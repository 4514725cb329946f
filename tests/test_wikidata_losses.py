"""What items cannot carry: no claim is lost in silence, and none is listed that is there."""

from collections.abc import Callable
from functools import cache, partial

import pytest
from pyoxigraph import NamedNode

from claimgraph.losses import Ledger, ledger
from claimgraph.read import Dataset
from claimgraph.terms import BASE
from claimgraph.wikibase import Item
from claimgraph.wikidata import items
from tests.datasets import ARTICLE, MINI, article, derived
from tests.test_wikidata import MORE, OWNERS, UNION

# Reasons for which a stance on a proposition is in no statement.
KEEP_OUT = {"unaffirmed", "no-property", "open-subject", "content-word", "denied-more"}
TOWARDS = f"""
    PREFIX actor: <{BASE}actor/>
    PREFIX cg: <{BASE}ontology#>
    SELECT DISTINCT ?claim ?proposition
    WHERE {{
      ?claim cg:affirms|cg:denies|cg:doubts ?proposition ; cg:claimant ?claimant .
      FILTER(?claimant != actor:editors)
    }}
"""
CLAIMS = f"PREFIX cg: <{BASE}ontology#> SELECT ?claim WHERE {{ ?claim a cg:Claim }}"


def lost(data: Dataset) -> Ledger:
    """Return the ledger of the exports to Wikidata."""
    return ledger(data, MINI.loss_files, "wikidata")


@cache
def plain() -> Ledger:
    """Return the ledger of the invented event as it is."""
    return lost(derived(MINI))


def in_statements(found: list[Item]) -> set[tuple[str, str]]:
    """Return which claims are behind a statement of which propositions."""
    return {
        (claim, statement.proposition)
        for item in found
        for statement in item.statements
        for claim in statement.claims
    }


def unaccounted(data: Dataset) -> set[tuple[str, str]]:
    """Return what somebody says that is in no statement and not listed, or both."""
    there = in_statements(items(data, MINI.export_queries))
    found = lost(data)
    away = {
        (loss.claim.value, loss.detail.value) for loss in found.losses if loss.reason in KEEP_OUT
    }
    no_longer = {claim.value for claim in found.of("withdrawn") | found.of("disowned")}
    stances = {(row["claim"].value, row["proposition"].value) for row in data.select(TOWARDS)}
    assert len(stances) > 6
    return {(c, p) for c, p in stances - there - away if c not in no_longer} | (there & away)


@pytest.mark.parametrize("dataset", [partial(derived, MINI), article], ids=["event", "article"])
def test_nothing_is_lost_in_silence(dataset: Callable[[], Dataset]) -> None:
    """A claim is behind a statement of what it says, or the ledger says why not; never both."""
    assert unaccounted(dataset()) == set()


def test_what_the_editors_alone_affirm_is_listed_too() -> None:
    """A denial of what only the editors affirm is not lost in silence."""
    more = (
        "proposition:more a cg:Proposition ; rdf:subject event:tarnbrook-mill-fire ;"
        " rdf:predicate rel:participant ; rdf:object actor:weavers ."
        f" {MORE} cg:claimant actor:union ; cg:denies proposition:more ."
        f" {MORE.replace('claim:more', 'claim:reading')} cg:claimant actor:editors ;"
        " cg:affirms proposition:more ."
    )
    assert unaccounted(derived(MINI, more=more)) == set()


def test_every_claim_is_whole_or_listed() -> None:
    """Leaving its place in the text aside, a claim that is not listed is behind a statement."""
    data = article()
    listed = {loss.claim.value for loss in lost(data).losses if loss.reason != "place-in-text"}
    behind = {claim for claim, _ in in_statements(items(data, ARTICLE.export_queries))}
    claims = {row["claim"].value for row in data.select(CLAIMS)}
    assert len(claims) > 600
    assert claims - listed - behind == set()


PARTICIPANT = (
    "proposition:more a cg:Proposition ; rdf:subject event:tarnbrook-mill-fire ;"
    " rdf:predicate rel:participant ; rdf:object actor:weavers ."
)
THEY = "mention:they a cg:Mention ; cg:kind kind:pronoun ."
OWNERS_SAY = "claim:mill-owners-deaths"
# Reason → what is said in addition, and the claim that then loses something, and does not else.
ADDED = {
    "conclusions": (f"{MORE} cg:affirms proposition:{UNION} ; cg:claimant actor:union .", "more"),
    "content-word": (f"proposition:{OWNERS} cg:manner concept:x .", "mill-owners-deaths"),
    "delivery": (f'{OWNERS_SAY} cg:cue "said"@en .', "mill-owners-deaths"),
    "denial": (
        f"{MORE} cg:claimant actor:union ; cg:denies proposition:{OWNERS} .",
        "more",
    ),
    "denied-more": (
        (
            f"{MORE} cg:claimant actor:union ; cg:denies"
            " proposition:locking-of-mill-doors-agent-foreman ."
        ),
        "spokesman-foreman-locked-doors",
    ),
    "disowned": (
        (
            "proposition:asserted a cg:Proposition ; rdf:subject actor:mill-owners ;"
            f" rdf:predicate rel:asserts ; rdf:object proposition:{OWNERS} ."
            f" {MORE} cg:claimant actor:mill-owners ; cg:denies proposition:asserted ."
        ),
        "mill-owners-deaths",
    ),
    "doubt": (f"{MORE} cg:claimant actor:union ; cg:doubts proposition:{OWNERS} .", "more"),
    "editors": (f"{MORE} cg:claimant actor:editors ; cg:affirms proposition:{OWNERS} .", "more"),
    "excluded-bound": (f"proposition:{UNION} cg:strict true .", "dockers-union-deaths-1913"),
    "hearer": (f"{OWNERS_SAY} cg:statedTo actor:union .", "mill-owners-deaths"),
    "inexact-date": (f'{OWNERS_SAY} cg:statedOn "1911-26"^^loc:edtf .', "mill-owners-deaths"),
    "levels": (
        f"{MORE} cg:claimant actor:union ; cg:reports {OWNERS_SAY} .",
        "mill-owners-deaths",
    ),
    "links": (f"{OWNERS_SAY} cg:disputes claim:survivor-deaths .", "mill-owners-deaths"),
    "no-property": (
        f"{MORE} cg:claimant actor:union ; cg:affirms proposition:locking-of-mill-doors-occurred .",
        "more",
    ),
    "notes": (f'{OWNERS_SAY} skos:editorialNote "Read twice."@en .', "mill-owners-deaths"),
    "open-bound": (f"{MORE} cg:claimant actor:union ; cg:affirms proposition:{UNION} .", "more"),
    "open-object": (
        (
            f"{THEY} {PARTICIPANT.replace('actor:weavers', 'mention:they')}"
            f" {OWNERS_SAY} cg:affirms proposition:more ."
        ),
        "mill-owners-deaths",
    ),
    "open-subject": (
        (
            f"{THEY} {PARTICIPANT.replace('event:tarnbrook-mill-fire', 'mention:they')}"
            f" {OWNERS_SAY} cg:affirms proposition:more ."
        ),
        "mill-owners-deaths",
    ),
    "place-in-text": (f"{MORE} cg:claimant actor:union .", "more"),
    "range": (f"proposition:{UNION} cg:upper 50 .", "dockers-union-deaths-1913"),
    "reading": (
        f"{OWNERS_SAY} cg:restsOn claim:editors-it-is-dockers-union .",
        "mill-owners-deaths",
    ),
    "says-less": (
        (
            f"{MORE} cg:claimant actor:union ; cg:affirms"
            " proposition:locking-of-mill-doors-agent-foreman ."
        ),
        "more",
    ),
    "unaffirmed": (
        (
            f"{MORE} cg:claimant actor:union ; cg:denies"
            " proposition:tarnbrook-mill-fire-killed-about-25-weavers ."
        ),
        "more",
    ),
    "uncertainty": (f'{OWNERS_SAY} cg:hedge "probably"@en .', "mill-owners-deaths"),
    "vague-figure": (f"proposition:{OWNERS} cg:quantifier quantifier:some .", "mill-owners-deaths"),
    "weaker-stance": (
        f"{MORE} cg:claimant actor:union ; cg:entertains proposition:{OWNERS} .",
        "more",
    ),
    "withdrawn": (
        f"{MORE} cg:claimant actor:mill-owners ; cg:retracts {OWNERS_SAY} .",
        "mill-owners-deaths",
    ),
    "wording": (
        (
            f'{PARTICIPANT} proposition:more cg:asWritten "hands"@en .'
            f" {OWNERS_SAY} cg:affirms proposition:more ."
        ),
        "mill-owners-deaths",
    ),
}


@pytest.mark.parametrize("reason", ADDED)
def test_a_reason(reason: str) -> None:
    """A claim that loses something is in the ledger under the reason, and only then."""
    more, slug = ADDED[reason]
    claim = NamedNode(f"{BASE}claim/{slug}")
    assert claim not in plain().of(reason)
    data = derived(MINI, more=more)
    assert claim in lost(data).of(reason)
    assert unaccounted(data) == set()


def test_every_reason_has_a_case() -> None:
    """No reason is there that no test above makes true."""
    assert {file.name for file in plain().reasons} == set(ADDED)


@pytest.mark.parametrize("date", ["1911", "1911-05", "1911-05-03"])
def test_a_date_that_is_carried(date: str) -> None:
    """A year, a month and a day are carried whole."""
    more = f'{OWNERS_SAY} cg:statedOn "{date}"^^loc:edtf .'
    assert lost(derived(MINI, more=more)).of("inexact-date") == plain().of("inexact-date")


@pytest.mark.parametrize(
    ("date", "carried"),
    [
        ("1911-05-03/..", True),
        ("1911-05~", True),
        ("1911-05?", False),
        ("191X", False),
        ("1911-26", False),
        ("[1911-05-03,1911-05-04]", False),
    ],
)
def test_the_date_of_a_state(date: str, *, carried: bool) -> None:
    """An interval has its start and end; uncertain days, seasons and alternatives have not all."""
    more = f'proposition:{OWNERS} cg:during "{date}"^^loc:edtf .'
    claim = NamedNode(f"{BASE}claim/mill-owners-deaths")
    assert (claim not in lost(derived(MINI, more=more)).of("inexact-date")) == carried
