"""The first data set in a store that takes all of it in one request, or nothing.

Nothing is there that could be damaged, so nothing has to be moved: for a store on disk that costs
many times what sending does. It is verified where it is, and goes again if it is not whole.
"""

from claimgraph.bundle import Bundle
from claimgraph.staging import BESIDE, Report, cleared, refused
from claimgraph.store_client import Client, StoreError
from claimgraph.verify import Verdict, verify

__all__ = ["first"]


def first(client: Client, bundle: Bundle, report: Report) -> list[Verdict] | None:
    """Put a data set without blank nodes where none is, whole or not at all.

    Returns verdicts on what was sent; unless all of it was whole, it is gone again. Returns None
    where it is too large for one request. Raises `StoreError`, which says what became of the store.
    """
    total = bundle.triples
    places = {graph: graph for graph in bundle.graphs}
    answered = False
    try:
        client.drop(BESIDE)
        client.load(bundle.path, total, report("send", total))
        answered = True
        verdicts = verify(client, bundle, places, report("verify", total))
    except BaseException as error:
        clean = cleared(client, bundle.graphs, total)
        if not isinstance(error, StoreError):
            raise
        if error.status == 413:
            return None
        # A store that has not answered may be about to take in what it got.
        raise _told(error, clean=clean and (answered or refused(error))) from error
    if not all(verdict.whole for verdict in verdicts):
        cleared(client, bundle.graphs, total)
    return verdicts


def _told(error: StoreError, *, clean: bool) -> StoreError:
    either = "either nothing of the data set or all of it; `status` tells"
    return error.leaving(
        f"the store holds {'nothing of the data set, as before' if clean else either}"
    )
