"""What `new-document` does: a document's Turtle, new or revised after its text has changed."""

from pathlib import Path

from claimgraph.errors import shown
from claimgraph.layout import Layout
from claimgraph.read import text_of
from claimgraph.revision import revised
from claimgraph.said import Said
from claimgraph.skeleton import Description, skeleton
from claimgraph.text import Corrections

__all__ = ["say"]


def say(
    layout: Layout, text_file: Path, slug: str, description: Description, corrections: Corrections
) -> Said:
    """Write `graph/documents/<slug>.ttl` and return where that is, with notes on what changed.

    Raises `InputError` for a text or an earlier file that cannot be used.
    """
    text = text_of(text_file)
    path = layout.graph / "documents" / f"{slug}.ttl"
    notes = []
    if path.exists():
        revision = revised(path.read_text("utf-8"), text, slug, corrections, path=path)
        turtle = revision.turtle
        notes += [f"new: {name}" for name in revision.added]
        notes += [f"gone: {name}" for name in revision.removed]
        notes += [f"no longer needed: the correction at {offset}" for offset in revision.dropped]
    else:
        turtle = skeleton(text, slug, description, corrections=corrections)
        path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".ttl.new")
    fresh.write_text(turtle, "utf-8")
    fresh.replace(path)
    return Said(f"{shown(path)}\n", notes)
