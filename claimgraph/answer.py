"""What a query is answered with: rows, yes or no, or triples, and how each format writes them.

Whatever engine answers, the answer arrives here as SPARQL results in JSON or as N-Triples.
"""

import json
import re
from collections.abc import Mapping
from typing import cast

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse_query_results,
)  # fmt: skip

from claimgraph.curie import shorten
from claimgraph.errors import InputError, UsageError
from claimgraph.find import fold
from claimgraph.table import as_markdown, as_table

__all__ = ["FORMATS", "Answer"]

FORMATS = ["table", "csv", "tsv", "json", "xml", "markdown", "turtle"]
_RESULTS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
_AS_ROWS = """
    SELECT ?subject ?predicate ?object
    WHERE { ?subject ?predicate ?object }
    ORDER BY ?subject ?predicate ?object
"""


class Answer:
    """An answer: `triples` tells those of CONSTRUCT and DESCRIBE, `truth` those of ASK."""

    def __init__(self, body: bytes, *, triples: bool = False) -> None:
        """Read SPARQL results in JSON or, for triples, N-Triples; raises `InputError` if broken."""
        self.triples = triples
        self.truth: bool | None = None
        self.lines: list[bytes] = []
        try:
            if triples:
                self.lines = sorted(set(body.splitlines()))
                store = Store()
                store.load(body, RdfFormat.N_TRIPLES)
                found = cast(QuerySolutions, store.query(_AS_ROWS))
                self._body = cast(bytes, found.serialize(format=QueryResultsFormat.JSON))
            else:
                self._body = body
            results = self._results()
            if isinstance(results, QueryBoolean):
                self.truth, self.variables, self.rows = bool(results), [], []
            else:
                self.variables = [variable.value for variable in results.variables]
                self.rows = [tuple(row) for row in results]
        except (SyntaxError, ValueError) as error:
            raise InputError(f"the answer is broken: {error}") from error

    @property
    def empty(self) -> bool:
        """Whether there are no rows and no triples; yes and no are both answers."""
        return self.truth is None and not self.rows

    def iris(self) -> set[str]:
        """Return the IRIs of the answer, for looking up their labels."""
        return {term.value for row in self.rows for term in row if isinstance(term, NamedNode)}

    def written(
        self,
        format_: str,
        *,
        prefixes: Mapping[str, str],
        labels: Mapping[str, str] | None = None,
        width: int = 100,
    ) -> str:
        """Return the answer in one of `FORMATS`, whole lines.

        Tables have CURIEs, each with its label, once, where that says more; the other formats have
        full IRIs.
        Raises `UsageError` for rows as Turtle.
        """
        match format_:
            case "turtle":
                if not self.triples:
                    raise UsageError(
                        "turtle writes triples, and this query has rows",
                        expected="CONSTRUCT or DESCRIBE, or another format",
                    )
                from claimgraph.serialise import as_turtle

                return as_turtle(self.lines, prefixes).decode()
            case "json":
                return json.dumps(json.loads(self._body), ensure_ascii=False, indent=2) + "\n"
            case "csv" | "tsv" | "xml":
                data = cast(bytes, self._results().serialize(format=_RESULTS[format_]))
                text = data.decode().replace("\r\n", "\n")
                return text if text.endswith("\n") else text + "\n"
        if self.truth is not None:
            return "yes\n" if self.truth else "no\n"
        unsaid = dict(labels or {})
        cells = [[_cell(term, prefixes, unsaid) for term in row] for row in self.rows]
        if format_ == "markdown":
            return as_markdown(self.variables, cells)
        return as_table(self.variables, cells, width)

    def _results(self) -> QuerySolutions | QueryBoolean:
        return parse_query_results(self._body, QueryResultsFormat.JSON)


def _cell(term: object, prefixes: Mapping[str, str], labels: dict[str, str]) -> list[str]:
    """Return what a cell shows, a line each: a text, or a CURIE and the label below it.

    A label is said once: it is taken out of `labels`.
    """
    if term is None:
        return [""]
    if isinstance(term, NamedNode):
        curie = shorten(term.value, prefixes)
        label = labels.pop(term.value, "")
        return [curie, label] if label and not _says_the_same(curie, label) else [curie]
    if isinstance(term, Literal):
        shown = " ".join(term.value.split())
        return [f"{shown} @{term.language}" if term.language not in {None, "en"} else shown]
    return [str(term)]


def _says_the_same(curie: str, label: str) -> bool:
    words = re.findall(r"\w+", fold(label))
    slug = re.findall(r"\w+", curie.partition(":")[2].lower())
    return [word for word in words if word != "the"] == [word for word in slug if word != "the"]
