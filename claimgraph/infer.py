"""OWL 2 RL: the consequences of ontology and data, by SPARQL rules run to a fixpoint on Oxigraph.

The rules are `ontology/owl-rl/*.rq`, one per rule of the W3C's table, for every kind of axiom that
`ontology/borrowed.ttl` lets an ontology use. See docs/decisions/0007-owl-rl-in-sparql.md.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode, Quad, QueryTriples, Store, Triple

from claimgraph.errors import InputError
from claimgraph.query_file import QueryFile, read_query
from claimgraph.terms import GRAPHS

__all__ = ["infer"]

# The stage of the rules that need nothing but axioms.
_ONTOLOGY = "1"


def infer(store: Store, rule_files: Iterable[Path], into: NamedNode = GRAPHS.inferred) -> int:
    """Add to a graph all that follows from the whole store and is not in it; return how much.

    Reflexive consequences (`C rdfs:subClassOf C`) are left out, and so is all that concerns
    `owl:Thing`, or literals as subjects. Raises `InputError` for a rule that is broken.
    """
    # The ontology first, then what properties say, then classes: few rules then run in vain.
    rules = sorted(map(read_query, rule_files), key=lambda rule: rule.settings["stage"])
    before = len(store)
    for some in ([rule for rule in rules if rule.settings["stage"] == _ONTOLOGY], rules):
        while sum(_run(store, rule, into) for rule in some):
            pass
    return len(store) - before


def _run(store: Store, rule: QueryFile, into: NamedNode) -> int:
    """Add what a rule concludes and was not said; return how much that is."""
    fresh = [triple for triple in _concluded(store, rule) if not _said(store, triple)]
    store.extend([Quad(t.subject, t.predicate, t.object, into) for t in fresh])
    return len(fresh)


def _concluded(store: Store, rule: QueryFile) -> QueryTriples:
    try:
        return cast(QueryTriples, store.query(rule.text, use_default_graph_as_union=True))
    except SyntaxError as error:
        raise InputError(str(error.msg), expected="SPARQL 1.1", path=rule.path) from error


def _said(store: Store, triple: Triple) -> bool:
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
    return next(found, None) is not None
