"""What would make a wrong export is found before it, with the file and the line."""

from pathlib import Path

import pytest

from claimgraph.cli import main
from claimgraph.layout import Layout

# What is spoilt → the file, the text and what replaces it, and what is then found where.
SPOILT = {
    "a spelling too long": (
        "entities.ttl",
        'skos:altLabel "Dòckers',
        f'skos:altLabel "{"x" * 250}',
        "entities.ttl:{line}: violation[text-too-long] A text of",
    ),
    "a tab in a spelling": (
        "entities.ttl",
        'skos:altLabel "Dòckers',
        'skos:altLabel "\\tDòckers',
        "entities.ttl:{line}: violation[text-unclean] A text begins or ends with a blank",
    ),
    "a blank at the end of a wording": (
        "claims/deaths.ttl",
        '"exactly 12"@en',
        '"exactly 12 "@en',
        "deaths.ttl:{line}: violation[text-unclean] A text begins or ends with a blank",
    ),
    "a time of day": (
        "claims/deaths.ttl",
        '"1913"^^loc:edtf',
        '"1913-05-03T14:00:00"^^loc:edtf',
        "deaths.ttl:{line}: violation[edtf]",
    ),
    "an item that nobody declared": (
        "documents/tarnbrook-fire.ttl",
        "cg:authors",
        "cg:project <http://www.wikidata.org/entity/Q99999> ;\n    cg:authors",
        "tarnbrook-fire.ttl:{line}: violation[wikidata-undeclared] wd:Q99999 is not declared",
    ),
    "an address that is none": (
        "documents/tarnbrook-fire.ttl",
        "cg:authors",
        'cg:address "tarn.example" ;\n    cg:authors',
        "tarnbrook-fire.ttl:{line}: violation[Document-address-form]",
    ),
}


def block(path: Path, text: str) -> int:
    """Return the line on which the block starts that has a text."""
    before = path.read_text(encoding="utf-8").partition(text)[0].splitlines()
    return max(i for i, line in enumerate(before, 1) if line and line[0] not in " #.")


@pytest.mark.parametrize("what", SPOILT)
def test_bad_input(
    what: str, mini: Layout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check says what is wrong and where; without the fault it says nothing of the kind."""
    name, old, new, expected = SPOILT[what]
    monkeypatch.chdir(mini.root)
    rule = expected.partition("[")[2].partition("]")[0]
    main(["check"])
    assert rule not in "".join(capsys.readouterr())
    path = mini.graph / name
    line = block(path, old)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert main(["check"]) == 1
    assert expected.format(line=line) in "".join(capsys.readouterr())
