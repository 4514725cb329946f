"""Lines in order, of which there may be more than memory holds: runs on disk, merged when read."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import IO, Self

__all__ = ["SortedLines"]

_RUN = 250_000


class SortedLines:
    """Lines of bytes in order, to be gone through as often as needed; a context manager.

    No line has an end of its own, or one inside.
    """

    def __init__(self, lines: Iterable[bytes], run: int = _RUN) -> None:
        self._files: list[IO[bytes]] = []
        self._last: list[bytes] = []
        for line in lines:
            self._last.append(line)
            if len(self._last) == run:
                self._put_away()
        self._last.sort()

    def __iter__(self) -> Iterator[bytes]:
        """Iterate over the lines in order, from the first."""
        if not self._files:
            return iter(self._last)
        return heapq.merge(*map(_read, self._files), self._last)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in self._files:
            file.close()

    def _put_away(self) -> None:
        file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by __exit__)
        self._files.append(file)
        self._last.sort()
        file.writelines(line + b"\n" for line in self._last)
        self._last.clear()


def _read(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    for line in file:
        yield line.removesuffix(b"\n")
