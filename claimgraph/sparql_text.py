"""SPARQL as written: what form a query has, which prefixes it lacks, where its parameters go.

Nothing here is a parser: the engines are. It tells comments, strings and IRIs from the rest, so
that a brace or a word inside of them is never taken for syntax.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from pyoxigraph import Literal, NamedNode

__all__ = [
    "KEYWORDS", "bound", "form", "inserting", "lacking", "names_graphs", "odd_word", "open_quote",
    "parameters", "position", "reaches_out", "relative_iri",
]  # fmt: skip

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<string>'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"
      |'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:[\w.-]*)
  | (?P<name>(?P<prefix>\w[\w.-]*)?:(?:[\w:.%-]|\\.)*)
  | (?P<word>@?\w[\w-]*)
  | (?P<brace>\{\||\|\}|[{}])
    """,
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE = re.compile(r"<[A-Za-z][\w+.-]*:")
_QUERIES = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = (
    "INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH",
)  # fmt: skip

KEYWORDS = frozenset(
    """
    A ABS AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL COALESCE CONCAT CONSTRUCT CONTAINS COUNT
    DATATYPE DAY DESC DESCRIBE DISTINCT ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH
    GROUP GROUP_CONCAT HAVING HOURS IF IN IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG
    LANGMATCHES LCASE LIMIT MAX MD5 MIN MINUS MINUTES MONTH NAMED NOT NOW OFFSET OPTIONAL ORDER
    PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR SERVICE
    SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN
    STRSTARTS STRUUID SUBSTR SUM TIMEZONE TRUE TZ UCASE UNDEF UNION URI UUID VALUES WHERE YEAR
    """.split()
)
"""The words of SPARQL 1.1 queries, in capitals."""


def form(text: str) -> str:
    """Return SELECT, ASK, CONSTRUCT or DESCRIBE, UPDATE for any update, or nothing."""
    for word in _words(text):
        if word in _QUERIES:
            return word
        if word in _UPDATES:
            return "UPDATE"
    return ""


def reaches_out(text: str) -> bool:
    """Return whether the query has a SERVICE, which makes an engine ask another one."""
    return "SERVICE" in _words(text)


def names_graphs(text: str) -> bool:
    """Return whether the query tells graphs apart."""
    return "GRAPH" in _words(text)


def odd_word(text: str) -> tuple[str, int] | None:
    """Return the first word that is none of SPARQL's, and its offset."""
    for token in _tokens(text):
        word = token["word"]
        if word and word[0].isalpha() and word.upper() not in KEYWORDS:
            return word, token.start()
    return None


def relative_iri(text: str) -> tuple[str, int] | None:
    """Return the first IRI that lacks a scheme, where no BASE gives it one, and its offset."""
    if "BASE" in _words(text):
        return None
    for token in _tokens(text):
        if token["iri"] and not _ABSOLUTE.match(token["iri"]):
            return token["iri"], token.start()
    return None


def open_quote(text: str) -> int | None:
    """Return the offset of the first quotation mark that begins a string without an end."""
    end = 0
    for token in [*_TOKEN.finditer(text), None]:
        gap = text[end : token.start() if token else len(text)]
        if quote := re.search("['\"]", gap):
            return end + quote.start()
        end = token.end() if token else end
    return None


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def lacking(text: str) -> dict[str, int]:
    """Return the prefixes that are used and not declared, each with the offset of its first use."""
    declared: set[str] = set()
    used: dict[str, int] = {}
    previous = ""
    for token in _tokens(text):
        if token["name"]:
            prefix = token["prefix"] or ""
            if previous == "PREFIX":
                declared.add(prefix)
            else:
                used.setdefault(prefix, token.start())
        previous = (token["word"] or "").upper()
    return {prefix: offset for prefix, offset in used.items() if prefix not in declared}


def parameters(text: str) -> list[str]:
    """Return the variables that begin with `_`, which are parameters, in order of appearance."""
    variables = (token["variable"] for token in _tokens(text) if token["variable"])
    return list(dict.fromkeys(v[1:] for v in variables if v[1] == "_"))


def bound(text: str, values: Mapping[str, NamedNode | Literal]) -> str:
    """Return the query with each variable of `values` bound to its term, wherever it stands.

    `VALUES ?variable { term }` is put at the start of every group that speaks of the variable, so
    it holds inside of OPTIONAL, UNION, NOT EXISTS and subqueries as well, on every engine. The term
    is written by the library, never by hand, so that it stays one term whatever is in it. What is
    bound must not be bound by the query itself with BIND or AS.
    """
    places: dict[int, set[str]] = {}
    for group, variables in _groups(text):
        if wanted := variables & values.keys():
            places.setdefault(group, set()).update(wanted)
    text += "\n"  # or else a comment at the end would swallow what is put there
    for offset in sorted(places, reverse=True):
        names = sorted(places[offset])
        given = " ".join(f"?{name}" for name in names)
        terms = " ".join(str(values[name]) for name in names)
        text = f"{text[:offset]} VALUES ({given}) {{ ({terms}) }}{text[offset:]}"
    return text


def inserting(text: str, graph: NamedNode) -> str:
    """Return the update that puts into a graph what a CONSTRUCT with a template concludes."""
    word = next(token for token in _tokens(text) if (token["word"] or "").upper() == "CONSTRUCT")
    braces = (token for token in _tokens(text) if token["brace"] and token.start() > word.end())
    start, end = (token.start() for token in islice(braces, 2))
    template = f"INSERT {{ GRAPH {graph} {text[start : end + 1]} }}"
    return text[: word.start()] + template + text[end + 1 :]


@dataclass
class _Group:
    """What stands between two braces: `start` is where its content begins."""

    start: int
    variables: set[str] = field(default_factory=set)
    inner: "list[_Group]" = field(default_factory=list)
    first: str = ""
    pattern: bool = True

    def holder(self) -> "_Group":
        """Return where VALUES may stand: of a subquery, that is the group of its WHERE."""
        patterns = [group for group in self.inner if group.pattern]
        return patterns[0].holder() if self.first == "SELECT" and patterns else self


def _groups(text: str) -> Iterator[tuple[int, set[str]]]:
    """Yield for each group where VALUES may be put, and the variables that it is put there for."""
    whole = _Group(len(text), first="SELECT")
    open_groups = [whole]
    everything = [whole]
    constructs = form(text) == "CONSTRUCT"
    for token in _tokens(text):
        if token["brace"] == "{":
            # The template of CONSTRUCT, and of its short form, which has no other group.
            template = constructs and len(everything) == 1
            group = _Group(token.end(), pattern=not template)
            open_groups[-1].inner.append(group)
            open_groups.append(group)
            everything.append(group)
        elif token["brace"] == "}" and len(open_groups) > 1:
            open_groups.pop()
        elif token["variable"]:
            open_groups[-1].variables.add(token["variable"][1:])
        elif token["word"]:
            open_groups[-1].first = open_groups[-1].first or token["word"].upper()
    for group in everything:
        yield (group if group.pattern else whole).holder().start, group.variables


def _words(text: str) -> list[str]:
    """Return the words that are syntax, in capitals, without those of the prologue."""
    return [token["word"].upper() for token in _tokens(text) if token["word"]]


def _tokens(text: str) -> Iterator[re.Match[str]]:
    return (token for token in _TOKEN.finditer(text) if not token["comment"])
