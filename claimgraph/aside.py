"""Work done in a process of its own, beside what goes on here: a build has two cores to use.

The process is forked, so that it has all data at hand and sends nothing but its result.
"""

import os
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from claimgraph.errors import ClaimgraphError

__all__ = ["aside"]

_Result = TypeVar("_Result")


@contextmanager
def aside(work: Callable[[], _Result]) -> Iterator[Callable[[], _Result]]:
    """Do `work` in another process; what is yielded waits for its result, once, and returns it.

    What `work` raises is raised there. Where the block is left before, the work is stopped. On
    systems that cannot fork it is done at once, on the data of the same moment.
    """
    if not hasattr(os, "fork"):
        result = work()
        yield lambda: result
        return
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        _work(work, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        try:
            yield lambda: cast(_Result, _answer(file.read()))
        finally:
            os.kill(process, signal.SIGKILL)  # it has either answered, or is no longer needed
            os.waitpid(process, 0)


def _work(work: Callable[[], object], writer: int) -> None:
    code = 1
    try:
        try:
            answer = pickle.dumps((work(), None))
        except Exception as error:  # noqa: BLE001 (it is raised again in the other process)
            answer = pickle.dumps((None, error))
        with os.fdopen(writer, "wb") as file:
            file.write(answer)
        code = 0
    finally:
        os._exit(code)  # neither handlers nor buffers of the process that was forked


def _answer(data: bytes) -> object:
    if not data:
        raise ClaimgraphError("a check was broken off", remedy="is there enough memory?")
    result, error = pickle.loads(data)  # noqa: S301 (from our own process)
    if error is not None:
        raise error
    return result
