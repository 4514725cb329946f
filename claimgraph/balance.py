"""The balance audit: how often each party is heard in the record, how, and on how deep a word.

Counts, no judgement: who is reported more is not thereby favoured, and the document chose whom to
report. The editors' own readings are left out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolution

from claimgraph.model import Model
from claimgraph.query_file import read_query
from claimgraph.read import Dataset
from claimgraph.table import Table

__all__ = ["Voices", "balance", "table"]

_HEADS = (
    "party", "claimants", "claims", "deny", "quoted", "distanced", "hedged", "depth",
    "introduced with",
)  # fmt: skip
_UNGROUPED = "counted with no party"
_FOOTNOTE = (
    "Claims as the documents report them, the editors' own left out. Depth: the voices that stand"
    " above a claim, on average and at most. The documents chose whom to report: who is heard more"
    " is not thereby favoured, and who is heard less may have said more elsewhere."
)


@dataclass
class Voices:
    """What is reported of one party; `party` is empty for whoever is counted with none.

    `depths` counts claims by the levels of reporting above them, `cues` the words that introduce
    them, as written.
    """

    party: str
    claimants: set[str] = field(default_factory=set)
    claims: int = 0
    denying: int = 0
    quoted: int = 0
    distanced: int = 0
    hedged: int = 0
    depths: Counter[int] = field(default_factory=Counter)
    cues: Counter[str] = field(default_factory=Counter)

    @property
    def depth(self) -> float:
        """The mean number of levels of reporting above a claim; 0 without any claim."""
        return sum(depth * n for depth, n in self.depths.items()) / (self.claims or 1)


def balance(dataset: Dataset, queries: Path) -> list[Voices]:
    """Return what a derived dataset reports of each party, the most often heard first.

    Raises `InputError` where the query cannot be read.
    """
    label = Model(dataset).label
    parties: dict[str, Voices] = {}
    seen: set[str] = set()
    for row in dataset.select(read_query(queries / "balance.rq").text):
        name = label(row["party"]) if isinstance(row["party"], NamedNode) else ""
        voices = parties.setdefault(name, Voices(name))
        if isinstance(row["cue"], Literal):
            voices.cues[row["cue"].value] += 1
        if row["claim"].value not in seen:
            seen.add(row["claim"].value)
            _count(row, voices)
    return sorted(parties.values(), key=lambda voices: (-voices.claims, voices.party))


def table(parties: Iterable[Voices], cues: int = 5) -> Table:
    """Return the audit as a table, each party with its most frequent cues."""
    return Table(_HEADS, [_row(voices, cues) for voices in parties], _FOOTNOTE)


def _count(row: QuerySolution, voices: Voices) -> None:
    voices.claimants.add(row["claimant"].value)
    voices.claims += 1
    voices.depths[int(row["depth"].value)] += 1
    voices.denying += row["denies"].value == "true"
    voices.quoted += row["quoted"].value == "true"
    voices.distanced += row["distanced"].value == "true"
    voices.hedged += row["hedged"].value == "true"


def _row(voices: Voices, cues: int) -> Sequence[list[str]]:
    most = sorted(voices.cues.items(), key=lambda item: (-item[1], item[0]))[:cues]
    numbers = (
        len(voices.claimants), voices.claims, voices.denying, voices.quoted, voices.distanced,
        voices.hedged,
    )  # fmt: skip
    return [
        [voices.party or _UNGROUPED],
        *([f"{number:,}"] for number in numbers),
        [f"{voices.depth:.1f}, at most {max(voices.depths, default=0)}"],
        [", ".join(f"{cue} ({number})" if number > 1 else cue for cue, number in most)],
    ]
