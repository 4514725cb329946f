"""What rules list, item by item: qualifiers, relations, quantities, stances, and each status.

A case per item would be a file of forty lines that differs from its neighbour in one word.
"""

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from claimgraph.layout import Layout
from claimgraph.model import QUALIFIERS
from claimgraph.query_file import read_query
from claimgraph.read import Dataset, prefixes
from claimgraph.terms import CG, GRAPHS

ROOT = Path(__file__).resolve().parent.parent
PREFIXES = prefixes(Layout(ROOT, ROOT))
HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
# Why two figures that differ in it cannot be compared.
REASONS = {
    "cg:population": "population",
    "cg:unit": "unit",
    "cg:during": "time",
    "cg:timeAsWritten": "time",
    "cg:at": "place",
    "cg:spatialRelation": "place",
    "cg:inEvent": "event",
    "cg:manner": "manner",
}
FIGURES = """
    proposition:a a cg:Measurement ; rdf:subject event:e ; rdf:predicate rel:killed ;
        cg:point 12 ; cg:least 12 ; cg:most 12 .
    proposition:b a cg:Measurement ; rdf:subject event:e ; rdf:predicate rel:killed ;
        cg:point 613 ; cg:least 613 ; cg:most 613 .
"""


@cache
def rule(name: str) -> str:
    """Return the text of a rule."""
    return read_query(ROOT / "ontology" / "rules" / f"{name}.rq").text


def concluded(name: str, turtle: str, pattern: str) -> bool:
    """Return whether a pattern holds of what one rule concludes from some Turtle."""
    dataset, conclusions = Dataset(), Dataset()
    dataset.store.load(HEAD + turtle, RdfFormat.TURTLE, to_graph=GRAPHS.asserted)
    for triple in dataset.construct(rule(name)):
        conclusions.store.load(f"{triple} .", RdfFormat.N_TRIPLES, to_graph=GRAPHS.derived)
    return conclusions.ask(f"{HEAD} ASK {{ {pattern} }}")


# Figures -----------------------------------------------------------------------------------------


def test_the_list_of_qualifiers() -> None:
    """Each qualifier is a reason not to compare, part of the number, or how the text puts it."""
    numbers = {"point", "lower", "upper", "strict", "approximate", "quantifier", "countStatus"}
    other = {f"cg:{term}" for term in numbers | {"degree", "asWritten"}}
    assert {f"cg:{q.value.partition('#')[2]}" for q in QUALIFIERS} == {*REASONS, *other}


@pytest.mark.parametrize("side", ["a", "b"])
@pytest.mark.parametrize("qualifier", REASONS)
def test_a_qualifier_of_one_figure(qualifier: str, side: str) -> None:
    """Figures exclude each other as they stand, but not with a qualifier that only one has."""
    assert concluded("disjoint-measurements", FIGURES, "proposition:a cg:incompatibleWith ?b")
    qualified = f"{FIGURES} proposition:{side} {qualifier} concept:x ."
    assert not concluded("disjoint-measurements", qualified, "?a cg:incompatibleWith ?b")
    verdict = "?c cg:verdict verdict:incomparable ; cg:because reason:different-"
    assert not concluded("figures-compared", FIGURES, verdict + REASONS[qualifier])
    assert concluded("figures-compared", qualified, verdict + REASONS[qualifier])
    shared = (
        f"{qualified} proposition:a {qualifier} concept:x . proposition:b {qualifier} concept:x ."
    )
    assert concluded("disjoint-measurements", shared, "proposition:a cg:incompatibleWith ?b")


@pytest.mark.parametrize("side", ["a", "b"])
@pytest.mark.parametrize("vague", ["cg:approximate true", 'cg:degree "almost"@en'])
def test_a_vague_figure(vague: str, side: str) -> None:
    """Whichever of two figures is only about so much, the two exclude nothing."""
    figures = f"{FIGURES} proposition:{side} {vague} ."
    assert not concluded("disjoint-measurements", figures, "?a cg:incompatibleWith ?b")
    assert concluded("figures-compared", figures, "?c cg:because reason:approximate")


