"""No label copies a sentence of the text; names, numbers and marked quotations may."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from claimgraph.copying import RUN, check_copying
from claimgraph.errors import InputError
from claimgraph.findings import Level
from claimgraph.read import Dataset
from claimgraph.terms import GRAPHS

TEXT = """\
At dawn the weavers crossed the old bridge and sang, and nobody
on the town\u2019s walls answered them.
The Third Company of the Royal Guard of the Free Town of Lorne was paid 300 crowns in 1903.
"""
GRAPH = """
    PREFIX cg: <https://w3id.org/claimgraph/ontology#>
    PREFIX claim: <https://w3id.org/claimgraph/claim/>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX source: <https://w3id.org/claimgraph/source/>
    source:lorne a cg:Document .
    source:not-here a cg:Document .
    claim:case %s .
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Return a folder with the text of one of the two documents."""
    (tmp_path / "lorne.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def graph(statement: str) -> Dataset:
    """Return a graph with one statement about a claim."""
    data = Dataset()
    data.store.load(GRAPH % statement, RdfFormat.TURTLE, to_graph=GRAPHS.asserted)
    return data


def words(number: int) -> str:
    """Return so many words from the start of the text."""
    return " ".join(TEXT.split()[:number])


@pytest.mark.parametrize(
    ("property_", "copied"),
    [
        ("rdfs:label", words(RUN)),
        ("rdfs:label", f"They say that {words(10).upper()}, and more."),
        ("skos:definition", words(9)),
        ("skos:editorialNote", words(9)),
        ("cg:asWritten", words(9)),
        ("cg:reason", words(9)),
        ("rdf:object", words(9)),
        ("rdfs:label", "nobody on the town's walls answered them"),
    ],
)
def test_copied(texts: Path, property_: str, copied: str) -> None:
    """Eight words in a row, however they are set and wherever they stand, are a violation."""
    copied = copied.replace("nobody", "sang and nobody")
    (found,) = check_copying(graph(f'{property_} "{copied}"@en'), texts)
    assert found.level is Level.VIOLATION
    assert found.rule == "copying"
    assert found.focus.endswith("/claim/case")


@pytest.mark.parametrize(
    "statement",
    [
        f'rdfs:label "{words(RUN - 1)}"@en',
        f'rdfs:label "{words(5)}. {" ".join(TEXT.split()[5:10])} it is said"@en',
        f'cg:quotation "{words(12)}"@en',
        'rdfs:label "The Third Company of the Royal Guard of the Free Town of Lorne"@en',
        f'a cg:Section ; rdfs:label "{words(12)}"@en',
        "rdfs:label 12345678901234567890",
    ],
)
def test_own_words(texts: Path, statement: str) -> None:
    """Fewer words, words in another order, names, quotations and headings are not copied."""
    if "it is said" in statement:
        statement = statement.replace("old bridge", "bridge, the old one")
    assert check_copying(graph(statement), texts) == []


def test_two_runs(texts: Path) -> None:
    """A literal that copies in two places has two findings, each with the length of its run."""
    one, two = words(9), "was paid 300 crowns in 1903"
    copied = f"{one}; Lorne {two}: the Free Town of Lorne {two}"
    found = check_copying(graph(f'rdfs:label "{copied}"@en'), texts)
    assert [finding.message.split()[0] for finding in found] == ["9", "11"]


def test_no_text(tmp_path: Path) -> None:
    """Documents without a text are passed over; a folder that is not there is an error."""
    assert check_copying(graph(f'rdfs:label "{words(12)}"@en'), tmp_path) == []
    with pytest.raises(InputError):
        check_copying(graph('rdfs:label "x"@en'), tmp_path / "nowhere")
