"""`query`: what it lists, asks and shows, and that bad input gives one line and exit code 2."""

import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claimgraph.cli import main
from claimgraph.errors import UsageError
from claimgraph.layout import Layout
from claimgraph.query_arguments import parameters_apart

ROOT = Path(__file__).resolve().parent.parent
DEATHS = "SELECT ?claim ?n { ?claim cg:affirms ?p . ?p cg:lower|cg:point ?n } ORDER BY ?n ?claim"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    in_dist: Layout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Return a function that runs `query` on the invented event."""
    monkeypatch.chdir(in_dist.root)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str | Path, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        try:
            code = main(["query", *map(str, arguments)])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


# What it answers --------------------------------------------------------------


def test_the_list(run: Run) -> None:
    """Without a name all questions are listed, with what they may be asked with."""
    code, out, err = run()
    assert (code, err) == (0, "")
    assert re.search(r"^q13-how-many-were-killed +How many were killed", out, re.MULTILINE)
    assert "--event IRI (default: event:khojaly-massacre)" in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize("name", ["q13", "how-many-were-killed", "q13-how-many-were-killed"])
def test_a_question_by_name(run: Run, name: str) -> None:
    """The parameter is a CURIE, and the answer a table of CURIEs."""
    code, out, err = run(name, "--event", "event:tarnbrook-mill-fire", "--format", "markdown")
    assert (code, err) == (0, "")
    assert out.startswith("| claimant | stance | population |")
    assert "| cg:affirms | actor:weavers" in out


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_a_query_of_ones_own(run: Run, tmp_path: Path, engine: str) -> None:
    """On the command line, in a file, on standard input: with the prefixes at hand, the same."""
    path = tmp_path / "mine.rq"
    path.write_text(DEATHS)
    answers = [
        run("-e", DEATHS, "--format", "csv", "--engine", engine),
        run("--file", path, "--format=csv", "--engine", engine),
        run("--format", "csv", "--file", "-", "--engine", engine, stdin=DEATHS),
        run("-", "--format", "csv", "--engine", engine, stdin=DEATHS),
    ]
    assert {code for code, _, _ in answers} == {0}
    assert len({out for _, out, _ in answers}) == 1
    assert answers[0][1].startswith("claim,n\nhttps://w3id.org/claimgraph/claim/")


def test_all_formats(run: Run) -> None:
    """Each is what its name says."""
    for name, pattern in {
        "table": r"^claim +n\n-", "csv": r"^claim,n\nhttps:", "tsv": r"^\?claim\t\?n\n<https:",
        "xml": r"^<\?xml", "markdown": r"^\| claim \| n \|\n",
    }.items():  # fmt: skip
        code, out, _ = run("-e", DEATHS, "--format", name)
        assert code == 0
        assert re.match(pattern, out)
    assert json.loads(run("-e", DEATHS, "--format", "json")[1])["results"]["bindings"]
    made = run("-e", "CONSTRUCT WHERE { ?c a cg:Claim }")[1]
    assert re.search(r"^claim:\S+ a cg:Claim", made, re.MULTILINE)
    assert run("-e", "ASK { ?c a cg:Claim }")[1] == "yes\n"


def test_show(run: Run) -> None:
    """The query itself, to be saved, changed and asked."""
    code, shown, _ = run("q13", "--show")
    assert code == 0
    assert shown == (next((ROOT / "queries/competency").glob("q13-*.rq"))).read_text("utf-8")
    event = "event:tarnbrook-mill-fire"
    changed = run("-", "--event", event, "--format", "csv", stdin=shown)
    assert changed[1] == run("q13", "--event", event, "--format", "csv")[1]


def test_no_rows(run: Run) -> None:
    """An empty answer is no error; what was asked about and is not there is told."""
    assert run("-e", "SELECT ?x { ?x a cg:Nothing }") == (0, "", "no rows\n")
    assert run("-e", "SELECT ?x { ?x a cg:Nothing }", "--format", "csv")[1] == "x\n"
    code, out, err = run("q13", "--event", "event:tarnbrook-mill-fires")
    assert (code, out) == (0, "")
    assert err.endswith(
        "no rows\nevent:tarnbrook-mill-fires is not in the graph:"
        " did you mean event:tarnbrook-mill-fire?\n"
    )


def test_open_parameters(run: Run) -> None:
    """A star leaves a parameter open."""
    assert run("q13")[2].startswith("no rows\n")
    assert run("q13", "--event", "*")[1]


def test_it_fits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are as wide as the terminal."""
    for columns in ("50", "79", "160"):
        monkeypatch.setenv("COLUMNS", columns)
        table = run("-e", "SELECT ?c ?p { ?c cg:affirms ?p } ORDER BY ?c ?p")[1]
        assert max(map(len, table.splitlines())) <= int(columns)


