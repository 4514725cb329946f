"""What a dialect of QuickStatements cannot carry: counted by reason, then one by one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimgraph.quickstatements_values import REASONS, name
from claimgraph.table import as_markdown
from claimgraph.wikibase import (
    Coordinates,
    ItemId,
    MonolingualText,
    Quantity,
    Snak,
    Text,
    Time,
    Unknown,
    Value,
)

__all__ = ["Loss", "as_page", "as_rows", "because"]


@dataclass(frozen=True, order=True)
class Loss:
    """Something of an item that a dialect cannot carry; the reason is a key of `REASONS`."""

    item: str
    part: str  # statement, qualifier, reference, label, description, alias
    reason: str
    detail: str = ""
    proposition: str = ""
    claims: tuple[str, ...] = ()


def because(loss: Loss, reason: str, part: str = "", snak: Snak | None = None) -> Loss:
    """Return a loss with its reason, and with the part and snak that it is of."""
    detail = f"{snak.property.pid} {_shown(snak.value)}" if snak else loss.detail
    return replace(loss, part=part or loss.part, reason=reason, detail=detail)


def as_page(losses: Sequence[Loss], dialect: str) -> str:
    """Return the losses of a dialect as a section of a page, for people."""
    counts = Counter(loss.reason for loss in losses)
    reasons = [[[reason], [REASONS[reason]], [str(n)]] for reason, n in sorted(counts.items())]
    each = [[[loss.item], [loss.part], [loss.reason], [loss.detail]] for loss in losses]
    head = (
        f"## What QuickStatements cannot carry\n\nDialect `{dialect}`: "
        f"{len(losses):,} losses beyond those of every export to Wikidata.\n"
    )
    if not losses:
        return head
    return (
        f"{head}\n{as_markdown(['reason', 'why', 'losses'], reasons)}\n"
        f"### By item\n\n{as_markdown(['item', 'part', 'reason', 'what'], each)}"
    )


def as_rows(losses: Sequence[Loss]) -> list[dict[str, object]]:
    """Return the losses for machines, as values of JSON."""
    return [
        {
            "item": loss.item,
            "part": loss.part,
            "reason": loss.reason,
            "detail": loss.detail,
            "proposition": loss.proposition,
            "claims": list(loss.claims),
        }
        for loss in losses
    ]


def _shown(value: Value) -> str:
    match value:
        case ItemId():
            shown = name(value)
        case Text() | MonolingualText():
            shown = value.text
        case Time():
            shown = f"{value.year}-{value.month:02}-{value.day:02}"
        case Quantity():
            shown = f"{value.amount:f}"
        case Coordinates():
            shown = f"{value.latitude:f} {value.longitude:f}"
        case Unknown():
            shown = value.value
    return shown
