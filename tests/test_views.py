"""Views: each reason for leaving something out, the date, the formats, and where a view may go."""

import hashlib
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from claimgraph import cli, view_file
from claimgraph.about import described
from claimgraph.arguments import VIEW_FORMATS
from claimgraph.built import Built
from claimgraph.console import commands
from claimgraph.derive import derive
from claimgraph.docs import in_shell
from claimgraph.errors import UsageError
from claimgraph.layout import Layout
from claimgraph.model import QUALIFIERS
from claimgraph.pipeline import Options, build
from claimgraph.query_file import read_query
from claimgraph.rdflib_graph import to_rdflib
from claimgraph.read import Dataset, load, read
from claimgraph.sparql_text import bound
from claimgraph.terms import BASE, CG, GRAPHS, RDF, REL
from claimgraph.view_command import Wanted, say
from claimgraph.view_file import written
from claimgraph.views import LEFT_OUT, Request, View, view

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = Path(__file__).parent / "fixtures"
MINI = Layout(root=FIXTURES / "mini", resources=ROOT)
SPEAKER = NamedNode(BASE + "actor/speaker")
DATED = NamedNode(BASE + "actor/dated-speaker")
QUOTED = NamedNode(BASE + "actor/quoted-speaker")


@pytest.fixture(scope="module")
def cases() -> Dataset:
    """Return the invented event with a claim for each reason to leave something out."""
    dataset = read(MINI)
    load(dataset.store, FIXTURES / "view-cases.ttl", GRAPHS.asserted)
    derive(dataset, MINI.rule_files)
    return dataset


def seen(dataset: Dataset, request: Request) -> View:
    """Return a view by the project's queries."""
    return view(dataset, request, MINI.view_queries)


def slugs(nodes: Iterable[NamedNode]) -> set[str]:
    """Return the last parts of IRIs."""
    return {node.value.rpartition("/")[2] for node in nodes}


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of each file below a folder."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# What is left out -------------------------------------------------------------


def expected(dataset: Dataset) -> Counter[str]:
    """Return the reasons in the slugs of the cases, which are left out unless asked for."""
    rows = dataset.select(
        f"SELECT DISTINCT ?claim WHERE {{ ?claim {CG.claimant}|{CG.onBehalfOf} {SPEAKER} ;"
        f" {CG.passage} ?passage . FILTER NOT EXISTS {{ ?claim {CG.disavows} ?other }} }}"
    )
    names = slugs(row["claim"] for row in rows)
    reasons = [next((r for r in LEFT_OUT if name.endswith(f"-{r}")), "plain") for name in names]
    return Counter(reasons)


def test_each_reason(cases: Dataset) -> None:
    """Each case is left out for the reason that its name ends in, and for no other."""
    reasons = expected(cases)
    assert set(LEFT_OUT) - set(reasons) == {
        "later", "perhaps-later", "overtaken", "perhaps-overtaken",
    }  # fmt: skip
    made = seen(cases, Request([SPEAKER]))
    taken_in = {"plain", "contested", "contested-as-read"}
    assert made.left_out == Counter({r: n for r, n in reasons.items() if r not in taken_in})
    assert slugs(made.claims) == {"case-plain", "case-contested", "case-contested-as-read"}
    assert {t.predicate.value.removeprefix(REL.iri) for t in made.triples} == {
        "location", "agent", "participant",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "reason", "claims"),
    [
        (Request([SPEAKER], reported=True), "reported", {"case-reported"}),
        (
            Request([SPEAKER], hedged=True),
            "hedged",
            {"case-by-words-hedged", "case-by-modality-hedged", "case-entertained-hedged"},
        ),
        (Request([SPEAKER], measurements=True), "measurement", {"case-measurement"}),
    ],
)
def test_what_is_asked_for_is_taken_in(
    cases: Dataset, more: Request, reason: str, claims: set[str]
) -> None:
    """A switch takes in just what was left out for its reason."""
    without, with_it = seen(cases, Request([SPEAKER])), seen(cases, more)
    assert slugs(with_it.claims) - slugs(without.claims) == claims
    assert without.left_out - with_it.left_out == Counter({reason: len(claims)})


