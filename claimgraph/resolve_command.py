"""What `resolve` does: the second batch, with the Q ids that the first one brought."""

from pathlib import Path

from claimgraph.errors import UsageError, shown
from claimgraph.layout import Layout
from claimgraph.quickstatements_csv import FOLDER
from claimgraph.quickstatements_mapping import FILE, mapping, new_items
from claimgraph.quickstatements_template import TEMPLATE, filled, is_table, places, without
from claimgraph.read import text_of
from claimgraph.said import Said
from claimgraph.write import write

__all__ = ["say"]

RESOLVED = "resolved"


def say(layout: Layout, mapping_file: Path, folder: Path | None) -> Said:
    """Write `resolved/` beside the templates, whole or not at all, and say what is in it.

    Raises `UsageError` where there are no templates, `InputError` for a mapping that cannot be
    used or does not have every item, and `OutputError` where the folder cannot be written.
    """
    source = layout.wikidata if folder is None else folder
    found = [*source.glob(f"quickstatements*{TEMPLATE}"), *source.glob(f"{FOLDER}/*{TEMPLATE}")]
    templates = {
        path.relative_to(source).as_posix().removesuffix(TEMPLATE): text_of(path)
        for path in sorted(found)
    }
    if not templates:
        raise UsageError(
            "there is no batch that waits for Q ids",
            remedy="`export quickstatements` writes one where items are new",
            path=source,
        )
    new = new_items(text_of(source / FILE))
    needed = set[str]().union(*(places(text, table=is_table(f)) for f, text in templates.items()))
    ids = mapping(text_of(mapping_file), new, needed, mapping_file)
    unmade = {item for item, id_ in ids.items() if not id_}
    kept, gone = without(templates, unmade)
    files = {name: filled(text, ids, table=is_table(name)).encode() for name, text in kept.items()}
    write(files, source / RESOLVED)
    tables = [name for name in files if is_table(name)]
    said = [
        f"{shown(source / RESOLVED / name)}   {len(content.splitlines()):,} lines\n"
        for name, content in files.items()
        if name not in tables
    ]
    if tables:
        said.append(f"{shown(source / RESOLVED / FOLDER)}/   {len(tables):,} tables\n")
    notes = [f"{len(needed - unmade):,} new items have their ids"]
    if unmade:
        notes.append(f"{len(unmade):,} are left out, and {gone:,} statements that name them")
    return Said("".join(said), notes)
