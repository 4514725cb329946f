"""A document's Turtle: written for a new text, and revised without losing what people added."""

import hashlib
import re
from pathlib import Path

import pytest

from claimgraph.errors import InputError, UsageError
from claimgraph.layout import Layout, discover
from claimgraph.read import prefixes, text_of
from claimgraph.revision import Revision, recorded, revised
from claimgraph.skeleton import Description, skeleton
from claimgraph.text import Corrections
from claimgraph.turtle_style import check_text

LAYOUT = discover(Path(__file__).resolve().parent.parent)

TEXT = """\
= The "Tarn" strike =

It began. It ended in May.

== Course of events ==
- one item
"""
TURTLE = """\
# The document tarn, then its sections in text order, each with its passages.
#
# Offsets count Unicode code points from 0, ends exclusive; the text itself is not here.
# A passage's number is its name and stays; cg:order says where it stands.

PREFIX actor:   <https://w3id.org/claimgraph/actor/>
PREFIX cg:      <https://w3id.org/claimgraph/ontology#>
PREFIX kind:    <https://w3id.org/claimgraph/kind/>
PREFIX oa:      <http://www.w3.org/ns/oa#>
PREFIX passage: <https://w3id.org/claimgraph/passage/>
PREFIX rdfs:    <http://www.w3.org/2000/01/rdf-schema#>
PREFIX section: <https://w3id.org/claimgraph/section/>
PREFIX source:  <https://w3id.org/claimgraph/source/>

# Document ---------------------------------------------------------------------

source:tarn
    a cg:Document ;
    rdfs:label "The \\"Tarn\\" strike"@en ;
    cg:kind kind:document ;
    cg:authors actor:tarn-authors ;
    cg:characters 85 ;
    cg:sha256 "{whole}" ;
.

# Lead -------------------------------------------------------------------------

section:tarn-lead
    a cg:Section ;
    rdfs:label "Lead"@en ;
    cg:document source:tarn ;
    cg:level 1 ;
    cg:order 1 ;
.

# s001 It began.
passage:tarn-s001
    a cg:Passage ;
    cg:document source:tarn ;
    cg:section section:tarn-lead ;
    cg:passageKind kind:sentence ;
    cg:order 1 ;
    oa:start 23 ;
    oa:end 32 ;
    cg:sha256 "{first}" ;
.

# s002 It ended in …
passage:tarn-s002
    a cg:Passage ;
    cg:document source:tarn ;
    cg:section section:tarn-lead ;
    cg:passageKind kind:sentence ;
    cg:order 2 ;
    oa:start 33 ;
    oa:end 49 ;
    cg:sha256 "{second}" ;
.

# Course of events -------------------------------------------------------------

section:tarn-course-of-events
    a cg:Section ;
    rdfs:label "Course of events"@en ;
    cg:document source:tarn ;
    cg:level 2 ;
    cg:order 2 ;
.

# s003 one item
passage:tarn-s003
    a cg:Passage ;
    cg:document source:tarn ;
    cg:section section:tarn-course-of-events ;
    cg:passageKind kind:list-item ;
    cg:order 3 ;
    oa:start 74 ;
    oa:end 84 ;
    cg:sha256 "{third}" ;
.

# Authors ----------------------------------------------------------------------

actor:tarn-authors
    a cg:Group ;
    rdfs:label "the authors of \\"The \\"Tarn\\" strike\\""@en ;
    cg:kind kind:document-authors ;
    cg:unnamed true ;
.
"""


def digest(text: str) -> str:
    """Return what a file or passage that reads `text` is known by."""
    return hashlib.sha256(text.encode()).hexdigest()


def style(turtle: str) -> list[str]:
    """Return what the style check finds."""
    found = check_text(turtle.encode(), Path("x.ttl"), prefixes(LAYOUT))
    return [f"{finding.line}: {finding.message}" for finding in found]


def names(turtle: str) -> list[str]:
    """Return each passage's number and first words, in the order of the file."""
    return re.findall(r"^# (s\d+ .+)$", turtle, re.MULTILINE)


def with_line(turtle: str, after: str, line: str) -> str:
    """Return `turtle` with a line that a person added."""
    assert turtle.count(f"{after}\n") == 1, after
    return turtle.replace(f"{after}\n", f"{after}\n{line}\n")


def test_whole_file() -> None:
    """The file of a new document, to the letter."""
    expected = TURTLE.format(
        whole=digest(TEXT),
        first=digest("It began."),
        second=digest("It ended in May."),
        third=digest("- one item"),
    )
    assert skeleton(TEXT, "tarn") == expected
    assert style(expected) == []


