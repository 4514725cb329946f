"""Reading: what a dataset holds, and how a file that cannot be used is turned away."""

from pathlib import Path

import pytest

from claimgraph.errors import InputError
from claimgraph.layout import Layout
from claimgraph.mentions import blank_node_line, iris, mentions, subjects
from claimgraph.read import prefixes, read
from claimgraph.terms import BASE, GRAPHS

CLAIM = BASE + "claim/mill-owners-deaths"


def spoil(mini: Layout, old: str, new: str, name: str = "claims/deaths.ttl") -> Path:
    """Replace something in a file of the graph."""
    path = mini.graph / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_graphs_are_filled(mini: Layout) -> None:
    """Ontology and asserted graph each come from their files, and nothing else does."""
    dataset = read(mini)
    assert len(mini.graph_files) == dataset.files[GRAPHS.asserted]
    assert dataset.size(GRAPHS.ontology) > 1000
    assert dataset.size(GRAPHS.asserted) > 100
    assert dataset.size(GRAPHS.inferred) == 0
    assert dataset.findings == []


def test_subjects_are_found_in_the_text(mini: Layout) -> None:
    """The place of a subject is the line on which its block starts."""
    place = read(mini).places[CLAIM]
    assert place.path.read_text("utf-8").splitlines()[place.line - 1] == "claim:mill-owners-deaths"


def test_prefixes_come_from_the_registry(mini: Layout) -> None:
    """The registry maps a prefix to its namespace, in alphabetical order."""
    registry = prefixes(mini)
    assert registry["cg"] == BASE + "ontology#"
    assert list(registry) == sorted(registry)


def test_a_second_block_is_found(mini: Layout) -> None:
    """All of a subject is written in one place, else a reader sees half of it."""
    path = spoil(mini, "claim:survivor-deaths\n    a cg", "claim:mill-owners-deaths\n    a cg")
    (finding,) = read(mini).findings
    assert (finding.path, finding.rule, finding.focus) == (path, "one-block", CLAIM)
    assert "claims/deaths.ttl:" in finding.message


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("cg:claimant actor:mill-owners ;", "cg:claimant actor:mill-owners", "is expected"),
        ("cg:claimant actor:mill-owners ;", "cg:claimant aktor:mill-owners ;", "aktor: is not"),
        ("cg:claimant actor:mill-owners ;", "cg:claimant <mill owners> ;", "invalid IRI"),
        ("cg:claimant actor:mill-owners ;", "cg:claimant [ a cg:Actor ] ;", "a blank node"),
        ("cg:claimant actor:mill-owners ;", "cg:claimant ( actor:mill-owners ) ;", "list"),
        ("cg:claimant actor:mill-owners ;", "cg:claimant _:b ;", "a blank node"),
        ("cg:claimant actor:mill-owners ;", "cg:claimant <<( cg:a cg:b cg:c )>> ;", "triple term"),
    ],
)
def test_unusable_turtle(mini: Layout, old: str, new: str, found: str) -> None:
    """What is no Turtle, or has no IRI, is an error that names file and line."""
    path = spoil(mini, old, new)
    with pytest.raises(InputError) as caught:
        read(mini)
    assert found in str(caught.value)
    assert caught.value.path == path
    lines = path.read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines, 1) if new in line)
    # A missing full stop or semicolon shows on the line after it.
    assert caught.value.line in (place, place + 1)


def test_undeclared_prefix_says_what_to_add(mini: Layout) -> None:
    """The remedy for a prefix that is not declared is its PREFIX line."""
    spoil(mini, "cg:claimant actor:", "cg:claimant aktor:")
    with pytest.raises(InputError, match="PREFIX aktor:"):
        read(mini)


def test_not_utf8(mini: Layout) -> None:
    """A file in another encoding is an error at the line of the first strange byte."""
    path = mini.graph / "claims" / "deaths.ttl"
    path.write_bytes(b"# one\n# two\n# caf\xe9\n")
    with pytest.raises(InputError, match="0xe9 is not UTF-8") as caught:
        read(mini)
    assert caught.value.line == 3


def test_nothing_to_read(tmp_path: Path, mini: Layout) -> None:
    """A graph without any file is an error, not an empty graph."""
    (tmp_path / "empty" / "graph").mkdir(parents=True)
    with pytest.raises(InputError, match="no Turtle file here"):
        read(Layout(root=tmp_path / "empty", resources=mini.resources))


TEXT = """\
# <http://in.a/comment> and a:comment
PREFIX a: <http://a/>
prefix b: <http://b/>

a:one
    a:p "a:string <http://in.a/string> # no comment" ;   # a:comment
    b:q \"\"\"a:long
        [ "string" ]\"\"\"@en , 'b:single' ;
    a:r <http://full/iri>, a:dotted.name, b: .
<http://full/subject>
    a:p [ ] .
"""


def test_mentions_have_lines() -> None:
    """IRIs are found with their lines, and neither in strings nor in comments."""
    assert [(found.iri, found.line) for found in mentions(TEXT)] == [
        ("http://a/one", 5),
        ("http://a/p", 6),
        ("http://b/q", 7),
        ("http://a/r", 9),
        ("http://full/iri", 9),
        ("http://a/dotted.name", 9),
        ("http://b/", 9),
        ("http://full/subject", 10),
        ("http://a/p", 11),
    ]
    assert iris(TEXT) == {found.iri for found in mentions(TEXT)}
    assert [(found.iri, found.line) for found in subjects(TEXT)] == [
        ("http://a/one", 5),
        ("http://full/subject", 10),
    ]
    assert blank_node_line(TEXT) == 11
