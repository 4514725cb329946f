"""What a command line may say: the commands, their options, and an example of each."""

import argparse
from collections.abc import Sequence
from math import inf
from pathlib import Path

from claimgraph import __version__
from claimgraph.errors import UsageError
from claimgraph.store_arguments import store_commands

__all__ = [
    "AUDITS", "DIALECTS", "EXPORTS", "QUERY_ENGINES", "QUERY_FORMATS", "QUERY_OPTIONS",
    "VIEW_FORMATS", "parameters_apart", "parser",
]  # fmt: skip

QUERY_FORMATS = ["table", "csv", "tsv", "json", "xml", "markdown", "turtle"]
QUERY_ENGINES = ["oxigraph", "rdflib"]
EXPORTS = [
    "wikibase-json", "wikibase-rdf", "quickstatements", "tables", "parquet", "graphml", "nanopubs",
    "schema-claims",
]  # fmt: skip
AUDITS = ["balance", "chronology", "silence", "standing", "why"]
DIALECTS = ["portable", "classic", "rust", "qs3"]
VIEW_FORMATS = ["turtle", "ntriples", "nquads"]
# The options of `query`, and whether a value follows: what is not here is a parameter of a query.
_QUERY_OPTIONS = {
    "-h": False, "--help": False, "--file": True, "-e": True, "--show": False, "--format": True,
    "--engine": True, "--endpoint": True, "--user": True, "--allow-service": False,
    "--timeout": True,
}  # fmt: skip
QUERY_OPTIONS = [name[2:] for name in _QUERY_OPTIONS if name.startswith("--")]
_LEVELS = ["info", "warning", "violation"]


def parser(program: str) -> argparse.ArgumentParser:
    """Return the parser; `command` is the name of what is to be done, `build` if none is named."""
    top = argparse.ArgumentParser(
        prog=program, description="Who says what about a contested event, on whose word and where."
    )
    top.add_argument("--version", action="version", version=f"claimgraph {__version__}")
    top.add_argument("--root", type=Path, help="the folder that has graph/ (default: from here up)")
    top.add_argument(
        "--without", action="append", default=[], metavar="CLAIM",
        help="leave out a claim, such as a reading of the editors, and all that rests on it",
    )  # fmt: skip
    top.add_argument("--dist", type=Path, help="the folder of the build (default: dist)")
    top.set_defaults(command="build", json=False, fail_on="violation", engine="pyshacl")
    commands = top.add_subparsers(metavar="COMMAND")

    build = _command(commands, "build", "do everything; what no command does", "")
    _engine(build)
    build.set_defaults(json=False, fail_on="violation")

    check = _command(commands, "check", "look for faults and write nothing", "graph/claims --json")
    check.add_argument("paths", nargs="*", type=Path, help="show only what concerns these")
    check.add_argument("--texts", type=Path, help="verify every anchor against the texts in here")
    _engine(check)
    _findings(check)

    _command(commands, "coverage", "say how much of the documents is modelled", "")

    find = _command(commands, "find", "look up what is there before minting", "militia")
    find.add_argument("words", nargs="+", help="words of a label, another spelling or a slug")

    show = _command(
        commands, "show", "show a claim, proposition or entity", "event:khojaly-massacre"
    )
    show.add_argument("node", help="an IRI, or a CURIE such as claim:some-slug")

    _query(commands)
    _new_document(commands)

    _view(commands)

    export = _command(commands, "export", "write the dump in other encodings", "tables graphml")
    export.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(EXPORTS))
    export.add_argument("--all", dest="every", action="store_true", help="every format")
    export.add_argument(
        "--assign-ids", action="store_true", help="ids for an empty Wikibase of one's own"
    )
    export.add_argument(
        "--dialect", choices=DIALECTS, help="of QuickStatements (default: portable)"
    )

    resolve = _command(
        commands, "resolve", "put the Q ids of new items into what waits for them", "new-items.csv"
    )
    resolve.add_argument("mapping", type=Path, help="CSV or TSV: our items and their Q ids")
    resolve.add_argument(
        "folder", nargs="?", type=Path, help="of the templates (default: dist/wikidata)"
    )

    _command(commands, "report", "sum up the data set on a page, for people", "")

    audit = _command(
        commands, "audit", "show who is heard how, is silent on what, maintains what", "balance"
    )
    audit.add_argument("what", choices=AUDITS, help="what to show")
    audit.add_argument("node", nargs="?", help="what silence, standing or why is about: a CURIE")
    audit.add_argument("--as-of", metavar="DAY", help="for standing: what was maintained then")
    audit.add_argument(
        "--format", choices=["markdown", "table"], default="markdown", help="default: %(default)s"
    )

    store_commands(lambda name, what, example: _command(commands, name, what, example))

    docs = _command(commands, "docs", "write the pages anew that are made, not written", "--check")
    docs.add_argument("--check", action="store_true", help="only say which are out of date")

    style = _command(commands, "style", "look for faults in the layout of Turtle", "")
    _findings(style)
    return top


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


