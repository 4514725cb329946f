"""What may follow `query` on a command line: its options, and the parameters of the query asked."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from claimgraph.amounts import seconds
from claimgraph.errors import UsageError

__all__ = ["QUERY_ENGINES", "QUERY_FORMATS", "QUERY_OPTIONS", "add_query", "parameters_apart"]

QUERY_FORMATS = ["table", "csv", "tsv", "json", "xml", "markdown", "turtle"]
QUERY_ENGINES = ["oxigraph", "rdflib"]
# The options of `query`, and whether a value follows: what is not here is a parameter of a query.
_QUERY_OPTIONS = {
    "-h": False, "--help": False, "--file": True, "-e": True, "--show": False, "--format": True,
    "--engine": True, "--endpoint": True, "--user": True, "--allow-service": False,
    "--timeout": True,
}  # fmt: skip
QUERY_OPTIONS = [name[2:] for name in _QUERY_OPTIONS if name.startswith("--")]


def add_query(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    """Add the command; `command` makes a parser from a name, what it does, and an example."""
    query = command("query", "ask a question that is kept here, or one of your own", "q05")
    add = query.add_argument
    add("name", nargs="?", help="a name, its number or its words; without one, the list of all")
    add("--file", type=Path, metavar="PATH", help="a query of your own; - is standard input")
    add("-e", dest="text", metavar="SPARQL", help="a query as it stands here; needs no PREFIX")
    add("--show", action="store_true", help="print the query itself, to be saved and changed")
    add("--format", choices=QUERY_FORMATS, help="default: a table, and Turtle for triples")
    add("--engine", choices=QUERY_ENGINES, help="for the build here (default: oxigraph)")
    add("--endpoint", metavar="URL", help="ask this SPARQL 1.1 endpoint instead of dist/")
    add("--user", help="of the endpoint; the password is CLAIMGRAPH_PASSWORD, or asked for")
    add("--allow-service", action="store_true", help="let the endpoint ask others (SERVICE)")
    add("--timeout", type=seconds, default=60.0, metavar="SECONDS", help="default: %(default)g")
    query.usage = "%(prog)s [NAME] [--PARAMETER VALUE ...] [OPTIONS]"


def parameters_apart(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return a command line without the parameters of a query, and these by name.

    A parameter of `query` is `--name value` or `--name=value` with a name that is no option's.
    Raises `UsageError` for one without a value, or with two.
    """
    before = 0
    while before < len(words) and words[before].startswith("--"):  # what stands before a command
        before += 1 if "=" in words[before] else 2
    if list(words[before : before + 1]) != ["query"]:
        return list(words), {}
    own, left = list(words[: before + 1]), list(words[before + 1 :])
    given: dict[str, str] = {}
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        if name in _QUERY_OPTIONS:
            own.append(word)
            if _QUERY_OPTIONS[name] and not equals and left:
                own.append(left.pop(0))
        elif not name.startswith("--") or name == "--":
            own.append(word)
        elif equals:
            _give(given, name, value)
        elif left and not left[0].startswith("--"):
            _give(given, name, left.pop(0))
        else:
            raise UsageError(f"{name} has no value", expected=f"{name} followed by a value")
    return own, given


def _give(given: dict[str, str], name: str, value: str) -> None:
    if name[2:] in given:
        raise UsageError(f"{name} is given twice", expected=f"one value of {name}")
    given[name[2:]] = value
