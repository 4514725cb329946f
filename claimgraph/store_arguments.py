"""What may be said on a command line about a store: `load`, `unload` and `status`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from claimgraph.amounts import amount, seconds
from claimgraph.store_profiles import PROFILES

__all__ = ["BULK", "OF_A_SERVER", "TIMEOUT", "TRIES", "store_commands"]

BULK = ["oxigraph", "virtuoso", "tdb2"]
# What is said of a store over the network, and means nothing where a database is made in a folder.
OF_A_SERVER = [
    "store", "user", "ca", "query-url", "update-url", "gsp-url", "gzip", "timeout", "tries",
]  # fmt: skip
TIMEOUT, TRIES = 60.0, 6


def store_commands(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    """Add the commands; `command` makes a parser from a name, what it does, and an example."""
    at = "http://127.0.0.1:7878"
    load = command("load", "put the data set into a triplestore, and verify it there", at)
    _store(load)
    only = load.add_mutually_exclusive_group()
    for flag, what in (
        ("verify-only", "see whether it is there"),
        ("dry-run", "say what would be"),
    ):
        only.add_argument(f"--{flag}", action="store_true", help=f"send nothing, {what}")
    only.add_argument(
        "--bulk", choices=BULK, help="make a new database in a folder, named in place of the URL"
    )

    unload = command("unload", "remove the data set from a triplestore", at)
    _store(unload)
    unload.add_argument("--yes", action="store_true", help="do not ask first")

    _store(command("status", "say what a triplestore holds of the data set", at))
    _store(command("derive", "carry out the rules inside a triplestore", at))


def _store(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("url", metavar="URL", help="of the store, or of any of its services")
    add("--store", choices=list(PROFILES), help="what it is (default: what it says it is)")
    add("--user", help="the password is CLAIMGRAPH_PASSWORD, or asked for")
    add("--ca", type=Path, metavar="FILE", help="a certificate to trust, in PEM")
    for name, what in (("query", "SPARQL Query"), ("update", "SPARQL Update")):
        add(f"--{name}-url", metavar="URL", help=f"of its {what}, where that lies elsewhere")
    add("--gsp-url", metavar="URL", help="likewise, Graph Store Protocol")
    add("--gzip", action="store_true", help="send compressed, for a slow network")
    add(
        "--timeout", type=seconds, metavar="SECONDS",
        help=f"that it may be silent (default: {TIMEOUT:g})",
    )  # fmt: skip
    add(
        "--tries", type=amount(int, "whole number"), metavar="N",
        help=f"for each request; default: {TRIES}",
    )  # fmt: skip