def _seconds(written: str) -> float:
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0
    if not 0 < seconds < inf:
        raise argparse.ArgumentTypeError(f"{written!r} is no number of seconds above 0")
    return seconds


def _query(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(
        commands, "query", "ask a question that is kept here, or one of your own", "q05"
    )
    add = command.add_argument
    add("name", nargs="?", help="a name, its number or its words; without one, the list of all")
    add("--file", type=Path, metavar="PATH", help="a query of your own; - is standard input")
    add("-e", dest="text", metavar="SPARQL", help="a query as it stands here; needs no PREFIX")
    add("--show", action="store_true", help="print the query itself, to be saved and changed")
    add("--format", choices=QUERY_FORMATS, help="default: a table, and Turtle for triples")
    add("--engine", choices=QUERY_ENGINES, default="oxigraph", help="default: %(default)s")
    add("--endpoint", metavar="URL", help="ask this SPARQL 1.1 endpoint instead of dist/")
    add("--user", default="", help="the password is CLAIMGRAPH_PASSWORD, or asked for")
    add("--allow-service", action="store_true", help="let the endpoint ask others (SERVICE)")
    add("--timeout", type=_seconds, default=60.0, metavar="SECONDS", help="default: %(default)g")
    command.usage = "%(prog)s [NAME] [--PARAMETER VALUE ...] [OPTIONS]"


def _view(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(
        commands,
        "view",
        "write plain triples of what some actors affirm in their own name",
        "--according-to human-rights-watch --include-measurements",
    )
    add = command.add_argument
    add("--according-to", nargs="+", required=True, metavar="ACTOR", help="a CURIE or a slug")
    add("--as-of", metavar="DAY", help="what they still maintained then, such as 1993-01-01")
    for what, help_ in (
        ("reported", "take in what they say on the word of another"),
        ("hedged", "take in what they hedge, or say only to be possible"),
        ("measurements", "take in figures, each as a node with its bounds and whom it counts"),
    ):
        add(f"--include-{what}", dest=what, action="store_true", help=help_)
    add("--uncontested", action="store_true", help="leave out what anybody denies or doubts")
    add("--format", choices=VIEW_FORMATS, default="turtle", help="default: %(default)s")
    add("--annotate", action="store_true", help="add the claims behind each triple, in RDF 1.2")
    add("--output", type=Path, metavar="FILE", help="default: standard output")


def _new_document(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(
        commands,
        "new-document",
        "write the Turtle of a document's passages, or revise it",
        "text.txt --slug some-event",
    )
    command.add_argument("text", type=Path, help="the text: a UTF-8 file with == headings ==")
    command.add_argument("--slug", required=True, help="what its passages are named after")
    command.add_argument("--label", default="", help="default: the title in the text")
    command.add_argument("--kind", default="document", help="of kind: (default: %(default)s)")
    command.add_argument("--language", default="en", help="of the text (default: %(default)s)")
    for flag, what in (("--split", "a sentence starts"), ("--join", "no sentence starts")):
        command.add_argument(
            flag, type=int, action="append", default=[], metavar="OFFSET", help=f"{what} there"
        )


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    what: str,
    example: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=what, description=what, epilog=f"example: %(prog)s {example}".rstrip()
    )
    command.set_defaults(command=name)
    return command


def _engine(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--engine", choices=["pyshacl", "pyshifty"], default="pyshacl", help="default: %(default)s"
    )


def _findings(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="findings for machines")
    command.add_argument(
        "--fail-on", choices=_LEVELS, default="violation", help="exit 1 from here up: %(default)s"
    )
