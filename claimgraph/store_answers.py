"""What a store answers, as rows, as a truth value or as triples, whichever form it comes in."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from claimgraph.endpoint import quoted
from claimgraph.store_errors import StoreError, speaking_to

if TYPE_CHECKING:
    from requests import Response

__all__ = ["QUADS", "ROWS", "TRIPLES", "solutions", "triples"]

ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
QUADS = "application/n-quads"
_MANY = 10_000
_PIECE = 1 << 17


def solutions(response: "Response", timeout: float) -> QuerySolutions | QueryBoolean:
    """Return what a SELECT or an ASK is answered with; raises `StoreError`."""
    with speaking_to(response.url, timeout), response:
        media_type, body = _media_type(response), response.content
    format_ = QueryResultsFormat.from_media_type(media_type)
    if format_ is None:
        raise _strange(media_type, body, "SPARQL results")
    try:
        return parse_query_results(body, format_)
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"the store answers with broken {media_type}: {error}") from error


def triples(response: "Response", timeout: float) -> Iterator[bytes]:
    """Yield triples as canonical lines of N-Triples, while they come in; raises `StoreError`."""
    media_type = _media_type(response)
    # What N-Triples was called before it had a name of its own.
    format_ = RdfFormat.from_media_type(media_type.replace("text/plain", TRIPLES))
    with speaking_to(response.url, timeout), response:
        if format_ is None:
            raise _strange(media_type, next(response.iter_content(_PIECE), b""), "RDF")
        response.raw.decode_content = True
        response.raw.auto_close = False  # or its end is an error to whoever reads on
        body = io.BufferedReader(cast(io.RawIOBase, response.raw), _PIECE)
        some: list[Triple] = []
        try:
            for quad in parse(body, format_):
                some.append(quad.triple)
                if len(some) == _MANY:
                    yield from _written(some)
                    some.clear()
        except SyntaxError as error:
            raise StoreError(f"the store answers with broken {media_type}: {error}") from error
        yield from _written(some)


def _written(triples: Sequence[Triple]) -> list[bytes]:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines()


def _media_type(response: "Response") -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _strange(media_type: str, body: bytes, expected: str) -> StoreError:
    what = "a web page" if "html" in media_type else media_type or "something of no type"
    return StoreError(
        f"the store answers with {what}{quoted(body)}",
        expected=expected,
        remedy="is this the address of its query service?",
    )
