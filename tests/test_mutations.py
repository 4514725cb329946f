"""One word changed in what somebody says, and what the rules conclude changes with it, and how.

Each row is a fact that holds of the invented event, the change, and whether the fact still holds.
"""

from pathlib import Path

import pytest

from claimgraph.layout import Layout
from claimgraph.read import Dataset, prefixes
from tests.datasets import MINI, derived

FIXTURES = Path(__file__).parent / "fixtures"
PREFIXES = prefixes(MINI)

DEATHS, CAUSE, MORE = "graph/claims/deaths.ttl", "graph/claims/cause.ttl", "graph/more.ttl"
TWELVE, THIRTY, TWENTY, ABOUT, WHOLE, DOORS, FOREMAN = (
    f"proposition:{slug}"
    for slug in (
        "tarnbrook-mill-fire-killed-12-weavers",
        "tarnbrook-mill-fire-killed-at-least-30-weavers",
        "tarnbrook-mill-fire-killed-more-than-20-weavers",
        "tarnbrook-mill-fire-killed-about-25-weavers",
        "tarnbrook-mill-fire-killed-40-people",
        "locking-of-mill-doors-occurred",
        "locking-of-mill-doors-agent-foreman",
    )
)


def verdict(one: str, other: str, concept: str, because: str = "") -> str:
    """Return the pattern of a comparison's verdict, with one of its reasons."""
    reason = f" ; cg:because reason:{because}" if because else ""
    return f"?c cg:compares {one}, {other} ; cg:verdict verdict:{concept}{reason}"


def as_read(one: str, other: str, concept: str) -> str:
    """Return the pattern of what the editors' readings make of a verdict."""
    return f"?r cg:reads ?c ; cg:verdict verdict:{concept} . ?c cg:compares {one}, {other}"


