"""What `docs` does: the pages that are made, written anew where they are out of date."""

from pathlib import Path

from claimgraph.docs import console_pages, generated, in_shell
from claimgraph.errors import shown
from claimgraph.layout import Layout
from claimgraph.said import Said

__all__ = ["say"]


def say(layout: Layout, *, check: bool) -> Said:
    """Return which pages were out of date, a line each, and write them anew unless `check`.

    The commands of console blocks are run from the root, after the generated pages are written.
    Raises `InputError` where one of them is broken.
    """
    stale = []
    for path, text in generated(layout).items():
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(path)
            if not check:
                _write(path, text)
    for path, (old, new) in console_pages(layout.pages, in_shell(layout.root)).items():
        if old != new:
            stale.append(path)
            if not check:
                _write(path, new)
    return Said("".join(f"{shown(path)}\n" for path in stale))


def _write(path: Path, text: str) -> None:
    fresh = path.with_suffix(".md.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
