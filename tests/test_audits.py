"""Who is heard how, who is silent on what, what was when, and what was maintained as of a day."""

from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat

from claimgraph import balance, chronology, silence, standing, why
from claimgraph.arguments import AUDITS as CHOICES
from claimgraph.audit_command import AUDITS
from claimgraph.cli import main
from claimgraph.engine import answer
from claimgraph.layout import Layout
from claimgraph.model import Model
from claimgraph.query_file import read_query
from claimgraph.read import Dataset, prefixes
from claimgraph.sparql_text import bound
from claimgraph.terms import BASE, GRAPHS, XSD
from tests.datasets import MINI, ROOT, article, derived

FIXTURES = Path(__file__).parent / "fixtures"
MORE = FIXTURES / "mutations.ttl"
QUERIES = ROOT / "queries" / "derived"
DOORS = NamedNode(BASE + "proposition/locking-of-mill-doors-occurred")
FIRE = NamedNode(BASE + "event/tarnbrook-mill-fire")
PREFIXES = prefixes(MINI)


@pytest.fixture
def record(mini: Layout) -> Dataset:
    """Return the invented event with a second date, a consequence and two parties."""
    return derived(mini, MORE)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("balance", {}),
        ("chronology", {}),
        ("parties", {}),
        ("positions", {"_focus_iri": DOORS}),
        ("positions", {"_focus_iri": FIRE}),
        ("standing-as-of", {"_day_xsd_date": Literal("1912-01-01", datatype=XSD.date)}),
        ("standing-as-of", {}),
        ("why", {"_about_iri": DOORS}),
        ("why", {"_about_iri": NamedNode(BASE + "claim/mill-owners-deaths")}),
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
    lines = balance.table(balance.balance(record, QUERIES)).markdown().splitlines()
    assert lines[0].startswith("| party | claimants | claims | deny |")
    rows = [line for line in lines[2:] if line.startswith("|")]
    assert len(rows) == 3
    assert rows[0].startswith("| counted with no party | 7 | 10 |")
    assert "| accused |" in rows[-1]
    assert "not thereby favoured" in lines[-1]
    assert "0.0, at most 0" in balance.table([balance.Voices("nobody")]).markdown()


# Silence -----------------------------------------------------------------------------------------


