"""What a command line may say: the commands, their options, and an example of each."""

import argparse
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from claimgraph import __version__
from claimgraph.errors import UsageError
from claimgraph.query_arguments import add_query
from claimgraph.store_arguments import OF_A_SERVER, store_commands

__all__ = ["AUDITS", "DIALECTS", "EXPORTS", "VIEW_FORMATS", "parser", "refuse_unheeded"]

EXPORTS = [
    "wikibase-json", "wikibase-rdf", "quickstatements", "tables", "parquet", "graphml", "nanopubs",
    "schema-claims",
]  # fmt: skip
AUDITS = ["balance", "chronology", "silence", "standing", "why"]
DIALECTS = ["portable", "classic", "rust", "qs3"]
VIEW_FORMATS = ["turtle", "ntriples", "nquads"]
_LEVELS = ["info", "warning", "violation"]
# Which commands an option that stands before them means something to.
_HEEDING = {"without": ["build", "check"], "dist": ["build", "load", "status", "derive"]}


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

    add_query(partial(_command, commands))
    _new_document(commands)

    _view(commands)

    export = _command(commands, "export", "write the dump in other encodings", "tables graphml")
    export.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(EXPORTS))
    export.add_argument("--all", dest="every", action="store_true", help="every format")
    export.add_argument(
        "--assign-ids", action="store_true", help="ids for an empty Wikibase of one's own"
    )
    export.add_argument(
        "--concept-base-iri", metavar="IRI",
        help="of that Wikibase, such as https://wiki.example.org/entity/",
    )  # fmt: skip
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

    store_commands(partial(_command, commands))

    docs = _command(commands, "docs", "write the pages anew that are made, not written", "--check")
    docs.add_argument("--check", action="store_true", help="only say which are out of date")

    style = _command(commands, "style", "look for faults in the layout of Turtle", "")
    _findings(style)
    return top


def refuse_unheeded(options: argparse.Namespace) -> None:
    """Raise `UsageError` for an option that a command would pass over in silence."""
    for name, commands in _HEEDING.items():
        if getattr(options, name) and options.command not in commands:
            raise UsageError(
                f"--{name} means nothing to {options.command}", expected=" or ".join(commands)
            )
    if options.command == "query" and options.endpoint is None:
        what, expected = "the build here", "--endpoint URL beside it"
        _refuse(options, ["user", "allow-service"], what, expected)
    elif options.command == "query":
        what, expected = "an endpoint, which has its own", "--engine without --endpoint"
        _refuse(options, ["engine"], what, expected)
    elif options.command == "load" and options.bulk:
        what, expected = "--bulk, which asks no server", "the URL of a store in place of --bulk"
        _refuse(options, OF_A_SERVER, what, expected)


def _refuse(options: argparse.Namespace, names: Iterable[str], what: str, expected: str) -> None:
    values = {name: getattr(options, name.replace("-", "_")) for name in names}
    given = [f"--{name}" for name, value in values.items() if value not in {None, False}]
    if given:
        means = "means" if len(given) == 1 else "mean"
        raise UsageError(f"{', '.join(given)} {means} nothing to {what}", expected=expected)


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
