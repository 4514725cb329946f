"""OWL 2 RL: the consequences of ontology and data, by SPARQL rules run to a fixpoint on Oxigraph.

The rules are `ontology/owl-rl/*.rq`, one per rule of the W3C's table, for every kind of axiom that
`ontology/borrowed.ttl` lets an ontology use. See docs/decisions/0007-owl-rl-in-sparql.md.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryTriples, Store

from claimgraph.errors import InputError
from claimgraph.query_file import read_query
from claimgraph.terms import GRAPHS

__all__ = ["infer"]


def infer(
    store: Store,
    rule_files: Iterable[Path],
    premises: Sequence[NamedNode] = (GRAPHS.ontology, GRAPHS.asserted),
    into: NamedNode = GRAPHS.inferred,
) -> int:
    """Add to a graph all that follows and was not said, and return how much that is.

    Reflexive consequences (`C rdfs:subClassOf C`) are left out, and so is all that concerns
    `owl:Thing`, or literals as subjects. Raises `InputError` for a rule that is broken.
    """
    # The ontology first, then what properties say, then classes: few rules then run in vain.
    rules = sorted(map(read_query, rule_files), key=lambda rule: rule.settings["stage"])
    graphs: list[NamedNode | BlankNode | DefaultGraph] = [*premises, into]
    known = {
        quad.triple for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)
    }
    before = len(known)
    grown = True
    while grown:
        grown = False
        for rule in rules:
            try:
                concluded = cast(QueryTriples, store.query(rule.text, default_graph=graphs))
            except SyntaxError as error:
                raise InputError(str(error.msg), expected="SPARQL 1.1", path=rule.path) from error
            fresh = set(concluded) - known
            store.extend([Quad(t.subject, t.predicate, t.object, into) for t in fresh])
            known |= fresh
            grown = grown or bool(fresh)
    return len(known) - before