def test_description() -> None:
    """What is said of a document beyond its text is said, and the authors only if wanted."""
    description = Description(
        "Strike\tof\\Tarn", "report", "hu", "12/b", "tarn-council", stub=False
    )
    turtle = skeleton(TEXT, "tarn", description)
    assert r'    rdfs:label "Strike\tof\\Tarn"@hu ;' in turtle
    assert "    cg:kind kind:report ;" in turtle
    assert "    cg:authors actor:tarn-council ;" in turtle
    assert '    cg:revision "12/b" ;' in turtle
    assert '    rdfs:label "Lead"@hu ;' in turtle
    assert "cg:Group" not in turtle
    assert style(turtle) == []


def test_no_more_than_three_words_of_a_passage() -> None:
    """Comments help to find one's way, and do not hand on the text."""
    text = (
        "One two three. One — two, three four five."
        " 𐤀𐤁 他们说我们走了他们留下然后下雨了再也没有人来过这里。\n"
    )
    assert names(skeleton(text, "x")) == [
        "s001 One two three.",
        "s002 One two, three …",
        "s003 𐤀𐤁 他们说我们走了他们留下然后下雨了再也没有…",
    ]


@pytest.mark.parametrize("slug", ["", "Tarn", "tarn_1", "-tarn", "tarn--1", "tarn/1", "τ"])
def test_slug_that_is_none(slug: str) -> None:
    """A slug becomes part of every IRI, so it is a plain one."""
    with pytest.raises(UsageError, match="is no slug"):
        skeleton(TEXT, slug)


def test_title_stands_in_the_ruler_and_fits_the_style() -> None:
    """A long or odd title makes no faulty line."""
    long = "A title that is so very long that no ruler has any room for its hyphens at all, not one"
    turtle = skeleton(f'== {long} ==\n\n==a\\b "c"==\nText # one.\n', "x")
    assert f"\n# {long}\n" in turtle
    assert '    rdfs:label "a\\\\b \\"c\\""@en ;' in turtle
    assert style(turtle) == []
    assert revised(turtle, f'== {long} ==\n\n==a\\b "c"==\nText # one.\n', "x").turtle == turtle


def test_corrections_are_recorded_and_the_file_made_again_of_them() -> None:
    """The file is the tool's work on the text and the corrections that it records."""
    text = "One came; two left. No. Three. " + "Four; five. " * 12
    splits = frozenset(found.start() for found in re.finditer("two|five", text))
    corrections = Corrections(splits, frozenset([text.index("Three")]))
    turtle = skeleton(text, "x", corrections=corrections)
    assert turtle.count("\n# sentences split at ") == 2  # no endless line
    assert f"\n# sentences joined at {text.index('Three')}\n" in turtle
    assert recorded(turtle) == corrections
    assert skeleton(text, "x", corrections=recorded(turtle)) == turtle
    assert revised(turtle, text, "x") == Revision(turtle, (), (), ())


def test_what_people_added_stays() -> None:
    """Gaps, comments, other statements and other blocks outlive a revision."""
    turtle = skeleton(TEXT, "tarn")
    turtle = with_line(turtle, turtle.splitlines()[3], "# Checked by two people.")
    first, third = digest("It began."), digest("- one item")
    turtle = with_line(
        turtle,
        f'    cg:sha256 "{first}" ;',
        "    cg:incomplete gap:quotation-missing ;  # lost in the extract\n"
        "    # It is unclear what began.\n"
        '    skos:editorialNote\n        "one"@en,\n        "two"@en ;',
    )
    turtle = with_line(turtle, f'    cg:sha256 "{third}" ;', "    cg:withoutClaim gap:title-only ;")
    turtle = turtle.replace("# s002 It", "# A ruler of one's own ---\n# and a note\n\n# s002 It")
    turtle = turtle.replace("# s003 one item", "# s003 the item in other words")
    turtle = with_line(turtle, '    rdfs:label "Lead"@en ;', '    rdfs:label "Bevezető"@hu ;')
    turtle = turtle.replace("\nsection:tarn-course", "\n# Much disputed.\nsection:tarn-course")
    turtle = with_line(turtle, "    cg:kind kind:document ;", '    cg:revision "3" ;  # by date')
    turtle = turtle.replace("    cg:unnamed true ;", '    skos:altLabel "they"@en ;    # sic')
    turtle = turtle.replace(
        "PREFIX source:", "PREFIX skos:    <http://www.w3.org/2004/02/skos/core#>\nPREFIX source:"
    )

    once = revised(turtle, TEXT, "tarn")
    assert (once.added, once.removed) == ((), ())
    assert revised(once.turtle, TEXT, "tarn").turtle == once.turtle
    lost = [line for line in turtle.splitlines() if line and line not in once.turtle.splitlines()]
    assert lost == []
    assert "PREFIX gap:     <https://w3id.org/claimgraph/gap/>" in once.turtle
    assert names(once.turtle)[2] == "s003 the item in other words"

    moved = revised(turtle, f"\n\n{TEXT}", "tarn")
    assert (moved.added, moved.removed) == ((), ())
    lost = [line for line in turtle.splitlines() if line and line not in moved.turtle.splitlines()]
    assert {line.split()[0] for line in lost} == {
        "cg:characters",
        "cg:sha256",
        "oa:start",
        "oa:end",
    }
    assert f'    cg:sha256 "{first}" ;' not in lost


