"""The coverage ledger: every passage is counted once, and what is to do is named."""

from pathlib import Path

import pytest

from claimgraph.coverage import Row, coverage, render
from claimgraph.layout import Layout
from claimgraph.read import Dataset, read
from claimgraph.skeleton import skeleton

HEAD = Path(__file__).resolve().parent.parent
TEXT = """\
= Tarn strike =
One. Two. Three. Four.
== Course ==
Five. Six:
=== Second day ===
== See also ==
- Another
"""
CLAIMS = """\
# Two claims on one passage, one on two.

PREFIX actor:   <https://w3id.org/claimgraph/actor/>
PREFIX cg:      <https://w3id.org/claimgraph/ontology#>
PREFIX claim:   <https://w3id.org/claimgraph/claim/>
PREFIX passage: <https://w3id.org/claimgraph/passage/>

claim:a
    a cg:Claim ;
    cg:passage passage:tarn-s001 ;
.

claim:b
    a cg:Claim ;
    cg:claimant actor:editors ;
    cg:passage
        passage:tarn-s001,
        passage:tarn-s003 ;
.
"""
TABLE = """\
section         passages  claimed  incomplete  to do  no claim  why
-------------------------------------------------------------------------------------------------
Lead                   4        2           1      1         1  1 title-only
  Course               2        0           0      1         1  1 quotation-missing
    Second day         0        0           0      0         0
  See also             1        0           0      0         1  1 quotation-missing
-------------------------------------------------------------------------------------------------
Total                  7        2           1      2         3  2 quotation-missing, 1 title-only

To do: ground a claim in each of these, or say why not with cg:withoutClaim.
passage:tarn-s004  graph/documents/tarn.ttl:77
passage:tarn-s005  graph/documents/tarn.ttl:99"""
PREFIXES = {
    "passage": "https://w3id.org/claimgraph/passage/",
    "source": "https://w3id.org/claimgraph/source/",
}


def document(text: str, slug: str, added: dict[str, str]) -> str:
    """Return a document's Turtle with a statement added to some passages."""
    head, *blocks = skeleton(text, slug).split("\n\n")
    for number, statement in added.items():
        (index,) = [at for at, block in enumerate(blocks) if block.startswith(f"# {number} ")]
        blocks[index] = blocks[index].removesuffix(".") + f"    {statement} ;\n."
    gap = "PREFIX gap: <https://w3id.org/claimgraph/gap/>"
    return "\n\n".join([head, gap, *blocks])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one document, partly modelled."""
    (tmp_path / "graph" / "documents").mkdir(parents=True)
    added = {
        "s002": "cg:withoutClaim gap:title-only",
        "s003": "cg:incomplete gap:quotation-missing",
        "s006": "cg:withoutClaim gap:quotation-missing",
        "s007": "cg:withoutClaim gap:quotation-missing",
    }
    (tmp_path / "graph" / "documents" / "tarn.ttl").write_text(document(TEXT, "tarn", added))
    (tmp_path / "graph" / "claims.ttl").write_text(CLAIMS)
    return tmp_path


def dataset(folder: Path) -> Dataset:
    """Return what is in the folder."""
    return read(Layout(folder, HEAD))


def test_rows(folder: Path) -> None:
    """Sections come in text order, subsections apart, and the empty ones too."""
    ledger = coverage(dataset(folder))
    found = [
        (row.title, row.level, row.passages, row.claimed, row.incomplete, row.to_do, row.reasons)
        for row in [*ledger.rows, ledger.total]
    ]
    assert found == [
        ("Lead", 1, 4, 2, 1, 1, {"title-only": 1}),
        ("Course", 2, 2, 0, 0, 1, {"quotation-missing": 1}),
        ("Second day", 3, 0, 0, 0, 0, {}),
        ("See also", 2, 1, 0, 0, 0, {"quotation-missing": 1}),
        ("Total", 1, 7, 2, 1, 2, {"quotation-missing": 2, "title-only": 1}),
    ]
    for row in [*ledger.rows, ledger.total]:
        assert row.passages == row.claimed + row.unclaimed + row.to_do


def test_what_is_to_do(folder: Path) -> None:
    """Passages without claims that do not say why are named, with the line they stand on."""
    data = dataset(folder)
    left = coverage(data).unmodelled
    assert [passage.iri.rpartition("/")[2] for passage in left] == ["tarn-s004", "tarn-s005"]
    lines = (folder / "graph" / "documents" / "tarn.ttl").read_text().splitlines()
    places = [passage.place for passage in left]
    assert [place and lines[place.line - 1] for place in places] == [
        "passage:tarn-s004",
        "passage:tarn-s005",
    ]


def test_claims_win_over_a_gap_that_is_no_more(folder: Path) -> None:
    """A passage with a claim is claimed, whatever it still says of having none."""
    claims = folder / "graph" / "claims.ttl"
    claims.write_text(CLAIMS.replace("passage:tarn-s003", "passage:tarn-s002"))
    total = coverage(dataset(folder)).total
    assert (total.claimed, total.reasons["title-only"], total.to_do) == (2, 0, 3)


def test_table(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table lines up, ends with the total, and is followed by what is to do."""
    monkeypatch.chdir(folder)
    assert render(coverage(dataset(folder)), PREFIXES) == TABLE


def test_several_documents_are_named(folder: Path) -> None:
    """With more than one document each has its own heading; the total is of all."""
    other = folder / "graph" / "documents" / "other.ttl"
    other.write_text(document("One.", "other", {"s001": "cg:withoutClaim gap:title-only"}))
    ledger = coverage(dataset(folder))
    assert ledger.total.passages == 8
    lines = render(ledger, PREFIXES).splitlines()
    assert [line.split()[0] for line in lines[2:6]] == [
        "source:other",
        "Lead",
        "source:tarn",
        "Lead",
    ]


def test_nothing_to_do_is_said_by_silence(tmp_path: Path) -> None:
    """With all passages accounted for, the table is all there is."""
    (tmp_path / "graph").mkdir()
    turtle = document("One.", "other", {"s001": "cg:withoutClaim gap:title-only"})
    (tmp_path / "graph" / "other.ttl").write_text(turtle)
    ledger = coverage(dataset(tmp_path))
    assert ledger.unmodelled == []
    assert render(ledger, PREFIXES).splitlines()[-1].startswith("Total")


def test_section_that_is_not_described(tmp_path: Path) -> None:
    """A passage of an unknown section is counted all the same, under the section's IRI."""
    (tmp_path / "graph").mkdir()
    turtle = skeleton("One.", "x").replace("cg:section section:x-lead", "cg:section section:x-end")
    (tmp_path / "graph" / "x.ttl").write_text(turtle)
    ledger = coverage(dataset(tmp_path))
    iri = "https://w3id.org/claimgraph/section/x-end"
    assert ledger.rows[-1] == Row(iri, "https://w3id.org/claimgraph/source/x", 1, 1, to_do=1)
    assert ledger.total.passages == 1
