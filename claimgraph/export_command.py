"""What `export` does: the dump in other encodings, each in its folder with what it cannot carry."""

from collections.abc import Callable, Iterable, Mapping

from claimgraph.built import Built, built
from claimgraph.layout import Layout
from claimgraph.losses import Ledger, ledger
from claimgraph.nanopubs import as_file, nanopubs
from claimgraph.read import prefixes
from claimgraph.said import Said
from claimgraph.schema_claims import schema_claims
from claimgraph.write import write

__all__ = ["EXPORTS", "say"]

_Files = dict[str, bytes]


def say(layout: Layout, formats: Iterable[str]) -> Said:
    """Write each format into its folder of `dist/exports/`, whole or not at all; say what was lost.

    Raises `OutputError` where a folder cannot be written, and what `built` raises.
    """
    source = built(layout)
    registry = prefixes(layout)
    lines = []
    for name in dict.fromkeys(formats):
        lost = ledger(source.dataset, layout.loss_files, name)
        files = EXPORTS[name](source, lost, registry)
        files["losses.md"] = lost.as_markdown(registry)
        files["losses.json"] = lost.as_json(registry)
        folder = layout.dist / "exports" / name
        write(files, folder)
        losing = len({loss.claim for loss in lost.losses})
        path = f"{layout.dist.name}/exports/{name}/"
        lines.append(f"{path:<30} {lost.claims:,} claims, of which {losing:,} lose something\n")
    return Said("".join(lines), source.notes)


def _nanopubs(source: Built, _: Ledger, registry: Mapping[str, str]) -> _Files:
    published = nanopubs(source.dataset, source.description)
    return {"nanopubs.trig": as_file(published, registry)}


def _schema_claims(source: Built, lost: Ledger, _: Mapping[str, str]) -> _Files:
    return {"claims.jsonld": schema_claims(source.dataset, source.description, lost)}


EXPORTS: Mapping[str, Callable[[Built, Ledger, Mapping[str, str]], _Files]] = {
    "nanopubs": _nanopubs,
    "schema-claims": _schema_claims,
}
