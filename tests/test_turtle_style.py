"""The layout of hand-written Turtle: a good file passes, each fault is found once and in place."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.findings import Level
from claimgraph.layout import Layout, discover
from claimgraph.turtle_style import ORDER, check, check_text

HEAD = Path(__file__).resolve().parent.parent

ACTOR = "PREFIX actor: <https://w3id.org/claimgraph/actor/>\n"
CG = "PREFIX cg:    <https://w3id.org/claimgraph/ontology#>\n"
XSD = "PREFIX xsd:   <http://www.w3.org/2001/XMLSchema#>\n"

REGISTRY = {
    "actor": "https://w3id.org/claimgraph/actor/",
    "cg": "https://w3id.org/claimgraph/ontology#",
    "claim": "https://w3id.org/claimgraph/claim/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

GOOD = f'''\
# What people said, in the order of the text.

{ACTOR}{CG}PREFIX claim: <https://w3id.org/claimgraph/claim/>
PREFIX rdf:   <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs:  <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos:  <http://www.w3.org/2004/02/skos/core#>

# Beginning --------------------------------------------------------------------

# A comment may stand anywhere -- also one with dashes.
claim:first
    a cg:Claim ;
    rdfs:label "It's ; odd , but # fine . [ ( said"@en ;
    skos:altLabel
        "one"@en,    # the first spelling
        'two'@az ;
    cg:claimant actor:a.b-c ;
    # A judgement.
    cg:denies <https://example.org/p> ;    # and another
    cg:reason """Several lines:

claim:not-a-subject
    . "quoted" \\""" cg:x xsd:none .
"""@en ;
    cg:passage
        claim:s001,
        claim:s002 ;
    skos:editorialNote ""@en ;
.

<https://example.org/p>
    rdf:object
        [ a cg:List ; cg:parts ( 1.5 -2e3 true ) ] ;
    cg:anyOf [
        a cg:List ;
        cg:parts ( ) ] ;
