"""Remote endpoints: any that speaks SPARQL 1.1, asked through SPARQLWrapper.

The only module here that opens connections. SPARQLWrapper costs 250 ms to import, so it is imported
by what needs it.
"""

import ast
import re
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results, serialize

from claimgraph import __version__
from claimgraph.answer import Answer
from claimgraph.errors import UsageError
from claimgraph.limits import Limits
from claimgraph.sparql_text import form
from claimgraph.terms import GRAPHS

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

__all__ = ["Endpoint", "remote_answer"]

_HAS_OURS = f"ASK {{ GRAPH {GRAPHS.asserted} {{ ?s ?p ?o }} }}"
_AGENT = f"claimgraph/{__version__} (SPARQLWrapper)"
_BUSY = {429, 502, 503, 504}
_LONGEST_WAIT = 10.0
_CHUNK = 1 << 16
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
    `default-graph-uri`; else its own default graph is. Where it is too busy it is asked once more,
    after as long as it wants. Raises `UsageError` for whatever else comes back, or does not.
    """
    parts = urlsplit(endpoint.url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(
            f"{endpoint.url!r} is no address of an endpoint", expected="http://… or https://…"
        )
    graphs = [graph.value for graph in GRAPHS] if _holds_ours(endpoint) else []
    triples = form(query) in {"CONSTRUCT", "DESCRIBE"}
    return Answer(_politely(endpoint, query, graphs), triples=triples)


def _holds_ours(endpoint: Endpoint) -> bool:
    try:
        return bool(Answer(_politely(endpoint, _HAS_OURS, [])).truth)
    except _RefusedError:  # it answers, though not to this: a store of one graph, perhaps
        return False


class _RefusedError(UsageError):
    """The endpoint is there and did not like the query."""


def _politely(endpoint: Endpoint, query: str, graphs: list[str]) -> bytes:
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


def _asked(endpoint: Endpoint, query: str, graphs: list[str]) -> bytes:
    """Return the answer as SPARQL results in JSON, or as N-Triples."""
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
        raise _RefusedError(f"the endpoint answers {code}{_quoted(_body(error))}") from error
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
    wrapper.setReturnFormat(TURTLE if form(query) in {"CONSTRUCT", "DESCRIBE"} else JSON)
    wrapper.setTimeout(max(1, round(endpoint.limits.seconds)))
    for graph in graphs:
        wrapper.addParameter("default-graph-uri", graph)
    if endpoint.user:
        wrapper.setCredentials(endpoint.user, endpoint.password)
    return wrapper


def _read(wrapper: "SPARQLWrapper", limits: Limits) -> bytes:
    end = time.monotonic() + limits.seconds
    result: Any = wrapper.query()
    media_type = result.info().get("content-type", "").partition(";")[0].strip()
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
    return _uniform(bytes(data), media_type)


def _uniform(body: bytes, media_type: str) -> bytes:
    """Return the body as SPARQL results in JSON or as N-Triples, whichever form it came in."""
    try:
        if results := QueryResultsFormat.from_media_type(media_type):
            found = parse_query_results(body, results)
            return found.serialize(format=QueryResultsFormat.JSON) or b""
        if triples := RdfFormat.from_media_type(media_type):
            found_triples = (quad.triple for quad in parse(body, triples))
            return serialize(found_triples, format=RdfFormat.N_TRIPLES) or b""
    except (SyntaxError, ValueError) as error:
        raise _RefusedError(f"the endpoint answers with broken {media_type}: {error}") from error
    what = "a web page" if "html" in media_type else media_type or "something of no type"
    raise _RefusedError(
        f"the endpoint answers with {what}{_quoted(body)}",
        expected="SPARQL results",
        remedy="is this the address of its query service?",
    )


def _body(error: Exception) -> bytes:
    """Return what came with an error: SPARQLWrapper has put it into its message, as a literal."""
    written = str(error).partition("Response:\n")[2]
    return bytes(ast.literal_eval(written)) if written else b""


def _late(limits: Limits) -> UsageError:
    return UsageError(
        f"the endpoint gave no answer within {limits.seconds:g} seconds",
        remedy="ask for less, or allow more with --timeout",
    )


def _quoted(body: bytes) -> str:
    """Return the first words of a body, without its markup, after a colon."""
    words = " ".join(_TAG.sub(" ", body.decode(errors="replace")).split())
    return f": {words[:200]}" if words else ""


def _seconds(retry_after: str) -> float:
    return min(float(retry_after), _LONGEST_WAIT) if retry_after.isdecimal() else 1.0
