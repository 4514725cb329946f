"""The results as a page that people read."""

from collections.abc import Mapping
from typing import Any

__all__ = ["markdown"]

_PAGE = """\
<!-- Written by `make bench`: do not edit. -->

# How long a build takes

Measured on {measured} with `{command}`.
Figures are medians of whole processes, the start of Python included.
One run beforehand does not count, except for the plain stack, which is run once.
A run is stopped after {limit:g} s. Processor time leaves out what else the machine did.

{about}

## Whole processes

| what | command | runs | median | from … to | processor | peak memory | goal |
|---|---|--:|--:|--:|--:|--:|---|
{whole}

## Step by step

One after the other, in a process of their own; a build checks beside the rest, and is quicker.
The first step includes the start of Python.
The plain stack is rdflib, owlrl over everything, and pyshacl with the shapes,
with the quality queries as `sh:sparql` constraints.
Those that SHACL does not take (VALUES, MINUS, GROUP BY, subqueries) are run once by rdflib.

| step | {engines} | plain stack |
|---|--:|--:|--:|
{steps}

{stopped}

Not measured: other machines, a cold file cache, graphs of other sizes.
"""
_ABOUT = ("machine", "versions", "data")
# What the plain stack calls a step, and what a build does there.
_SAME = {
    "read": ["start", "parse"],
    "check-asserted": ["shapes"],
    "check-derived": ["query", "constraint"],
    "infer": ["infer"],
}
_ENGINES = ("steps, pyshacl", "steps, pyshifty")
_PLAIN = ("plain stack, check", "plain stack, infer")


def markdown(record: Mapping[str, Any]) -> str:
    """Return the page of a record as `bench/results/build.json` holds it."""
    results = {result["name"]: result for result in record["results"]}
    return _PAGE.format(
        **record,
        about="\n".join(f"- {name}: {_listed(record[name])}" for name in _ABOUT),
        whole="\n".join(map(_whole, record["results"])),
        engines=" | ".join(_ENGINES),
        steps="\n".join(_steps(results)),
        stopped=_stopped(results["plain stack, check"], record["data"]),
    )


def _listed(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {_shown(value)}" for name, value in values.items())


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _whole(result: Mapping[str, Any]) -> str:
    goals = []
    if result["goal_seconds"] is not None:
        met = result["seconds"] < result["goal_seconds"]
        goals.append(f"{result['goal_seconds']:g} s {'met' if met else '**missed**'}")
    if result["goal_mebibytes"] is not None:
        met = result["mebibytes"] < result["goal_mebibytes"]
        goals.append(f"{result['goal_mebibytes']:g} MiB {'met' if met else '**missed**'}")
    seconds = f"{result['seconds']:.2f} s" if result["finished"] else "stopped"
    cells = [
        result["name"],
        f"`{result['command']}`",
        str(result["runs"]),
        seconds,
        f"{result['fastest']:.2f} … {result['slowest']:.2f}",
        f"{result['processor']:.2f} s",
        f"{result['mebibytes']:.0f} MiB",
        ", ".join(goals),
    ]
    return f"| {' | '.join(cells)} |"


def _steps(results: Mapping[str, Mapping[str, Any]]) -> list[str]:
    plain: dict[str, float] = {}
    for name in _PLAIN:
        plain |= results[name]["steps"]
    finished = results["plain stack, check"]["finished"]
    rows = []
    for step in results[_ENGINES[0]]["steps"]:
        cells = [f"{results[name]['steps'].get(step, 0):.3f} s" for name in _ENGINES]
        same = [
            seconds
            for name, seconds in plain.items()
            if any(name.partition(" ")[0] == start for start in _SAME.get(step, []))
        ]
        more = "" if finished or step != "check-derived" else "> "
        cells.append(f"{more}{sum(same):.2f} s" if same else "")
        rows.append(f"| {step} | {' | '.join(cells)} |")
    return rows


def _stopped(check: Mapping[str, Any], data: Mapping[str, int]) -> str:
    done = sum(1 for name in check["steps"] if name.split()[0] in {"query", "constraint"})
    how = "got through" if check["finished"] else "was stopped after"
    return f"The plain stack {how} {done} of {data['quality queries']:,} quality queries."