.
'''

# Rule, and what is put in place of what in the good file; » stands before the line that is found.
FAULTS = [
    ("header", "# What people", "»\n# What people"),
    ("encoding", "# What people", "»\ufeff# What people"),
    ("newline", "order of the text.\n", "»order of the text.\r\n"),
    ("newline", "( ) ] ;\n.\n", "( ) ] ;\n»."),
    ("newline", "( ) ] ;\n.\n", "( ) ] ;\n.\n\n»"),
    ("blank", "# A judgement.", "»# A judgement. "),
    ("blank", "a cg:Claim ;", "»a cg:Claim ;\t"),
    ("tab", "odd ,", "»odd\t,"),
    ("section", "# Beginning -", "»# Beginning "),
    ("section", "# Beginning -", "»# Beginning --"),
    ("section", "# Beginning -", "»# Beginning ="),
    ("section", "# Beginning -", "» # Beginning "),
    ("section", "# Beginning -", "»## Beginning "),
    ("prefix-line", "PREFIX actor:", "»prefix actor:"),
    ("prefix-line", "PREFIX actor:", "» PREFIX actor:"),
    ("prefix-line", "graph/actor/>", "»graph/actor/> # people"),
    ("prefix-line", ACTOR, "»@prefix actor: <https://w3id.org/claimgraph/actor/> .\n"),
    ("prefix-line", "core#>\n", "core#>\n»BASE <https://example.org/>\n"),
    (
        "prefix-place",
        "<https://example.org/p>\n",
        f"»{XSD}<https://example.org/p>\n    a xsd:p ;\n",
    ),
    ("prefix-registry", "graph/actor/>", "»graph/agent/>"),
    ("prefix-unused", "core#>\n", f"core#>\n»{XSD}"),
    ("prefix-order", f"{ACTOR}{CG}", f"{CG}»{ACTOR}"),
    ("prefix-order", ACTOR, f"{ACTOR}»{ACTOR}"),
    ("prefix-missing", "claim:s001,", "»xsd:s001,"),
    ("prefix-missing", '""@en', '»""^^xsd:string'),
    ("prefix-missing", "( 1.5", "»( xsd:one"),
    ("subject", "claim:first\n", "» claim:first\n"),
    ("subject", "claim:first\n", "»claim:first    # comes first\n"),
    ("subject", "claim:first\n    a", "»claim:first a"),
    ("predicate", "    a cg:Claim", "»  a cg:Claim"),
    ("predicate", "a cg:Claim", "»rdf:type cg:Claim"),
    ("predicate", "a cg:Claim ;", "»a cg:Claim;"),
    ("predicate", "a cg:Claim ;", "a cg:Claim\n    »;"),
    ("predicate", "a cg:Claim ;\n   ", "»a cg:Claim ;"),
    ("object", "        claim:s001", "»      claim:s001"),
    ("object", "cg:passage\n        claim:s001", "»cg:passage claim:s001"),
    ("comma", "claim:s001,\n        ", "»claim:s001, "),
    ("object", " actor:a.b-c", "\n    »actor:a.b-c"),
    ("comma", "claim:s001,\n        ", "claim:s001\n        », "),
    ("stop", '""@en ;\n.', '""@en\n».'),
    ("stop", '""@en ;\n.', '»""@en .'),
    ("predicate", '""@en ;\n.', '»""@en ; .'),
    ("stop", '""@en ;\n.', '""@en ;\n» .'),
    ("stop", '""@en ;\n.', '""@en ;\n».    # the end'),
]


def found(text: str) -> list[tuple[int | None, str]]:
    """Return line and rule of each finding."""
    findings = check_text(text.encode(), Path("graph/x.ttl"), REGISTRY)
    assert all(finding.level is Level.WARNING for finding in findings)
    return [(finding.line, finding.rule.removeprefix("Turtle-")) for finding in findings]


def test_good_file() -> None:
    """Strings, comments, lists and nodes within nodes do not confuse the check."""
    assert found(GOOD) == []


@pytest.mark.parametrize(("rule", "old", "new"), FAULTS)
def test_fault(rule: str, old: str, new: str) -> None:
    """One fault in a good file is one finding, on its line."""
    assert old in GOOD
    marked = GOOD.replace(old, new, 1)
    line = marked[: marked.index("»")].count("\n") + 1
    assert found(marked.replace("»", "")) == [(line, rule)]


@pytest.mark.parametrize(
    ("predicates", "late"),
    [
        ("a rdfs:label cg:claimant cg:affirms cg:denies cg:passage", None),
        ("a rdfs:comment rdfs:label rdfs:comment cg:claimant", None),
        ("rdfs:seeAlso rdfs:label", None),
        ("a a cg:passage cg:passage skos:editorialNote", None),
        ("rdfs:comment a rdfs:label", "a"),
        ("a cg:claimant rdfs:label cg:affirms", "rdfs:label"),
        ("a rdfs:label cg:affirms cg:passage rdfs:comment cg:restsOn", "cg:restsOn"),
    ],
)
def test_order(predicates: str, late: str | None) -> None:
    """The predicates of the table keep their order, others may stand anywhere after the type."""
    lines = [f"    {predicate} actor:x ;" for predicate in predicates.split()]
    text = "\n".join(["# Top.", ACTOR, "actor:a", *lines, ".\n"])
    found = check_text(text.encode(), Path("x.ttl"), REGISTRY)
    orders = [f for f in found if f.rule == "Turtle-order"]
    assert [(f.line, f.focus) for f in orders] == (
        [(lines.index(f"    {late} actor:x ;") + 5, "actor:a")] if late else []
    )


def test_unknown_prefix() -> None:
    """A prefix that the registry does not have is found, once."""
    registry = {prefix: REGISTRY[prefix] for prefix in REGISTRY if prefix != "skos"}
    (finding,) = check_text(GOOD.encode(), Path("x.ttl"), registry)
    assert finding.rule == "Turtle-prefix-registry"
    assert finding.message.startswith("skos: ")


def test_not_utf8() -> None:
    """A file in another encoding has that one finding, at the line."""
    (finding,) = check_text(b"# One.\n# Stra\xdfe\n", Path("x.ttl"), REGISTRY)
    assert (finding.rule, finding.line) == ("Turtle-encoding", 2)


@pytest.mark.parametrize(
    "text", ["", ".", "a", "PREFIX", "PREFIX x:", "@prefix", "[", ")", '"""', "x:y ; ; , .", "# a"]
)
def test_broken_turtle(text: str) -> None:
    """What is no Turtle at all has findings and raises nothing."""
    assert found(text)


def test_order_is_of_declared_terms() -> None:
    """The order names no term of ours twice, and none that the ontology does not declare."""
    ontology = (HEAD / "ontology" / "claimgraph.ttl").read_text(encoding="utf-8")
    declared = set(re.findall(r"^cg:\w+$", ontology, re.MULTILINE))
    assert len(set(ORDER)) == len(ORDER)
    assert {term for term in ORDER if term.startswith("cg:")} <= declared


def test_tree() -> None:
    """Our own files pass."""
    assert check(discover(HEAD)) == []


def test_cases_that_are_broken_on_purpose_are_left_out(tmp_path: Path) -> None:
    """Of the tests' Turtle, only what is meant to be right is checked."""
    for name in ("valid.x.ttl", "warning.x.ttl", "invalid.x.ttl", "broken.x.ttl"):
        path = tmp_path / "tests" / "cases" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    files = Layout(root=tmp_path, resources=tmp_path).turtle_files
    assert [path.name for path in files] == ["valid.x.ttl", "warning.x.ttl"]


def test_program(tmp_path: Path) -> None:
    """The program says where and what, and exits with 0, 1 or 2."""

    def run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "claimgraph.turtle_style", *arguments]
        done = subprocess.run(command, cwd=HEAD, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    (tmp_path / "good.ttl").write_text("# Nothing yet.\n", encoding="utf-8")
    assert run(str(tmp_path)) == (0, "nothing found in 1 file\n")
    bad = tmp_path / "bad.ttl"
    bad.write_text("# Nothing yet. \n", encoding="utf-8")
    code, output = run(str(bad))
    assert code == 1
    assert output.startswith(f"{bad}:1: warning[Turtle-blank] A line must not end in blanks")
    assert run(str(tmp_path / "missing.ttl"))[0] == 2