def test_uncontested(cases: Dataset) -> None:
    """What anybody denies, doubts or excludes by a figure can be left out."""
    made = seen(cases, Request([SPEAKER], uncontested=True))
    assert slugs(made.claims) == {"case-plain"}
    assert (made.left_out["contested"], made.left_out["contested-as-read"]) == (1, 1)
    owners = NamedNode(BASE + "actor/mill-owners")
    figures = Request([owners], measurements=True, uncontested=True)
    assert seen(cases, figures).left_out["contested"] == 1


def test_a_figure_keeps_its_scope(cases: Dataset, registry: dict[str, str]) -> None:
    """A measurement stands as a node with its bounds and whom it counts, never as a bare number."""
    made = seen(cases, Request([SPEAKER], measurements=True))
    figure = NamedNode(BASE + "proposition/case-measurement")
    assert made.figures == {figure}
    (triple,) = [t for t in made.triples if t.object == figure]
    assert triple.predicate == NamedNode(REL.iri + "injured")
    lines = written(made, source(cases), registry, format_="ntriples").splitlines()
    said = [line.split()[1] for line in lines if line.startswith(str(figure))]
    assert said == [str(CG.lower), str(CG.population)]


def source(dataset: Dataset) -> Built:
    """Return a dataset as if it had been built."""
    return Built(dataset, described(dataset), "0" * 64)


# As of a date -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "claims", "left_out"),
    [
        # The claim of 1912 replaces that of 1911; nobody knows when the third was withdrawn.
        (None, {"dated-of-1912"}, {"overtaken": 2}),
        ("1910-01-01", set(), {"later": 2, "perhaps-overtaken": 1}),
        ("1911-06-01", set(), {"perhaps-later": 1, "later": 1, "perhaps-overtaken": 1}),
        ("1911-12-31", {"dated-of-1911"}, {"later": 1, "perhaps-overtaken": 1}),
        ("1912-06-01", set(), {"perhaps-overtaken": 2, "perhaps-later": 1}),
        ("1912-12-31", {"dated-of-1912"}, {"overtaken": 1, "perhaps-overtaken": 1}),
    ],
)
def test_as_of(cases: Dataset, day: str | None, claims: set[str], left_out: dict[str, int]) -> None:
    """A claim stands from when it was surely made until it was perhaps taken back."""
    as_of = None if day is None else date.fromisoformat(day)
    made = seen(cases, Request([DATED], as_of))
    assert slugs(made.claims) == claims
    assert made.left_out == Counter(left_out)


@pytest.mark.parametrize(
    ("day", "claims", "left_out"),
    [
        (None, {"of-1910", "undated", "at-no-time", "quoting"}, {"overtaken": 1}),
        # The undated one may be of 1912, when it was passed on; who quotes 1911 speaks after it.
        (
            "1910-12-31",
            {"of-1910", "at-no-time", "withdrawn"},
            {"perhaps-later": 1, "later": 1},
        ),
        (
            "1912-06-01",
            {"of-1910", "at-no-time"},
            {"perhaps-later": 2, "perhaps-overtaken": 1},
        ),
        (
            "1912-12-31",
            {"of-1910", "undated", "at-no-time"},
            {"perhaps-later": 1, "overtaken": 1},
        ),
    ],
)
def test_as_of_what_is_passed_on(
    cases: Dataset, day: str | None, claims: set[str], left_out: dict[str, int]
) -> None:
    """Nothing is passed on before it is said, and what is passed on later was said all the same."""
    as_of = None if day is None else date.fromisoformat(day)
    made = seen(cases, Request([QUOTED], as_of, reported=True))
    assert slugs(made.claims) == {f"quoted-{claim}" for claim in claims}
    assert made.left_out == Counter(left_out)


