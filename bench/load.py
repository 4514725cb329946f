"""Measure loading into triplestores, with its verification, beside the stores' own bulk loaders.

The graph as it is goes into a running Oxigraph and a running Virtuoso, and so do copies of it side
by side, each with names of its own, until there are as many quads as wanted; the same file is then
loaded by each store's own loader into a new database. Writes `bench/results/load.json` and
`load.md`.
"""

import argparse
import datetime as dt
import hashlib
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.machine import machine, versions
from bench.measure import run, steps
from bench.run import RESULTS, ROOT
from claimgraph.bulk_loaders import LOADERS
from claimgraph.bundle import Bundle, bundle
from claimgraph.dump import dump
from claimgraph.layout import discover
from claimgraph.load import load
from claimgraph.store_client import Access, connect
from claimgraph.terms import GRAPHS
from tests.stores import Server, oxigraph, virtuoso

__all__ = ["Result", "copied", "markdown"]

STEPS = ("send", "verify", "swap", "again")
GOALS = {"oxigraph": 3.0, "virtuoso": 10.0}
MEBIBYTES = 500
IRI = re.compile(rb"<[^<>]*>")
SERVERS: Mapping[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "oxigraph": lambda folder: oxigraph(folder, keep=True),
    "virtuoso": lambda folder: virtuoso(folder, buffers=40_000),
}
_PAGE = """\
<!-- Written by `python3 -m bench.load`: do not edit. -->

# How long loading into a triplestore takes

Measured on {measured} with `{command}`.
{about}

`load` is the command as users type it, in a process of its own: send into staging graphs, verify
every triple of what the store gives back, swap, verify again. The store's own loader reads the same
file into a new database, and verifies nothing. Servers run on the same machine, with their data on
its disk; their start is not counted. Where there are several runs, medians.

| store | quads | `load` | of that: {heads} | memory | own loader | speed of sending | of all |
|---|--:|--:|--:|--:|--:|--:|--:|
{rows}

Speed is relative to the store's own loader: of sending alone, and of all that `load` does. Goals:
the graph as it is within {goals}; sending a million quads at no less than half the
speed of the own loader; {mebibytes} MiB of memory at most, whatever the size.
"""


@dataclass(frozen=True)
class Result:
    """What one data set took in one store; `own` is the time of the store's own loader.

    Where it was stopped at the time limit, steps that it did not end are missing.
    """

    store: str
    quads: int
    seconds: float
    steps: Mapping[str, float]
    mebibytes: float
    own: float
    finished: bool = True


def copied(lines: Sequence[bytes], copies: int) -> Iterator[bytes]:
    """Yield lines of N-Quads as often as that; in each copy but the first, subjects have new names.

    The ontology and what is said about the data set are there once, as in a larger graph.
    """
    once = tuple(f"{graph} .".encode() for graph in (GRAPHS.ontology, GRAPHS.about))
    many = [line for line in lines if not line.endswith(once)]
    own = {line.partition(b" ")[0] for line in many}
    own -= {line.partition(b" ")[0] for line in lines if line.endswith(once)}
    yield from lines
    for copy in range(1, copies):
        ending = f"-copy-{copy}>".encode()

        def renamed(iri: re.Match[bytes], ending: bytes = ending) -> bytes:
            return iri[0][:-1] + ending if iri[0] in own else iri[0]

        for line in many:
            yield IRI.sub(renamed, line)


