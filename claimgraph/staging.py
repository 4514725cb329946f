"""Beside the graphs that people read: where a data set is prepared, and what is said if it stays.

A store keeps what it had until the new data set has been read back from here and proved whole.
"""

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import NamedNode

from claimgraph.store_client import Client, StoreError
from claimgraph.terms import BASE, GRAPHS

__all__ = [
    "BESIDE",
    "OURS",
    "REMOVED",
    "STAGING",
    "Report",
    "cleared",
    "interrupted",
    "refused",
    "unchanged",
]


def _in(place: str) -> Mapping[NamedNode, NamedNode]:
    return {
        graph: NamedNode(graph.value.replace(f"{BASE}graph/", f"{BASE}{place}/"))
        for graph in GRAPHS
    }


STAGING, REMOVED = _in("staging"), _in("staging/removed")
BESIDE = (*STAGING.values(), *REMOVED.values())
OURS = (*GRAPHS, *BESIDE)

# Told of a step and how many triples it concerns, it returns what is told of how many are done.
Report = Callable[[str, int], Callable[[int], None]]


def refused(error: StoreError) -> bool:
    """Return whether the store itself has said no, rather than somebody before it."""
    return error.status not in {0, 502, 504}


def cleared(client: Client, graphs: Iterable[NamedNode], triples: int = 0) -> bool:
    """Remove what was sent so far, so many triples, and return whether that could be done."""
    try:
        client.drop(graphs, once=True, triples=triples)
    except StoreError:
        return False
    return True


def unchanged(error: StoreError, *, clean: bool) -> StoreError:
    """Return an error that says that the store has what it had, and whether it has nothing else."""
    left = "" if clean else ", and what was sent of the new one goes with the next load or unload"
    return error.leaving(f"the data set that the store held is unchanged{left}")


def interrupted(error: StoreError, client: Client) -> StoreError:
    """Return an error that says that it is not known which of two data sets the store has."""
    either = "either all of the old data set or all of the new"
    holds = either if client.profile.atomic else "graphs of the old and the new"
    return error.leaving(
        f"the store holds {holds}; `status` tells, and the next load puts it right",
        f"just when the new data set took the place of the old, {error.found}",
    )
