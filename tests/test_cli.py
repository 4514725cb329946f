"""The command line: what it answers, and that no input makes it crash."""

import errno
import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimgraph.arguments import parser
from claimgraph.cli import COMMANDS, main
from claimgraph.layout import Layout

ROOT = Path(__file__).resolve().parent.parent
MINI = Path(__file__).parent / "fixtures" / "mini"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(mini: Layout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command on a copy of the invented event."""
    monkeypatch.chdir(mini.root)

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            code = main(list(map(str, arguments)))
        except SystemExit as stopped:  # argparse's own way out
            code = int(stopped.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def spoil(mini: Layout, name: str, old: str, new: str) -> None:
    """Replace something in a file of the graph."""
    path = mini.graph / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


# Answers ----------------------------------------------------------------------

STEPS = r"""
read +\d+ ontology files, 6 graph files +[\d,]+ triples
check +asserted +0 violations.*
infer +OWL 2 RL +\+[\d,]+ triples
derive +\d+ rules +\+[\d,]+ triples
share +of several claimants +[\d.]+ % strictly, [\d.]+ % as read
check +derived +0 violations.*
prove +own voice +0 of 4 regimes leak
write +dist/tarnbrook.nq +[\d,]+ quads +sha256 [0-9a-f]{6}…
""".strip()


def test_build(run: Run, mini: Layout) -> None:
    """Without a command everything is done: each step has a line, the counts come last."""
    code, out, _ = run()
    assert code == 0
    steps = out.splitlines()
    for line, pattern in zip(steps, STEPS.splitlines(), strict=False):
        assert re.fullmatch(pattern, line), line
    assert re.fullmatch(r".* in \d+ files", steps[-1])
    assert (mini.dist / "tarnbrook.nq").exists()


@pytest.mark.parametrize("engine", ["pyshacl", "pyshifty"])
def test_check(run: Run, mini: Layout, engine: str) -> None:
    """A check reports what is wrong, by file and line, writes nothing and exits 1."""
    if engine == "pyshifty":
        pytest.importorskip("shifty", reason="needs claimgraph[fast]")
    spoil(mini, "claims/deaths.ttl", "    cg:claimant actor:mill-owners ;\n", "")
    code, out, err = run("check", "graph/claims", "--engine", engine)
    assert code == 1
    assert err == ""
    violations = [line for line in out.splitlines() if "violation[" in line]
    assert len(violations) == 1
    assert re.match(
        r"graph/claims/deaths.ttl:\d+: violation\[Claim-claimant\] A claim must", violations[0]
    )
    assert out.splitlines()[-1].startswith("1 violation")
    assert not mini.dist.exists()


def test_check_only_some(run: Run, mini: Layout) -> None:
    """Only what concerns the named paths is shown, and only that counts."""
    spoil(mini, "claims/deaths.ttl", "    cg:claimant actor:mill-owners ;\n", "")
    assert run("check", "graph/claims/cause.ttl")[0] == 0
    assert run("check", "graph/claims/deaths.ttl")[0] == 1


def test_check_a_draft(run: Run, tmp_path: Path) -> None:
    """A file outside of the graph is read along with it."""
    draft = tmp_path / "draft.ttl"
    draft.write_text(
        "PREFIX cg: <https://w3id.org/claimgraph/ontology#>\n"
        "PREFIX claim: <https://w3id.org/claimgraph/claim/>\n\nclaim:draft\n    a cg:Claim ;\n.\n"
    )
    code, out, _ = run("check", draft)
    assert code == 1
    assert "draft.ttl:4: violation[Claim-claimant]" in out


def test_json(run: Run, mini: Layout) -> None:
    """For machines findings are a list, and nothing else is on stdout."""
    spoil(mini, "claims/deaths.ttl", "    cg:claimant actor:mill-owners ;\n", "")
    code, out, _ = run("check", "--json", "graph/claims/deaths.ttl")
    (finding,) = [f for f in json.loads(out) if f["level"] == "violation"]
    assert code == 1
    assert set(finding) == {"path", "line", "level", "rule", "message", "focus"}
    assert finding["focus"] == "https://w3id.org/claimgraph/claim/mill-owners-deaths"


def test_fail_on(run: Run, mini: Layout) -> None:
    """A warning fails the run only where it is asked to."""
    spoil(
        mini,
        "entities.ttl",
        '    rdfs:label "Tarnbrook"@en ;\n',
        '    rdfs:label "Tarnbrook"@en ;\n',
    )
    code, out, _ = run("check")
    assert (code, "warning[" in out) == (0, True)
    assert run("check", "--fail-on", "warning")[0] == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["dockers", "union"], "actor:dockers-union"),
        (["DÖCKERS", "union"], "actor:dockers-union"),
        (["unoin"], "actor:dockers-union"),
        (["more", "than", "20"], "proposition:tarnbrook-mill-fire-killed-more-than-20-weavers"),
        (["killed"], "rel:killed"),
    ],
)
def test_find(run: Run, words: list[str], found: str) -> None:
    """What is named so is found with its place, whatever the accents and small slips."""
    code, out, _ = run("find", *words)
    assert code == 0
    lines = [line.split("\t") for line in out.splitlines()]
    assert found in [line[0] for line in lines]
    assert all(re.search(r"\.ttl:\d+$", line[2]) for line in lines)


def test_find_nothing(run: Run) -> None:
    """Nothing found is told by the exit code, and stdout stays empty."""
    assert run("find", "zeppelin")[:2] == (1, "")


def test_show_a_nested_claim(run: Run) -> None:
    """The chain of a claim reads as a sentence, with the passage it stands in."""
    code, out, _ = run("show", "claim:survivor-deaths")
    assert code == 0
    assert re.search(r"According to .*, Tarn Courier reports that", out)
    assert "passage:tarnbrook-fire-s008   section 'Deaths', characters 401-486" in out


def test_show_a_proposition(run: Run) -> None:
    """A proposition is shown with who affirms and who denies it."""
    out = run("show", "proposition:locking-of-mill-doors-occurred")[1]
    assert out.index("affirmed by") < out.index("claim:union-accuses-mill-owners")
    assert out.index("denied by") < out.index("claim:mill-owners-deny-locked-doors")
    out = run(
        "show", "<https://w3id.org/claimgraph/proposition/tarnbrook-mill-fire-killed-12-weavers>"
    )[1]
    assert out.index("incompatible with") < out.index("at least 30 weavers died")


def test_show_an_entity(run: Run) -> None:
    """An entity is shown with what is said of it and what it says."""
    out = run("show", "actor:mill-owners")[1]
    assert out.index("propositions about it") < out.index("the owners locked the doors")
    assert out.index("claims by it") < out.index("claim:mill-owners-deaths")


def test_coverage(run: Run, mini: Layout) -> None:
    """The ledger fails as long as a passage neither grounds a claim nor says why."""
    assert run("coverage")[0] == 0
    spoil(mini, "claims/deaths.ttl", "    cg:passage passage:tarnbrook-fire-s004 ;\n", "")
    code, out, _ = run("coverage")
    assert code == 1
    assert "passage:tarnbrook-fire-s004" in out


def test_new_document(run: Run, mini: Layout) -> None:
    """A document is written once, and revised by what was written."""
    text = MINI / "texts" / "tarnbrook-fire.txt"
    code, out, _ = run("new-document", text, "--slug", "second-fire")
    path = mini.graph / "documents" / "second-fire.ttl"
    assert (code, out) == (0, "graph/documents/second-fire.ttl\n")
    first = path.read_text("utf-8")
    assert run("new-document", text, "--slug", "second-fire")[0] == 0
    assert path.read_text("utf-8") == first
    found = run("check", path)[1]
    assert "passage-not-modelled" in found
    assert set(re.findall(r"violation\[(.*?)\]", found)) <= {"passage-not-modelled"}


def test_anchors(run: Run, tmp_path: Path) -> None:
    """Whoever holds the texts can verify each anchor; a text that changed is found."""
    texts = tmp_path / "texts"
    shutil.copytree(MINI / "texts", texts)
    assert run("check", "--texts", texts)[0] == 0
    text = texts / "tarnbrook-fire.txt"
    text.write_text(text.read_text("utf-8").replace("exactly 12", "exactly 21"), "utf-8")
    code, out, _ = run("check", "--texts", texts)
    assert code == 1
    assert "tarnbrook-fire.ttl" in out


def test_passage_past_the_end(run: Run, mini: Layout) -> None:
    """An anchor that lies outside of its text is found."""
    spoil(mini, "documents/tarnbrook-fire.ttl", "oa:end 699 ;", "oa:end 6990 ;")
    code, out, _ = run("check", "--texts", MINI / "texts")
    assert code == 1
    assert "documents/tarnbrook-fire.ttl" in out


def test_style(run: Run, mini: Layout) -> None:
    """The layout of Turtle is a check of its own."""
    spoil(mini, "entities.ttl", "actor:mill-owners\n    a", "actor:mill-owners a")
    out = run("style")[1]
    assert "warning[Turtle-" in out


# Bad input --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "value", "command"),
    [
        ("--without", "claim:mill-owners-deaths", ["query", "q13"]),
        ("--without", "claim:mill-owners-deaths", ["show", "claim:mill-owners-deaths"]),
        ("--dist", "elsewhere", ["query", "q13"]),
        ("--dist", "elsewhere", ["export", "tables"]),
    ],
)
def test_an_option_that_a_command_would_pass_over(
    run: Run, option: str, value: str, command: list[str]
) -> None:
    """It is refused, or the answer would be of more, or of another build, than was asked for."""
    code, out, err = run(option, value, *command)
    assert (code, out) == (2, "")
    assert f"{option} means nothing to {command[0]}; expected build or " in err


BROKEN = {
    "broken Turtle": (
        "cg:point 12 ;",
        "cg:point 12",
        r"graph/claims/deaths.ttl:\d+: .*expected Turtle",
    ),
    "unknown prefix": ("cg:point 12 ;", "gc:point 12 ;", r"deaths.ttl:\d+: the prefix gc: is not"),
    "blank node": ("cg:point 12 ;", "cg:point [ ] ;", r"deaths.ttl:\d+: a blank node"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_unusable_files(run: Run, mini: Layout, fault: str) -> None:
    """A file that cannot be used is one line on stderr, exit code 2, and no build is touched."""
    assert run()[0] == 0
    before = {path.name: path.read_bytes() for path in mini.dist.iterdir()}
    old, new, message = BROKEN[fault]
    spoil(mini, "claims/deaths.ttl", old, new)
    code, out, err = run()
    assert code == 2
    assert re.search(message, err)
    assert err.count("\n") == 1
    assert "Traceback" not in out + err
    assert {path.name: path.read_bytes() for path in mini.dist.iterdir()} == before


FOUND = {
    "mistyped term": ("a cg:Claim ;", "a cg:Cliam ;", "undeclared"),
    "no claimant": ("    cg:claimant actor:mill-owners ;\n", "", "Claim-claimant"),
    "no date": ('"1911"^^loc:edtf', '"1911-13"^^loc:edtf', "edtf"),
    "two classes": ("actor:mill-owners ;", "place:tarnbrook ;", "Claim-claimant-actor"),
    "own voice": ("cg:point 12 ;", "cg:point 12 ;\n    rel:killed actor:weavers ;", "own-voice"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FOUND)
def test_faults_stop_the_build(run: Run, mini: Layout, fault: str) -> None:
    """A violation is shown, exit code 1, and the earlier build stays."""
    assert run()[0] == 0
    before = {path.name: path.read_bytes() for path in mini.dist.iterdir()}
    old, new, rule = FOUND[fault]
    spoil(mini, "claims/deaths.ttl", old, new)
    code, out, err = run()
    assert code == 1
    assert f"violation[{rule}]" in out
    assert "Traceback" not in out + err
    assert {path.name: path.read_bytes() for path in mini.dist.iterdir()} == before


def test_not_utf8(run: Run, mini: Layout) -> None:
    """Another encoding is named with file and line."""
    (mini.graph / "latin.ttl").write_bytes(b"# caf\xe9\n")
    code, _, err = run("check")
    assert (code, err.startswith("claimgraph: graph/latin.ttl:1: byte 0xe9 is not UTF-8")) == (
        2,
        True,
    )


def test_empty_graph(run: Run, mini: Layout) -> None:
    """An empty graph is no graph."""
    shutil.rmtree(mini.graph)
    mini.graph.mkdir()
    code, _, err = run()
    assert (code, "no Turtle file here" in err) == (2, True)
    mini.graph.rmdir()
    code, _, err = run()
    assert (code, "there is no graph/" in err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bogus"], "invalid choice: 'bogus'"),
        (["check", "--engine", "bogus"], "invalid choice"),
        (["check", "no-such-file.ttl"], "there is no such file or folder"),
        (["show", "mill-owners"], "'mill-owners' is not an IRI"),
        (["show", "bogus:x"], "the prefix bogus: is not in the registry"),
        (["show", "actor:nobody"], "nothing is said of actor:nobody"),
        (["new-document", "no-such.txt", "--slug", "x"], "no-such.txt: cannot be read"),
        (["new-document", "graph/entities.ttl", "--slug", "Not A Slug"], "is no slug"),
    ],
)
def test_usage(run: Run, arguments: list[str], message: str) -> None:
    """A command line that cannot be carried out says why, with exit code 2."""
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_unwritable(run: Run, mini: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that refuses is an error with exit code 2, and the earlier build stays."""
    assert run()[0] == 0
    before = {path.name: path.read_bytes() for path in mini.dist.iterdir()}

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = run()
    assert (code, "No space left on device" in err) == (2, True)
    assert {path.name: path.read_bytes() for path in mini.dist.iterdir()} == before


def started(
    *arguments: str, cwd: Path, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does."""
    return subprocess.run(
        [sys.executable, ROOT / "build.py", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=before,
    )


def test_disk_full_for_good(mini: Layout) -> None:
    """A file that grows past what the system allows is no crash either."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = started(cwd=mini.root, before=limit)
    assert done.returncode == 2
    assert "dist: cannot be written (File too large)" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in mini.root.iterdir()] == ["graph"]


def test_reader_goes_away(mini: Layout) -> None:
    """Whoever reads the output may stop early, as `head` does."""
    command = f"{sys.executable} {ROOT / 'build.py'} find e | head -1"
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607 (a shell is what this is about)
        cwd=mini.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


# Itself -----------------------------------------------------------------------


def test_every_command_has_help_with_an_example(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command says what it does and shows how it is called; the example can be parsed."""
    monkeypatch.setenv("COLUMNS", "200")  # else argparse breaks the example anywhere
    assert run("--help")[0] == 0
    for name in COMMANDS:
        code, out, _ = run(name, "--help")
        assert code == 0
        example = re.search(r"^example: (.*)", out, re.MULTILINE)
        assert example, name
        assert parser("claimgraph").parse_args(example[1].split()[1:]).command == name


def test_help_is_quick(mini: Layout) -> None:
    """Help does not wait for what only other commands need."""

    def spent() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert started("--help", cwd=mini.root).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # Time of the processor, since that of the clock depends on what else the machine does.
    assert min(spent() for _ in range(5)) < 0.15


def test_colour_is_for_terminals(run: Run) -> None:
    """What goes into a pipe has no escape codes."""
    assert "\033" not in run("check")[1]
