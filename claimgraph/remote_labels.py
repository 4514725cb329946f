"""Labels of what an endpoint has answered with, asked of it in one query more."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from claimgraph.endpoint import Endpoint, remote_answer
from claimgraph.errors import UsageError
from claimgraph.terms import RDFS

__all__ = ["remote_labels"]

_MOST = 300  # a table of more is read by nobody, and some servers take no long query


def remote_labels(endpoint: Endpoint, iris: Iterable[str]) -> dict[str, str]:
    """Return the English labels of those of the IRIs that have one there.

    An answer is whole without them, so where the endpoint does not want to say there are none.
    """
    wanted = " ".join(str(NamedNode(iri)) for iri in sorted(iris)[:_MOST])
    if not wanted:
        return {}
    query = f"""
        SELECT ?iri ?label
        WHERE {{
          VALUES ?iri {{ {wanted} }}
          ?iri {RDFS.label} ?label .
          FILTER(LANG(?label) IN ("en", ""))
        }}
        ORDER BY ?iri ?label
    """
    try:
        rows = remote_answer(endpoint, query).rows
    except UsageError:
        return {}
    return {
        iri.value: label.value
        for iri, label in rows
        if isinstance(iri, NamedNode) and isinstance(label, Literal)
    }
