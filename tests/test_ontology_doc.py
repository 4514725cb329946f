"""The overview of the model: its example is Turtle of ours, and what it names exists."""

import re
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from claimgraph.layout import discover
from claimgraph.mentions import declared_prefixes, mentions
from claimgraph.read import prefixes, read
from claimgraph.terms import BASE, CG, REL

ROOT = Path(__file__).resolve().parent.parent
LAYOUT = discover(ROOT)
PAGE = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")


def test_the_example_uses_declared_terms() -> None:
    """The Turtle parses, and each of its terms that the ontology should declare is declared."""
    (example,) = re.findall(r"^```turtle\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    Store().load(example, RdfFormat.TURTLE)
    declared = {str(quad.subject).strip("<>") for quad in read(LAYOUT).store}
    used = {mention.iri for mention in mentions(example)}
    terms = {iri for iri in used if iri.startswith((CG.iri, REL.iri, BASE + "modality/"))}
    assert len(terms) > 10
    assert terms - declared == set()
    assert declared_prefixes(example).items() <= prefixes(LAYOUT).items()


def test_what_is_named_exists() -> None:
    """Every cg: and rel: term in the running text is declared, and so is every file."""
    declared = {str(quad.subject).strip("<>") for quad in read(LAYOUT).store}
    for namespace, prefix in ((CG.iri, "cg"), (REL.iri, "rel")):
        named = set(re.findall(rf"`{prefix}:(\w+)`", PAGE))
        assert {name for name in named if namespace + name not in declared} == set()
    for name in re.findall(r"^\| `(.*?)`", PAGE, re.MULTILINE):
        if name.endswith((".ttl", "/")):
            assert all((LAYOUT.ontology / part).exists() for part in name.split("`, `")), name


def test_links_lead_somewhere() -> None:
    """Every page that the overview links to is there."""
    links = set(re.findall(r"\]\((?!http)([^)#]+)", PAGE))
    assert links
    assert {link for link in links if not (ROOT / "docs" / link).is_file()} == set()
