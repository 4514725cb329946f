"""The terms of the code: closed, and declared in the ontology."""

import pytest

from claimgraph.layout import Layout
from claimgraph.read import read
from claimgraph.terms import CG, GRAPHS


def test_a_mistyped_term_raises() -> None:
    """A term that is not listed is no attribute, and the message names the likely one."""
    with pytest.raises(AttributeError, match=r"has no term Cliam; did you mean Claim\?"):
        _ = CG.Cliam


def test_terms_are_declared(mini: Layout) -> None:
    """What the code asks for exists."""
    store = read(mini).store
    for term in CG:
        assert any(store.quads_for_pattern(term, None, None, GRAPHS.ontology)), term
