"""The built data set in `dist/`: where it is, whether its sources have changed since, its store."""

from pathlib import Path
from threading import Thread

from pyoxigraph import RdfFormat, Store

from claimgraph.errors import ClaimgraphError, InputError, UsageError, shown
from claimgraph.layout import Layout

__all__ = ["Opening", "dump", "opened", "outdated"]

_BUILD = "run build.py, which writes it"


def dump(layout: Layout, folder: Path | None = None) -> Path:
    """Return the N-Quads of the build, in `dist/` or another folder.

    Raises `UsageError` unless there is just one such file.
    """
    folder = folder or layout.dist
    found = sorted(folder.glob("*.nq"))
    if len(found) != 1:
        raise UsageError(
            f"{len(found)} data sets in {folder.name}/" if found else "nothing is built yet",
            expected=f"one .nq file in {folder.name}/",
            remedy=_BUILD,
        )
    return found[0]


def outdated(layout: Layout, built: Path) -> list[str]:
    """Return a note on the latest of the sources that were changed after the build, if any was."""
    sources = [
        *layout.graph_files,
        *layout.ontology_files,
        *layout.rule_files,
        *layout.entailment_files,
    ]
    latest = max(sources, key=lambda path: path.stat().st_mtime_ns, default=None)
    if latest is None or latest.stat().st_mtime_ns <= built.stat().st_mtime_ns:
        return []
    return [f"{shown(latest)} is newer than the build: run build.py"]


def opened(dump: Path) -> Store:
    """Return a store with the data set of a dump; raises `InputError` where it is damaged."""
    store = Store()
    try:
        # Lenient, for what the build wrote it has checked: that takes a third off the time.
        store.bulk_load(path=dump, format=RdfFormat.N_QUADS, lenient=True)
    except (SyntaxError, ValueError) as error:
        raise InputError(
            f"the data set is damaged: {error}", remedy="build it again with build.py", path=dump
        ) from error
    except OSError as error:
        raise InputError(f"the data set cannot be read ({error})", path=dump) from error
    return store


class Opening:
    """A dump that is read while the program goes on: Oxigraph leaves Python free meanwhile."""

    def __init__(self, dump: Path) -> None:
        self.dump = dump
        self._store: Store | None = None
        self._error: ClaimgraphError | None = None
        self._thread = Thread(target=self._open)
        self._thread.start()

    def store(self) -> Store:
        """Return the store, once it is there; raises what `opened` raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        if self._store is None:
            raise InputError("the data set cannot be read", path=self.dump)
        return self._store

    def _open(self) -> None:
        try:
            self._store = opened(self.dump)
        except ClaimgraphError as error:
            self._error = error
