"""Anchors: each way in which passages and text can part is found once, and says what to do."""

from pathlib import Path

import pytest

from claimgraph.anchors import check_anchors
from claimgraph.errors import InputError
from claimgraph.findings import Finding, Level
from claimgraph.layout import Layout
from claimgraph.read import Dataset, read
from claimgraph.skeleton import Description, skeleton

HEAD = Path(__file__).resolve().parent.parent
TEXT = """\
= Tarn strike =

It began «in 𐤀𐤁». It ended.

== Course ==
The rest.
"""
BASE = "https://w3id.org/claimgraph/"


def dataset(folder: Path, turtle: str) -> Dataset:
    """Return the graph of one document, read from a file."""
    path = folder / "graph" / "documents" / "tarn.ttl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(turtle)
    return read(Layout(folder, HEAD))


def check(folder: Path, turtle: str, text: str | bytes = TEXT) -> list[Finding]:
    """Return what is found with this Turtle and this text."""
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "tarn.txt").write_bytes(data)
    return check_anchors(dataset(folder, turtle), folder)


def rules(findings: list[Finding]) -> list[tuple[str, str]]:
    """Return which rule found fault with what."""
    return [(finding.rule, finding.focus.removeprefix(BASE)) for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"\ufeff{TEXT}",
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        "",
        f"Infobox\n- A: b\n- C: d\n\n{TEXT}- one\n  two\n\n== Empty ==\n",
    ],
)
def test_what_the_tool_writes_is_anchored(tmp_path: Path, text: str) -> None:
    """Whatever the text, a fresh skeleton has nothing wrong."""
    assert check(tmp_path, skeleton(text, "tarn"), text) == []


def test_passages_may_touch(tmp_path: Path) -> None:
    """In some scripts a sentence starts right where the one before ends."""
    text = "他们走了。他们留下。"
    turtle = skeleton(text, "tarn", Description(language="zh"))
    assert "    oa:end 5 ;" in turtle
    assert "    oa:start 5 ;" in turtle
    assert check(tmp_path, turtle, text) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("oa:start 17 ;", "oa:start 18 ;", [
            ("Passage-digest", "passage/tarn-s001"),
            ("Passage-gap", "source/tarn"),
        ]),
        ("oa:end 34 ;", "oa:end 36 ;", [
            ("Passage-overlap", "passage/tarn-s002"),
            ("Passage-digest", "passage/tarn-s001"),
        ]),
        ("oa:end 68 ;", "oa:end 70 ;", [
            ("Passage-bounds", "passage/tarn-s003"),
            ("Passage-gap", "source/tarn"),
        ]),
        ("oa:end 68 ;", "oa:end 59 ;", [
            ("Passage-bounds", "passage/tarn-s003"),
            ("Passage-gap", "source/tarn"),
        ]),
        ("oa:start 59 ;", "oa:start -1 ;", [
            ("Passage-order", "passage/tarn-s003"),
            ("Passage-order", "passage/tarn-s001"),
            ("Passage-order", "passage/tarn-s002"),
            ("Passage-overlap", "passage/tarn-s001"),
            ("Passage-bounds", "passage/tarn-s003"),
            ("Passage-gap", "source/tarn"),
        ]),
        ("oa:start 59 ;", "oa:start 50 ;", [
            ("Passage-digest", "passage/tarn-s003"),
            ("Passage-heading", "passage/tarn-s003"),
        ]),
        ("cg:order 3 ;\n    oa", "cg:order 4 ;\n    oa", [("Passage-order", "passage/tarn-s003")]),
        ("cg:section section:tarn-course ;", "cg:section section:tarn-end ;", [
            ("Passage-section", "passage/tarn-s003"),
        ]),
        ("cg:characters 69 ;", "cg:characters 70 ;", [("Document-characters", "source/tarn")]),
    ],
)  # fmt: skip
def test_each_fault(tmp_path: Path, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    """One thing changed in a sound file is found, and nothing that does not follow from it."""
    turtle = skeleton(TEXT, "tarn")
    assert turtle.count(old) == 1
    found = check(tmp_path, turtle.replace(old, new))
    assert rules(found) == expected
    assert {finding.level for finding in found} == {Level.VIOLATION}
    lines = (tmp_path / "graph" / "documents" / "tarn.ttl").read_text().splitlines()
    for finding in found:
        assert finding.line is not None
        assert lines[finding.line - 1].replace(":", "/") == finding.focus.removeprefix(BASE)


def test_gaps_are_named_one_by_one(tmp_path: Path) -> None:
    """A gap is named by its offsets and its line in the text; blanks and headings are none."""
    turtle = skeleton(TEXT, "tarn")
    blocks = turtle.split("\n\n")
    left = [block for block in blocks if "s001" not in block and "s003" not in block]
    found = check(tmp_path, "\n\n".join(left))
    gaps = [finding.message for finding in found if finding.rule == "Passage-gap"]
    assert [message.partition(" of the text")[0] for message in gaps] == [
        "No passage has 17 to 34, line 3",
        "No passage has 59 to 68, line 6",
    ]


CRLF = TEXT.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("modelled", "text", "hint"),
    [
        (TEXT, TEXT.replace("began", "begun"), "revise the passages"),
        (TEXT, TEXT + "More.\n", "revise the passages"),
        (TEXT, CRLF, "line ends or byte-order mark"),
        (CRLF, TEXT, "line ends or byte-order mark"),
        (TEXT, f"\ufeff{TEXT}", "line ends or byte-order mark"),
    ],
)
def test_another_text_is_one_finding(tmp_path: Path, modelled: str, text: str, hint: str) -> None:
    """In another text all anchors are off: that is said once, and why, not once per passage."""
    found = check(tmp_path, skeleton(modelled, "tarn"), text)
    assert rules(found) == [("Document-digest", "source/tarn")]
    assert hint in found[0].message


def test_text_that_is_not_there(tmp_path: Path) -> None:
    """Anchors that nobody compared are not said to be sound, but they do not stop a build."""
    found = check_anchors(dataset(tmp_path, skeleton(TEXT, "tarn")), tmp_path)
    assert rules(found) == [("Document-text", "source/tarn")]
    assert found[0].level == Level.INFO


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    """A mistyped folder is an error, since it would verify nothing."""
    with pytest.raises(InputError, match="no such folder"):
        check_anchors(dataset(tmp_path, skeleton(TEXT, "tarn")), tmp_path / "texts")


def test_text_that_is_not_utf8(tmp_path: Path) -> None:
    """A text in another encoding is an error that names the file and the line."""
    with pytest.raises(InputError, match="UTF-8") as error:
        check(tmp_path, skeleton(TEXT, "tarn"), b"= Tarn =\n\xe9t\xe9\n")
    assert (error.value.path, error.value.line) == (tmp_path / "tarn.txt", 2)


def test_documents_do_not_meet(tmp_path: Path) -> None:
    """Each document's passages are counted and compared on their own."""
    (tmp_path / "other.txt").write_text("One. Two.")
    other = tmp_path / "graph" / "documents" / "other.ttl"
    other.parent.mkdir(parents=True)
    other.write_text(skeleton("One. Two.", "other").replace("oa:end 9 ;", "oa:end 8 ;"))
    found = check(tmp_path, skeleton(TEXT, "tarn"))
    assert rules(found) == [
        ("Passage-digest", "passage/other-s002"),
        ("Passage-gap", "source/other"),
    ]
