"""The proof that an export in Wikibase's RDF says nothing in its own voice."""

from pathlib import Path

from pyoxigraph import QuerySolutions, RdfFormat, Store

from claimgraph.query_file import read_query

__all__ = ["leaks"]


def leaks(dump: bytes, question: Path) -> list[str]:
    """Return what a dump in Turtle says in its own voice, by the query that finds it.

    Each leak is its kind, then the triple, or the statement that lacks a reference.
    """
    store = Store()
    store.bulk_load(dump, RdfFormat.TURTLE)
    rows = store.query(read_query(question).text)
    if not isinstance(rows, QuerySolutions):
        raise TypeError(rows)
    return [" ".join(str(term) for term in row if term is not None) for row in rows]
