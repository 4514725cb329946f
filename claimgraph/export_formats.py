"""The formats of `export`: which there are, and the files that each makes of a build.

Formats that share something are a family, made in one go; families are made beside each other.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from claimgraph.built import Built
from claimgraph.errors import OutputError
from claimgraph.layout import Layout
from claimgraph.losses import Ledger, ledger
from claimgraph.read import prefixes
from claimgraph.terms import DCTERMS

if TYPE_CHECKING:
    from claimgraph.tables import Filled

__all__ = ["FAMILIES", "WIKIBASE", "Folder", "Job"]

WIKIBASE = ("wikibase-json", "wikibase-rdf")


@dataclass(frozen=True)
class Job:
    """A build, the formats that are wanted of it, and their options.

    `own_base` is where the IRIs of a Wikibase of one's own begin, if ids are assigned for one.
    """

    layout: Layout
    built: Built
    formats: Sequence[str]
    own_base: str | None
    dialect: str

    def ledger(self, format_: str) -> Ledger:
        """Return what a format cannot carry."""
        return ledger(self.built.dataset, self.layout.loss_files, format_)


@dataclass(frozen=True)
class Folder:
    """What is written in one go: where below `dist/`, the files, and what to say of them."""

    path: Path
    files: Mapping[str, bytes]
    said: str
    notes: Sequence[str] = ()


def _nanopubs(job: Job) -> list[Folder]:
    from claimgraph.nanopubs import as_file, nanopubs

    published = nanopubs(job.built.dataset, job.built.description)
    content = as_file(published, prefixes(job.layout))
    return [_exported(job, job.ledger("nanopubs"), {"nanopubs.trig": content})]


def _schema_claims(job: Job) -> list[Folder]:
    from claimgraph.schema_claims import schema_claims

    lost = job.ledger("schema-claims")
    content = schema_claims(job.built.dataset, job.built.description, lost)
    return [_exported(job, lost, {"claims.jsonld": content})]


def _flat(job: Job) -> list[Folder]:
    from claimgraph.tables import filled

    tables = filled(job.built.dataset, job.layout.table_metadata, job.layout.table_files)
    return [
        _exported(job, job.ledger(name), *make(job, tables))
        for name, make in (("tables", _csv), ("parquet", _parquet), ("graphml", _graphml))
        if name in job.formats
    ]


def _csv(job: Job, tables: "list[Filled]") -> tuple[dict[str, bytes], list[str]]:
    from claimgraph.csvw import METADATA, as_metadata
    from claimgraph.tables import like_formulas

    files = {f"{one.table.name}.csv": one.csv for one in tables}
    files[METADATA] = as_metadata(job.layout.table_metadata, _about(job.built))
    notes = [
        f"{one.table.name}.csv: {count} texts in {column} begin like a formula;"
        " import that column as text"
        for one in tables
        for column, count in Counter(like_formulas(one)).items()
    ]
    return files, notes


def _parquet(_: Job, tables: "list[Filled]") -> tuple[dict[str, bytes], list[str]]:
    from claimgraph.parquet import as_parquet

    return {f"{one.table.name}.parquet": as_parquet(one) for one in tables}, []


def _graphml(job: Job, tables: "list[Filled]") -> tuple[dict[str, bytes], list[str]]:
    from claimgraph.graphml import as_graphml, unspeakable

    name = f"{job.built.description.slug}.graphml"
    count = unspeakable(tables)
    notes = [f"{name}: XML has no way to write {count} characters; they became U+FFFD"]
    return {name: as_graphml(tables)}, notes if count else []


def _wikidata(job: Job) -> list[Folder]:
    from claimgraph.quickstatements import carried
    from claimgraph.quickstatements_losses import as_page, as_rows
    from claimgraph.wikibase_ids import Ids, assigned
    from claimgraph.wikibase_json import wikibase_json
    from claimgraph.wikibase_rdf import wikibase_rdf
    from claimgraph.wikidata import items

    registry = prefixes(job.layout)
    entities = items(job.built.dataset, job.layout.export_queries)
    ids = replace(assigned(entities), base=job.own_base) if job.own_base else Ids()
    losses = job.ledger("wikidata")
    page, content = losses.as_markdown(registry), losses.as_rows(registry)
    files: dict[str, bytes] = {}
    if "wikibase-json" in job.formats:
        files |= wikibase_json(entities, ids)
    if "wikibase-rdf" in job.formats:
        files |= _silent(job, wikibase_rdf(entities, ids, next(iter(_licences(job.built)), "")))
    if "quickstatements" in job.formats:
        batches, further = carried(entities, job.dialect)
        files |= batches
        page += b"\n" + as_page(further, job.dialect).encode()
        content["quickstatements"] = {"dialect": job.dialect, "losses": as_rows(further)}
    files["losses.md"] = page
    files["losses.json"] = json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
    statements = sum(len(item.statements) for item in entities)
    said = f"{len(entities):,} items, {statements:,} statements; {_sum(losses)}"
    return [Folder(job.layout.wikidata, files, said)]


def _silent(job: Job, files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files in Wikibase's RDF, proven to say nothing in their own voice."""
    from claimgraph.wikibase_proof import leaks

    if found := leaks(files["wikibase.ttl"], job.layout.wikibase_proof_file):
        raise OutputError(
            f"wikibase.ttl would say something in its own voice: {found[0]}",
            expected="statements with references, and no direct claim",
            remedy="tell us: this is a fault of the exporter",
        )
    return files


def _exported(
    job: Job, lost: Ledger, files: Mapping[str, bytes], notes: Sequence[str] = ()
) -> Folder:
    registry = prefixes(job.layout)
    told = {"losses.md": lost.as_markdown(registry), "losses.json": lost.as_json(registry)}
    path = job.layout.dist / "exports" / lost.format
    return Folder(path, {**files, **told}, _sum(lost), notes)


def _sum(lost: Ledger) -> str:
    losing = len({loss.claim for loss in lost.losses})
    return f"{lost.claims:,} claims, of which {losing:,} lose something"


def _about(source: Built) -> dict[str, object]:
    """Return what CSVW says of the tables together, and of the data set that they are made of."""
    return {
        "dc:title": source.description.title,
        "dc:isVersionOf": {"@id": source.description.iri.value},
        "schema:version": source.description.version,
        "dc:license": [{"@id": licence} for licence in _licences(source)],
    }


def _licences(source: Built) -> list[str]:
    quads = source.dataset.store.quads_for_pattern(source.description.iri, DCTERMS.license, None)
    return sorted({quad.object.value for quad in quads if isinstance(quad.object, NamedNode)})


# What shares something is made in one process.
FAMILIES: Mapping[tuple[str, ...], Callable[[Job], list[Folder]]] = {
    ("nanopubs",): _nanopubs,
    ("schema-claims",): _schema_claims,
    ("tables", "parquet", "graphml"): _flat,
    (*WIKIBASE, "quickstatements"): _wikidata,
}