def test_iris_stay_with_their_passages() -> None:
    """A passage keeps its IRI wherever it goes; a number once given up is never given again."""
    old = "= T =\nSame. Alpha went. Same.\n== H ==\nSame. Last.\n"
    turtle = skeleton(old, "x")
    assert names(turtle) == [
        "s001 Same.", "s002 Alpha went.", "s003 Same.", "s004 Same.", "s005 Last.",
    ]  # fmt: skip
    new = "= T =\nNew here. Same. Same.\n== H ==\nSame. Alpha went. Beta came.\n"
    result = revised(turtle, new, "x")
    assert names(result.turtle) == [
        "s006 New here.", "s001 Same.", "s003 Same.", "s004 Same.", "s002 Alpha went.",
        "s007 Beta came.",
    ]  # fmt: skip
    assert result.added == ("passage:x-s006", "passage:x-s007")
    assert result.removed == ("passage:x-s005",)
    assert "# numbers not used again: s005\n" in result.turtle
    orders = re.findall(r"passage:x-(s\d+)\n(?:    .+\n)*?    cg:order (\d+) ;", result.turtle)
    assert orders == [
        ("s006", "1"), ("s001", "2"), ("s003", "3"), ("s004", "4"), ("s002", "5"), ("s007", "6"),
    ]  # fmt: skip

    shorter = revised(result.turtle, "= T =\nNew here.\n", "x")
    assert shorter.removed[0] == "section:x-h"
    again = revised(shorter.turtle, old, "x")
    assert names(again.turtle)[0] == "s008 Same."
    assert "section:x-h" in again.added
    assert style(again.turtle) == []


def test_split_and_join_leave_the_other_iris_alone() -> None:
    """A correction gives new numbers to what it parts or joins, and to nothing else."""
    text = "One. Two came; three left. Four. Five."
    turtle = skeleton(text, "x")
    split = revised(turtle, text, "x", Corrections(splits=frozenset([text.index("three")])))
    assert names(split.turtle) == [
        "s001 One.", "s005 Two came;", "s006 three left.", "s003 Four.", "s004 Five.",
    ]  # fmt: skip
    joined = revised(split.turtle, text, "x", Corrections(joins=frozenset([text.index("Five")])))
    assert names(joined.turtle)[3:] == ["s007 Four. Five."]
    assert recorded(joined.turtle) == Corrections(frozenset([15]), frozenset([33]))
    # The opposite takes it back.
    back = revised(joined.turtle, text, "x", Corrections(joins=frozenset([15])))
    assert names(back.turtle) == ["s001 One.", "s008 Two came; three …", "s007 Four. Five."]
    assert recorded(back.turtle) == Corrections(joins=frozenset([33]))
    none = revised(back.turtle, text, "x", Corrections(splits=frozenset([33])))
    assert recorded(none.turtle) == Corrections()
    assert names(none.turtle)[2:] == ["s009 Four.", "s010 Five."]


def test_corrections_move_with_their_passages() -> None:
    """Recorded corrections hold in a changed text, as long as their own passage did not change."""
    text = "One; two. Three; four. Why. Five. End."
    splits = frozenset([text.index("two"), text.index("four")])
    turtle = skeleton(text, "x", corrections=Corrections(splits, frozenset([text.index("Five")])))
    changed = f"Before all. {text}".replace("four", "fourteen")
    result = revised(turtle, changed, "x")
    assert recorded(result.turtle) == Corrections(
        frozenset([changed.index("two")]), frozenset([changed.index("Five")])
    )
    assert result.dropped == (text.index("four"),)
    assert names(result.turtle) == [
        "s007 Before all.", "s001 One;", "s002 two.", "s008 Three; fourteen.",
        "s005 Why. Five.", "s006 End.",
    ]  # fmt: skip


def test_corrections_that_the_new_text_does_not_need_are_dropped() -> None:
    """Where the splitter now does as wanted, or nothing can be corrected, the record goes."""
    text = "One; Two. Three; Four.\n\nWhy. Five."
    splits = frozenset([text.index("Two"), text.index("Four")])
    corrections = Corrections(splits, frozenset([text.index("Five")]))
    turtle = skeleton(text, "x", corrections=corrections)
    result = revised(turtle, "One. Two.\n- Three; Four.\n- Why. Five.\n", "x")
    assert recorded(result.turtle) == Corrections()
    assert result.dropped == (5, 17, 29)


