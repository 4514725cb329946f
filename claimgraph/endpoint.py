"""Remote endpoints: any that speaks SPARQL 1.1, asked through SPARQLWrapper.

The only module here that opens connections. SPARQLWrapper costs 250 ms to import, so it is imported
by what needs it.
"""

import ast
import json
import re
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from pyoxigraph import (
    Literal,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from claimgraph import __version__
from claimgraph.answer import Answer
from claimgraph.errors import UsageError
from claimgraph.limits import Limits
from claimgraph.sparql_text import form
from claimgraph.store_profiles import told
from claimgraph.terms import GRAPHS

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

__all__ = ["Endpoint", "quoted", "remote_answer", "truth"]

_HAS_OURS = f"ASK {{ GRAPH {GRAPHS.asserted} {{ ?s ?p ?o }} }}"
_AGENT = f"claimgraph/{__version__} (SPARQLWrapper)"
_BUSY = {429, 502, 503, 504}
_LONGEST_WAIT = 10.0
_CHUNK = 1 << 16
_BOOLEAN = b'"value":"%s","datatype":"http://www.w3.org/2001/XMLSchema#boolean"'
_DIGEST = re.compile(r'\bdigest\b.*?\brealm="([^"]*)"', re.IGNORECASE)
_TAG = re.compile(r"<(style|script|title)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Endpoint:
    """Where to ask, and as whom; the password is never shown."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    limits: Limits = field(default_factory=Limits)


class _BusyError(Exception):
    """The endpoint asks to come back after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


def remote_answer(endpoint: Endpoint, query: str) -> Answer:
    """Return the answer of an endpoint.

    Where the endpoint holds our named graphs, their union is what is asked, by the protocol's
    `default-graph-uri`; else, or where that does harm, its own default graph is. Where it is too
    busy it is asked once more, after as long as it wants. Raises `UsageError` for whatever else
    comes back, or does not.
    """
    parts = urlsplit(endpoint.url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(
            f"{endpoint.url!r} is no address of an endpoint", expected="http://… or https://…"
        )
    triples = form(query) in {"CONSTRUCT", "DESCRIBE"}
    return Answer(_politely(endpoint, query, _graphs(endpoint)).body, triples=triples)


def _graphs(endpoint: Endpoint) -> list[str]:
    """Return the graphs to name: ours, if they are there and naming them does no harm."""
    try:
        reply = _politely(endpoint, _HAS_OURS, [])
    except _RefusedError:  # it answers, though not to this: a store of one graph, perhaps
        return []
    if told(endpoint.url, reply.headers).union or not Answer(reply.body).truth:
        return []
    return [graph.value for graph in GRAPHS]


class _Reply(NamedTuple):
    """An answer as SPARQL results in JSON, or as N-Triples, and its headers."""

    body: bytes
    headers: Mapping[str, str]


class _RefusedError(UsageError):
    """The endpoint is there and did not like the query."""


def _politely(endpoint: Endpoint, query: str, graphs: list[str]) -> _Reply:
    try:
        return _asked(endpoint, query, graphs)
    except _BusyError as busy:
        time.sleep(busy.seconds)
    try:
        return _asked(endpoint, query, graphs)
    except _BusyError as busy:
        raise UsageError(
            "the endpoint is too busy", remedy="it was asked twice; try again later"
        ) from busy


def _asked(endpoint: Endpoint, query: str, graphs: list[str]) -> _Reply:
    from SPARQLWrapper import DIGEST
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException, Unauthorized

    wrapper = _wrapper(endpoint, query, graphs)
    try:
        try:
            return _read(wrapper, endpoint.limits)
        except Unauthorized as error:
            challenge = getattr(error.__context__, "headers", {}).get("WWW-Authenticate", "")
            realm = _DIGEST.search(challenge)
            if not endpoint.user or not realm:
                raise
            wrapper.setHTTPAuth(DIGEST)
            wrapper.setCredentials(endpoint.user, endpoint.password, realm[1])
            return _read(wrapper, endpoint.limits)
    except Unauthorized as error:
        raise UsageError(
            "the endpoint does not let us in",
            expected="the right --user, and CLAIMGRAPH_PASSWORD or the prompt for the password",
        ) from error
    except SPARQLWrapperException as error:
        code = getattr(error.__context__, "code", "an error")
        raise _RefusedError(f"the endpoint answers {code}{quoted(_body(error))}") from error
    except HTTPError as error:
        if error.code in _BUSY:
            raise _BusyError(_seconds(error.headers.get("Retry-After", ""))) from error
        raise _RefusedError(f"the endpoint answers {error.code} {error.reason}") from error
    except TimeoutError as error:
        raise _late(endpoint.limits) from error
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise _late(endpoint.limits) from error
        raise UsageError(
            f"the endpoint cannot be reached ({getattr(reason, 'strerror', None) or reason})",
            remedy="is the address right, and the server running?",
        ) from error


def _wrapper(endpoint: Endpoint, query: str, graphs: list[str]) -> "SPARQLWrapper":
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

    wrapper = SPARQLWrapper(endpoint.url, agent=_AGENT)
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(onlyConneg=True)
    wrapper.setQuery(query)
    # It looks for the first SELECT, ADD, DELETE … anywhere, comments and names included.
    wrapper.queryType = form(query)
    wrapper.setReturnFormat(TURTLE if form(query) in {"CONSTRUCT", "DESCRIBE"} else JSON)
    wrapper.setTimeout(max(1, round(endpoint.limits.seconds)))
    for graph in graphs:
        wrapper.addParameter("default-graph-uri", graph)
    if endpoint.user:
        wrapper.setCredentials(endpoint.user, endpoint.password)
    return wrapper


def _read(wrapper: "SPARQLWrapper", limits: Limits) -> _Reply:
    end = time.monotonic() + limits.seconds
    result: Any = wrapper.query()
    headers = result.info()
    media_type = headers.get("content-type", "").partition(";")[0].strip()
    data = bytearray()
    with closing(result.response) as response:
        while chunk := response.read(_CHUNK):
            data += chunk
            if time.monotonic() > end:
                raise _late(limits)
            if len(data) > limits.size:
                raise UsageError(
                    f"the answer is larger than {limits.size:,} bytes", remedy="add a LIMIT"
                )
    body = _uniform(bytes(data), media_type, asks=wrapper.queryType == "ASK")
    return _Reply(body, headers)


def _uniform(body: bytes, media_type: str, *, asks: bool) -> bytes:
    """Return the body as SPARQL results in JSON or as N-Triples, whichever form it came in."""
    try:
        if results := QueryResultsFormat.from_media_type(media_type):
            found = parse_query_results(body, results)
            if asks and isinstance(found, QuerySolutions):
                return json.dumps({"head": {}, "boolean": truth(found)}).encode()
            return _in_words(found.serialize(format=QueryResultsFormat.JSON) or b"")
        if triples := RdfFormat.from_media_type(media_type):
            found_triples = (quad.triple for quad in parse(body, triples))
            return serialize(found_triples, format=RdfFormat.N_TRIPLES) or b""
    except (SyntaxError, ValueError) as error:
        raise _RefusedError(f"the endpoint answers with broken {media_type}: {error}") from error
    what = "a web page" if "html" in media_type else media_type or "something of no type"
    raise _RefusedError(
        f"the endpoint answers with {what}{quoted(body)}",
        expected="SPARQL results",
        remedy="is this the address of its query service?",
    )


def truth(rows: QuerySolutions) -> bool:
    """Return what an ASK found out that Virtuoso answers with a row that holds 1 or 0."""
    return any(isinstance(value, Literal) and value.value == "1" for row in rows for value in row)


def _in_words(results: bytes) -> bytes:
    """Return results with their booleans as words: Virtuoso writes 1 and 0 in JSON."""
    for digit, word in ((b"1", b"true"), (b"0", b"false")):
        results = results.replace(_BOOLEAN % digit, _BOOLEAN % word)
    return results


def _body(error: Exception) -> bytes:
    """Return what came with an error: SPARQLWrapper has put it into its message, as a literal."""
    written = str(error).partition("Response:\n")[2]
    return bytes(ast.literal_eval(written)) if written else b""


def _late(limits: Limits) -> UsageError:
    return UsageError(
        f"the endpoint gave no answer within {limits.seconds:g} seconds",
        remedy="ask for less, or allow more with --timeout",
    )


def quoted(body: bytes) -> str:
    """Return the first words of a body, without its markup, after a colon."""
    words = " ".join(_TAG.sub(" ", body.decode(errors="replace")).split())
    return f": {words[:200]}" if words else ""


def _seconds(retry_after: str) -> float:
    return min(float(retry_after), _LONGEST_WAIT) if retry_after.isdecimal() else 1.0
