"""The QuickStatements of the awkward items, as reviewed by people: `tests/quickstatements/`.

    python -m tests.quickstatements_golden      write all of them anew

Read the difference before you commit it.
"""

from pathlib import Path

from claimgraph.quickstatements import carried
from claimgraph.quickstatements_losses import as_page
from claimgraph.quickstatements_values import DIALECTS
from claimgraph.write import write
from tests.wikibase_items import ITEMS

__all__ = ["FOLDER", "files"]

FOLDER = Path(__file__).parent / "quickstatements"


def files(dialect: str) -> dict[str, bytes]:
    """Return the files of a dialect by name, and what it cannot carry."""
    made = carried(ITEMS, dialect)
    return {**made.files, "losses.md": as_page(made.losses, dialect).encode()}


if __name__ == "__main__":
    for one in DIALECTS:
        write(files(one), FOLDER / one)
