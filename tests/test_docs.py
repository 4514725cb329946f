"""The documentation speaks of what is there."""

import re
from pathlib import Path

import pytest

from claimgraph.layout import discover
from claimgraph.read import prefixes, read
from claimgraph.terms import BASE

ROOT = Path(__file__).parents[1]
# What is concluded has no block; tests/test_derived_doc.py holds that page against the build.
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if page.name != "derived.md"),
]
_CURIE = re.compile(r"(?<![\w/#<.:-])([a-z][a-z-]*):([A-Za-z0-9][A-Za-z0-9-]*)")
_INVENTED = re.compile(r"<!-- invented -->.*?<!-- /invented -->", re.DOTALL)
# Named graphs have no block; a misspelt term is shown as what a check catches.
_EXEMPT = re.compile(r"graph:|cg:Cliam$")
_CODE = re.compile(r"`[^`\n]+`|^```.*?^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def declared() -> set[str]:
    """Return the IRIs that have a block in the ontology or the graph."""
    return set(read(discover(ROOT)).places)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_term_and_name_exists(page: Path, declared: set[str]) -> None:
    """A page names no term and no node of ours that is not in the ontology or the graph."""
    registry = prefixes(discover(ROOT))
    text = _INVENTED.sub("", page.read_text(encoding="utf-8"))
    missing = {
        match[0]
        for code in _CODE.findall(text)
        for match in _CURIE.finditer(code)
        if registry.get(match[1], "").startswith(BASE)
        and not match[0].endswith("-")
        and not _EXEMPT.match(match[0])
        and registry[match[1]] + match[2] not in declared
    }
    assert not missing