@pytest.mark.parametrize(
    ("quantity", "excluded"),
    [
        *((q, True) for q in ("few", "some", "several", "part", "many", "majority")),
        # Of nobody, all is none.
        *((q, False) for q in ("none", "all", "almost-all")),
    ],
)
def test_quantities_and_none(quantity: str, *, excluded: bool) -> None:
    """However few, they are more than none."""
    figures = f"""
        proposition:a rdf:subject event:e ; rdf:predicate rel:killed ;
            cg:quantifier quantifier:{quantity} .
        proposition:b rdf:subject event:e ; rdf:predicate rel:killed ;
            cg:quantifier quantifier:none .
    """
    found = concluded("disjoint-measurements", figures, "proposition:a cg:incompatibleWith ?b")
    assert found == excluded


@pytest.mark.parametrize(("one", "other"), [("e", "f"), ("f", "e")])
@pytest.mark.parametrize("relation", ["identicalTo", "narrowerThan", "overlapsWith", "partOf"])
def test_events_that_are_linked(relation: str, one: str, other: str) -> None:
    """The figures of two linked events are held against each other, whichever the link leads to."""
    figures = FIGURES.replace("event:e", "event:f", 1)
    link = f"proposition:x rdf:subject event:{one} ; rdf:object event:{other} ; rdf:predicate rel:"
    pattern = "?c cg:compares proposition:a, proposition:b ; cg:because reason:different-event"
    assert concluded("figures-compared", f"{figures} {link}{relation} .", pattern)
    assert not concluded("figures-compared", f"{figures} {link}topic .", pattern)


# Contents ----------------------------------------------------------------------------------------

NAMES = """
    actor:editors cg:kind kind:editors .
    claim:x cg:claimant actor:editors ; cg:affirms proposition:x .
    proposition:x rdf:subject actor:one ; rdf:predicate rel:identicalTo ; rdf:object actor:other .
    proposition:a rdf:subject actor:one ; rdf:predicate rel:role .
    proposition:b rdf:subject actor:other ; rdf:predicate rel:role .
"""
PARTS = [f"cg:{q.value.partition('#')[2]}" for q in QUALIFIERS if q != CG.asWritten]


@pytest.mark.parametrize("side", ["a", "b"])
@pytest.mark.parametrize("part", ["rdf:object", *PARTS])
def test_a_part_of_one_content(part: str, side: str) -> None:
    """With two names for one thing contents are alike, unless one of them has a part of its own."""
    alike = "?r cg:reads proposition:a ; cg:readAs proposition:b"
    assert concluded("content-as-read", NAMES, alike)
    one = f"{NAMES} proposition:{side} {part} concept:x ."
    assert not concluded("content-as-read", one, alike)
    both = f"{NAMES} proposition:a {part} concept:x . proposition:b {part} concept:x ."
    assert concluded("content-as-read", both, alike)


@pytest.mark.parametrize("side", ["a", "b"])
def test_other_words_for_it(side: str) -> None:
    """How the text puts a figure is no part of what it says."""
    words = f'{NAMES} proposition:{side} cg:asWritten "a dozen"@en .'
    assert concluded("content-as-read", words, "?r cg:reads proposition:a")


# Silence -----------------------------------------------------------------------------------------

LEDGER = """
    passage:one a cg:Passage ; cg:document source:d .
    proposition:p rdf:predicate rel:agent ; cg:status status:contested .
    claim:yes cg:affirms proposition:p ; cg:passage passage:one .
    claim:x cg:countedWith actor:side ; cg:passage passage:one .
    reading:there cg:reads proposition:premise ; cg:readAs proposition:p .
    reading:on cg:reads proposition:p ; cg:readAs proposition:consequence .
"""
STANCES = ["affirms", "denies", "doubts", "entertains", "abstainsOn", "presupposes"]


@pytest.mark.parametrize("stance", STANCES)
def test_stances_that_break_silence(stance: str) -> None:
    """Any stance is one; as read, what affirms a premise, and what denies a consequence."""
    silent = "proposition:p cg:noClaimBy actor:side"

    def on(content: str) -> bool:
        claim = f"claim:x cg:{stance} proposition:{content} ."
        return concluded("silence", f"{LEDGER} {claim}", silent)

    assert concluded("silence", LEDGER, silent)
    assert not on("p")
    assert on("premise") == (stance not in ("affirms", "entertains", "presupposes"))
    assert on("consequence") == (stance not in ("denies", "doubts"))


# Status ------------------------------------------------------------------------------------------

