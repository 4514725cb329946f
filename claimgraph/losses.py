"""What an encoding of the dump cannot carry: a ledger, per claim and by reason.

Each reason is a query in `queries/losses/`: its rows are the claims that lose something, its title
says what, and `formats:` in its header names the encodings. So nothing is lost in silence, and an
exporter that leaves something out on purpose asks the ledger for which claims.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from claimgraph.curie import shorten
from claimgraph.query_file import QueryFile, read_query
from claimgraph.read import Dataset
from claimgraph.table import as_markdown
from claimgraph.terms import CG, RDF

__all__ = ["Ledger", "Loss", "ledger"]


@dataclass(frozen=True)
class Loss:
    """Something of a claim that is not in the export: which reason, and which node or words."""

    claim: NamedNode
    reason: str
    detail: NamedNode | Literal


@dataclass(frozen=True)
class Ledger:
    """All losses of one export; `reasons` are the queries that were asked, losses or not."""

    format: str
    claims: int
    reasons: Sequence[QueryFile]
    losses: Sequence[Loss]

    def of(self, reason: str) -> set[NamedNode]:
        """Return the claims that lose something for a reason; raises `KeyError` for none such."""
        if reason not in {file.name for file in self.reasons}:
            raise KeyError(reason)
        return {loss.claim for loss in self.losses if loss.reason == reason}

    def as_rows(self, prefixes: Mapping[str, str]) -> dict[str, object]:
        """Return the ledger for machines, as values of JSON: the counts by reason, then each loss.

        Losses are many and nodes are few, so each node is shortened once.
        """
        short = cache(partial(shorten, prefixes=prefixes))
        counts = Counter(loss.reason for loss in self.losses)
        return {
            "format": self.format,
            "claims": self.claims,
            "claims with losses": len({loss.claim for loss in self.losses}),
            "reasons": [
                {
                    "reason": file.name,
                    "lost": file.title,
                    "why": file.paragraphs["loss"],
                    "claims": len(self.of(file.name)),
                    "losses": counts[file.name],
                }
                for file in self.reasons
            ],
            "losses": [
                {
                    "claim": short(loss.claim.value),
                    "reason": loss.reason,
                    "detail": (
                        short(loss.detail.value)
                        if isinstance(loss.detail, NamedNode)
                        else loss.detail.value
                    ),
                }
                for loss in self.losses
            ],
        }

    def as_json(self, prefixes: Mapping[str, str]) -> bytes:
        """Return the ledger for machines, as a file."""
        return json.dumps(self.as_rows(prefixes), ensure_ascii=False, indent=2).encode() + b"\n"

    def as_markdown(self, prefixes: Mapping[str, str]) -> bytes:
        """Return the ledger for people: a table of reasons, then one of claims."""
        reasons = [
            [[file.name], [file.title], [file.paragraphs["loss"]], [f"{len(self.of(file.name)):,}"]]
            for file in self.reasons
        ]
        of_claims: dict[NamedNode, Counter[str]] = defaultdict(Counter)
        for loss in self.losses:
            of_claims[loss.claim][loss.reason] += 1
        claims = [
            [[shorten(claim.value, prefixes)], [", ".join(f"{n} {r}" for r, n in counts.items())]]
            for claim, counts in sorted(of_claims.items(), key=lambda item: item[0].value)
        ]
        return (
            f"# What {self.format} cannot carry\n\n"
            f"{len(of_claims):,} of {self.claims:,} claims lose something.\n\n"
            f"{as_markdown(['reason', 'what is lost', 'why', 'claims'], reasons)}\n"
            f"## By claim\n\n{as_markdown(['claim', 'losses'], claims)}"
        ).encode()


def ledger(dataset: Dataset, files: Iterable[Path], format_: str) -> Ledger:
    """Return what a format cannot carry of a derived dataset; raises what `read_query` raises."""
    reasons = [read_query(path) for path in files]
    asked = [file for file in reasons if format_ in file.settings.get("formats", "").split()]
    losses = [
        Loss(row["claim"], file.name, row["detail"])
        for file in asked
        for row in dataset.select(file.text)
    ]
    losses.sort(key=lambda loss: (loss.claim.value, loss.reason, str(loss.detail)))
    claims = {quad.subject for quad in dataset.store.quads_for_pattern(None, RDF.type, CG.Claim)}
    return Ledger(format_, len(claims), asked, losses)
