"""Compact IRIs: the longest namespace that fits, or the IRI as it is."""

import pytest

from claimgraph.curie import expand, shorten
from claimgraph.errors import InputError

PREFIXES = {
    "short": "https://example.org/",
    "long": "https://example.org/claim/",
    "same": "https://example.org/claim/",
    "hash": "https://example.org/claim#",
}


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        ("https://example.org/claim/hrw-1994", "long:hrw-1994"),
        ("https://example.org/claim#x", "hash:x"),
        ("https://example.org/claim", "short:claim"),
        ("https://example.org/claim/", "long:"),
        ("https://example.org/actor/x", "<https://example.org/actor/x>"),
        ("https://example.org/claim/a/b", "<https://example.org/claim/a/b>"),
        ("https://example.com/x", "<https://example.com/x>"),
    ],
)
def test_there_and_back(iri: str, written: str) -> None:
    """The longest namespace after which a plain name is left, the first of two that are one."""
    assert shorten(iri, PREFIXES) == written
    assert expand(written, PREFIXES) == iri


@pytest.mark.parametrize(
    ("written", "told"),
    [("claim", "is not an IRI"), ("lnog:x", "did you mean long:"), ("qqqqqq:x", "see ontology/")],
)
def test_what_is_no_curie(written: str, told: str) -> None:
    """A prefix that there is not is told, with what may have been meant."""
    with pytest.raises(InputError, match=told):
        expand(written, PREFIXES)
