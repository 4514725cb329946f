"""The stores' own bulk loaders: each fills a new database in an empty folder, and counts it.

None of them touches a database that is there already, nor a server that is running.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from claimgraph.errors import InputError, UsageError

__all__ = ["LOADERS", "Loader"]

_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_HUGE = re.compile(rb'"[+-]?\d{19,}"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>')
_PATIENCE = 120.0


class Loader(Protocol):
    """How one store loads."""

    @property
    def serve(self) -> str:
        """How a server is started on the database in `{folder}`."""

    def load(self, source: Path, folder: Path) -> None:
        """Fill a database in an empty folder from a file of N-Quads."""

    def counts(self, folder: Path) -> Mapping[str, int]:
        """Return how many triples each graph of that database has."""


@dataclass(frozen=True)
class _Oxigraph:
    commands: Sequence[str] = ("oxigraph",)
    serve: str = "oxigraph serve --location {folder}"

    def load(self, source: Path, folder: Path) -> None:
        _run([self.commands[0], "load", "--location", str(folder), "--file", str(source)])

    def counts(self, folder: Path) -> Mapping[str, int]:
        asked = ["query", "--location", str(folder), "--query", _COUNTS]
        return _csv(_run([self.commands[0], *asked, "--results-format", "csv"]))


@dataclass(frozen=True)
class _Tdb2:
    commands: Sequence[str] = ("tdb2.tdbloader", "tdb2.tdbquery")
    serve: str = "fuseki-server --loc={folder} /ds"

    def load(self, source: Path, folder: Path) -> None:
        _integers_fit(source)
        _run([self.commands[0], "--loc", str(folder), str(source)])

    def counts(self, folder: Path) -> Mapping[str, int]:
        asked = ["--loc", str(folder), "--results=csv", _COUNTS]
        return _csv(_run([self.commands[1], *asked]))


@dataclass(frozen=True)
class _Virtuoso:
    """Its loader runs inside a server only, so one is run on the new database meanwhile."""

    commands: Sequence[str] = ("virtuoso-t", "isql-vt")
    serve: str = "cd {folder} && virtuoso-t -f"

    def load(self, source: Path, folder: Path) -> None:
        # Looked at before, for its loader reads a file that is not there as one that is empty.
        with source.open("rb"), self._running(folder, source.parent) as ask:
            name = source.name.replace("'", "''")
            ask(f"ld_dir('{str(source.parent).replace(chr(39), chr(39) * 2)}', '{name}', 'urn:x')")
            ask("rdf_loader_run()")
            wrong = ask("SELECT ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL").strip()
            if wrong:
                raise UsageError(f"Virtuoso cannot load {source.name}: {wrong.splitlines()[0]}")
            ask("DELETE FROM DB.DBA.load_list")
            ask("checkpoint")

    def counts(self, folder: Path) -> Mapping[str, int]:
        with self._running(folder, folder) as ask:
            lines = ask(f"SPARQL {_COUNTS}").splitlines()
        found = (line.rsplit(maxsplit=1) for line in lines if "://" in line)
        return {graph: int(number) for graph, number in found}

    @contextmanager
    def _running(self, folder: Path, readable: Path) -> "Iterator[_Ask]":
        """Run a server that hears this machine alone, and may read one folder; yield its SQL."""
        sql, http = _ports(2)
        settings = _SETTINGS.format(sql=sql, http=http, readable=readable)
        (folder / "virtuoso.ini").write_text(settings, "utf-8")
        with (folder / "virtuoso.out").open("wb") as log:
            server = subprocess.Popen(  # noqa: S603
                [_found(self.commands[0]), "-f"], cwd=folder, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        options = ["ERRORS=STDOUT", "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF"]

        def ask(statement: str) -> str:
            # A new database has this password, whoever made it; nobody else can reach this one.
            command = [self.commands[1], f"127.0.0.1:{sql}", "dba", "dba", *options]
            return _run([*command, f"exec={statement};"])

        try:
            _until_it_answers(server, sql, folder / "virtuoso.out")
            yield ask
            with suppress(UsageError):  # it may close the connection before it has answered
                ask("shutdown")
            server.wait(_PATIENCE)
        finally:
            server.kill()
            server.wait()
        for name in ("virtuoso.out", "virtuoso.lck"):
            (folder / name).unlink(missing_ok=True)
        # What is left is for whoever serves it: on the usual ports, and reading no files.
        settings = _SETTINGS.format(sql=1111, http=8890, readable="./nothing")
        (folder / "virtuoso.ini").write_text(settings, "utf-8")


class _Ask(Protocol):
    def __call__(self, statement: str) -> str: ...


LOADERS: Mapping[str, Loader] = {
    "oxigraph": _Oxigraph(),
    "virtuoso": _Virtuoso(),
    "tdb2": _Tdb2(),
}

_SETTINGS = """\
; Paths are from this folder: start it here, with virtuoso-t -f
[Database]
DatabaseFile       = virtuoso.db
ErrorLogFile       = virtuoso.log
LockFile           = virtuoso.lck
TransactionFile    = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend         = 200

[TempDatabase]
DatabaseFile       = virtuoso-temp.db
TransactionFile    = virtuoso-temp.trx

[Parameters]
ServerPort         = 127.0.0.1:{sql}
DisableUnixSocket  = 1
DirsAllowed        = {readable}
NumberOfBuffers    = 40000
MaxDirtyBuffers    = 30000
; In bytes of the log: a million triples need more than the 50000000 it is if not set.
TransactionAfterImageLimit = 1000000000

[HTTPServer]
ServerPort         = 127.0.0.1:{http}
ServerRoot         = .

[SPARQL]
ResultSetMaxRows   = 100000
"""


def _found(command: str) -> str:
    """Return where a command is: on the PATH, or beside the Python that runs this."""
    beside = Path(sys.executable).with_name(command)
    if path := shutil.which(command) or (str(beside) if os.access(beside, os.X_OK) else None):
        return path
    raise UsageError(f"there is no command {command}", remedy="install it, or add it to the PATH")


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(  # noqa: S603 (no shell, and what is run is the store's)
        [_found(command[0]), *command[1:]], check=False, capture_output=True, text=True
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["it says nothing"]
        raise UsageError(f"{command[0]} ended with {done.returncode}: {said[-1]}")
    return done.stdout


def _csv(text: str) -> Mapping[str, int]:
    rows = (line.rsplit(",", 1) for line in text.splitlines()[1:] if line.strip())
    return {graph.strip('"'): int(number.strip('"')) for graph, number in rows}


def _integers_fit(source: Path) -> None:
    """Raise `InputError` for an integer that TDB2's loader would turn into another one."""
    with source.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if _HUGE.search(line):
                raise InputError(
                    "an integer of more than 18 digits, which tdb2.tdbloader corrupts",
                    remedy="load it into a running server, with load URL",
                    path=source,
                    line=number,
                )


def _ports(many: int) -> list[int]:
    """Return ports that nobody has at the moment."""
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(many)]
    ports = [int(listener.getsockname()[1]) for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def _until_it_answers(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.05)
            break
        if b"Server online" in log.read_bytes():
            return
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
    last = log.read_text("utf-8", "replace").strip().splitlines() or ["it says nothing"]
    raise UsageError(f"Virtuoso does not start: {last[-1]}")
