"""Every quality query finds what it is there for, and nothing else, on both engines."""

import re
from functools import cache
from pathlib import Path

import pytest

from claimgraph import quality
from claimgraph.findings import Finding, Level
from claimgraph.infer import infer
from claimgraph.query_file import read_query
from claimgraph.read import Dataset
from claimgraph.terms import GRAPHS
from tests.cases import BASE, BASE_DERIVED, LAYOUT, PREFIXES, Case, cases, dataset, merge

CASES = cases("quality")
QUERIES = {path.stem: read_query(path) for path in LAYOUT.quality_files}
MOMENTS = ("asserted", "derived")
_HEADER = ("problem", "solution", "rows")
_PREFIXED = re.compile(r"(?<![\w:?<])([a-z][\w-]*):(?=[\w-]|[\s)])")


def moment_of(rule: str) -> str:
    """Return when a query is run: on what people wrote, or once the rules have run too."""
    return QUERIES[rule].settings.get("moment", "asserted")


def graph_of(case: Case) -> Dataset:
    """Return the base at the case's moment, with the case merged into it."""
    derived = moment_of(case.rule) == "derived"
    data = dataset([BASE], [BASE_DERIVED] if derived else [])
    merge(case, data.store, GRAPHS.derived if derived else GRAPHS.asserted)
    return data


@cache
def found_in_base(moment: str) -> frozenset[tuple[str, str, str]]:
    """Return what all queries find in the base itself: the kinds that it does not use."""
    data = dataset([BASE], [BASE_DERIVED] if moment == "derived" else [])
    return frozenset(map(_key, quality.check(data, LAYOUT.quality_files, PREFIXES)))


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.focus, finding.message


def rows_of_oxigraph(data: Dataset, text: str) -> list[tuple[str, ...]]:
    """Return the rows of a query on Oxigraph, sorted."""
    rows = data.select(text)
    names = sorted(variable.value for variable in rows.variables)
    return sorted(tuple(row[name].value for name in names) for row in rows)


def rows_of_rdflib(data: Dataset, text: str) -> list[tuple[str, ...]]:
    """Return the rows of a query on rdflib, sorted."""
    from claimgraph.rdflib_graph import to_rdflib

    bindings = to_rdflib(data.store).query(text).bindings
    return sorted(tuple(str(row[name]) for name in sorted(row)) for row in bindings)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    """A valid case adds no finding; any other adds one, by its rule and of its level."""
    findings = quality.check(graph_of(case), LAYOUT.quality_files, PREFIXES)
    base = found_in_base(moment_of(case.rule))
    added = [finding for finding in findings if _key(finding) not in base]
    expected = [] if case.level is None else [(case.rule, case.level)]
    assert expected == [(finding.rule, finding.level) for finding in added], added


@pytest.mark.parametrize("case", [case for case in CASES if case.level is not None], ids=str)
def test_inference_changes_nothing(case: Case) -> None:
    """A query for what people wrote finds the same once types are inferred."""
    data = graph_of(case)
    text = QUERIES[case.rule].text
    before = rows_of_oxigraph(data, text)
    infer(data.store, LAYOUT.entailment_files)
    assert before == rows_of_oxigraph(data, text)


@pytest.mark.parametrize("case", [case for case in CASES if case.level is not None], ids=str)
def test_engines_agree(case: Case) -> None:
    """The query gives the same rows on rdflib as on Oxigraph."""
    data = graph_of(case)
    text = QUERIES[case.rule].text
    assert rows_of_oxigraph(data, text) == rows_of_rdflib(data, text)


@pytest.mark.parametrize("moment", MOMENTS)
def test_base_is_clean(moment: str) -> None:
    """Nothing graver than information is found in the base, and that only on unused kinds."""
    assert {"kind-unused"} == {rule for rule, _, _ in found_in_base(moment)}


def test_cases_were_found() -> None:
    """The tests above ran on something."""
    assert len(CASES) > 2 * len(QUERIES) > 90


def test_every_query_has_cases() -> None:
    """Every query has a case that holds and one that does not, and every folder a query."""
    assert set(QUERIES) == {case.rule for case in CASES if case.level is None}
    assert set(QUERIES) == {case.rule for case in CASES if case.level is not None}


@pytest.mark.parametrize("rule", QUERIES)
def test_header(rule: str) -> None:
    """A query says what it finds, what to do, what a row is, where it runs, and how grave it is."""
    query = QUERIES[rule]
    assert set(_HEADER) <= set(query.paragraphs)
    assert query.settings["level"].upper() in Level.__members__
    assert moment_of(rule) in MOMENTS
    assert "# **Runs on:** " in query.text
    assert "#+ summary: " in query.text
    assert "#+ tags: " in query.text


@pytest.mark.parametrize("rule", QUERIES)
def test_portable(rule: str) -> None:
    """A query declares each prefix that it uses, orders its rows, and names no graph."""
    lines = [line for line in QUERIES[rule].text.splitlines() if not line.startswith("#")]
    body = re.sub(r'"(?:[^"\\]|\\.)*"|#.*', '""', "\n".join(line for line in lines))
    declared = dict(re.findall(r"^PREFIX ([\w-]*): +<([^>]*)>$", "\n".join(lines), re.MULTILINE))
    used = set(_PREFIXED.findall(re.sub(r"PREFIX .*|<[^>]*>", "", body)))
    assert used == set(declared)
    assert declared == {prefix: PREFIXES[prefix] for prefix in sorted(declared)}
    assert list(declared) == sorted(declared)
    for word in ("GRAPH", "SERVICE", "SELECT *"):
        assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", body)
    assert re.search(r"^SELECT (DISTINCT )?\?focus", body, re.MULTILINE)
    assert re.search(r"^\}\nORDER BY \?focus", body, re.MULTILINE)


def test_files_are_read_as_text() -> None:
    """A query file ends with one newline, and holds neither tabs nor blanks at a line's end."""
    for path in map(Path, LAYOUT.quality_files):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n")
        assert not re.search(r"\t|[ ]$|\n\n\Z", text, re.MULTILINE), path