# The build --------------------------------------------------------------------


def test_no_build(run: Run, in_dist: Layout, tmp_path: Path) -> None:
    """Without a build it says what to do; a list needs none."""
    moved = in_dist.dist.rename(tmp_path / "dist")
    try:
        code, out, err = run("q13")
        assert (code, out) == (2, "")
        expected = "expected one .nq file in dist/; run build.py, which writes it"
        assert err == f"claimgraph: nothing is built yet; {expected}\n"
        assert run()[0] == 0
        assert run("q13", "--show")[0] == 0
    finally:
        moved.rename(in_dist.dist)


def test_an_old_build(run: Run, in_dist: Layout) -> None:
    """A build that is older than its sources is used, and said to be."""
    path = in_dist.graph_files[0]
    now = time.time()
    os.utime(path, (now + 60, now + 60))
    try:
        code, out, err = run("-e", DEATHS)
        assert code == 0
        assert out
        newer = path.relative_to(in_dist.root)
        assert err == f"{newer} is newer than the build: run build.py\n"
    finally:
        os.utime(path, (0, 0))


def test_a_damaged_build(run: Run, in_dist: Layout) -> None:
    """What is no N-Quads is said to be so."""
    path = next(in_dist.dist.glob("*.nq"))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    try:
        code, _, err = run("-e", DEATHS)
        assert code == 2
        assert "the data set is damaged" in err
    finally:
        path.write_bytes(content)


