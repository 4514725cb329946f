"""`python3 -m bench.exports`: what `build.py export` takes, all formats together and each alone.

Every figure is a whole process, the best of some runs: by the clock, and in processor time on
however many cores. Writes `bench/results/exports.json` and `exports.md`. It exports what is built
in `dist/`, and leaves it exported.
"""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.machine import machine, versions
from bench.measure import run
from bench.run import RESULTS, ROOT
from claimgraph.arguments import EXPORTS
from claimgraph.dump import dump
from claimgraph.layout import Layout, discover

__all__ = ["Taken", "main", "markdown", "taken"]

GOAL = 2.0
ALL = "--all"
_OPEN = "open the build, and end"
_PAGE = """\
<!-- Written by `python3 -m bench.exports`: do not edit. -->

# How long exporting takes

Measured on {measured} with `{command}`, over a build of {mebibytes:.1f} MiB.
{about}

Whole processes, the best of {runs} runs each. The goal is {goal:g} s for all formats: {met}.
Formats that share nothing are made in processes beside each other, so all together take less by
the clock than the sum of each.

| what | clock | processor | files | written |
|---|--:|--:|--:|--:|
{rows}

Each line but the first two includes opening the build. The formats of Wikidata share their items,
and the tables, Parquet and GraphML their rows, so together they take less than one by one.
"""


@dataclass(frozen=True)
class Taken:
    """What one command took, in seconds, and what it wrote."""

    what: str
    clock: float
    processor: float
    files: int
    bytes: int


def taken(layout: Layout, what: str, command: Sequence[str], runs: int) -> Taken:
    """Return what the best of some runs took; raises `RuntimeError` where the command fails."""
    found = []
    for _ in range(runs):
        one = run(command, layout.root, limit=120)
        if one.code != 0:
            lines = "\n".join(line.text for line in one.lines)
            raise RuntimeError(f"{' '.join(command)} ended with {one.code}:\n{lines}")
        found.append(one)
    # The last word of each line before its two spaces is the folder that was written.
    folders = [layout.root / line.text.split()[0] for line in found[0].lines if "/ " in line.text]
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return Taken(
        what,
        min(one.seconds for one in found),
        min(one.processor for one in found),
        len(paths),
        sum(path.stat().st_size for path in paths),
    )


def markdown(record: Mapping[str, object], results: Sequence[Taken]) -> str:
    """Return the page of a record and its results."""
    rows = "\n".join(
        f"| {one.what} | {one.clock:.2f} s | {one.processor:.2f} s | {one.files:,} |"
        f" {one.bytes / 2**20:.1f} MiB |"
        for one in results
    )
    everything = next(one for one in results if ALL in one.what)
    met = "met" if everything.clock < GOAL else "**missed**"
    return _PAGE.format(**record, rows=rows, goal=GOAL, met=met)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(prog="python3 -m bench.exports", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that has dist/")
    parser.add_argument("--results", type=Path, default=RESULTS, help="default: bench/results")
    options = parser.parse_args(arguments)
    layout = discover(options.root)
    about = {**machine(), **versions()}
    program = [sys.executable, str(ROOT / "build.py"), "--root", str(layout.root), "export"]
    opening = "from claimgraph.built import built; from claimgraph.layout import discover"
    opening += "; built(discover())"
    alone = taken(layout, _OPEN, [sys.executable, "-c", opening], options.runs)
    results = [taken(layout, f"`export {ALL}`", [*program, ALL], options.runs), alone]
    results += [
        taken(layout, f"`export {name}`", [*program, name], options.runs) for name in EXPORTS
    ]
    taken(layout, "", [*program, ALL], 1)  # all that was there is there again
    record: dict[str, object] = {
        "measured": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "command": f"python3 -m bench.exports --runs {options.runs}",
        "about": "; ".join(f"{name} {value}" for name, value in about.items()),
        "mebibytes": dump(layout).stat().st_size / 2**20,
        "runs": options.runs,
    }
    options.results.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**record, "results": [asdict(one) for one in results]}, indent=2) + "\n"
    (options.results / "exports.json").write_text(text, encoding="utf-8")
    (options.results / "exports.md").write_text(markdown(record, results), encoding="utf-8")


if __name__ == "__main__":
    main()