# What somebody says of the premise, or of the consequence, and how much that is.
PRO = {"affirms 1": 6, "affirms 2": 5, "presupposes 1": 4, "entertains 1": 3}
CON = ("denies 1", "doubts 1")
# How it stands as written, by how much is said for it.
WRITTEN = {
    "uncontested": 6,
    "second-hand": 5,
    "presupposed": 4,
    "entertained": 3,
    "abstained": 2,
    "withdrawn": 1,
    "embedded": 0,
    "denied": 0,
}
READ = {amount: status for status, amount in WRITTEN.items() if amount > 2}


def as_read(written: str, said: dict[str, str], more: str = "") -> str:
    """Return the status that the rule concludes as read; empty where it concludes none."""
    turtle = f"""
        proposition:p cg:status status:{written} .
        reading:there cg:reads proposition:premise ; cg:readAs proposition:p ;
            cg:restsOn claim:editors-there .
        reading:on cg:reads proposition:p ; cg:readAs proposition:consequence ;
            cg:restsOn claim:editors-on .
        {more}
    """
    for number, (content, stance) in enumerate(said.items()):
        what, depth = stance.split()
        claim = f"claim:x{number}"
        turtle += f"{claim} cg:{what} proposition:{content} ; cg:depth {depth} . "
    found = [
        status
        for status in [*WRITTEN, "contested"]
        if concluded("status-as-read", turtle, f"?r cg:reads ?p ; cg:status status:{status}")
    ]
    assert len(found) < 2
    return "".join(found)


@pytest.mark.parametrize("written", WRITTEN)
def test_status_as_read(written: str) -> None:
    """Who says more for it lifts it, who speaks against it makes it contested, or only denied."""
    amount, denied = WRITTEN[written], written == "denied"
    for stance, more in PRO.items():
        lifted = "contested" if denied else READ[max(amount, more)]
        assert as_read(written, {"premise": stance}) == (lifted if more > amount else "")
        for against in CON:
            said = {"premise": stance, "consequence": against}
            assert as_read(written, said) == "contested"
    for stance in CON:
        opposed = "contested" if amount > 2 else "" if denied else "denied"
        assert as_read(written, {"consequence": stance}) == opposed
        assert as_read(written, {"premise": stance}) == ""
    assert as_read(written, {"premise": "abstainsOn 1"}) == ""
    assert as_read(written, {"consequence": "affirms 1"}) == ""


@pytest.mark.parametrize("written", WRITTEN)
def test_what_was_taken_back_lifts_nothing(written: str) -> None:
    """Neither for it nor against it."""
    taken_back = "claim:x0 cg:withdrawnBy claim:later ."
    assert as_read(written, {"premise": "affirms 1"}, taken_back) == ""
    assert as_read(written, {"consequence": "denies 1"}, taken_back) == ""


def test_the_firmest_counts() -> None:
    """Of several who speak for it the one who says most, and the readings of that one are named."""
    turtle = """
        proposition:p cg:status status:embedded .
        reading:one cg:reads proposition:one ; cg:readAs proposition:p ;
            cg:restsOn claim:editors-1 .
        reading:two cg:reads proposition:two ; cg:readAs proposition:p .
        claim:x cg:entertains proposition:one ; cg:depth 1 .
        claim:y cg:affirms proposition:two ; cg:depth 1 .
    """
    status = "?r cg:status status:uncontested ; prov:wasDerivedFrom claim:y, reading:two"
    assert concluded("status-as-read", turtle, status)
    assert not concluded("status-as-read", turtle, "?r prov:wasDerivedFrom claim:x")
    assert not concluded("status-as-read", turtle, "?r cg:restsOn ?editors")


def test_what_was_there_already_is_not_named() -> None:
    """Where somebody speaks for it as written, only the readings against it are named."""
    said = {"premise": "affirms 1", "consequence": "denies 1"}
    assert as_read("entertained", said) == "contested"
    turtle = """
        proposition:p cg:status status:entertained .
        reading:there cg:reads proposition:premise ; cg:readAs proposition:p .
        reading:on cg:reads proposition:p ; cg:readAs proposition:consequence .
        claim:x cg:affirms proposition:premise ; cg:depth 1 .
        claim:y cg:denies proposition:consequence ; cg:depth 1 .
    """
    assert concluded("status-as-read", turtle, "?r prov:wasDerivedFrom claim:y")
    assert not concluded("status-as-read", turtle, "?r prov:wasDerivedFrom claim:x")
