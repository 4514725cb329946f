"""`python3 -m bench.queries`: every kept question on Oxigraph and on rdflib, with ratios.

Asks the build in `dist/`, with the parameters' defaults, and writes `bench/results/queries.json`
and `queries.md`. Reading the data is measured apart; each answer includes parsing the query.
"""

import argparse
import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.machine import machine, versions
from bench.measure import run
from claimgraph.dump import dump, opened
from claimgraph.engine import answer, checked
from claimgraph.layout import Layout, discover
from claimgraph.question import Question, questions, values
from claimgraph.read import prefixes
from claimgraph.sparql_text import bound

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
GOALS = {"median": 10.0, "slowest": 100.0, "process": 400.0}
_PAGE = """\
<!-- Written by `python3 -m bench.queries`: do not edit. -->

# How long the kept questions take

Measured on {measured} with `{command}`, over {quads:,} quads.
Medians of {runs} runs on Oxigraph and {slow} on rdflib, in milliseconds of the processor's time, so
that what else the machine did is left out; the whole process is measured by the clock.

- machine: {machine}
- versions: {versions}

| | Oxigraph | rdflib | ratio | goal |
|---|--:|--:|--:|---|
| reading the data | {reads[oxigraph]:.0f} | {reads[rdflib]:.0f} | {reads[ratio]:.1f} | |
| all {count} questions | {sums[oxigraph]:.0f} | {sums[rdflib]:.0f} | {sums[ratio]:.1f} | |
| median question | {medians[oxigraph]:.1f} | {medians[rdflib]:.0f} | {medians[ratio]:.0f} | \
Oxigraph below {goals[median]:g} |
| slowest question | {slowest[oxigraph]:.1f} | {slowest[rdflib]:.0f} | {slowest[ratio]:.0f} | \
Oxigraph below {goals[slowest]:g} |
| `build.py query`, the whole process | {process:.0f} | | | below {goals[process]:g} |

| question | rows | Oxigraph | rdflib | ratio |
|---|--:|--:|--:|--:|
{rows}
"""


@dataclass(frozen=True)
class Result:
    """What a question took on each engine, in milliseconds."""

    name: str
    rows: int
    oxigraph: float
    rdflib: float

    @property
    def ratio(self) -> float:
        """How many times as long rdflib took."""
        return self.rdflib / self.oxigraph


def taken(work: Callable[[], object], runs: int) -> float:
    """Return the median time of the processor, in milliseconds."""
    times = []
    for _ in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return statistics.median(times) * 1000


def measured(layout: Layout, runs: int, slow: int) -> tuple[dict[str, Any], list[Result]]:
    """Return what reading took, and what each question took; say so as it goes."""
    from claimgraph.rdflib_graph import to_rdflib

    store = opened(dump(layout))
    graph = to_rdflib(store)
    reads = {
        "oxigraph": taken(lambda: opened(dump(layout)), slow),
        "rdflib": taken(lambda: to_rdflib(store), slow),
    }
    results = []
    for question in questions(layout.competency_files):
        query = ready(question, prefixes(layout))
        rows = len(answer(store, query).rows)
        results.append(
            Result(
                question.name,
                rows,
                taken(lambda query=query: answer(store, query), runs),
                taken(lambda query=query: list(graph.query(query)), slow),
            )
        )
        last = results[-1]
        print(f"{last.name:48}{last.oxigraph:8.1f}{last.rdflib:10.0f}", file=sys.stderr)
    return {"quads": len(store), "reads": with_ratio(reads)}, results


def ready(question: Question, registry: Mapping[str, str]) -> str:
    """Return the query with the defaults bound."""
    query = checked(question.text, registry, path=question.path)
    return bound(query, values(question, {}, registry))


def with_ratio(times: Mapping[str, float]) -> dict[str, float]:
    """Return times with how they compare."""
    return {**times, "ratio": times["rdflib"] / times["oxigraph"]}


def summed(results: Iterable[Result], how: Callable[[list[float]], float]) -> dict[str, float]:
    """Return what `how` makes of all times on each engine."""
    some = list(results)
    return with_ratio(
        {engine: how([getattr(one, engine) for one in some]) for engine in ("oxigraph", "rdflib")}
    )


def process(layout: Layout, runs: int) -> float:
    """Return what a whole `build.py query` takes by the clock, in milliseconds."""
    command = [sys.executable, str(ROOT / "build.py"), "--root", str(layout.root), "query", "q13"]
    times = [run(command, layout.root, limit=60).seconds for _ in range(runs + 1)]
    return statistics.median(times[1:]) * 1000


def markdown(record: Mapping[str, Any], results: Iterable[Result]) -> str:
    """Return the page of a record and its results."""
    rows = "\n".join(
        f"| {one.name} | {one.rows} | {one.oxigraph:.1f} | {one.rdflib:.0f} | {one.ratio:.0f} |"
        for one in results
    )
    listed = {
        what: ", ".join(f"{name} {value}" for name, value in record[what].items())
        for what in ("machine", "versions")
    }
    return _PAGE.format(**{**record, **listed}, rows=rows)


def main() -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(prog="python3 -m bench.queries", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="on Oxigraph (default: %(default)s)")
    parser.add_argument("--slow", type=int, default=3, help="on rdflib (default: %(default)s)")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that has dist/")
    parser.add_argument("--results", type=Path, default=RESULTS, help="default: bench/results")
    options = parser.parse_args()
    layout = discover(options.root)
    about = machine()
    size, results = measured(layout, options.runs, options.slow)
    record = {
        "measured": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "command": f"python3 -m bench.queries --runs {options.runs} --slow {options.slow}",
        "machine": about,
        "versions": versions(),
        **size,
        "runs": options.runs,
        "slow": options.slow,
        "count": len(results),
        "sums": summed(results, sum),
        "medians": summed(results, statistics.median),
        "slowest": summed(results, max),
        "process": process(layout, options.runs),
        "goals": GOALS,
    }
    options.results.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**record, "results": [asdict(one) for one in results]}, indent=2) + "\n"
    (options.results / "queries.json").write_text(text, encoding="utf-8")
    (options.results / "queries.md").write_text(markdown(record, results), encoding="utf-8")


if __name__ == "__main__":
    main()
