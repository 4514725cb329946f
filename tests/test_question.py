"""Questions found by name, and asked with values of their types."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from claimgraph.errors import InputError, UsageError
from claimgraph.question import chosen, question, questions, usage, values
from claimgraph.terms import XSD

PREFIXES = {"actor": "https://example.org/actor/", "x": "http://x/"}
TEXT = """\
# # Who was it?
#
# **Rows:** one per actor,
# and their claim.
# **Runs on:** anything.
#
#+ summary: Actors
#+ description: Who it was, and when.
#+ tags: [roles, events]
#+ defaults:
#+   - who: https://example.org/actor/somebody

SELECT ?x {
  ?x ?_who_iri ?y .
  FILTER(COALESCE(?y >= ?__after_xsd_date && ?y < ?__n_integer && ?y = ?__w && ?y = ?__l_en, true))
}
ORDER BY ?x
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three questions."""
    (tmp_path / "q01-who-was-it.rq").write_text(TEXT)
    (tmp_path / "q02-where-was-it.rq").write_text("# # Where was it, by the sea?\n\nASK {}\n")
    (tmp_path / "other.rq").write_text("# # What else was there?\n\nASK {}\n")
    return tmp_path


def test_the_header_is_read(folder: Path) -> None:
    """All of it, in order of name; the query stands apart from it."""
    _, first, _ = questions(folder.iterdir())
    assert first.name == "q01-who-was-it"
    assert first.title == "Who was it?"
    assert first.rows == "one per actor, and their claim."
    assert first.runs_on == "anything."
    assert first.summary == "Actors"
    assert first.description == "Who it was, and when."
    assert first.tags == ("roles", "events")
    assert first.query.startswith("SELECT")
    assert [(p.name, p.type, p.required) for p in first.parameters] == [
        ("who", "iri", True), ("after", "date", False), ("n", "integer", False),
        ("w", "string", False), ("l", "en", False),
    ]  # fmt: skip
    assert usage(first.parameters[0], PREFIXES) == "--who IRI (default: actor:somebody)"
    assert usage(first.parameters[1], PREFIXES) == "--after DATE (or any)"
    assert usage(first.parameters[4], PREFIXES) == "--l WORDS (or any)"


@pytest.mark.parametrize(
    "name", ["q01-who-was-it", "q01", "who-was-it", "q1", "Q01", "Who was it?", "who  was it"]
)
def test_a_question_has_three_names(folder: Path, name: str) -> None:
    """Its file's, its number, its words, as a person would write them."""
    assert chosen(name, folder.iterdir()).name == "q01-who-was-it"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("q01-who-was-its", "did you mean q01-who-was-it"),
        ("who-was-i", "did you mean q01-who-was-it"),
        ("by the sea", "did you mean q02-where-was-it?"),
        ("sea", "did you mean q02-where-was-it?"),
        ("was", "did you mean other or q01-who-was-it or q02-where-was-it?"),
        ("zzz", "`query` alone lists them"),
    ],
)
def test_a_name_that_no_question_has(folder: Path, name: str, meant: str) -> None:
    """A misspelt name, or words of a title, lead to what may have been meant."""
    with pytest.raises(UsageError) as raised:
        chosen(name, folder.iterdir())
    assert str(raised.value).startswith(f"there is no query {name!r}; ")
    assert meant in str(raised.value)


def test_values_have_their_types(folder: Path) -> None:
    """What is given becomes a term; what is not is the default, or left open."""
    first = chosen("q01", folder.iterdir())
    assert values(first, {}, PREFIXES) == {
        "_who_iri": NamedNode("https://example.org/actor/somebody")
    }
    given = {"who": "x:y", "after": "1992-02-26", "n": "007", "w": '"} #', "l": "Tür"}
    assert values(first, given, PREFIXES) == {
        "_who_iri": NamedNode("http://x/y"),
        "__after_xsd_date": Literal("1992-02-26", datatype=XSD.date),
        "__n_integer": Literal("7", datatype=XSD.integer),
        "__w": Literal('"} #'),
        "__l_en": Literal("Tür", language="en"),
    }
    assert values(first, {"who": "*"}, PREFIXES) == {}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"whom": "x:y"}, "has no parameter --whom; did you mean --who?"),
        ({"zzz": "x:y"}, "has no parameter --zzz; it has --who, --after, --n, --w, --l"),
        ({"who": "somebody"}, "--who: 'somebody' is not an IRI; expected an IRI, or a CURIE"),
        ({"who": "acto:x"}, "--who: the prefix acto: is not in the registry; did you mean actor:?"),
        ({"who": "x:y> } DROP ALL"}, "--who: 'x:y> } DROP ALL' cannot be used"),
        ({"who": "x:{y}"}, "--who: 'x:{y}' cannot be used; expected an IRI or a CURIE"),
        ({"after": "1992-02-30"}, "--after: '1992-02-30' cannot be used; expected xsd:date"),
        ({"n": "seven"}, "--n: 'seven' cannot be used; expected xsd:integer"),
    ],
)
def test_values_that_cannot_be(folder: Path, given: dict[str, str], message: str) -> None:
    """Each gives one line that says which and what else."""
    with pytest.raises(UsageError) as raised:
        values(chosen("q01", folder.iterdir()), given, PREFIXES)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_option_may_be_meant(folder: Path) -> None:
    """A misspelt option looks like a parameter, and is told apart."""
    with pytest.raises(UsageError, match=r"has no parameter --fromat; did you mean --format\?"):
        values(chosen("q01", folder.iterdir()), {"fromat": "csv"}, PREFIXES, ["format"])


def test_other_types() -> None:
    """Decimals and booleans are checked too."""
    asked = question("SELECT * { ?_d_decimal ?_b_boolean ?z }")
    terms = values(asked, {"d": "1e1", "b": "true"}, {})
    assert terms["_d_decimal"] == Literal("10", datatype=XSD.decimal)
    for given in ({"d": "x", "b": "true"}, {"d": "1", "b": "1"}):
        with pytest.raises(UsageError, match="cannot be used"):
            values(asked, given, {})


def test_what_is_needed_and_not_given() -> None:
    """A query of one's own has no defaults."""
    asked = question("SELECT ?x { ?x a ?_class_iri }")
    with pytest.raises(UsageError, match=r"^the query needs --class; expected --class followed by"):
        values(asked, {}, {})
    with pytest.raises(UsageError, match="it has no parameters"):
        values(question("ASK {}"), {"x": "y"}, {})


def test_a_parameter_without_a_name() -> None:
    """A variable that begins with _ and is no parameter is an error."""
    with pytest.raises(InputError, match=r"\?_ begins with _"):
        question("SELECT ?x { ?x a ?_ }")
