"""`export`: every format from one build, each whole or not at all, and clear about its options."""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from claimgraph import cli, export_command
from claimgraph.arguments import DIALECTS, EXPORTS
from claimgraph.errors import InputError, OutputError
from claimgraph.export_command import say
from claimgraph.export_formats import FAMILIES, Folder, Job
from claimgraph.layout import Layout
from claimgraph.pipeline import Options, build
from claimgraph.query_file import read_query
from claimgraph.quickstatements_values import DIALECTS as GRAMMARS
from claimgraph.wikibase_ids import OWN
from tests.datasets import MINI, ROOT
from tests.flat import AWKWARD

WIKIDATA = ("wikibase-json", "wikibase-rdf", "quickstatements")
OURS = "https://wiki.example.org:8181/w/"
Files = Mapping[str, bytes]


@pytest.fixture
def layout(in_dist: Layout) -> Layout:
    """Return the invented event, built, with nothing exported yet."""
    for name in ("exports", "wikidata"):
        shutil.rmtree(in_dist.dist / name, ignore_errors=True)
    return in_dist


@pytest.fixture(scope="module")
def everything(in_dist: Layout) -> Files:
    """Return all formats, exported together."""
    say(in_dist, EXPORTS)
    return files(in_dist)


def files(layout: Layout) -> dict[str, bytes]:
    """Return all that was exported."""
    paths = [
        path
        for name in ("exports", "wikidata")
        for path in (layout.dist / name).rglob("*")
        if path.is_file()
    ]
    return {path.relative_to(layout.dist).as_posix(): path.read_bytes() for path in paths}


def run(layout: Layout, *words: str) -> int:
    """Run the command on a folder."""
    return cli.main(["--root", str(layout.root), "export", *words])


def test_every_format_has_its_family() -> None:
    """What the command line offers is what there is; so are dialects, and formats with losses."""
    assert sorted(name for names in FAMILIES for name in names) == sorted(EXPORTS)
    assert sorted(DIALECTS) == sorted(GRAMMARS)
    for path in MINI.loss_files:
        assert set(read_query(path).settings["formats"].split()) <= {*EXPORTS, "wikidata"}, path