# Bad input --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["q99"], "there is no query 'q99'"),
        (["how-many-were-kiled"], "did you mean q13-how-many-were-killed"),
        (["q13", "--evnt", "event:x"], "has no parameter --evnt; did you mean --event?"),
        (["q13", "--event"], "--event has no value; expected --event followed by a value"),
        (["q13", "--event", "--format", "csv"], "--event has no value"),
        (["q13", "--event", "tarnbrook"], "--event: 'tarnbrook' is not an IRI"),
        (["q13", "--event", "evnt:x"], "evnt: is not in the registry; did you mean event:?"),
        (["q13", "--event", "event:x> } UNION {"], "'event:x> } UNION {' cannot be used"),
        (["q01", "--after", "yesterday"], "--after: 'yesterday' cannot be used; expected xsd:date"),
        (["-e", "SELECT ?x { ?x a ?_class_iri }"], "the query needs --class"),
        (["q13", "-e", "ASK {}"], "more than one query; expected a name, --file or -e"),
        (["--event", "event:x"], "there are parameters and no query"),
        (["q13", "--fromat", "csv"], "has no parameter --fromat; did you mean --format?"),
        (["q13", "--event", "a:b", "--event=c:d"], "--event is given twice"),
        (["-e", " \n"], "the query is empty"),
        (["-e", "ASK {} # \udcff"], "the query is not UTF-8"),
        (["q72", "--word", "\udcff"], "the value of --word is not UTF-8"),
        (
            ["-e", "ASK { GRAPH ?g { ?s ?p ?o } }", "--engine", "rdflib"],
            "rdflib is given all graphs as one; ask oxigraph about GRAPH",
        ),
        (["-e", "DELETE WHERE { ?s ?p ?o }"], "an update is no question"),
        (["-e", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"], "SERVICE would ask another"),
        (["-e", "SELECT ?x { ?x a cg:Claim }", "--format", "turtle"], "turtle writes triples"),
        (
            [
                "-e",
                "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
                "--timeout",
                "0.1",
            ],
            "no answer within 0.1 seconds",
        ),
        (["--file", "gone.rq"], "gone.rq: cannot be read (No such file or directory)"),
        (["q13", "--endpoint", "nowhere"], "'nowhere' is no address of an endpoint"),
        (
            ["q13", "--engine", "oxigraph", "--endpoint", "http://localhost:1/"],
            "--engine means nothing to an endpoint, which has its own; expected --engine without",
        ),
        (
            ["q13", "--user", "anna"],
            "--user means nothing to the build here; expected --endpoint URL beside it",
        ),
        (
            ["q13", "--user", "anna", "--allow-service"],
            "--user, --allow-service mean nothing to the build here; expected --endpoint URL",
        ),
    ],
)
def test_bad_input(run: Run, arguments: list[str], message: str) -> None:
    """Each gives one line that says what to do, exit code 2, and no answer."""
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.startswith("claimgraph: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "1e10", "soon"])
def test_a_time_to_wait(run: Run, seconds: str) -> None:
    """It is a number, more than none, and no longer than a system can wait."""
    code, out, err = run("q13", "--timeout", seconds)
    assert (code, out) == (2, "")
    assert f"{seconds!r} is no number of seconds above 0 and below 1,000,000" in err


def test_as_other_systems_write_it(run: Run, tmp_path: Path) -> None:
    """A file may begin with a mark of its byte order, and its lines end as on Windows."""
    path = tmp_path / "mine.rq"
    path.write_bytes(b"\xef\xbb\xbfSELECT ?n\r\n{ ?p cg:lower ?n }\r\nORDER BY ?n\r\n")
    code, out, err = run("--file", path, "--format", "csv")
    assert (code, err) == (0, "")
    assert out.startswith("n\n")
    assert run("-", "--format", "csv", stdin=path.read_text("utf-8"))[1] == out


def test_bytes_that_are_no_text(in_dist: Layout) -> None:
    """What comes in on standard input and is not UTF-8 is refused, in either way of Python."""
    for errors in ("strict", "surrogateescape"):
        done = subprocess.run(
            [sys.executable, ROOT / "build.py", "--root", in_dist.root, "query", "-"],
            input=b"ASK {} # \xff",
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": f"utf-8:{errors}"},
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"is not UTF-8; expected UTF-8\n" in done.stderr
        assert done.stderr.count(b"\n") == 1


def test_a_syntax_error(run: Run, tmp_path: Path) -> None:
    """It shows the line and a caret, and the place in a file."""
    code, out, err = run("-e", "SELECT ?x\n{ ?x a cg:Claim")
    assert (code, out) == (2, "")
    found = "line 2: this is not SPARQL from here on"
    assert err == f"claimgraph: {found}\n  {{ ?x a cg:Claim\n                 ^\n"
    path = tmp_path / "mine.rq"
    path.write_text("SELECT ?x { ?x b:a 1 }")
    assert re.match(r"claimgraph: \S*mine\.rq:1: the prefix b: is neither", run("--file", path)[2])


INJECTIONS = ['"', "\\", '" } #', "a\nb", '"@en . ?s ?p ?o }', "'''", '"""', "{ }", "?_word"]


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize("value", INJECTIONS)
def test_injection(run: Run, value: str, engine: str) -> None:
    """A value with quotes or braces in it is looked for, finds nothing, and breaks nothing."""
    query = "SELECT ?x { ?x rdfs:label ?label FILTER(STR(?label) = ?_word) }"
    given = f"--word={value}"
    code, out, err = run("-e", query, given, "--format", "csv", "--engine", engine)
    assert (code, out, err) == (0, "x\n", "no rows\n")


# The command line -------------------------------------------------------------


def test_parameters_apart() -> None:
    """They may stand anywhere after `query`; options of the command stay."""
    words = ["--root", "r", "query", "--event", "a:b", "q13", "--format", "csv", "--n=1"]
    own, given = parameters_apart(words)
    assert own == ["--root", "r", "query", "q13", "--format", "csv"]
    assert given == {"event": "a:b", "n": "1"}
    assert parameters_apart(["find", "query", "--x", "y"]) == (["find", "query", "--x", "y"], {})
    assert parameters_apart([]) == ([], {})
    with pytest.raises(UsageError):
        parameters_apart(["query", "q1", "--x"])


def test_a_password_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked for only where there is a user and it is not in the environment."""
    monkeypatch.setattr("getpass.getpass", pytest.fail)
    monkeypatch.setenv("CLAIMGRAPH_PASSWORD", "x")
    arguments = ["q13", "--endpoint", "http://127.0.0.1:1/", "--user", "anna"]
    code, _, err = run(*arguments)
    assert code == 2
    assert "the endpoint cannot be reached" in err
    monkeypatch.delenv("CLAIMGRAPH_PASSWORD")
    monkeypatch.setattr("getpass.getpass", pytest.skip)
    with pytest.raises(pytest.skip.Exception, match=r"^password of anna: $"):
        run(*arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["q13"], "--user means nothing to the build here"),
        (["q13", "--engine", "rdflib", "--endpoint", "http://h/"], "--engine means nothing"),
        (["no such query", "--endpoint", "http://h/"], "no such query"),
        (["-e", "SELECT", "--endpoint", "http://h/"], "this is not SPARQL"),
    ],
)
def test_no_password_for_what_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    """Nobody types a password to be told that the question was wrong."""
    monkeypatch.setattr("getpass.getpass", pytest.fail)
    monkeypatch.delenv("CLAIMGRAPH_PASSWORD", raising=False)
    code, out, err = run(*arguments, "--user", "anna")
    assert (code, out) == (2, "")
    assert message in err


def test_the_process(in_dist: Layout) -> None:
    """The whole process, from outside, with standard input from a pipe."""
    command = ["--root", str(in_dist.root), "query", "-", "--format", "csv"]
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", *command],
        input=DEATHS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("claim,n\n")
