"""Measure a build, whole and step by step, beside the plain stack on the same data.

Writes `bench/results/build.json` and `build.md`. The graph is copied first, so that no `dist/` is
touched; it has to be sound, or there would be no writing to measure.
"""

import argparse
import datetime as dt
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.machine import data, first_claim, machine, versions
from bench.measure import Run, run, steps
from bench.steps import NAMES
from bench.table import markdown
from claimgraph.layout import discover

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
PLAIN_STEPS = ("start", "parse", "shapes", "query", "constraint", "infer")


@dataclass(frozen=True)
class Task:
    """A command to measure: what it does, how it is typed, what its lines begin with, its goal."""

    name: str
    command: Sequence[str]
    steps: Sequence[str] = ()
    seconds: float | None = None
    mebibytes: float | None = None
    repeat: bool = True


@dataclass(frozen=True)
class Result:
    """What a task took: medians over its runs, the spread, and the goal it was held to."""

    name: str
    command: str
    runs: int
    finished: bool
    seconds: float
    fastest: float
    slowest: float
    processor: float
    mebibytes: float
    steps: dict[str, float]
    goal_seconds: float | None
    goal_mebibytes: float | None


def tasks(folder: Path, claim: str) -> list[Task]:
    """Return what is measured, on the project in `folder`."""
    build = ["build.py", "--root", str(folder)]
    plain = ["-m", "bench.plain"]
    return [
        Task("build, pyshacl", [*build, "build", "--engine", "pyshacl"], (), 3.0, 300),
        Task("build, pyshifty", [*build, "build", "--engine", "pyshifty"], (), 1.5, 300),
        Task("steps, pyshacl", ["-m", "bench.steps", "pyshacl", str(folder)], NAMES),
        Task("steps, pyshifty", ["-m", "bench.steps", "pyshifty", str(folder)], NAMES),
        Task("show", [*build, "show", claim], seconds=0.3),
        Task("help", ["build.py", "--help"], seconds=0.3),
        Task("plain stack, infer", [*plain, "infer", str(folder)], PLAIN_STEPS, repeat=False),
        Task("plain stack, check", [*plain, "check", str(folder)], PLAIN_STEPS, repeat=False),
    ]


def measured(task: Task, folder: Path, count: int, limit: float) -> Result:
    """Run a task, once more than is counted, and return what it took; say so as it goes.

    What takes long is run once only: its start is no part of it that matters.
    """
    command = [sys.executable, *task.command]
    repeats = count if task.repeat else 1
    if task.repeat:
        _check(task, run(command, ROOT, limit=limit))  # the first fills the caches of files
    runs = [_check(task, run(command, ROOT, limit=limit)) for _ in range(repeats)]
    taken = [steps(item, task.steps) for item in runs]
    result = Result(
        name=task.name,
        command=" ".join(["python3", *task.command]).replace(str(folder), "."),
        runs=repeats,
        finished=all(item.code is not None for item in runs),
        seconds=median(item.seconds for item in runs),
        fastest=min(item.seconds for item in runs),
        slowest=max(item.seconds for item in runs),
        processor=median(item.processor for item in runs),
        mebibytes=median(item.mebibytes for item in runs),
        steps={name: median(item[name] for item in taken if name in item) for name in taken[0]},
        goal_seconds=task.seconds,
        goal_mebibytes=task.mebibytes,
    )
    print(f"{result.name:20}{result.seconds:8.2f} s{result.mebibytes:8.0f} MiB", file=sys.stderr)
    return result


def _check(task: Task, done: Run) -> Run:
    """Return a run that went well or was stopped; end the program where it went wrong."""
    if done.code not in (0, None):
        last = "\n".join(line.text for line in done.lines[-5:])
        sys.exit(f"{task.name} ended with {done.code}; nothing was written:\n{last}")
    return done


def main() -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(prog="python3 -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="runs of each (default: %(default)s)")
    parser.add_argument(
        "--limit", type=float, default=120, help="seconds a run may take (default: %(default)s)"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that has graph/")
    parser.add_argument("--results", type=Path, default=RESULTS, help="default: bench/results")
    options = parser.parse_args()
    layout = discover(options.root)
    about, size = machine(), data(layout)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copytree(layout.graph, folder / "graph")
        claim = first_claim(layout)
        results = [
            measured(task, folder, options.runs, options.limit) for task in tasks(folder, claim)
        ]
    record = {
        "measured": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "command": f"python3 -m bench --runs {options.runs} --limit {options.limit:g}",
        "limit": options.limit,
        "machine": about,
        "versions": versions(),
        "data": size,
        "results": [asdict(result) for result in results],
    }
    options.results.mkdir(parents=True, exist_ok=True)
    text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    (options.results / "build.json").write_text(text, encoding="utf-8")
    (options.results / "build.md").write_text(markdown(record), encoding="utf-8")


if __name__ == "__main__":
    main()