@pytest.mark.parametrize(
    ("day", "later"),
    [(None, None), ("1912-06-01", {"of-1910", "at-no-time"}), ("1912-12-31", {"at-no-time"})],
)
def test_what_had_not_been_passed_on(
    cases: Dataset, registry: dict[str, str], day: str | None, later: set[str] | None
) -> None:
    """What only a later claim passes on is in the view, and the header says so; so of no date."""
    as_of = None if day is None else date.fromisoformat(day)
    made = seen(cases, Request([QUOTED], as_of, reported=True))
    marked = {mark: slugs(claims) for mark, claims in made.marked.items()}
    assert marked["undated"] == {"quoted-at-no-time"}
    assert marked.get("passed-on-later") == (later and {f"quoted-{claim}" for claim in later})
    unquoted = seen(cases, Request([DATED], as_of, reported=True))
    assert "passed-on-later" not in unquoted.marked
    text = written(made, source(cases), registry)
    assert "#   1 of these claims: undated, so perhaps of another time\n" in text
    line = "of these claims: passed on only after the date, or nobody knows when\n"
    assert (f"#   {len(later)} {line}" in text) if later else (line not in text)


# As a file --------------------------------------------------------------------

HEADER = """\
# A view: plain triples of what these actors affirm in their own name.
# It is theirs alone: the graph says none of it, and no build takes it in.
#
# according to: actor:dockers-union (Dockers' Union)
# according to: actor:union (the union)
# data set: tarnbrook 0.1.0
# build: sha256 …
# options: --include-measurements
# 3 triples from 2 claims
#   1 of these claims: undated, so perhaps of another time
#   1 of these claims: as the editors read it
# left out: 2 statements
#   1 spoken-for: said on the actor's behalf by another
#   1 overtaken: superseded or retracted by the actor
"""
BODY = """
@prefix actor: <https://w3id.org/claimgraph/actor/> .
@prefix cg: <https://w3id.org/claimgraph/ontology#> .
@prefix event: <https://w3id.org/claimgraph/event/> .
@prefix proposition: <https://w3id.org/claimgraph/proposition/> .
@prefix rel: <https://w3id.org/claimgraph/relation#> .
event:locking-of-mill-doors rel:agent actor:mill-owners ;
\trel:occurred true .
event:tarnbrook-mill-fire rel:killed proposition:tarnbrook-mill-fire-killed-at-least-30-weavers .
proposition:tarnbrook-mill-fire-killed-at-least-30-weavers cg:asWritten "at least 30"@en ;
\tcg:lower 30 ;
\tcg:population actor:weavers .
"""
BOTH = Wanted(["dockers-union", "actor:union"], include={"measurements": True})


def test_golden(in_dist: Layout) -> None:
    """A view says whose it is, of which build, and what it leaves out."""
    said = say(in_dist, BOTH)
    sha256 = hashlib.sha256((in_dist.dist / "tarnbrook.nq").read_bytes()).hexdigest()
    assert said.answer == HEADER.replace("…", sha256) + BODY
    assert [f"# {note}" for note in said.notes] == HEADER.splitlines()[8:]


def test_formats_say_the_same(in_dist: Layout) -> None:
    """Every format holds the same triples; N-Quads keep them in a graph of their own."""
    texts = {f: say(in_dist, replace(BOTH, format=f)).answer for f in VIEW_FORMATS}
    formats = {
        "turtle": RdfFormat.TURTLE,
        "ntriples": RdfFormat.N_TRIPLES,
        "nquads": RdfFormat.N_QUADS,
    }
    assert view_file.FORMATS == VIEW_FORMATS == list(formats)
    quads = {f: list(parse(text, formats[f])) for f, text in texts.items()}
    triples = [{quad.triple for quad in found} for found in quads.values()]
    assert triples[0] == triples[1] == triples[2]
    assert {str(quad.graph_name) for quad in quads["nquads"]} == {
        f"<{BASE}graph/view/dockers-union+union>"
    }


def test_annotated(in_dist: Layout) -> None:
    """Each triple is reified by the claims behind it, which say who, how and where."""
    plain = {q.triple for q in parsed(in_dist, BOTH) if q.predicate.value.startswith(REL.iri)}
    quads = parsed(in_dist, replace(BOTH, annotate=True))
    reified = {quad.object for quad in quads if quad.predicate == RDF.reifies}
    assert reified == plain
    for claim in {quad.subject for quad in quads if quad.predicate == RDF.reifies}:
        said = {quad.predicate for quad in quads if quad.subject == claim}
        assert {CG.claimant, CG.passage, CG.depth, CG.reportedBy} <= said