def enlarged(source: Bundle, quads: int, folder: Path) -> Bundle:
    """Write a data set of at least so many quads, with its manifest, and return it."""
    lines = source.path.read_bytes().splitlines()
    copies = 1
    every = lines
    while len(every) < quads:
        copies = max(copies + 1, copies * quads // len(every))
        every = sorted(set(copied(lines, copies)))
    data = b"\n".join(every) + b"\n"
    said = {}
    for graph in source.graphs:
        ending = f" {graph} .".encode()
        own = [line for line in every if line.endswith(ending)]
        digest = hashlib.sha256(b"".join(line + b"\n" for line in own)).hexdigest()
        said[graph.value] = {"triples": len(own), "sha256": digest}
    sha256 = hashlib.sha256(data).hexdigest()
    manifest = {
        "dataset": {"title": f"{copies} copies of {source.title}", "version": source.version},
        "graphs": said,
        "files": {source.path.name: {"sha256": sha256}},
    }
    folder.mkdir()
    (folder / source.path.name).write_bytes(data)
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return bundle(folder / source.path.name)


def measured(store: str, source: Bundle, runs: int, limit: float) -> Result:
    """Return what a data set takes in a store: by `load`, and by the store's own loader."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        taken = []
        for number in range(runs):
            with SERVERS[store](folder / f"server-{number}") as server:
                command = [sys.executable, "-m", "bench.load", "--send", store, server.url]
                done = run([*command, str(source.path)], ROOT, limit=limit)
            if done.code:
                last = "\n".join(line.text for line in done.lines[-5:])
                sys.exit(f"{store} ended with {done.code}; nothing was written:\n{last}")
            taken.append(done)
        own = []
        for number in range(runs):
            database = folder / f"own-{number}"
            database.mkdir()
            started = time.perf_counter()
            LOADERS[store].load(source.path, database)
            own.append(time.perf_counter() - started)
    parts = [steps(one, STEPS) for one in taken]
    return Result(
        store,
        source.triples,
        median(one.seconds for one in taken),
        {name: median(part[name] for part in parts) for name in STEPS if name in parts[0]},
        max(one.mebibytes for one in taken),
        median(own),
        finished=all(one.code == 0 for one in taken),
    )


def send(store: str, url: str, path: Path) -> None:
    """Load a data set, and print the name of each step when it is over."""
    user = "dba" if store == "virtuoso" else ""
    begun: list[str] = []

    def report(name: str, _: int) -> Callable[[int], None]:
        for one in begun[-1:]:
            print(one, flush=True)
        begun.append("again" if "verify" in begun and name == "verify" else name)
        return lambda _: None

    with connect(url, Access(user, user), store=store) as client:
        loaded = load(client, bundle(path), report)
    print(begun[-1], flush=True)
    if not (loaded.placed and all(verdict.whole for verdict in loaded.verdicts)):
        sys.exit(f"not whole: {loaded.verdicts}")


def markdown(record: Mapping[str, object], results: Sequence[Result]) -> str:
    """Return the page: a row per store and data set."""
    rows = []
    for one in results:
        parts = " + ".join(f"{seconds:.1f}" for seconds in one.steps.values())
        whole = f"{one.seconds:.1f} s" if one.finished else f"stopped after {one.seconds:.0f} s"
        cells = [one.store, f"{one.quads:,}", whole, parts]
        cells += [f"{one.mebibytes:.0f} MiB", f"{one.own:.1f} s"]
        sent = one.steps.get("send", one.seconds)
        cells += [f"{one.own / sent:.2f}", f"{one.own / one.seconds:.2f}"]
        rows.append(f"| {' | '.join(cells)} |")
    return _PAGE.format(
        **record,
        heads=" + ".join(STEPS),
        rows="\n".join(rows),
        goals=" and ".join(f"{seconds:g} s ({store})" for store, seconds in GOALS.items()),
        mebibytes=MEBIBYTES,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(prog="python3 -m bench.load", description=__doc__)
    parser.add_argument("--stores", nargs="+", choices=list(SERVERS), default=list(SERVERS))
    parser.add_argument("--quads", type=int, default=1_000_000, help="default: %(default)s")
    parser.add_argument("--runs", type=int, default=3, help="of the graph as it is")
    parser.add_argument("--limit", type=float, default=900, help="seconds a run may take")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that has graph/")
    parser.add_argument("--results", type=Path, default=RESULTS, help="default: bench/results")
    parser.add_argument("--send", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.send:
        send(options.send[0], options.send[1], Path(options.send[2]))
        return
    source = bundle(dump(discover(options.root)))
    results = [measured(store, source, options.runs, options.limit) for store in options.stores]
    if options.quads:
        with tempfile.TemporaryDirectory() as temporary:
            large = enlarged(source, options.quads, Path(temporary) / "dist")
            results += [measured(store, large, 1, options.limit) for store in options.stores]
    stores = " ".join(options.stores)
    record = {
        "measured": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "command": f"python3 -m bench.load --stores {stores} --quads {options.quads}"
        f" --runs {options.runs}",
        "about": "; ".join(
            f"{name} {value}" for name, value in {**machine(), **versions()}.items()
        ),
    }
    options.results.mkdir(parents=True, exist_ok=True)
    content = {**record, "results": [asdict(one) for one in results]}
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    (options.results / "load.json").write_text(text, encoding="utf-8")
    (options.results / "load.md").write_text(markdown(record, results), encoding="utf-8")


if __name__ == "__main__":
    main()