MUTATIONS = {
    "a bound": (
        verdict(TWELVE, THIRTY, "contradictory", "apart"),
        (DEATHS, "cg:lower 30", "cg:lower 12"),
        verdict(TWELVE, THIRTY, "compatible"),
    ),
    "a bound opened": (
        verdict(TWELVE, THIRTY, "contradictory", "apart"),
        (DEATHS, "cg:lower 30", "cg:upper 30"),
        verdict(TWELVE, THIRTY, "compatible"),
    ),
    "a strict bound": (
        verdict(TWENTY, TWELVE, "contradictory"),
        (DEATHS, "cg:lower 20 ;\n    cg:strict true", "cg:lower 12"),
        verdict(TWENTY, TWELVE, "compatible"),
    ),
    "a population": (
        verdict(TWELVE, THIRTY, "contradictory"),
        (DEATHS, "weavers ;\n    cg:point 12", "dockers-union ;\n    cg:point 12"),
        verdict(TWELVE, THIRTY, "incomparable", "different-population"),
    ),
    "a measure": (
        verdict(TWELVE, THIRTY, "contradictory"),
        (
            DEATHS,
            "rel:killed ;\n    cg:population actor:weavers ;\n    cg:point 12",
            "rel:injured ;\n    cg:population actor:weavers ;\n    cg:point 12",
        ),
        verdict(TWELVE, THIRTY, "incomparable", "different-measure"),
    ),
    "a time": (
        verdict(TWELVE, THIRTY, "contradictory"),
        (DEATHS, "cg:point 12 ;", 'cg:point 12 ; cg:during "1911-05-03"^^loc:edtf ;'),
        verdict(TWELVE, THIRTY, "incomparable", "different-time"),
    ),
    "an approximation": (
        verdict(TWELVE, ABOUT, "incomparable", "approximate"),
        (DEATHS, "    cg:approximate true ;\n", ""),
        verdict(TWELVE, ABOUT, "contradictory"),
    ),
    "a part": (
        as_read(TWELVE, WHOLE, "compatible"),
        (MORE, "cg:point 40", "cg:point 10"),
        as_read(TWELVE, WHOLE, "contradictory"),
    ),
    "a reading of a part": (
        as_read(TWELVE, WHOLE, "compatible"),
        (MORE, "cg:affirms proposition:weavers", "cg:entertains proposition:weavers"),
        verdict(TWELVE, WHOLE, "incomparable") + " FILTER NOT EXISTS { ?r cg:reads ?c }",
    ),
    "a stance": (
        f"{DOORS} cg:status status:contested",
        (CAUSE, "cg:denies", "cg:affirms"),
        f"{DOORS} cg:status status:uncontested",
    ),
    "a denial weakened": (
        "claim:mill-owners-deny-locked-doors cg:contradicts claim:union-accuses-mill-owners",
        (CAUSE, "cg:denies", "cg:doubts"),
        (
            f"{DOORS} cg:status status:contested"
            f" FILTER NOT EXISTS {{ ?c cg:contradicts ?d . ?d cg:affirms {DOORS} }}"
        ),
    ),
    "a supersession": (
        "claim:dockers-union-deaths-1911 cg:standing standing:superseded",
        (DEATHS, "    cg:supersedes claim:dockers-union-deaths-1911 ;\n", ""),
        "claim:dockers-union-deaths-1911 cg:contradicts claim:mill-owners-deaths",
    ),
    "a report link": (
        f"{FOREMAN} cg:status status:second-hand",
        (CAUSE, "cg:reports claim:spokesman-foreman-locked-doors", f"cg:affirms {DOORS}"),
        f"{FOREMAN} cg:status status:uncontested",
    ),
    "a report link, as to the origin": (
        "claim:coroner-deaths cg:goesBackTo claim:spokesman-foreman-locked-doors",
        (CAUSE, "cg:reports claim:spokesman-foreman-locked-doors", f"cg:affirms {DOORS}"),
        (
            "claim:coroner-deaths cg:goesBackTo claim:fireman-quotes-spokesman"
            " FILTER NOT EXISTS { ?c cg:goesBackTo claim:spokesman-foreman-locked-doors }"
        ),
    ),
    "a consequence": (
        (
            "?r cg:opposes claim:mill-owners-deny-locked-doors ;"
            " cg:opposes claim:spokesman-foreman-locked-doors ;"
            " cg:restsOn claim:editors-agent-foreman-entails-occurred"
        ),
        (MORE, "cg:affirms proposition:agent-foreman", "cg:entertains proposition:agent-foreman"),
        (
            "claim:mill-owners-deny-locked-doors cg:standing standing:maintained"
            " FILTER NOT EXISTS { ?r cg:opposes claim:mill-owners-deny-locked-doors }"
        ),
    ),
    "a date": (
        (
            "?c cg:verdict verdict:contradictory ; cg:because reason:apart ;"
            " cg:compares proposition:tarnbrook-mill-fire-occurredon-1911-05-05"
        ),
        (MORE, '"1911-05-05"', '"1911-05-04"'),
        (
            "?c cg:verdict verdict:compatible ;"
            " cg:compares proposition:tarnbrook-mill-fire-occurredon-1911-05-05"
        ),
    ),
    "a date, as to the order": (
        "event:tarnbrook-mill-fire cg:datedBefore event:inquiry-into-the-fire",
        (MORE, '"1911-06"', '"1911-05"'),
        (
            'event:inquiry-into-the-fire cg:datedFrom "1911-05-01"^^xsd:date'
            " FILTER NOT EXISTS { ?e cg:datedBefore event:inquiry-into-the-fire }"
        ),
    ),
    "a second voice": (
        f"{TWELVE} cg:soleVoice actor:mill-owners",
        (MORE, f"cg:affirms {WHOLE}", f"cg:affirms {TWELVE}, {WHOLE}"),
        f"{TWELVE} cg:status ?any FILTER NOT EXISTS {{ {TWELVE} cg:soleVoice ?who }}",
    ),
    "an assertion that is denied": (
        f"?d a cg:Disavowal ; cg:speaker actor:union-spokesman ; cg:content {WHOLE}",
        (MORE, "rdf:predicate rel:asserts", "rdf:predicate rel:believed"),
        "claim:union-spokesman-later cg:depth 1 FILTER NOT EXISTS { ?d a cg:Disavowal }",
    ),
    "a party": (
        "claim:mill-owners-deaths cg:countedWith actor:the-owners",
        (MORE, "cg:kind kind:party", "cg:kind kind:side"),
        "claim:mill-owners-deaths cg:depth 1 FILTER NOT EXISTS { ?claim cg:countedWith ?party }",
    ),
    "a passage left aside": (
        f"{TWELVE} cg:noClaimBy actor:the-workers",
        (
            MORE,
            "event:inquiry-into-the-fire\n",
            (
                "passage:left\n    a cg:Passage ;\n    cg:document <https://w3id.org/claimgraph/source/"
                "tarnbrook-fire> ;\n.\n\nevent:inquiry-into-the-fire\n"
            ),
        ),
        f"{TWELVE} cg:status status:contested FILTER NOT EXISTS {{ ?any cg:noClaimBy ?party }}",
    ),
}


def test_mutations(mini: Layout) -> None:
    """Without any change, every fact holds that a change is to undo."""
    (mini.root / MORE).write_text((FIXTURES / "mutations.ttl").read_text())
    dataset = derived(mini)
    missing = [name for name, (before, _, _) in MUTATIONS.items() if not _holds(dataset, before)]
    assert missing == []


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation(name: str, mini: Layout) -> None:
    """After the change the fact does not hold, and another does."""
    (mini.root / MORE).write_text((FIXTURES / "mutations.ttl").read_text())
    before, (file, old, new), after = MUTATIONS[name]
    path = mini.root / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    dataset = derived(mini)
    assert not _holds(dataset, before)
    assert _holds(dataset, after)


def _holds(dataset: Dataset, pattern: str) -> bool:
    declared = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
    return dataset.ask(f"{declared}\nASK {{ {pattern} }}")