def parsed(layout: Layout, wanted: Wanted) -> list[Quad]:
    """Return a view as quads, from its Turtle."""
    return list(parse(say(layout, wanted).answer, RdfFormat.TURTLE))


def test_names_and_days(in_dist: Layout) -> None:
    """An actor or a day that there is not is turned away, with what may have been meant."""
    with pytest.raises(UsageError, match=r"no actor 'dockrs-union'; did you mean actor:dockers-u"):
        say(in_dist, Wanted(["dockrs-union"]))
    with pytest.raises(UsageError, match="no actor 'place:tarnbrook'"):
        say(in_dist, Wanted(["place:tarnbrook"]))
    with pytest.raises(UsageError, match="'1911' is no day; expected a day such as"):
        say(in_dist, Wanted(["union"], as_of="1911"))


def test_one_who_says_nothing(in_dist: Layout) -> None:
    """An actor without a claim has an empty view, which is no mistake."""
    said = say(in_dist, Wanted(["weavers"]))
    assert said.notes == ["0 triples from 0 claims", "left out: 0 statements"]
    assert said.answer.startswith("# A view")


# Out of the dump --------------------------------------------------------------


def test_dist_stays_as_it_is(in_dist: Layout, tmp_path: Path) -> None:
    """A view is written elsewhere, and is nothing that a build reads or has written."""
    before = digests(in_dist.root)
    assert say(in_dist, replace(BOTH, output=tmp_path / "view.ttl")).answer == ""
    assert (tmp_path / "view.ttl").read_text("utf-8") == say(in_dist, BOTH).answer
    for folder in ("graph/claims", "dist"):
        with pytest.raises(UsageError, match="a view does not belong in"):
            say(in_dist, replace(BOTH, output=in_dist.root / folder / "view.ttl"))
    assert digests(in_dist.root) == before


@pytest.mark.parametrize("annotate", [False, True])
def test_no_build_takes_a_view_in(
    in_dist: Layout,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    annotate: bool,  # noqa: FBT001 (a parameter of pytest's)
) -> None:
    """Put into graph/, a view is found out, and the dump is not written."""
    shutil.copytree(in_dist.root, tmp_path / "copy")
    layout = Layout(root=tmp_path / "copy", resources=ROOT)
    text = say(in_dist, Wanted(["union"], annotate=annotate)).answer
    (layout.graph / "view.ttl").write_text(text, "utf-8")
    before = digests(layout.dist)
    code = cli.main(["--root", str(layout.root), "build"])
    out, err = capsys.readouterr()
    if annotate:  # a triple term cannot even be read
        assert (code, "view.ttl" in err) == (2, True)
    else:
        assert (code, "violation[own-voice]" in out) == (1, True)
    assert digests(layout.dist) == before


def test_beside_the_dump(in_dist: Layout) -> None:
    """In one store with the dump a view stays in its own graph, and the dump speaks no more."""
    store = Store()
    store.load(path=in_dist.dist / "tarnbrook.nq")
    text = say(in_dist, replace(BOTH, format="nquads")).answer
    store.load(text, RdfFormat.N_QUADS)
    question = read_query(in_dist.proof_file).text
    assert not store.query(question, default_graph=list(GRAPHS))
    # Whoever asks all graphs at once asks the view too, until they drop it.
    assert store.query(question, use_default_graph_as_union=True)
    (graph,) = {quad.graph_name for quad in parse(text, RdfFormat.N_QUADS)}
    assert isinstance(graph, NamedNode)
    store.remove_graph(graph)
    assert not store.query(question, use_default_graph_as_union=True)


# Both engines, and the real graph ---------------------------------------------


