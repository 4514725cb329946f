"""The command line: the only module that prints, reads `sys.argv` and knows exit codes.

0 is fine, 1 means findings, 2 broken input or usage. Answers go to stdout, progress to stderr.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph.errors import ClaimgraphError

# What costs time is imported by the command that needs it: --help has to come at once.
if TYPE_CHECKING:
    from claimgraph.findings import Finding
    from claimgraph.layout import Layout
    from claimgraph.pipeline import Step

__all__ = ["main"]

FINE, FOUND, BROKEN = 0, 1, 2
_LEVELS = ["info", "warning", "violation"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except ClaimgraphError as error:
        print(f"claimgraph: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader has seen enough, as `head` does. Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        return 130
    except MemoryError:
        print("claimgraph: out of memory; close other programs", file=sys.stderr)
        return BROKEN
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"claimgraph: {place}{error.strerror or error}", file=sys.stderr)
        return BROKEN
    return code


def _build(options: argparse.Namespace) -> int:
    from claimgraph.pipeline import Options, build

    layout = _layout(options)
    result = build(layout, Options(engine=options.engine), _step)
    return _report(result.findings, result.files, options)


def _check(options: argparse.Namespace) -> int:
    from claimgraph.pipeline import Options, examine

    layout = _layout(options)
    wanted = [path.resolve() for path in options.paths]
    also = _outside(wanted, layout)
    chosen = Options(engine=options.engine, texts=options.texts, also=also)
    result = examine(layout, chosen, _ignore)
    findings = [f for f in result.findings if not wanted or _within(f.path, wanted)]
    return _report(findings, result.files, options)


def _find(options: argparse.Namespace) -> int:
    from claimgraph.curie import shorten
    from claimgraph.errors import shown
    from claimgraph.find import find
    from claimgraph.read import prefixes, read

    layout = _layout(options)
    registry = prefixes(layout)
    hits = find(read(layout), " ".join(options.words))
    for hit in hits:
        place = f"{shown(hit.place.path)}:{hit.place.line}" if hit.place else ""
        print(f"{shorten(hit.iri, registry)}\t{hit.label}\t{place}")
    print(f"{len(hits):,} found", file=sys.stderr)
    return FINE if hits else FOUND


def _show(options: argparse.Namespace) -> int:
    from claimgraph.curie import expand
    from claimgraph.derive import derive
    from claimgraph.model import Model
    from claimgraph.read import prefixes, read
    from claimgraph.show import show

    layout = _layout(options)
    registry = prefixes(layout)
    iri = expand(options.node, registry)
    dataset = read(layout)
    derive(dataset, layout.rule_files)
    print(show(Model(dataset), iri, registry))
    return FINE


def _coverage(options: argparse.Namespace) -> int:
    from claimgraph.coverage import coverage, render
    from claimgraph.read import prefixes, read

    layout = _layout(options)
    ledger = coverage(read(layout))
    print(render(ledger, prefixes(layout)))
    return FOUND if ledger.unmodelled else FINE


def _new_document(options: argparse.Namespace) -> int:
    from claimgraph.errors import shown
    from claimgraph.read import text_of
    from claimgraph.revision import revised
    from claimgraph.skeleton import Description, skeleton
    from claimgraph.text import Corrections

    corrections = Corrections(frozenset(options.split), frozenset(options.join))
    text = text_of(options.text)
    path = _layout(options).graph / "documents" / f"{options.slug}.ttl"
    if path.exists():
        revision = revised(path.read_text("utf-8"), text, options.slug, corrections, path=path)
        turtle = revision.turtle
        for word, names in (("new", revision.added), ("gone", revision.removed)):
            for name in names:
                print(f"{word}: {name}", file=sys.stderr)
        for offset in revision.dropped:
            print(f"no longer needed: the correction at {offset}", file=sys.stderr)
    else:
        description = Description(label=options.label, kind=options.kind, language=options.language)
        turtle = skeleton(text, options.slug, description, corrections=corrections)
        path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".ttl.new")
    fresh.write_text(turtle, "utf-8")
    fresh.replace(path)
    print(shown(path))
    return FINE


def _style(options: argparse.Namespace) -> int:
    from claimgraph.turtle_style import check

    layout = _layout(options)
    return _report(check(layout), len(layout.turtle_files), options)


def _step(step: "Step") -> None:
    digest = f"   sha256 {step.digest[:6]}…" if step.digest else ""
    print(f"{step.name:<8} {step.what:<36} {step.result:>20}{digest}", flush=True)


def _ignore(_: "Step") -> None:
    pass


def _report(findings: Iterable["Finding"], files: int, options: argparse.Namespace) -> int:
    from claimgraph.findings import Level, as_json, counts, ordered, render

    shown = ordered(findings)
    if options.json:
        print(json.dumps([as_json(finding) for finding in shown], ensure_ascii=False, indent=2))
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        for finding in shown:
            print(render(finding, colour=colour))
        print(counts(shown, files))
    limit = Level[options.fail_on.upper()]
    return FOUND if any(finding.level >= limit for finding in shown) else FINE


def _layout(options: argparse.Namespace) -> "Layout":
    from claimgraph.layout import discover

    return discover(options.root)


def _within(path: Path | None, wanted: Iterable[Path]) -> bool:
    return path is not None and any(path.resolve().is_relative_to(place) for place in wanted)


def _outside(wanted: Iterable[Path], layout: "Layout") -> list[Path]:
    return [
        path
        for path in wanted
        if path.suffix == ".ttl" and not path.is_relative_to(layout.resources)
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py" if sys.argv[0].endswith("build.py") else "claimgraph",
        description="Who says what about a contested event, on whose word and where.",
    )
    parser.add_argument(
        "--root", type=Path, help="the folder that has graph/ (default: from here up)"
    )
    commands = parser.add_subparsers(metavar="COMMAND")
    parser.set_defaults(run=_build, json=False, fail_on="violation", engine="pyshacl")

    build = _command(commands, "build", _build, "do everything; what no command does", "")
    build.set_defaults(json=False, fail_on="violation")
    _engine(build)

    check = _command(commands, "check", _check, "look for faults and write nothing", "--json")
    check.add_argument("paths", nargs="*", type=Path, help="show only what concerns these")
    check.add_argument("--texts", type=Path, help="verify every anchor against the texts in here")
    _engine(check)
    _findings(check)

    _command(commands, "coverage", _coverage, "say how much of the documents is modelled", "")

    find = _command(commands, "find", _find, "look up what is there before minting", "militia")
    find.add_argument("words", nargs="+", help="words of a label, another spelling or a slug")

    show = _command(
        commands, "show", _show, "show a claim, proposition or entity", "event:khojaly-massacre"
    )
    show.add_argument("node", help="an IRI, or a CURIE such as claim:some-slug")

    document = _command(
        commands,
        "new-document",
        _new_document,
        "write the Turtle of a document's passages, or revise it",
        "text.txt --slug some-event",
    )
    document.add_argument("text", type=Path, help="the text: a UTF-8 file with == headings ==")
    document.add_argument("--slug", required=True, help="what its passages are named after")
    document.add_argument("--label", default="", help="default: the title in the text")
    document.add_argument("--kind", default="document", help="of kind: (default: %(default)s)")
    document.add_argument("--language", default="en", help="of the text (default: %(default)s)")
    for flag, what in (("--split", "a sentence starts"), ("--join", "no sentence starts")):
        document.add_argument(
            flag, type=int, action="append", default=[], metavar="OFFSET", help=f"{what} there"
        )

    style = _command(commands, "style", _style, "look for faults in the layout of Turtle", "")
    _findings(style)
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: "Callable[[argparse.Namespace], int]",
    help: str,  # noqa: A002 (as argparse calls it)
    example: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=help,
        description=help,
        epilog=f"example: %(prog)s {example}".replace(name, "", 1),
    )
    command.set_defaults(run=run)
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
