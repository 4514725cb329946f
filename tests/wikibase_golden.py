"""What the awkward items are in each format, as reviewed by people: `tests/wikibase/`.

    python -m tests.wikibase_golden    write the files anew; git shows the difference

`awkward` is for Wikidata, `own` for a wiki of one's own.
"""

from functools import cache
from pathlib import Path

from claimgraph.read import Dataset
from claimgraph.wikibase import Item
from claimgraph.wikibase_ids import Ids, assigned
from claimgraph.wikibase_json import wikibase_json
from claimgraph.wikibase_rdf import wikibase_rdf
from claimgraph.wikidata import items
from tests.golden import LAYOUT, built
from tests.wikibase_items import ITEMS

__all__ = ["FOLDER", "IDS", "article", "expected"]

FOLDER = Path(__file__).parent / "wikibase"
IDS = {"awkward": Ids(), "own": assigned(ITEMS)}


@cache
def article() -> list[Item]:
    """Return the items of the whole graph, not to be changed."""
    return items(Dataset(built()), LAYOUT.export_queries)


def expected() -> dict[str, bytes]:
    """Return what each file should hold."""
    files = {}
    for name, ids in IDS.items():
        json = wikibase_json(ITEMS, ids)
        files[f"{name}.json"] = json["wikibase.json"]
        files[f"{name}.csv"] = json["ids.csv"]
        # Not .ttl, for people did not write it and its layout is not theirs.
        files[f"{name}.turtle"] = wikibase_rdf(ITEMS, ids)["wikibase.ttl"]
    return files


def main() -> None:
    """Write all files."""
    FOLDER.mkdir(exist_ok=True)
    for name, content in expected().items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