@pytest.mark.parametrize(
    ("name", "actor"), [("stances", SPEAKER), ("stances", QUOTED), ("overtaken", SPEAKER)]
)
def test_engines_agree(cases: Dataset, name: str, actor: NamedNode) -> None:
    """The queries give the same rows on rdflib."""
    query = bound(read_query(MINI.view_queries / f"{name}.rq").text, {"_actor_iri": actor})
    solutions = cases.select(query)
    names = [variable.value for variable in solutions.variables]
    ours = [{(n, row[n].value) for n in names if row[n] is not None} for row in solutions]
    theirs = to_rdflib(cases.store).query(query)
    rows = [{(str(name), str(term)) for name, term in row.items()} for row in theirs.bindings]
    assert len(ours) > 2
    assert sorted(map(sorted, ours)) == sorted(map(sorted, rows))


def test_closed_list_of_qualifiers() -> None:
    """The query knows every qualifier there is."""
    text = read_query(MINI.view_queries / "stances.rq").text
    (listed,) = re.findall(r"\?qualifier IN \((.*?)\)", text, re.DOTALL)
    assert {f"cg:{q.value.partition('#')[2]}" for q in QUALIFIERS} == set(
        re.findall(r"cg:\w+", listed)
    )


def test_real_graph() -> None:
    """Nothing of a scope or a doubt is in anybody's plain view, and nothing goes uncounted."""
    layout = Layout(root=ROOT, resources=ROOT)
    dataset = read(layout)
    derive(dataset, layout.rule_files)
    store = dataset.store
    claimants = {quad.object for quad in store.quads_for_pattern(None, CG.claimant, None)}
    assert len(claimants) > 40
    stances = read_query(layout.view_queries / "stances.rq").text
    triples: set[Triple] = set()
    for claimant in claimants:
        assert isinstance(claimant, NamedNode)
        made = view(dataset, Request([claimant]), layout.view_queries)
        triples |= set(made.triples)
        for claim in made.claims:
            assert not any(store.quads_for_pattern(claim, CG.hedge, None))
            (depth,) = store.quads_for_pattern(claim, CG.depth, None)
            assert str(depth.object)[1] in "01"
        statements = sum(1 for _ in dataset.select(bound(stances, {"_actor_iri": claimant})))
        taken_in = sum(len(claims) for claims in made.triples.values())
        assert taken_in + made.left_out.total() == statements
    assert len(triples) > 300
    for triple in triples:
        assert triple.predicate.value.startswith(REL.iri)


def test_command_line(in_dist: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    """The command writes the view to standard output and the counts beside it."""
    options = ["--according-to", "dockers-union", "union", "--include-measurements"]
    assert cli.main(["--root", str(in_dist.root), "view", *options]) == 0
    out, err = capsys.readouterr()
    assert out == say(in_dist, BOTH).answer
    assert "1 overtaken" in err
    assert cli.main(["--root", str(in_dist.root), "view", "--according-to", "dockers"]) == 2
    assert "did you mean actor:dockers-union?" in capsys.readouterr().err


def test_without_a_build(mini: Layout) -> None:
    """A view is made of a build, and says so where there is none."""
    with pytest.raises(UsageError, match="nothing is built yet"):
        say(mini, BOTH)


# The page ---------------------------------------------------------------------


def test_the_page_lists_every_reason() -> None:
    """The table of what is left out has each reason, and no other."""
    page = (ROOT / "docs" / "views.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*?`) \|", page, re.MULTILINE)
    assert set(re.findall(r"`([a-z-]+)`", " ".join(rows))) == set(LEFT_OUT)


def test_the_page_is_true(tmp_path: Path) -> None:
    """The commands on the page print what stands below them, on the real graph."""
    shutil.copytree(ROOT / "graph", tmp_path / "graph")
    build(Layout(root=tmp_path, resources=ROOT), Options(), lambda _: None)
    page = (ROOT / "docs" / "views.md").read_text("utf-8")
    here = f"{sys.executable} {ROOT / 'build.py'} --root {tmp_path}"
    run = in_shell(ROOT)
    assert len(list(commands(page))) == 3
    for command, printed in commands(page):
        assert run(command.replace("python3 build.py", here)) == printed
