"""Findings: one order, one way to read them, and what reading does not show is in the JSON."""

from pathlib import Path

from claimgraph.findings import Finding, Level, as_json, counts, ordered, render, tally

HERE = Path.cwd() / "graph" / "a.ttl"


def finding(
    path: Path | None = HERE, line: int | None = 7, level: Level = Level.WARNING, rule: str = "r"
) -> Finding:
    """Return a finding."""
    return Finding(path, line, level, rule, "Do this.", "https://example.org/x")


def test_order() -> None:
    """By file, by line, and the gravest first; nothing twice."""
    second = Path.cwd() / "graph" / "b.ttl"
    expected = [
        finding(None, None),
        finding(line=2),
        finding(line=10, level=Level.VIOLATION),
        finding(line=10),
        finding(line=10, level=Level.INFO),
        finding(second, 1),
    ]
    assert expected == ordered([*reversed(expected), *expected])


def test_render() -> None:
    """A finding reads as editors and terminals want it, with its place in front."""
    assert render(finding()) == "graph/a.ttl:7: warning[r] Do this."
    assert render(finding(line=None)) == "graph/a.ttl: warning[r] Do this."
    assert render(finding(None, None)) == "https://example.org/x: warning[r] Do this."
    assert "\033[31mviolation\033[0m[r]" in render(finding(level=Level.VIOLATION), colour=True)


def test_counts() -> None:
    """The gravest comes first, and what there is none of is not spoken of."""
    several = [
        finding(),
        finding(line=8),
        finding(level=Level.VIOLATION),
        finding(level=Level.INFO),
    ]
    assert counts(several, 1) == "1 violation, 2 warnings, 1 info in 1 file"
    assert counts([], 41) == "nothing found in 41 files"
    assert tally(several) == "1 violation, 2 warnings, 1 info"
    assert tally([]) == "0 violations"
    assert counts([finding()] * 1200, 3) == "1,200 warnings in 3 files"


def test_json() -> None:
    """The keys for machines do not change."""
    assert as_json(finding()) == {
        "path": "graph/a.ttl",
        "line": 7,
        "level": "warning",
        "rule": "r",
        "message": "Do this.",
        "focus": "https://example.org/x",
    }