def test_corrections_move_to_the_nearest_of_several_places() -> None:
    """A sentence that occurs more than once is corrected where it was."""
    text = "A; x. Between. A; x."
    turtle = skeleton(text, "x", corrections=Corrections(frozenset([text.rindex("x")])))
    result = revised(turtle, f"Yes. {text}", "x")
    assert recorded(result.turtle) == Corrections(frozenset([text.rindex("x") + 5]))


def test_of_equal_passages_that_of_the_same_section_stays() -> None:
    """The digest alone would give the first section's name to the second's passage."""
    turtle = skeleton("Same.\n== H ==\nSame.", "x")
    result = revised(turtle, "Other.\n== H ==\nSame.", "x")
    assert names(result.turtle) == ["s003 Other.", "s002 Same."]
    assert result.removed == ("passage:x-s001",)


def test_section_that_changes() -> None:
    """A section with another level, parent or spelling is rewritten, not written twice."""
    turtle = skeleton("== A ==\n=== Day one ===\nText.", "x")
    assert "    cg:parentSection section:x-a ;" in turtle
    result = revised(turtle, "== A ==\n== Day One ==\nText.", "x")
    assert result.turtle == skeleton("== A ==\n== Day One ==\nText.", "x")
    assert (result.added, result.removed) == ((), ())


@pytest.mark.parametrize(("tag", "language"), [("@hu", "hu"), ("", "en")])
def test_language_is_the_labels(tag: str, language: str) -> None:
    """A revision splits and labels in the language that the document's label has."""
    turtle = skeleton("= T =\nSzöveg.", "x", Description(language=language))
    turtle = turtle.replace(f'"T"@{language}', f'"T"{tag}')
    result = revised(turtle, "= T =\n== Cím ==\nSzöveg.", "x")
    assert f'    rdfs:label "Cím"@{language} ;' in result.turtle


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("    cg:order 2 ;\n    oa", "    cg:order 2 ;  # sic\n    oa", "more than one predicate"),
        ("    cg:order 2 ;\n    oa", "    cg:order 2, 3 ;\n    oa", "more than one predicate"),
        ("    cg:characters 85 ;", "    cg:characters 85 ; cg:x 1 ;", "more than one predicate"),
        ("    oa:end 32 ;\n", "    oa:end\n        32 ;\n", "more than one predicate"),
        ('    rdfs:label "Lead"@en ;', '    rdfs:label "Lead"@en, "Kezdet"@hu ;', "more than one"),
        ("passage:tarn-s001\n    a cg", "passage:tarn-s001 a cg", "neither a prefix nor a subject"),
        ("    cg:unnamed true ;\n.\n", "    cg:unnamed true .\n", "no . on a line of its own"),
        ("    cg:unnamed true ;\n.\n", "    cg:unnamed true ;\n.\n# End.\n", "a comment below"),
        ("kind/>\n", "kind/>  # of all\n", "neither a prefix nor a subject"),
        ("source:tarn\n", "source:other\n", "there is no block of source:tarn"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_stops_the_revision(old: str, new: str, found: str) -> None:
    """Rather than lose what a person wrote, the tool says which line is in its way."""
    turtle = skeleton(TEXT, "tarn")
    assert old in turtle
    with pytest.raises(InputError, match=found) as error:
        revised(turtle.replace(old, new), TEXT, "tarn", path=Path("tarn.ttl"))
    assert str(error.value).startswith("tarn.ttl:")


def documents(layout: Layout) -> list[Path]:
    """Return the files of the project's own documents."""
    return sorted((layout.graph / "documents").glob("*.ttl"))


def test_documents_were_found() -> None:
    """The next test would pass with nothing to test."""
    assert documents(LAYOUT)


@pytest.mark.parametrize("path", documents(LAYOUT), ids=lambda path: path.stem)
def test_our_documents_are_the_tools_work(path: Path) -> None:
    """Each file in graph/documents is what the tool makes of its text and recorded corrections."""
    source = LAYOUT.texts / f"{path.stem}.txt"
    if not source.is_file():
        pytest.skip(f"the text {source.name} is not in the repository: set CLAIMGRAPH_TEXTS")
    turtle = text_of(path)
    result = revised(turtle, text_of(source), path.stem, path=path)
    assert result.turtle == turtle, f"run: build.py new-document {source.name} --update"
    assert all(len(name.split()) <= 5 for name in names(turtle)), "too many of the text's words"
