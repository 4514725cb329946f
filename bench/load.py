"""Measure loading into triplestores, with its verification, beside the stores' own bulk loaders.

The graph as it is goes into a running Oxigraph and a running Virtuoso, and so do copies of it side
by side, each with names of its own, until there are as many quads as wanted. It is loaded where
nothing is, then once more, then in another version; the same file is loaded by each store's own
loader into a new database. Writes `bench/results/load.json` and `load.md`.
"""

import argparse
import datetime as dt
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.copies import changed, enlarged
from bench.machine import machine, versions
from bench.measure import Run, run, steps
from bench.run import RESULTS, ROOT
from claimgraph.bulk_loaders import LOADERS
from claimgraph.bundle import Bundle, bundle
from claimgraph.dump import dump
from claimgraph.layout import discover
from claimgraph.load import load
from claimgraph.store_client import Access, connect
from tests.stores import Server, oxigraph, virtuoso

__all__ = ["Result", "markdown"]

STEPS = ("send", "verify", "swap", "verify again")
COLUMNS = (
    *("store", "quads", "first `load`", f"of that: {' + '.join(STEPS)}", "once more"),
    *("another version", "memory", "own loader", "speed of sending", "of all"),
)
GOALS = {"oxigraph": 3.0, "virtuoso": 10.0}
MEBIBYTES = 500
SERVERS: Mapping[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "oxigraph": lambda folder: oxigraph(folder, keep=True),
    "virtuoso": lambda folder: virtuoso(folder, buffers=40_000),
}
_PAGE = """\
<!-- Written by `python3 -m bench.load`: do not edit. -->

# How long loading into a triplestore takes

Measured on {measured} with `{command}`.
{about}

`load` is what the command does, in a process of its own. First into a store that has nothing of the
data set: sent and read back, every triple compared; where a store has no request that takes all of
it or nothing, that is done in staging graphs, which are then moved and verified again. Then once
more, when all of it is there. Then another version, in which one triple in a hundred is another.
The store's own loader reads the same file into a new database, and verifies nothing. Servers run on
the same machine, with their data on its disk; their start is not counted. Where there are several
runs, medians.

| {columns} |
|---{rule}|
{rows}

Speed is that of the first load, relative to the store's own loader: of sending alone, and of all.
Goals: the graph as it is within {goals}; sending a million quads at no less than half the
speed of the own loader; {mebibytes} MiB of memory at most, whatever the size.
"""


@dataclass(frozen=True)
class Result:
    """What one data set took in one store, in seconds; `own` is the time of the store's own loader.

    `steps` are those of the first load. What did not end well is missing; `notes` say why.
    """

    store: str
    quads: int
    first: float | None
    steps: Mapping[str, float]
    again: float | None
    other: float | None
    mebibytes: float
    own: float
    notes: Sequence[str] = ()


def measured(store: str, source: Bundle, runs: int, limit: float) -> Result:
    """Return what a data set takes in a store: by `load`, and by the store's own loader."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        other = changed(source, folder / "other")
        taken: list[list[Run]] = [[], [], []]
        for number in range(runs):
            with SERVERS[store](folder / f"server-{number}") as server:
                for done, one in zip(taken, (source, source, other), strict=True):
                    command = [sys.executable, "-m", "bench.load", "--send", store, server.url]
                    done.append(run([*command, str(one.path)], ROOT, limit=limit))
                    if done[-1].code != 0:  # what follows would measure something else
                        break
        own = []
        for number in range(runs):
            database = folder / f"own-{number}"
            database.mkdir()
            started = time.perf_counter()
            LOADERS[store].load(source.path, database)
            own.append(time.perf_counter() - started)
    parts = [steps(one, STEPS) for one in taken[0]]
    return Result(
        store,
        source.triples,
        _median(taken[0]),
        {name: median(part[name] for part in parts) for name in STEPS if name in parts[0]},
        _median(taken[1]),
        _median(taken[2]),
        max(one.mebibytes for done in taken for one in done),
        median(own),
        sorted({_why(one, limit) for done in taken for one in done if one.code != 0}),
    )


def _why(run: Run, limit: float) -> str:
    """Return why a run did not end well."""
    if run.code is None:
        return f"stopped after {limit:g} s"
    return run.lines[-1].text if run.lines else f"ended with {run.code}"


def _median(runs: Sequence[Run]) -> float | None:
    """Return the median of what runs took, if all ended well."""
    if not runs or any(one.code != 0 for one in runs):
        return None
    return median(one.seconds for one in runs)


def send(store: str, url: str, path: Path) -> None:
    """Load a data set, and print the name of each step when it is over."""
    user = "dba" if store == "virtuoso" else ""
    begun: list[str] = []

    def report(name: str, _: int) -> Callable[[int], None]:
        for one in begun[-1:]:
            print(one, flush=True)
        begun.append("verify again" if "swap" in begun and name == "verify" else name)
        return lambda _: None

    with connect(url, Access(user, user), store=store) as client:
        loaded = load(client, bundle(path), report)
    print(begun[-1], flush=True)
    if not (loaded.placed and all(verdict.whole for verdict in loaded.verdicts)):
        sys.exit(f"not whole: {loaded.verdicts}")


def markdown(record: Mapping[str, object], results: Sequence[Result]) -> str:
    """Return the page: a row per store and data set."""
    rows, notes = [], []
    for one in results:
        parts = " + ".join(f"{seconds:.1f}" for seconds in one.steps.values())
        sent = one.steps.get("send")
        cells = [one.store, f"{one.quads:,}", _seconds(one.first), parts, _seconds(one.again)]
        cells += [_seconds(one.other), f"{one.mebibytes:.0f} MiB", _seconds(one.own)]
        cells += [f"{one.own / took:.2f}" if took else "" for took in (sent, one.first)]
        rows.append(f"| {' | '.join(cells)} |")
        notes += [f"- {one.store}, {one.quads:,} quads: {note}" for note in one.notes]
    return _PAGE.format(
        **record,
        columns=" | ".join(COLUMNS),
        rule="|--:" * (len(COLUMNS) - 1),
        rows="\n".join(rows) + "".join(f"\n\n{note}" for note in notes),
        goals=" and ".join(f"{seconds:g} s ({store})" for store, seconds in GOALS.items()),
        mebibytes=MEBIBYTES,
    )


def _seconds(seconds: float | None) -> str:
    return "not done" if seconds is None else f"{seconds:.1f} s"


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
