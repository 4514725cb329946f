"""The embedded engines: a query over the built data set, by Oxigraph or by rdflib.

Both see the union of its graphs, and reach nowhere else.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store

from claimgraph.answer import Answer
from claimgraph.errors import InputError, UsageError
from claimgraph.limits import Limits, limited
from claimgraph.sparql_text import (
    KEYWORDS,
    form,
    lacking,
    names_graphs,
    odd_word,
    open_quote,
    position,
    reaches_out,
    relative_iri,
)  # fmt: skip
from claimgraph.terms import RDFS

__all__ = ["ENGINES", "QuerySyntaxError", "answer", "checked", "labels"]

ENGINES = ["oxigraph", "rdflib"]
_POSITION = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<expected>.*)", re.DOTALL)
# Among what Oxigraph would have expected, mostly characters, it sometimes says what is wrong.
_SENTENCE = re.compile(r"[A-Z]\w+(?: [\w*]+){2,}")


class QuerySyntaxError(InputError):
    """A query that is not SPARQL; it is shown with the line, and a caret where it went wrong."""

    def __init__(
        self, found: str, at: "_Place", *, remedy: str = "", path: Path | None = None
    ) -> None:
        super().__init__(
            found if path else f"line {at.line}: {found}",
            remedy=remedy,
            path=path,
            line=at.line if path else None,
        )
        self.at = at

    def __str__(self) -> str:
        """Return the one line of any error, then the line of the query and the caret."""
        source = "".join(self.at.text.splitlines()[self.at.line - 1 : self.at.line])
        before = "".join("\t" if c == "\t" else " " for c in source[: self.at.column - 1])
        return f"{super().__str__()}\n  {source}\n  {before}^"


class _Place(NamedTuple):
    """Where in a query something is; both count from 1."""

    text: str
    line: int
    column: int


def checked(
    text: str, prefixes: Mapping[str, str], *, path: Path | None = None, service: bool = False
) -> str:
    """Return a query with the prefixes of the registry declared that it uses without declaring.

    Raises `QuerySyntaxError` for what is not SPARQL, and `UsageError` for an update and, unless
    `service` allows it, for a query that has some engine ask another one.
    """
    if not text.strip():
        raise InputError("the query is empty", expected="a query in SPARQL", path=path)
    if form(text) == "UPDATE":
        raise UsageError(
            "an update is no question, and nothing is changed from here",
            expected="SELECT, ASK, CONSTRUCT or DESCRIBE",
        )
    if reaches_out(text) and not service:
        raise UsageError(
            "SERVICE would ask another endpoint",
            remedy="name that with --endpoint, or allow it there with --allow-service",
        )
    missing = lacking(text)
    for prefix, offset in missing.items():
        if prefix not in prefixes:
            near = get_close_matches(prefix, prefixes, n=1)
            raise QuerySyntaxError(
                f"the prefix {prefix}: is neither declared nor in the registry",
                _Place(text, *position(text, offset)),
                remedy=f"did you mean {near[0]}:?" if near else "declare it on top of the query",
                path=path,
            )
    declared = {prefix: prefixes[prefix] for prefix in missing}
    try:
        Store().query(text, prefixes=declared)
    except SyntaxError as error:
        raise _syntax_error(str(error.msg), text, path) from error
    lines = [f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in declared.items()]
    return "".join(lines) + text


def answer(
    store: Store, query: str, *, engine: str = "oxigraph", limits: Limits | None = None
) -> Answer:
    """Return the answer to a query that `checked` let through, over the union of all graphs.

    Raises `UsageError` where the engine cannot carry it out, or not within the limits. Without
    limits it runs in this process, and as long as it takes.
    """
    work = partial({"oxigraph": _oxigraph, "rdflib": _rdflib}[engine], store, query)
    triples = form(query) in {"CONSTRUCT", "DESCRIBE"}
    if limits is not None:
        return Answer(limited(work, limits), triples=triples)
    from io import BytesIO

    buffer = BytesIO()
    work(buffer)
    return Answer(buffer.getvalue(), triples=triples)


def labels(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """Return the English labels of those of the IRIs that have one."""
    found = {}
    for iri in iris:
        for quad in store.quads_for_pattern(NamedNode(iri), RDFS.label, None):
            if isinstance(quad.object, Literal) and quad.object.language in {"en", None}:
                found[iri] = quad.object.value
    return found


def _oxigraph(store: Store, query: str, output: IO[bytes]) -> None:
    results = store.query(query, use_default_graph_as_union=True)
    if isinstance(results, QueryTriples):
        results.serialize(output, RdfFormat.N_TRIPLES)
    else:
        results.serialize(output, QueryResultsFormat.JSON)


def _rdflib(store: Store, query: str, output: IO[bytes]) -> None:
    from rdflib.plugins import sparql

    from claimgraph.rdflib_graph import to_rdflib

    # Else rdflib would fetch whatever a FROM names.
    sparql.SPARQL_LOAD_GRAPHS = False
    if names_graphs(query):
        raise UsageError("rdflib is given all graphs as one", remedy="ask oxigraph about GRAPH")
    results = to_rdflib(store).query(query)
    if results.type in {"CONSTRUCT", "DESCRIBE"}:
        data = results.serialize(format="nt")
    else:
        data = results.serialize(format="json")
    output.write(data or b"")


def _syntax_error(message: str, text: str, path: Path | None) -> QuerySyntaxError:
    place = _POSITION.fullmatch(message)
    if place is None:
        return QuerySyntaxError(message, _Place(text, 1, 1), path=path)
    at = _Place(text, int(place["line"]), int(place["column"]))
    if (quote := open_quote(text)) is not None:
        found = "the string that begins here has no end"
        return QuerySyntaxError(found, _Place(text, *position(text, quote)), path=path)
    if relative := relative_iri(text):
        return QuerySyntaxError(
            f"the IRI {relative[0]} is relative",
            _Place(text, *position(text, relative[1])),
            remedy="write it in full, or with a prefix",
            path=path,
        )
    if sentence := _SENTENCE.search(place["expected"]):
        return QuerySyntaxError(sentence[0].removeprefix("The "), at, path=path)
    word, offset = odd_word(text) or ("", 0)
    if near := get_close_matches(word.upper(), KEYWORDS, n=1):
        return QuerySyntaxError(
            f"{word} is no word of SPARQL",
            _Place(text, *position(text, offset)),
            remedy=f"did you mean {near[0]}?",
            path=path,
        )
    return QuerySyntaxError("this is not SPARQL from here on", at, path=path)