def test_silence(record: Dataset) -> None:
    """Each party takes a stance or is silent, and all passages are accounted for."""
    found = silence.positions(record, QUERIES, DOORS)
    stances = {
        party.name.rpartition("/")[2]: {s.value.rpartition("#")[2] for s in party.written if s}
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
    text = silence.table(silence.positions(record, QUERIES, FIRE)).markdown()
    assert "| says nothing of it in these documents |  |" in text
    assert "accounted for" in text
    assert "Who says nothing in them may have spoken elsewhere." in text


def test_silence_needs_the_ledger(mini: Layout) -> None:
    """Where a passage is not accounted for, nobody is called silent."""
    with (mini.root / "graph" / "claims" / "deaths.ttl").open("r+") as file:
        text = file.read()
        file.seek(0)
        file.write(text.replace("passage:tarnbrook-fire-s004 ;", "passage:tarnbrook-fire-s003 ;"))
    dataset = derived(mini, MORE)
    found = silence.positions(dataset, QUERIES, FIRE)
    assert not found.verified
    text = silence.table(found).markdown()
    assert "no claim found so far" in text
    assert "says nothing" not in text.replace("Who says nothing", "")
    assert "1 of 11 passages are not accounted for yet" in text


# What is said in addition, by which the workers speak of a thing without a stance on it.
SPEAKING = {
    "embedded": """
        claim:x a cg:Claim ; cg:claimant actor:union ; cg:denies proposition:x .
        proposition:x rdf:subject actor:mill-owners ; rdf:predicate rel:asserts ;
            rdf:object proposition:tarnbrook-mill-fire-killed-12-weavers .""",
    "passed on": """
        claim:x a cg:Claim ; cg:claimant actor:union ; cg:reports claim:mill-owners-deaths .""",
    "disputed": """
        claim:x a cg:Claim ; cg:claimant actor:union ; cg:disputes claim:mill-owners-deaths .""",
    "said of their claim": """
        claim:x a cg:Claim ; cg:claimant actor:union ; cg:affirms proposition:x .
        proposition:x rdf:subject claim:mill-owners-deaths ; rdf:predicate rel:meant ;
            rdf:object "nothing" .""",
}


@pytest.mark.parametrize("how", SPEAKING)
def test_who_speaks_of_it_is_not_silent(record: Dataset, how: str) -> None:
    """Whoever passes on, disputes or denies that somebody said it is not called silent on it."""
    deaths = NamedNode(BASE + "proposition/tarnbrook-mill-fire-killed-12-weavers")

    def workers() -> silence.Party:
        parties = silence.positions(record, QUERIES, deaths).parties
        return next(party for party in parties if party.name.endswith("/the-workers"))

    assert workers().silent
    more(record, SPEAKING[how] + "claim:x cg:countedWith actor:the-workers .")
    assert (workers().written, workers().silent) == ({None: 1}, False)
    text = silence.table(silence.positions(record, QUERIES, deaths)).markdown()
    assert "/the-workers | spoken of (1) |  |" in text


def test_silence_on_what_the_editors_link(record: Dataset) -> None:
    """Of a thing speaks, as read, whoever speaks of one that the editors let overlap with it."""
    doors = NamedNode(BASE + "event/blocking-of-exits")
    more(record, "event:blocking-of-exits a cg:Event .")
    assert all(party.silent for party in silence.positions(record, QUERIES, doors).parties)
    more(
        record,
        """claim:x a cg:Claim ; cg:claimant actor:editors ; cg:entertains proposition:x .
        proposition:x rdf:subject event:blocking-of-exits ; rdf:predicate rel:overlapsWith ;
            rdf:object event:locking-of-mill-doors .""",
    )
    parties = silence.positions(record, QUERIES, doors).parties
    assert [(set(party.written), bool(party.read)) for party in parties] == [(set(), True)] * 2


def test_a_party_without_a_claim_is_silent(record: Dataset) -> None:
    """Every declared party is listed, also one of which the documents have no claim."""
    more(record, "actor:the-town a cg:Group ; cg:kind kind:party .")
    parties = silence.positions(record, QUERIES, DOORS).parties
    assert [(p.name.rpartition("/")[2], p.silent) for p in parties][-1] == ("the-town", True)


def more(dataset: Dataset, turtle: str) -> None:
    """Add what is said in addition."""
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    dataset.store.load(head + turtle, RdfFormat.TURTLE, to_graph=GRAPHS.asserted)


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
    lines = chronology.table([fire, inquiry]).markdown().splitlines()
    assert lines[-1].endswith("That any of them took place is not said.")
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
    assert "until; since |" in chronology.table([april, until, since]).markdown().splitlines()[2]


# Standing as of a day ----------------------------------------------------------------------------


def stood(dataset: Dataset, prefix: str, day: str) -> dict[str, tuple[str, str | None]]:
    """Return whether claims were made by a day, and how they stood; their slugs start alike."""
    query = bound(
        read_query(QUERIES / "standing-as-of.rq").text,
        {"_day_xsd_date": Literal(day, datatype=XSD.date)},
    )
    claims = {}
    for row in dataset.select(query):
        name = row["claim"].value.rpartition("/")[2]
        standing = row["standing"] and row["standing"].value.rpartition("/")[2]
        if name.startswith(prefix):
            claims[name.removeprefix(prefix)] = (row["made"].value, standing)
    return claims


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
    assert stood(record, "dockers-union-deaths-", day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # The undated one may be of 1912, when it was passed on; who quotes 1911 speaks after it,
        # and may have taken it back in the same breath.
        (
            "1910-12-31",
            {
                "of-1910": ("yes", "maintained"),
                "undated": ("unknown", "maintained"),
                "withdrawn": ("yes", "maintained"),
            },
        ),
        (
            "1912-06-01",
            {
                "of-1910": ("yes", "maintained"),
                "undated": ("unknown", "maintained"),
                "withdrawn": ("yes", None),
                "withdrawal": ("unknown", "maintained"),
                "quoting": ("unknown", "maintained"),
            },
        ),
        (
            "1912-12-31",
            {
                "of-1910": ("yes", "maintained"),
                "undated": ("yes", "maintained"),
                "withdrawn": ("yes", "retracted"),
                "withdrawal": ("yes", "maintained"),
                "quoting": ("unknown", "maintained"),
            },
        ),
    ],
)
def test_standing_of_what_is_passed_on(
    mini: Layout, day: str, expected: dict[str, tuple[str, str | None]]
) -> None:
    """Nobody passes on what is not yet said, nor a retraction that is not yet made."""
    record = derived(mini, FIXTURES / "view-cases.ttl")
    always = {"at-no-time": ("unknown", "maintained")}
    assert stood(record, "quoted-", day) == {**always, **expected}


