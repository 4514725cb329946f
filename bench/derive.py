"""Measure what deriving takes, rule by rule, on the graph and on copies of it side by side.

Every copy has names of its own, so that nothing of one copy joins with another: a rule whose time
grows faster than the number of copies compares what no join keeps apart. Writes
`bench/results/derive.json` and `derive.md`.
"""

import argparse
import datetime as dt
import json
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from pyoxigraph import NamedNode, Quad, Triple

from bench.machine import machine, versions
from bench.run import RESULTS, ROOT
from claimgraph.derive import date_table
from claimgraph.infer import infer
from claimgraph.layout import Layout, discover
from claimgraph.query_file import read_query
from claimgraph.read import Dataset, read
from claimgraph.terms import GRAPHS

__all__ = ["copied", "markdown", "measured"]

GOAL = 0.5
_Found = TypeVar("_Found")
# Grows with the number of claims alone, and as the store leaves the processor's cache.
YARDSTICK_ROW = "*one lookup a claim*"
YARDSTICK = """
    PREFIX cg: <https://w3id.org/claimgraph/ontology#>
    SELECT ?claim ?depth WHERE { ?claim cg:claimant ?claimant ; cg:depth ?depth }
"""
_PAGE = """\
<!-- Written by `python3 -m bench.derive`: do not edit. -->

# How long deriving takes, and how that grows

Measured on {measured} with `{command}`.
{about}

One copy is the graph itself; the others hold it as many times, each with names of its own.
Figures are processor time, the best of {runs} runs of each rule; growth is per copy, so that 1.0
is as long for each as for one alone. The goal is {goal:g} s for one copy: {met}.

The row before the last is a yardstick: it looks up the claimant and the depth of every claim, which
is linear by its nature. It grows too, since a store that is no longer in the processor's cache
answers slower. A rule that grows no more than that compares only what a join keeps small.

| rule | {heads} |
|---|{columns}
{rows}
"""


def copied(layout: Layout, copies: int) -> Dataset:
    """Return the graph as many times, read and inferred; the first copy keeps its names."""
    dataset = read(layout)
    infer(dataset.store, layout.entailment_files)
    quads = [*dataset.quads(GRAPHS.asserted), *dataset.quads(GRAPHS.inferred)]
    own = {quad.subject for quad in dataset.quads(GRAPHS.asserted)}
    for copy in range(1, copies):
        names: dict[object, NamedNode] = {
            node: NamedNode(f"{node.value}-copy-{copy}")
            for node in own
            if isinstance(node, NamedNode)
        }
        dataset.store.bulk_extend(
            Quad(
                names.get(quad.subject, quad.subject),
                quad.predicate,
                names.get(quad.object, quad.object),
                quad.graph_name,
            )
            for quad in quads
        )
    return dataset


def measured(layout: Layout, copies: int, runs: int) -> dict[str, float]:
    """Return the seconds that each rule takes on so many copies, in the order in which they run."""
    dataset = copied(layout, copies)
    rules = sorted(map(read_query, layout.rule_files), key=lambda r: (r.settings["stage"], r.name))
    started = time.process_time()
    dataset.store.extend(date_table(dataset))
    taken = {"table of dates": time.process_time() - started}
    for rule in rules:
        triples, taken[rule.name] = _best(partial(_concluded, dataset, rule.text), runs)
        dataset.store.bulk_extend(
            Quad(t.subject, t.predicate, t.object, GRAPHS.derived) for t in triples
        )
    _, taken[YARDSTICK_ROW] = _best(lambda: list(dataset.select(YARDSTICK)), runs)
    return taken


def _concluded(dataset: Dataset, text: str) -> set[Triple]:
    return set(dataset.construct(text))


def _best(work: Callable[[], _Found], runs: int) -> tuple[_Found, float]:
    """Return what some work finds, and the seconds of the fastest of its runs."""
    taken = []
    for _ in range(runs):
        started = time.process_time()
        found = work()
        taken.append(time.process_time() - started)
    return found, min(taken)


def markdown(record: Mapping[str, object], taken: Mapping[int, Mapping[str, float]]) -> str:
    """Return the page: a row per rule, and for more copies than one how the time grows."""
    one, *more = taken
    heads = [f"{one:,} copy", *(cell for n in more for cell in (f"{n:,} copies", "growth"))]
    totals = {
        n: {**rules, "**all**": sum(s for rule, s in rules.items() if rule != YARDSTICK_ROW)}
        for n, rules in taken.items()
    }
    rows = []
    for rule, seconds in totals[one].items():
        cells = [f"{seconds:.3f} s"]
        for n in more:
            growth = totals[n][rule] / n / max(seconds, 1e-9)
            cells += [f"{totals[n][rule]:.2f} s", f"{growth:.1f}" if seconds > 1e-3 else ""]
        rows.append(f"| {rule} | {' | '.join(cells)} |")
    return _PAGE.format(
        **record,
        heads=" | ".join(heads),
        columns="--:|" * len(heads),
        rows="\n".join(rows),
        goal=GOAL,
        met="met" if totals[one]["**all**"] < GOAL else "**missed**",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(prog="python3 -m bench.derive", description=__doc__)
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--runs", type=int, default=3, help="of each rule (default: %(default)s)")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that has graph/")
    parser.add_argument("--results", type=Path, default=RESULTS, help="default: bench/results")
    options = parser.parse_args(arguments)
    layout = discover(options.root)
    taken = {n: measured(layout, n, options.runs) for n in sorted(options.copies)}
    copies = " ".join(map(str, sorted(options.copies)))
    record = {
        "measured": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "command": f"python3 -m bench.derive --copies {copies} --runs {options.runs}",
        "runs": options.runs,
        "about": "; ".join(
            f"{name} {value}" for name, value in {**machine(), **versions()}.items()
        ),
    }
    options.results.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**record, "seconds": taken}, indent=2, ensure_ascii=False) + "\n"
    (options.results / "derive.json").write_text(text, encoding="utf-8")
    (options.results / "derive.md").write_text(markdown(record, taken), encoding="utf-8")


if __name__ == "__main__":
    main()
