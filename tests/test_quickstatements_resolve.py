"""The Q ids that people bring back: taken in any clear shape, else refused with the line."""

from pathlib import Path

import pytest

from claimgraph import cli
from claimgraph.errors import InputError, OutputError, UsageError
from claimgraph.layout import Layout
from claimgraph.quickstatements import carried
from claimgraph.quickstatements_mapping import FILE
from claimgraph.quickstatements_template import filled, places, without
from claimgraph.resolve_command import say
from tests.golden import LAYOUT
from tests.quickstatements_wiki import IMPORTERS, Wiki
from tests.wikibase_items import ITEMS

IDS = {
    "actor:mill-owners": "Q11",
    "concept:paces": "Q12",
    "event:enquiry-into-the-tarnbrook-mill-fire": "Q13",
    "event:tarnbrook-mill-fire": "Q14",
    "source:factory-inspectors-report": "Q15",
}
LABELS = {
    "actor:mill-owners": "mill owners",
    "event:enquiry-into-the-tarnbrook-mill-fire": "Enquiry",
}
IRI = "https://w3id.org/claimgraph/event/tarnbrook-mill-fire"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with an export of the awkward items."""
    for file, content in carried(ITEMS, "portable").files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(content)
    return tmp_path


def layout(folder: Path) -> Layout:
    """Return a layout that knows the project's files, and writes into a folder."""
    return Layout(root=folder, resources=LAYOUT.resources)


def written(folder: Path, *rows: str, head: str = "item,qid") -> Path:
    """Return a mapping with these rows."""
    path = folder / "mine.csv"
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return path


def rows() -> list[str]:
    """Return the rows of a complete mapping."""
    return [f"{item},{id_}" for item, id_ in IDS.items()]


def resolved(folder: Path, mapping: Path) -> dict[str, str]:
    """Return the files that `resolve` makes."""
    say(layout(folder), mapping, folder)
    made = folder / "resolved"
    return {
        path.relative_to(made).as_posix(): path.read_text("utf-8")
        for path in made.glob("**/*")
        if path.is_file()
    }


def test_the_second_batch_is_complete(folder: Path) -> None:
    """No place is left, all importers take it, and tables and lines say the same of an item."""
    files = resolved(folder, written(folder, *rows()))
    assert set(files) == {
        path.relative_to(folder).as_posix().removesuffix(".template")
        for path in folder.glob("**/*.template")
    }
    assert not any(places(text, table=file.endswith(".csv")) for file, text in files.items())
    batch = files["quickstatements-2.tsv"]
    assert batch.startswith("Q13\tP361\tQ14\tS248\tQ15\tS304\t")
    for importer in IMPORTERS:
        wiki = Wiki(importer)
        wiki.run(importer.v1(batch))
        assert {"Q13", "Q14", "Q15"} <= set(wiki.items)


def test_the_table_that_was_filled_in(folder: Path) -> None:
    """The table of the export, with its last column filled in, is a mapping."""
    lines = (folder / FILE).read_text("utf-8").splitlines()
    ids = ["", *IDS.values()]
    filled_in = "\n".join(line + id_ for line, id_ in zip(lines, ids, strict=True))
    (folder / FILE).write_text(filled_in, "utf-8")
    expected = resolved(folder, written(folder, *rows()))
    assert resolved(folder, folder / FILE) == expected


