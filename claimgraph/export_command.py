"""What `export` does: the dump in other encodings, each in its folder with what it cannot carry."""

import argparse
import re
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode

from claimgraph.arguments import EXPORTS
from claimgraph.aside import aside
from claimgraph.built import built
from claimgraph.errors import UsageError
from claimgraph.export_formats import FAMILIES, WIKIBASE, Job
from claimgraph.layout import Layout
from claimgraph.said import Said
from claimgraph.wikibase_ids import OWN, WIKIDATA
from claimgraph.write import written

__all__ = ["asked", "say"]

_CONCEPT_BASE = re.compile(r"https?://(?P<site>(?!:)[^/?#@]+)/([^?#]*/)?entity/")


def asked(layout: Layout, options: argparse.Namespace) -> Said:
    """Do what a command line asks for; raises what `say` raises."""
    return say(
        layout,
        options.formats,
        every=options.every,
        own_base=_own_base(options.concept_base_iri, assign_ids=options.assign_ids),
        dialect=options.dialect,
    )


def say(
    layout: Layout,
    formats: Iterable[str],
    *,
    every: bool = False,
    own_base: str | None = None,
    dialect: str | None = None,
) -> Said:
    """Write each format into its folder of `dist/`, whole or not at all; say what was lost.

    `own_base` is where the IRIs of a Wikibase of one's own begin, if ids are to be assigned for it.
    Those that share nothing are made beside each other; no folder is replaced before all are made.
    Raises `UsageError` for formats and options that do not go together, `OutputError` where a
    folder cannot be written, and what `built` and the formats raise.
    """
    notes: list[str] = []
    chosen = _chosen(list(formats), notes, every=every)
    _check(chosen, assign_ids=own_base is not None, dialect=dialect)
    source = built(layout)
    job = Job(layout, source, chosen, own_base, dialect or "portable")
    wanted = [make for names, make in FAMILIES.items() if set(names) & set(chosen)]
    with ExitStack() as stack:
        # The last is made here, for it has most to hand over, and to bring to the disk meanwhile.
        answers = [stack.enter_context(aside(partial(make, job))) for make in wanted[:-1]]
        here = wanted[-1](job)
        for folder in here:
            stack.enter_context(written(folder.files, folder.path))
        others = [folder for answer in answers for folder in answer()]
        for folder in others:
            stack.enter_context(written(folder.files, folder.path))
        folders = others + here
    lines = [f"{_shown(folder.path, layout):<30} {folder.said}\n" for folder in folders]
    notes += [note for folder in folders for note in folder.notes]
    return Said("".join(lines), [*source.notes, *notes])


def _chosen(formats: list[str], notes: list[str], *, every: bool) -> list[str]:
    for name in formats:
        if name not in EXPORTS:
            near = get_close_matches(name, EXPORTS, n=1)
            raise UsageError(
                f"there is no format {name!r}",
                expected=", ".join(EXPORTS),
                remedy=f"did you mean {near[0]}?" if near else "",
            )
    if every:
        from claimgraph.parquet import installed

        formats = [name for name in EXPORTS if name in formats or name != "parquet" or installed()]
        if "parquet" not in formats:
            notes.append("parquet is left out: it needs pip install 'claimgraph[parquet]'")
    if not formats:
        raise UsageError(
            "no format is named", expected=", ".join(EXPORTS), remedy="name some, or give --all"
        )
    return list(dict.fromkeys(formats))


def _check(formats: Sequence[str], *, assign_ids: bool, dialect: str | None) -> None:
    """Raise `UsageError` for an option that none of the formats has a use for."""
    for option, given, users in (
        ("--assign-ids", assign_ids, WIKIBASE),
        ("--dialect", dialect is not None, ("quickstatements",)),
    ):
        if given and not set(formats) & set(users):
            raise UsageError(
                f"{option} means nothing to {', '.join(formats)}",
                expected=" or ".join(users),
            )


def _own_base(concept_base: str | None, *, assign_ids: bool) -> str | None:
    """Return where the IRIs of a Wikibase of one's own begin; `entity/` follows for its items.

    Raises `UsageError` for what is no such IRI, and for Wikidata's, whose ids mean something else.
    """
    if concept_base is None:
        return OWN if assign_ids else None
    if not assign_ids:
        raise UsageError(
            "--concept-base-iri means nothing to the ids of Wikidata",
            expected="--assign-ids beside it, for a Wikibase of one's own",
        )
    found = _CONCEPT_BASE.fullmatch(concept_base)
    try:
        NamedNode(concept_base)
    except ValueError:
        found = None
    if found is None:
        raise UsageError(
            f"--concept-base-iri: {concept_base!r} cannot be used",
            expected="an http or https IRI such as https://wiki.example.org/entity/",
        )
    if f"http://{found['site']}/".lower() == WIKIDATA:
        raise UsageError(
            "--concept-base-iri: Wikidata's Q1 and P1 are taken",
            expected="that of a Wikibase of one's own, still empty",
        )
    return concept_base.removesuffix("entity/")


def _shown(path: Path, layout: Layout) -> str:
    return f"{path.relative_to(layout.dist.parent).as_posix()}/"
