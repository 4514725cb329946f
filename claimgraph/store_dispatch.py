"""Which command on a store is meant: `load`, in bulk or not, `unload`, `status` or `derive`."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from claimgraph.errors import UsageError
from claimgraph.layout import Layout
from claimgraph.said import Said

__all__ = ["answer"]


def answer(
    options: Namespace,
    layout: Callable[[], Layout],
    password: Callable[[], str],
    asked: TextIO,
    told: TextIO,
) -> tuple[Said, bool]:
    """Do what the parsed command line says; return what is to be said and whether all is well.

    Whoever has to agree to something is told of it on `told`, and asked on `asked`.
    """
    if options.command == "load" and options.bulk:
        from claimgraph.bulk_command import say

        return say(layout(), options.bulk, Path(options.url), options.dist), True
    if options.command == "derive":
        from claimgraph import derive_command

        return derive_command.answer(options, layout(), password, told)
    from claimgraph import store_command

    def confirmed(question: str) -> bool:
        if options.yes:
            return True
        if not asked.isatty():
            raise UsageError("nobody can be asked here", expected="--yes")
        told.write(f"{question} [y/N] ")
        told.flush()
        return asked.readline().strip().lower() in {"y", "yes"}

    return store_command.answer(options, layout, password, confirmed, told)
