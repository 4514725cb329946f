"""Where accounts meet: the share of propositions that two or more claimants address."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from claimgraph.query_file import read_query
from claimgraph.read import Dataset

__all__ = ["Share", "sharing"]


@dataclass(frozen=True)
class Share:
    """Of the propositions that anybody addresses, how many several do, on one way of counting."""

    way: str
    addressed: int
    shared: int

    def __str__(self) -> str:
        """Return the share in per cent with its way, such as `3.5 % strictly`."""
        part = self.shared / self.addressed if self.addressed else 0.0
        return f"{part:.1%} {self.way}".replace("%", " %")


def sharing(dataset: Dataset, query_files: Iterable[Path]) -> list[Share]:
    """Return the share on each way of counting; the dataset has been inferred and derived.

    A query's file is named after its way and yields one row, `?addressed` and `?shared`.
    """
    return [
        Share(
            query.name.replace("-", " "), int(row["addressed"].value), int(row["shared"].value or 0)
        )
        for query in map(read_query, query_files)
        for row in dataset.select(query.text)
    ]