@pytest.mark.parametrize(
    "shape",
    [
        "headless", "tabs", "semicolons", "labels", "iris", "addresses", "mark", "windows",
        "columns",
    ],
)  # fmt: skip
def test_shapes_of_a_mapping(folder: Path, shape: str) -> None:
    """CSV and TSV, with a head or without, by CURIE, IRI or label, by id or address."""
    pairs = list(IDS.items())
    expected = resolved(folder, written(folder, *rows()))
    text = {
        "headless": "\n".join(f"{item},{id_}" for item, id_ in pairs),
        "tabs": "\n".join(["item\tqid", *(f"{item}\t{id_}" for item, id_ in pairs)]),
        "semicolons": "\n".join(["qid;item", *(f"{id_};{item}" for item, id_ in pairs)]),
        "labels": "\n".join(f"{LABELS.get(item, item)},{id_}" for item, id_ in pairs),
        "iris": "\n".join(
            f"<{IRI}>,{id_}" if item.endswith(":tarnbrook-mill-fire") else f"{item},{id_}"
            for item, id_ in pairs
        ),
        "addresses": "\n".join(f"{i},http://www.wikidata.org/entity/{id_}" for i, id_ in pairs),
        "mark": "\ufeff" + "\n".join(f"{item},{id_}" for item, id_ in pairs),
        "windows": "\r\n".join(["item,qid", *(f"{item}, {id_} " for item, id_ in pairs), "", ","]),
        "columns": "\n".join(["a,item,b,qid", *(f"x,{item},y,{id_}" for item, id_ in pairs)]),
    }[shape]
    mapping = folder / "other.csv"
    mapping.write_bytes(text.encode())
    assert resolved(folder, mapping) == expected


BROKEN = [
    ("malformed", ["actor:mill-owners,Q1x"], 2, "'Q1x' is no Q id"),
    ("lower", ["actor:mill-owners,q11"], 2, "'q11' is no Q id"),
    ("zero", ["actor:mill-owners,Q0"], 2, "'Q0' is no Q id"),
    ("property", ["actor:mill-owners,P11"], 2, "'P11' is no Q id"),
    ("digits", ["actor:mill-owners,Q1\N{ARABIC-INDIC DIGIT ONE}"], 2, "is no Q id"),
    ("unknown", [*rows(), "actor:mill-owner,Q99"], 7, "did you mean actor:mill-owners"),
    ("item-twice", [*rows(), "actor:mill-owners,Q99"], 7, "actor:mill-owners is here a second"),
    ("id-twice", [*rows()[:4], "source:factory-inspectors-report,Q11"], 6, "Q11 is here a second"),
    ("empty", [*rows()[:4], "source:factory-inspectors-report,"], 6, "no Q id for source:factory"),
    ("missing", rows()[:4], None, "no Q id for source:factory"),
    ("missing-two", rows()[:3], None, "no Q id for event:tarnbrook-mill-fire and 1 more"),
    ("short", ["actor:mill-owners"], 2, "has 1 cells; expected at least 2"),
    ("quotation", ['actor:mill-owners,"Q11'], 2, "is no table"),
]


