"""The command line: the only module that prints, reads `sys.argv` and knows exit codes.

0 is fine, 1 means findings, 2 broken input or usage. Answers go to stdout, progress to stderr.
"""

import argparse
import gc
import getpass
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from claimgraph.arguments import parser, refuse_unheeded
from claimgraph.errors import ClaimgraphError
from claimgraph.query_arguments import parameters_apart

# What costs time is imported by the command that needs it: --help has to come at once.
if TYPE_CHECKING:
    from claimgraph.findings import Finding
    from claimgraph.layout import Layout
    from claimgraph.pipeline import Step
    from claimgraph.said import Said

__all__ = ["main"]

FINE, FOUND, BROKEN = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    gc.set_threshold(100_000)  # a command ends before the circles that it leaves matter
    program = "build.py" if sys.argv[0].endswith("build.py") else "claimgraph"
    try:
        words, given = parameters_apart(sys.argv[1:] if arguments is None else arguments)
        options = parser(program).parse_args(words)
        options.given = given
        refuse_unheeded(options)
        code = COMMANDS[options.command](options)
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
    from claimgraph.build_command import build

    found, files = build(_layout(options), options, _step)
    return _report(found, files, options, least="warning")


def _check(options: argparse.Namespace) -> int:
    from claimgraph.build_command import check

    return _report(*check(_layout(options), options), options)


def _find(options: argparse.Namespace) -> int:
    from claimgraph.lookup_command import say_found

    said = say_found(_layout(options), options.words)
    return _say(said, fine=bool(said.answer))


def _show(options: argparse.Namespace) -> int:
    from claimgraph.lookup_command import say_shown

    return _say(say_shown(_layout(options), options.node))


def _query(options: argparse.Namespace) -> int:
    from claimgraph.dump import Opening, dump

    layout = _layout(options)
    asked = options.name or options.file or options.text
    # The build is read while Python is busy importing what else is needed.
    local = asked and not options.show and options.endpoint is None
    opening = Opening(dump(layout)) if local else None

    from claimgraph.query_command import say, wanted

    request = wanted(options, lambda: _password(options), _width())
    return _say(say(layout, request, sys.stdin.read, opening))


def _store(options: argparse.Namespace) -> int:
    from claimgraph.store_dispatch import answer

    said, fine = answer(
        options, lambda: _layout(options), lambda: _password(options), sys.stdin, sys.stderr
    )
    return _say(said, fine=fine)


def _password(options: argparse.Namespace) -> str:
    if not options.user:
        return ""
    known = os.environ.get("CLAIMGRAPH_PASSWORD")
    return getpass.getpass(f"password of {options.user}: ") if known is None else known


def _coverage(options: argparse.Namespace) -> int:
    from claimgraph.coverage import coverage, render
    from claimgraph.read import prefixes, read

    layout = _layout(options)
    ledger = coverage(read(layout))
    print(render(ledger, prefixes(layout)))
    return FOUND if ledger.unmodelled else FINE


def _new_document(options: argparse.Namespace) -> int:
    from claimgraph.document_command import say
    from claimgraph.skeleton import Description
    from claimgraph.text import Corrections

    corrections = Corrections(frozenset(options.split), frozenset(options.join))
    description = Description(label=options.label, kind=options.kind, language=options.language)
    return _say(say(_layout(options), options.text, options.slug, description, corrections))


def _style(options: argparse.Namespace) -> int:
    from claimgraph.turtle_style import check

    layout = _layout(options)
    return _report(check(layout), len(layout.turtle_files), options)


def _view(options: argparse.Namespace) -> int:
    from claimgraph.view_command import say, wanted

    return _say(say(_layout(options), wanted(options)))


def _export(options: argparse.Namespace) -> int:
    from claimgraph.export_command import asked

    return _say(asked(_layout(options), options))


def _resolve(options: argparse.Namespace) -> int:
    from claimgraph.resolve_command import say

    return _say(say(_layout(options), options.mapping, options.folder))


def _report_page(options: argparse.Namespace) -> int:
    from claimgraph.report_command import say

    return _say(say(_layout(options), _width()))


def _docs(options: argparse.Namespace) -> int:
    from claimgraph.docs_command import say

    said = say(_layout(options), check=options.check)
    return _say(said, fine=not (options.check and said.answer))


def _audit(options: argparse.Namespace) -> int:
    from claimgraph.audit_command import say

    width = _width() if options.format == "table" else None
    return _say(say(_layout(options), options.what, options.node, options.as_of, width))


def _width() -> int:
    return shutil.get_terminal_size((100, 24)).columns


def _say(said: "Said", *, fine: bool = True) -> int:
    sys.stdout.write(said.answer)
    sys.stderr.writelines(f"{note}\n" for note in said.notes)
    return FINE if fine else FOUND


def _step(step: "Step") -> None:
    digest = f"   sha256 {step.digest[:6]}…" if step.digest else ""
    print(f"{step.name:<8} {step.what:<36} {step.result:>20}{digest}", flush=True)


def _report(
    findings: Iterable["Finding"], files: int, options: argparse.Namespace, least: str = "info"
) -> int:
    from claimgraph.findings import Level, as_json, counts, ordered, render

    shown = ordered(findings)
    if options.json:
        print(json.dumps([as_json(finding) for finding in shown], ensure_ascii=False, indent=2))
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        lines = [render(f, colour=colour) for f in shown if f.level >= Level[least.upper()]]
        print(*lines, counts(shown, files), sep="\n")
    failing = any(one.level >= Level[options.fail_on.upper()] for one in shown)
    return FOUND if failing else FINE


def _layout(options: argparse.Namespace) -> "Layout":
    from claimgraph.layout import discover

    return discover(options.root)


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "audit": _audit,
    "build": _build,
    "check": _check,
    "coverage": _coverage,
    "derive": _store,
    "docs": _docs,
    "export": _export,
    "find": _find,
    "load": _store,
    "new-document": _new_document,
    "query": _query,
    "report": _report_page,
    "resolve": _resolve,
    "show": _show,
    "status": _store,
    "style": _style,
    "unload": _store,
    "view": _view,
}
