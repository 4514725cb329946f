"""Who is heard how, who is silent on what, what was when, and what was maintained as of a day."""

from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from claimgraph import balance, chronology, silence
from claimgraph.cli import main
from claimgraph.derive import derive
from claimgraph.engine import answer
from claimgraph.infer import infer
from claimgraph.layout import Layout
from claimgraph.query_file import read_query
from claimgraph.read import Dataset, read
from claimgraph.sparql_text import bound
from claimgraph.terms import BASE, XSD

FIXTURES = Path(__file__).parent / "fixtures"
ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries" / "derived"
DOORS = NamedNode(BASE + "proposition/locking-of-mill-doors-occurred")
FIRE = NamedNode(BASE + "event/tarnbrook-mill-fire")


@pytest.fixture
def record(mini: Layout) -> Dataset:
    """Return the invented event with a second date, a consequence and two parties."""
    dataset = read(mini, [FIXTURES / "mutations.ttl"])
    infer(dataset.store, mini.entailment_files)
    derive(dataset, mini.rule_files)
    return dataset


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("balance", {}),
        ("chronology", {}),
        ("positions", {"_focus_iri": DOORS}),
        ("positions", {"_focus_iri": FIRE}),
        ("standing-as-of", {"_day_xsd_date": Literal("1912-01-01", datatype=XSD.date)}),
    ],
)
def test_engines_agree(record: Dataset, name: str, values: dict[str, NamedNode | Literal]) -> None:
    """Oxigraph and rdflib return the same rows."""
    query = bound(read_query(QUERIES / f"{name}.rq").text, values)
    ours, theirs = (answer(record.store, query, engine=e) for e in ("oxigraph", "rdflib"))
    assert ours.rows
    assert sorted(map(str, ours.rows)) == sorted(map(str, theirs.rows))


# Balance -----------------------------------------------------------------------------------------


def test_balance(record: Dataset) -> None:
    """Every claim but the editors' is counted once, with its party or with none."""
    parties = {voices.party: voices for voices in balance.balance(record, QUERIES)}
    owners = parties[f"{BASE}actor/the-owners"]
    assert (owners.claims, owners.denying, len(owners.claimants)) == (3, 1, 1)
    assert owners.depths == {1: 3}
    others = parties[""]
    assert (others.hedged, max(others.depths)) == (1, 2)
    assert sum(voices.claims for voices in parties.values()) == 15


def test_balance_as_markdown(record: Dataset) -> None:
    """A party is a row; whoever is counted with none has a row too."""
    lines = balance.markdown(balance.balance(record, QUERIES)).splitlines()
    assert lines[0].startswith("| party | claimants | claims | deny |")
    assert len(lines) == 2 + 3
    assert lines[2].startswith("| counted with no party | 7 | 11 |")
    assert "| accused |" in lines[-1]
    assert "0.0, at most 0" in balance.markdown([balance.Voices("nobody")])


# Silence -----------------------------------------------------------------------------------------


def test_silence(record: Dataset) -> None:
    """Each party takes a stance or is silent, and all passages are accounted for."""
    found = silence.positions(record, QUERIES, DOORS)
    stances = {
        party.name.rpartition("/")[2]: ({s.value.rpartition("#")[2] for s in party.written})
        for party in found.parties
    }
    assert stances == {"the-owners": {"denies"}, "the-workers": {"affirms"}}
    assert found.verified
    on_deaths = silence.positions(record, QUERIES, FIRE).parties
    assert [(party.name.rpartition("/")[2], party.silent) for party in on_deaths] == [
        ("the-owners", False),
        ("the-workers", True),
    ]


def test_silence_is_of_the_documents(record: Dataset) -> None:
    """The words never say that somebody said nothing, only that these documents have nothing."""
    text = silence.markdown(silence.positions(record, QUERIES, FIRE))
    assert "| says nothing of it in these documents |  |" in text
    assert "accounted for" in text
    assert text.endswith("may have spoken elsewhere.\n")