def test_everything(layout: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    """One command writes all formats, tells of each what it loses, and is the same each time."""
    dump = (layout.dist / "tarnbrook.nq").read_bytes()
    assert run(layout, "--all") == 0
    out = capsys.readouterr().out
    first = files(layout)
    expected = {
        "exports/nanopubs/nanopubs.trig",
        "exports/schema-claims/claims.jsonld",
        "exports/tables/csv-metadata.json",
        "exports/tables/claims.csv",
        "exports/parquet/claims.parquet",
        "exports/graphml/tarnbrook.graphml",
        "wikidata/wikibase.json",
        "wikidata/quickstatements-1.tsv",
        "wikidata/losses.md",
        "wikidata/losses.json",
    }
    assert expected <= set(first)
    folders = {name.removesuffix("/losses.json") for name in first if "losses.json" in name}
    assert {line.split("/  ")[0].strip().rstrip("/") for line in out.splitlines()} == {
        f"dist/{folder}" for folder in folders
    }
    for folder in folders:
        assert json.loads(first[f"{folder}/losses.json"])["claims"] == 12
        assert first[f"{folder}/losses.md"].startswith(b"# What ")
    assert all("12 claims, of which" in line for line in out.splitlines())
    assert (layout.dist / "tarnbrook.nq").read_bytes() == dump
    assert run(layout, "--all") == 0
    assert files(layout) == first


@pytest.mark.parametrize("name", EXPORTS)
def test_alone_as_among_others(layout: Layout, everything: Files, name: str) -> None:
    """A format asked for alone is written alone, and is what it is among all others."""
    say(layout, [name])
    alone = files(layout)
    assert alone
    folder = "wikidata" if name in WIKIDATA else f"exports/{name}"
    assert all(path.startswith(f"{folder}/") for path in alone)
    for path, content in alone.items():
        # The losses of QuickStatements are told beside those of all three.
        assert everything[path] == content or path.startswith("wikidata/losses.")


def test_losses_of_the_dialect_are_beside_those_of_wikidata(layout: Layout) -> None:
    """Which dialect was written is on record, with what it cannot carry."""
    say(layout, ["quickstatements"], dialect="classic")
    content = json.loads(files(layout)["wikidata/losses.json"])
    assert content["format"] == "wikidata"
    assert content["quickstatements"]["dialect"] == "classic"
    assert b"Dialect `classic`" in files(layout)["wikidata/losses.md"]
    say(layout, ["wikibase-json"])
    assert "quickstatements" not in json.loads(files(layout)["wikidata/losses.json"])
    assert "wikidata/quickstatements-1.tsv" not in files(layout)


def test_ids_of_a_wiki_of_ones_own(layout: Layout) -> None:
    """Assigned ids stand in JSON and RDF alike."""
    say(layout, ["wikibase-json", "wikibase-rdf"])
    assert b"local:" in files(layout)["wikidata/wikibase.json"]
    say(layout, ["wikibase-json", "wikibase-rdf"], own_base=OWN)
    assert b"local:" not in files(layout)["wikidata/wikibase.json"]
    assert b'"id":"Q1"' in files(layout)["wikidata/wikibase.json"].replace(b'"id": ', b'"id":')


def test_the_address_of_a_wiki_of_ones_own(layout: Layout) -> None:
    """All that the wiki names begins where it says; without an address one stands for it."""
    formats = ["wikibase-json", "wikibase-rdf"]
    say(layout, formats, own_base=OWN)
    without = files(layout)
    assert run(layout, *formats, "--assign-ids", "--concept-base-iri", f"{OURS}entity/") == 0
    found = files(layout)
    for name in ("wikidata/wikibase.ttl", "wikidata/wikibase.json"):
        assert found[name] == without[name].replace(OWN.encode(), OURS.encode())
    dump = found["wikidata/wikibase.ttl"]
    for prefix, path in (("wd", "entity/"), ("p", "prop/"), ("wdref", "reference/")):
        assert f"@prefix {prefix}: <{OURS}{path}> .".encode() in dump


NO_BASE = "cannot be used; expected an http or https IRI such as https://wiki.example.org/entity/"


@pytest.mark.parametrize(
    "written",
    [
        "", "wiki.example.org/entity/", "/entity/", "ftp://wiki.example.org/entity/",
        "http:///entity/", "http://:80/entity/", "https://me@wiki.example.org/entity/",
        "https://wiki.example.org/", "https://wiki.example.org/entity",
        "https://wiki.example.org/nonentity/", "https://wiki.example.org/?at=/entity/",
        "https://wiki.example.org/#/entity/", "https://wiki example.org/entity/",
        "https://wiki.example.org/>/entity/", "https://wiki.example.org/\n/entity/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_wiki(
    layout: Layout, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is an absolute IRI below which entities stand, or one line says so."""
    assert run(layout, "wikibase-rdf", "--assign-ids", f"--concept-base-iri={written}") == 2
    assert capsys.readouterr().err == f"claimgraph: --concept-base-iri: {written!r} {NO_BASE}\n"
    assert files(layout) == {}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["grahpml"], "there is no format 'grahpml'; expected wikibase-json, "),
        (["grahpml"], "did you mean graphml?"),
        (["rdf/xml-abbrev"], "there is no format 'rdf/xml-abbrev'"),
        ([], "no format is named"),
        (["tables", "--assign-ids"], "--assign-ids means nothing to tables; expected wikibase-"),
        (["quickstatements", "--assign-ids"], "--assign-ids means nothing to quickstatements"),
        (
            ["wikibase-rdf", "--concept-base-iri", f"{OURS}entity/"],
            "--concept-base-iri means nothing to the ids of Wikidata; expected --assign-ids",
        ),
        (
            ["wikibase-rdf", "--assign-ids", "--concept-base-iri=https://www.wikidata.org/entity/"],
            "Wikidata's Q1 and P1 are taken; expected that of a Wikibase of one's own",
        ),
        (["tables", "graphml", "--dialect", "qs3"], "--dialect means nothing to tables, graphml"),
    ],
)
def test_what_cannot_be_meant(
    layout: Layout, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong name or option is one line, exit code 2, and writes nothing."""
    assert run(layout, *words) == 2
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1
    assert files(layout) == {}


def test_unknown_dialect(layout: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    """A dialect that there is not is refused with those that there are."""
    with pytest.raises(SystemExit) as caught:
        run(layout, "quickstatements", "--dialect", "qs4")
    assert caught.value.code == 2
    assert "portable" in capsys.readouterr().err


def test_nothing_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a build, one line says what to run."""
    (tmp_path / "graph").mkdir()
    assert run(Layout(root=tmp_path, resources=ROOT), "--all") == 2
    err = capsys.readouterr().err
    assert "nothing is built yet" in err
    assert "run build.py" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("words", [["tables"], ["wikibase-json"], ["nanopubs", "graphml"]])
def test_folder_that_cannot_be_written(
    layout: Layout, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a file stands in the way, one line says where."""
    for name in ("exports", "wikidata"):
        (layout.dist / name).write_text("in the way", "utf-8")
    try:
        assert run(layout, *words) == 2
    finally:
        for name in ("exports", "wikidata"):
            (layout.dist / name).unlink()
    err = capsys.readouterr().err
    assert "cannot be written" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("broken", ["nanopubs", "tables", "quickstatements"])
def test_nothing_is_written_before_all_is_made(
    layout: Layout, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A format that fails, in whichever process, leaves everything as it was."""
    say(layout, EXPORTS)
    before = files(layout)

    def fail(_: Job) -> list[Folder]:
        raise InputError("something is wrong")

    families = {
        names: fail if broken in names else (lambda job: [_empty(job)]) for names in FAMILIES
    }
    monkeypatch.setattr(export_command, "FAMILIES", families)
    with pytest.raises(InputError, match="something is wrong"):
        say(layout, EXPORTS)
    assert files(layout) == before


def _empty(job: Job) -> Folder:
    return Folder(job.layout.dist / "exports" / "nanopubs", {"a": b""}, "nothing")


def test_each_folder_whole_or_not_at_all(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves the files that were there, those of entities below included."""
    say(layout, ["wikibase-json"])
    before = files(layout)
    written: list[str] = []

    def full(path: Path, content: bytes) -> None:
        written.append(path.name)
        if len(written) > 3:
            raise OSError(28, "No space left on device")
        path.write_bytes(content)

    monkeypatch.setattr("claimgraph.write._write_file", full)
    with pytest.raises(OutputError, match="No space left"):
        say(layout, ["wikibase-json"])
    assert files(layout) == before
    assert list(layout.dist.glob(".*")) == []


def test_all_without_the_optional_library(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--all` goes on without Parquet and says so; Parquet by name is refused."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert run(layout, "--all") == 0
    assert "parquet is left out: it needs pip install" in capsys.readouterr().err
    assert "exports/parquet/claims.parquet" not in files(layout)
    assert "exports/tables/claims.csv" in files(layout)
    assert run(layout, "--all", "parquet") == 2
    assert "Parquet needs pyarrow" in capsys.readouterr().err


def test_what_is_to_be_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Texts that look like formulas, and characters that XML lacks, are told on standard error."""
    shutil.copytree(MINI.graph, tmp_path / "graph")
    layout = Layout(root=tmp_path, resources=ROOT)
    build(layout, Options(), lambda _: None)
    dump = layout.dist / "tarnbrook.nq"
    claim = "<https://w3id.org/claimgraph/claim/mill-owners-deaths>"
    more = f'{claim} <https://w3id.org/claimgraph/ontology#cue> "=1+1\\u0007"@en .\n'
    dump.write_text(dump.read_text("utf-8") + more, "utf-8")
    assert "=1+1" in AWKWARD
    assert run(layout, "tables", "graphml") == 0
    err = capsys.readouterr().err
    assert "claims.csv: 1 texts in cue begin like a formula; import that column as text" in err
    assert "tarnbrook.graphml: XML has no way to write 1 characters" in err


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_one_process_or_several(
    layout: Layout, everything: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be forked, the same comes out."""
    monkeypatch.delattr(os, "fork")
    say(layout, EXPORTS)
    assert files(layout) == everything


def test_a_direct_claim_is_never_written(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export that would speak in its own voice fails, and leaves nothing behind."""

    def leaking(*_: object) -> dict[str, bytes]:
        direct = "http://www.wikidata.org/prop/direct/P1120"
        return {"wikibase.ttl": f"<http://www.wikidata.org/entity/Q1> <{direct}> 613 .".encode()}

    monkeypatch.setattr("claimgraph.wikibase_rdf.wikibase_rdf", leaking)
    with pytest.raises(OutputError, match="own voice"):
        say(layout, ["wikibase-rdf"])
    assert not layout.wikidata.exists()
