"""What a model reads of the derived graph."""

from pathlib import Path

import pytest

from claimgraph.derive import derive
from claimgraph.layout import discover
from claimgraph.model import RULES, Model
from claimgraph.read import prefixes, read
from claimgraph.show import show
from claimgraph.terms import BASE

LAYOUT = discover(Path(__file__).resolve().parent.parent)
SOME = [path for path in LAYOUT.rule_files if path.stem in RULES]


def model(rules: list[Path]) -> Model:
    """Return a model of the graph as it stands, after these rules."""
    dataset = read(LAYOUT)
    derive(dataset, rules)
    return Model(dataset)


@pytest.fixture(scope="module")
def after_all() -> Model:
    """Return a model after all rules."""
    return model(LAYOUT.rule_files)


@pytest.fixture(scope="module")
def after_some() -> Model:
    """Return a model after the rules that a model is said to need."""
    return model(SOME)


@pytest.mark.parametrize(
    "name",
    [
        "claim/mkrtchyan-corridor",
        "proposition/khojaly-massacre-killed-613-civilians",
        "actor/human-rights-watch",
        "event/khojaly-massacre",
    ],
)
def test_the_rules_suffice(name: str, after_all: Model, after_some: Model) -> None:
    """What is shown is the same as after all rules; without any, it is not."""
    registry = prefixes(LAYOUT)
    assert show(after_some, BASE + name, registry) == show(after_all, BASE + name, registry)


def test_each_rule_is_needed(after_all: Model) -> None:
    """Leave one out, and something that is shown changes."""
    registry = prefixes(LAYOUT)
    shown = {
        "reported-by": f"{BASE}claim/mkrtchyan-corridor",
        "disjoint-measurements": f"{BASE}proposition/khojaly-massacre-killed-613-people",
    }
    assert set(shown) == RULES
    for rule, iri in shown.items():
        without = model([path for path in SOME if path.stem != rule])
        assert show(without, iri, registry) != show(after_all, iri, registry)