@pytest.mark.parametrize(
    ("some", "line", "message"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_mapping_that_cannot_be_used(
    folder: Path, some: list[str], line: int | None, message: str
) -> None:
    """It is said where and why, and nothing is written."""
    mapping = written(folder, *some)
    with pytest.raises(InputError, match=message) as error:
        say(layout(folder), mapping, folder)
    assert (error.value.path, error.value.line) == (mapping, line)
    assert not (folder / "resolved").exists()


def test_an_item_that_nothing_waits_for_may_be_left_out(folder: Path) -> None:
    """The paces are created, and no statement names them."""
    assert resolved(folder, written(folder, *(row for row in rows() if "paces" not in row)))


def test_an_item_that_is_not_to_be(folder: Path) -> None:
    """What names it is left out, with all its lines and rows; the rest stands as it was."""
    every = resolved(folder, written(folder, *rows()))
    some = [row for row in rows() if not row.startswith("actor:mill-owners")]
    mapping = written(folder, *some, "actor:mill-owners,-")
    assert say(layout(folder), mapping, folder).notes == [
        "3 new items have their ids",
        "1 are left out, and 1 statements that name them",
    ]
    files = resolved(folder, mapping)
    assert "Q11" not in "".join(files.values())
    before, after = (made["quickstatements-2.tsv"].splitlines() for made in (every, files))
    assert after == [line for line in before if "Q11" not in line.split("\t")]
    assert len(after) == len(before) - 1
    assert set(every) - set(files) == {
        file for file, text in every.items() if text.count("\n") == text.count("Q11,") + 1
    }


def test_a_statement_goes_with_all_its_lines() -> None:
    """A line that only adds a reference would make the statement anew, without its qualifiers."""
    batch = (
        "Q1\tP1\tQ2\tP2\t{actor:x}\tS1\tQ3\nQ1\tP1\tQ2\tS1\tQ4\n"
        "Q1\tP1\tQ5\tS1\tQ3\nQ1\tP1\tQ5\tS1\t{source:y} /* why */\nQ1\tP1\tQ6\tS1\tQ3\n"
    )
    tables = {
        "1.csv": "qid,P1,qal2,S1\nQ1,Q2,{actor:x},Q3\n",
        "2.csv": "qid,P1,S1\nQ1,Q2,Q4\nQ1,Q6,Q3\n",
    }
    left, count = without({"a.tsv": batch, **tables}, {"actor:x", "source:y"})
    assert left == {"a.tsv": "Q1\tP1\tQ6\tS1\tQ3\n", "2.csv": "qid,P1,S1\nQ1,Q6,Q3\n"}
    assert count == 2
    assert without({"a.tsv": batch}, set()) == ({"a.tsv": batch}, 0)


def test_a_head_that_says_nothing(folder: Path) -> None:
    """Columns without names are two; more of them are not guessed at."""
    with pytest.raises(InputError, match="has no columns that say what they are") as error:
        say(layout(folder), written(folder, *rows(), head="one,two,three"), folder)
    assert error.value.line == 1


def test_a_label_that_two_items_have(folder: Path) -> None:
    """It is refused, with the names of both."""
    table = folder / FILE
    table.write_text(table.read_text("utf-8").replace(",Enquiry,", ",mill owners,"), "utf-8")
    with pytest.raises(
        InputError, match="label of 2 new items; expected one of actor:mill-owners, "
    ):
        say(layout(folder), written(folder, "mill owners,Q11"), folder)


def test_what_is_no_text(folder: Path) -> None:
    """A file that is not UTF-8, and one that is not there."""
    mapping = folder / "latin.csv"
    mapping.write_bytes(b"item,qid\nactor:mill-owners,Q11\nactor:\xe9,Q12\n")
    with pytest.raises(InputError, match="not UTF-8") as error:
        say(layout(folder), mapping, folder)
    assert error.value.line == 3
    with pytest.raises(InputError, match="cannot be read"):
        say(layout(folder), folder / "nowhere.csv", folder)


def test_nothing_to_resolve(tmp_path: Path) -> None:
    """A folder without templates is said to be one."""
    with pytest.raises(UsageError, match="no batch that waits for Q ids"):
        say(layout(tmp_path), tmp_path / "mine.csv", None)


def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    """A file in the place of the folder is left as it is."""
    (folder / "resolved").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="nothing was changed"):
        say(layout(folder), written(folder, *rows()), folder)
    assert (folder / "resolved").read_text("utf-8") == "mine"


def test_texts_are_no_places() -> None:
    """What looks like a place within a text stays as it is, in lines and in tables."""
    line = 'Q1\tP1\t"{actor:x}"\tP2\ten:"{actor:x}"\tS1\t{actor:x} /* claimgraph {actor:x} */\n'
    assert places(line, table=False) == {"actor:x"}
    assert filled(line, {"actor:x": "Q2"}, table=False) == line.replace("\t{actor:x} ", "\tQ2 ")
    forced = "+{actor:x}\tP1\tQ5\n"
    assert filled(forced, {"actor:x": "Q2"}, table=False) == "+Q2\tP1\tQ5\n"
    table = 'qid,P1,P2\n{actor:x},"""{actor:x}""","en:""a, b"""\n'
    assert filled(table, {"actor:x": "Q2"}, table=True) == table.replace("\n{actor:x}", "\nQ2")


def test_the_command_says_what_it_wrote(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The files on standard output, the count of items beside it; errors in one line."""
    (folder / "graph").mkdir()
    mapping = written(folder, *rows())
    assert cli.main(["--root", str(folder), "resolve", str(mapping), str(folder)]) == 0
    said = capsys.readouterr()
    assert "quickstatements-2.tsv   49 lines\n" in said.out
    assert "quickstatements-csv/   13 tables\n" in said.out
    assert said.err == "4 new items have their ids\n"
    assert cli.main(["--root", str(folder), "resolve", str(mapping)]) == 2
    assert "wikidata: there is no batch that waits for Q ids" in capsys.readouterr().err
