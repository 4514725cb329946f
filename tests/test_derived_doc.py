"""The page on what follows: every rule is on it, and every example is what the rules conclude."""

import re
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from claimgraph.derive import derive
from claimgraph.infer import infer
from claimgraph.layout import discover
from claimgraph.read import Dataset, prefixes, read

ROOT = Path(__file__).resolve().parent.parent
LAYOUT = discover(ROOT)
PREFIXES = prefixes(LAYOUT)
PAGE = (ROOT / "docs" / "derived.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (.*)\n((?:(?!^#).*\n)*)", PAGE, re.MULTILINE))
RULES = [path.stem for path in LAYOUT.rule_files]
NOTHING = "nothing is concluded so far"


@cache
def concluded() -> tuple[Dataset, dict[str, int]]:
    """Return the graph with all that follows, and how many triples each rule concludes."""
    data = read(LAYOUT)
    infer(data.store, LAYOUT.entailment_files)
    return data, derive(data, LAYOUT.rule_files)


def test_every_rule_has_its_section() -> None:
    """Each rule stands in one heading, and no heading names a rule that is gone."""
    named = [name for title in SECTIONS for name in title.split(", ")]
    assert sorted(named) == sorted(RULES)


@pytest.mark.parametrize("title", SECTIONS)
def test_examples_are_concluded(title: str) -> None:
    """Each triple of an example stands in the graph; without an example, the rule has none."""
    examples = re.findall(r"```turtle\n(.*?)```", SECTIONS[title], re.DOTALL)
    dataset, counts = concluded()
    numbers = {counts[name] for name in title.split(", ")}
    if not examples:
        assert NOTHING in SECTIONS[title].replace("\n", " ")
        assert numbers == {0}
        return
    assert 0 not in numbers
    head = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
    store = Store()
    store.load(head + "\n" + "\n".join(examples), RdfFormat.TURTLE)
    known = {quad.triple for quad in dataset.store}
    assert [str(quad.triple) for quad in store if quad.triple not in known] == []


def test_what_is_named_exists() -> None:
    """Every CURIE on the page, in an example or in a sentence, is in the graph."""
    written = set(re.findall(r"(?<![\w:/.])([a-z]+(?:-[a-z]+)?):([A-Za-z0-9][\w-]*)", PAGE))
    named = {PREFIXES[p] + local for p, local in written if p in PREFIXES and p != "xsd"}
    dataset, _ = concluded()
    known = {
        str(term).strip("<>")
        for quad in dataset.store
        for term in (quad.subject, quad.predicate, quad.object)
    }
    assert sorted(named - known) == []
    assert len(named) > 80


def test_links_lead_somewhere() -> None:
    """Every file that the page links to or names is there."""
    links = re.findall(r"\]\((?!http)([^)#]+)", PAGE)
    assert [link for link in links if not (ROOT / "docs" / link).is_file()] == []
    files = re.findall(r"(?:queries|ontology|graph)/[\w/.-]*\w", PAGE)
    assert [name for name in files if not (ROOT / name).exists()] == []