def test_silence_needs_the_ledger(mini: Layout) -> None:
    """Where a passage is not accounted for, nobody is called silent."""
    with (mini.root / "graph" / "claims" / "deaths.ttl").open("r+") as file:
        text = file.read()
        file.seek(0)
        file.write(text.replace("passage:tarnbrook-fire-s004 ;", "passage:tarnbrook-fire-s003 ;"))
    dataset = read(mini, [FIXTURES / "mutations.ttl"])
    infer(dataset.store, mini.entailment_files)
    derive(dataset, mini.rule_files)
    found = silence.positions(dataset, QUERIES, FIRE)
    assert not found.verified
    text = silence.markdown(found)
    assert "no claim found so far" in text
    assert "says nothing" not in text.replace("Who says nothing", "")
    assert "1 of 11 passages are not accounted for yet" in text


# Chronology --------------------------------------------------------------------------------------


def test_chronology(record: Dataset) -> None:
    """Events come by their days; a span covers all dates given, and shows that they differ."""
    fire, inquiry = chronology.chronology(record, QUERIES)
    assert (fire.earliest, fire.latest) == (date(1911, 5, 3), date(1911, 5, 5))
    assert fire.disputed
    assert [dating.date for dating in fire.datings] == ["1911-05-03/1911-05-04", "1911-05-05"]
    assert not inquiry.disputed
    assert chronology.order(fire, inquiry) is chronology.Order.BEFORE
    assert chronology.order(inquiry, fire) is chronology.Order.AFTER
    lines = chronology.markdown([fire, inquiry]).splitlines()
    assert lines[2].startswith("| 1911-05-03 to 1911-05-05 |")
    assert "| yes |" in lines[2]


def test_what_may_overlap() -> None:
    """Where the spans meet, or are open, nothing is certain."""
    april = chronology.Dated("a", "april", date(1911, 4, 1), date(1911, 4, 30))
    until = chronology.Dated("u", "until", None, date(1911, 4, 15))
    since = chronology.Dated("s", "since", date(1911, 4, 30), None)
    assert chronology.order(april, until) is chronology.Order.OPEN
    assert chronology.order(april, since) is chronology.Order.OPEN
    assert chronology.order(until, since) is chronology.Order.BEFORE
    assert "until; since |" in chronology.markdown([april, until, since]).splitlines()[2]


# Standing as of a day ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1910-12-31", {}),
        ("1911-12-31", {"1911": ("yes", "maintained")}),
        ("1913-06-30", {"1911": ("yes", None), "1913": ("unknown", "maintained")}),
        ("1913-12-31", {"1911": ("yes", "superseded"), "1913": ("yes", "maintained")}),
    ],
)
def test_standing_as_of(
    record: Dataset, day: str, expected: dict[str, tuple[str, str | None]]
) -> None:
    """What was certainly made and taken back by the day is told from what may have been."""
    query = bound(
        read_query(QUERIES / "standing-as-of.rq").text,
        {"_day_xsd_date": Literal(day, datatype=XSD.date)},
    )
    claims = {}
    for row in record.select(query):
        name = row["claim"].value.rpartition("/")[2]
        standing = row["standing"] and row["standing"].value.rpartition("/")[2]
        if name.startswith("dockers-union-deaths-"):
            claims[name.rpartition("-")[2]] = (row["made"].value, standing)
    assert claims == expected


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["balance"], "run build.py"),
        (["balance", "event:tarnbrook-mill-fire"], "audit balance needs no node"),
        (["silence"], "audit silence needs a node"),
    ],
)
def test_command(
    mini: Layout,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    said: str,
) -> None:
    """A node is for silence, and for that alone; without a build there is nothing to audit."""
    monkeypatch.chdir(mini.root)
    assert main(["audit", *words]) == 2
    assert said in capsys.readouterr().err


def test_command_on_a_build(
    mini: Layout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each audit is Markdown."""
    monkeypatch.chdir(mini.root)
    assert main(["build"]) == 0
    capsys.readouterr()
    for words in (["balance"], ["chronology"], ["silence", "event:tarnbrook-mill-fire"]):
        assert main(["audit", *words]) == 0
        assert capsys.readouterr().out.startswith("| ")
    assert main(["audit", "silence", "event:nothing"]) == 2
    assert "event:nothing is not in the graph" in capsys.readouterr().err
