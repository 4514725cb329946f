"""The package's own order: imports run one way, one module prints, one knows where files are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "claimgraph"
MODULES = sorted(path for path in PACKAGE.glob("*.py") if path.stem != "__init__")
HEAVY = {"rdflib", "pyshacl", "shifty", "owlrl", "SPARQLWrapper"}
# A program of its own besides: `python -m claimgraph.turtle_style`, for hooks and editors.
PRINTS = {"cli", "turtle_style"}


def layers() -> dict[str, int]:
    """Return the layer of each module, from the table in docs/architecture.md."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    return {
        name: int(layer)
        for layer, names in re.findall(r"^\| (\d+) \| (.*?) \|", text, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", names)
    }


def tree(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    """Yield the modules of the package that are imported anywhere below a node."""
    for part in ast.walk(node):
        if isinstance(part, ast.ImportFrom) and part.module == "claimgraph":
            yield from (alias.name for alias in part.names if alias.name != "__version__")
        elif isinstance(part, ast.ImportFrom) and (part.module or "").startswith("claimgraph."):
            yield (part.module or "").removeprefix("claimgraph.")
        elif isinstance(part, ast.Import):
            names = (alias.name for alias in part.names)
            yield from (n.removeprefix("claimgraph.") for n in names if n.startswith("claimgraph."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_imports_run_one_way(path: Path) -> None:
    """A module imports from its own layer and from those before it in docs/architecture.md."""
    known = layers()
    assert path.stem in known, f"list {path.stem} in docs/architecture.md"
    for name in imported(tree(path)):
        assert name in known, f"list {name} in docs/architecture.md"
        assert known[name] <= known[path.stem], f"{path.stem} imports {name}"


def test_the_table_lists_what_there_is() -> None:
    """No module is listed that is gone."""
    assert set(layers()) <= {path.stem for path in MODULES}


def test_no_circles() -> None:
    """Modules of one layer do not import each other in a circle."""
    waiting = {path.stem: set(imported(tree(path))) for path in MODULES}
    while waiting:
        free = {name for name, needs in waiting.items() if not needs & waiting.keys()}
        assert free, f"a circle among {sorted(waiting)}"
        waiting = {name: needs for name, needs in waiting.items() if name not in free}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_heavy_imports_wait(path: Path) -> None:
    """What takes long to import is imported inside the function that needs it."""
    if path.stem == "rdflib_graph":
        pytest.skip("is itself imported inside functions")
    top = [node for node in tree(path).body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in top:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not {name.partition(".")[0] for name in names} & HEAVY
        assert "claimgraph.rdflib_graph" not in names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_only_the_command_line_prints(path: Path) -> None:
    """Every other module returns values; only layout builds paths from where it lies."""
    names = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
    assert "print" not in names or path.stem in PRINTS
    assert "__file__" not in names or path.stem == "layout"
    attributes = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    assert "argv" not in attributes or path.stem in PRINTS


def test_modules_are_small() -> None:
    """A module well past 250 lines has a second noun inside."""
    long = {p.stem: n for p in MODULES if (n := p.read_text("utf-8").count("\n")) > 260}
    assert long == {}