def test_standing_as_markdown(record: Dataset) -> None:
    """A row per claimant with counts; of one claimant, a row per claim with what took it back."""
    day = date(1913, 6, 30)
    text = standing.table(standing.standing(record, QUERIES, day), day).markdown()
    assert "| Dockers' Union | 1 |  |  |  | 1 | 1 |" in text
    assert "As of 1913-06-30" in text
    finally_ = standing.standing(record, QUERIES)
    assert "| Dockers' Union | 1 | 1 |  |  |  |\n" in standing.table(finally_).markdown()
    dockers = [one for one in finally_ if one.name == "Dockers' Union"]
    lines = standing.of_one(dockers).markdown().splitlines()
    assert lines[2].endswith("| superseded | In 1913 the dockers' union put the dead weavers at no"
                             " fewer than 30. |")  # fmt: skip
    assert lines[3].endswith("| maintained |  |")


# Why ---------------------------------------------------------------------------------------------


def test_why(record: Dataset) -> None:
    """A conclusion names its rule, and the claims from which the rule concluded it."""
    found = why.conclusions(record, QUERIES, DOORS)
    (status,) = [one for one in found if one.conclusion.value.endswith("#status")]
    assert isinstance(status.value, NamedNode)
    assert status.value.value.endswith("/contested")
    assert status.rule.value.endswith("/status")
    assert {claim.value.rpartition("/")[2] for claim in status.inputs} == {
        "mill-owners-deny-locked-doors",
        "union-accuses-mill-owners",
    }
    text = why.table(found, Model(record), PREFIXES).markdown()
    assert (
        "| status | contested | status | The owners said that the doors had not been locked."
        " (claim:mill-owners-deny-locked-doors)<br>"
    ) in text


def test_every_conclusion_says_why(derived_record: Dataset) -> None:
    """Each derived triple is among the answers, with its own rule and something it rests on."""
    text = read_query(QUERIES / "why.rq").text
    answers = {
        (row["about"], row["conclusion"], row["value"]): row["rule"]
        for row in derived_record.select(text)
        if row["from"] is not None
    }
    query = """
        PREFIX cg:   <https://w3id.org/claimgraph/ontology#>
        PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?s ?p ?o ?rule
        WHERE {
          ?s ?p ?o .
          ?p cg:madeByRule ?rule .
          FILTER NOT EXISTS { ?s prov:wasGeneratedBy ?other }
        }
    """
    concluded = {(r["s"], r["p"], r["o"]): r["rule"] for r in derived_record.select(query)}
    assert len(concluded) > 100
    assert {key: answers.get(key) for key in concluded} == concluded


def test_every_node_says_why(derived_record: Dataset) -> None:
    """A conclusion that is a node names what it was derived from: other things than itself."""
    query = """
        PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?node (COUNT(DISTINCT ?from) AS ?inputs)
        WHERE {
          ?node prov:wasGeneratedBy ?rule .
          OPTIONAL { ?node prov:wasDerivedFrom ?from . FILTER(?from != ?node) }
        }
        GROUP BY ?node
    """
    inputs = {row["node"].value: int(row["inputs"].value) for row in derived_record.select(query)}
    assert len(inputs) > 10
    assert [node for node, number in inputs.items() if not number] == []


@pytest.fixture(params=["invented", "article"])
def derived_record(request: pytest.FixtureRequest, mini: Layout) -> Dataset:
    """Return the invented event, then the real graph, with all that follows."""
    return derived(mini, MORE) if request.param == "invented" else article()


# The command -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["balance"], "run build.py"),
        (["balance", "event:tarnbrook-mill-fire"], "audit balance needs no node"),
        (["silence"], "audit silence needs a node"),
        (["why"], "audit why needs a node"),
        (["balance", "--as-of", "1911-01-01"], "audit balance needs no day"),
        (["standing", "--as-of", "1911"], "'1911' is no day; expected a day such as"),
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
    for words in (
        ["balance"],
        ["chronology"],
        ["silence", "event:tarnbrook-mill-fire"],
        ["standing"],
        ["standing", "dockers-union", "--as-of", "1912-01-01"],
        ["why", "event:tarnbrook-mill-fire"],
    ):
        assert main(["audit", *words]) == 0
        assert capsys.readouterr().out.startswith("| ")
    monkeypatch.setenv("COLUMNS", "160")
    assert main(["audit", "balance", "--format", "table"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert (table[0].split()[0], set(table[1])) == ("party", {"-", " "})
    assert max(map(len, table)) <= 160
    assert main(["audit", "silence", "event:nothing"]) == 2
    assert "event:nothing is not in the graph" in capsys.readouterr().err
    assert main(["audit", "standing", "dockrs-union"]) == 2
    assert "did you mean actor:dockers-union?" in capsys.readouterr().err


def test_the_list_of_audits() -> None:
    """The command line knows the audits that there are, and the page has each of them."""
    assert list(AUDITS) == CHOICES
    page = (ROOT / "docs" / "derived.md").read_text("utf-8")
    assert [name for name in AUDITS if f"build.py audit {name}" not in page] == []
