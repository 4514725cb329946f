"""Every shape finds what it is there for, and nothing else; both engines find the same."""

import re
from collections import defaultdict
from functools import cache
from itertools import chain

import pytest
from pyoxigraph import RdfFormat, serialize

from claimgraph import shapes
from claimgraph.findings import Finding
from claimgraph.read import Dataset
from claimgraph.terms import GRAPHS
from tests.cases import (
    BASE,
    BASE_DERIVED,
    LAYOUT,
    PREFIXES,
    Case,
    cases,
    dataset,
    merge_all,
)

CASES = cases("shapes")
FILES = {path.stem: path for path in LAYOUT.shape_files}
# Moment → what is validated, and the graph that a case belongs to.
MOMENTS = {
    "asserted": ([GRAPHS.ontology, GRAPHS.asserted], GRAPHS.asserted),
    "derived": (list(GRAPHS), GRAPHS.derived),
    "ontology": ([GRAPHS.ontology, GRAPHS.asserted], GRAPHS.ontology),
}
ENGINES = ["pyshacl", "pyshifty"]
_NO_CONSTRAINT = (
    "sh:targetClass sh:targetSubjectsOf sh:targetObjectsOf sh:path sh:severity sh:message"
    " sh:ignoredProperties"
).split()
_RULE = re.compile(r"^shape:(\S+)\n(?:    .*\n)*?    sh:severity sh:(\w+) ;$", re.MULTILINE)


def rules(moment: str) -> set[str]:
    """Return the names of the shapes that can find something."""
    return {name for name, _ in _RULE.findall(FILES[moment].read_text(encoding="utf-8"))}


def moment_of(case: Case) -> str:
    """Return the file that has the rule of a case."""
    return next((moment for moment in MOMENTS if case.rule in rules(moment)), "asserted")


def base(moment: str) -> Dataset:
    """Return the base graph as it is at the moment."""
    return dataset([BASE], [BASE_DERIVED] if moment == "derived" else [])


@cache
def merged(moment: str) -> tuple[Dataset, dict[str, Case]]:
    """Return the base graph with all cases of the moment, and which subject is whose."""
    data = base(moment)
    of_moment = [case for case in CASES if moment_of(case) == moment]
    return data, merge_all(of_moment, data.store, MOMENTS[moment][1])


@cache
def found(moment: str, engine: str) -> dict[Case | None, list[Finding]]:
    """Return what the shapes of one file find in all of its cases; under None, in the base."""
    if engine == "pyshifty":
        pytest.importorskip("shifty")
    graphs, _ = MOMENTS[moment]
    data, owner = merged(moment)
    by_case: dict[Case | None, list[Finding]] = defaultdict(list)
    quads = chain.from_iterable(map(data.quads, graphs))
    for finding in shapes.validate(data, quads, [FILES[moment]], PREFIXES, engine):
        by_case[owner.get(finding.focus)].append(finding)
    return by_case


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, engine: str) -> None:
    """A valid case has no finding; any other has one, by its rule and of its level."""
    findings = found(moment_of(case), engine)[case]
    expected = [] if case.level is None else [(case.rule, case.level)]
    assert expected == [(finding.rule, finding.level) for finding in findings], findings


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("moment", MOMENTS)
def test_base_is_clean(moment: str, engine: str) -> None:
    """The base has no finding, with or without the cases."""
    data = base(moment)
    quads = chain.from_iterable(map(data.quads, MOMENTS[moment][0]))
    assert not found(moment, engine)[None]
    assert not shapes.validate(data, quads, [FILES[moment]], PREFIXES, engine)


@pytest.mark.parametrize("moment", MOMENTS)
def test_engines_agree(moment: str) -> None:
    """Both engines give the same findings, to the letter."""
    one, other = (
        {case: sorted(map(repr, some)) for case, some in found(moment, engine).items() if some}
        for engine in ENGINES
    )
    assert one == other


@pytest.mark.parametrize("moment", MOMENTS)
def test_conformance_is_no_less_strict(moment: str) -> None:
    """What pyshifty is asked first, whether there is any fault at all, sees every faulty node."""
    shifty = pytest.importorskip("shifty")
    graphs, _ = MOMENTS[moment]
    data, _ = merged(moment)
    quads = chain.from_iterable(map(data.quads, graphs))
    triples = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
    session = shifty.EvidenceSession(FILES[moment], triples, graph_mode="data", infer=False)
    _, pairs = session.find_failures()
    faulty = {case for case in CASES if moment_of(case) == moment and case.level is not None}
    focuses = {
        finding.focus
        for case, findings in found(moment, "pyshifty").items()
        for finding in findings
        if case in faulty
    }
    assert {pair.focus.strip("<>") for pair in pairs} == focuses


def test_cases_were_found() -> None:
    """The tests above ran on something, and contested is among what is not wrong."""
    names = {str(case) for case in CASES}
    assert len(CASES) > 2 * 190
    assert "shapes/valid.two-sources-disagree" in names


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_shape_has_cases(moment: str) -> None:
    """Every shape has a case that holds and one that does not, and every folder a shape."""
    valid = {case.rule for case in CASES if case.level is None}
    faulty = {case.rule for case in CASES if case.level is not None}
    assert rules(moment) <= valid
    assert rules(moment) <= faulty
    assert {case.rule for case in CASES} - {""} <= set().union(*map(rules, MOMENTS))


@pytest.mark.parametrize("moment", MOMENTS)
def test_one_constraint_one_message(moment: str) -> None:
    """Every shape that finds something has one constraint, one message and one severity."""
    text = FILES[moment].read_text(encoding="utf-8")
    for block in re.findall(r"^shape:\S+\n(?:    .*\n|\.\n)*?\.\n", text, re.MULTILINE):
        predicates = re.findall(r"^    (\S+)", block, re.MULTILINE)
        constraints = [p for p in predicates if p.startswith("sh:") and p not in _NO_CONSTRAINT]
        assert len(constraints) == 1, block
        assert predicates.count("sh:message") == predicates.count("sh:severity") <= 1, block


def test_shapes_are_core_shacl() -> None:
    """No shape needs SPARQL, which the reference engine runs once per focus node."""
    for path in FILES.values():
        assert "sh:sparql" not in path.read_text(encoding="utf-8")
