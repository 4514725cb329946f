"""Work that may take too long or say too much, done in a process of its own that can be stopped.

Oxigraph runs a query to its end once it has begun: there is no other way to make it stop.
"""

import os
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, NoReturn

from claimgraph.errors import UsageError

__all__ = ["Limits", "limited"]

_CHUNK = 1 << 16


@dataclass(frozen=True)
class Limits:
    """How long a query may take, and how many bytes its answer may have."""

    seconds: float = 60.0
    size: int = 100_000_000


def limited(work: Callable[[IO[bytes]], object], limits: Limits) -> bytes:
    """Return what `work` writes to the file that it is given.

    What `work` raises is raised here as `UsageError`. So is running out of time, of memory or of
    the size allowed, after which the work is no longer under way.
    """
    reader, writer = os.pipe()
    complaints, complaint = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process == 0:
        os.close(reader)
        os.close(complaints)
        _work(work, writer, complaint)
    os.close(writer)
    os.close(complaint)
    try:
        data = _read(reader, limits)
    except BaseException:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(complaints)
        raise
    finally:
        os.close(reader)
    _, status = os.waitpid(process, 0)
    with os.fdopen(complaints, "rb") as file:
        complained = file.read().decode()
    if complained:
        raise UsageError(complained)
    if status:
        raise UsageError("the query used up all memory", remedy=_LESS)
    return data


_LESS = "ask for less, for instance with LIMIT"


def _work(work: Callable[[IO[bytes]], object], writer: int, complaint: int) -> NoReturn:
    code = 1
    try:
        # What a library prints as it dies would stand before the one line that is ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with os.fdopen(writer, "wb") as file:
            work(file)
        code = 0
    except BaseException as error:  # noqa: BLE001 (it is told to the other process)
        text = " ".join(str(error).split()) or type(error).__name__
        os.write(complaint, text[:1000].encode())
    finally:
        os._exit(code)


def _read(reader: int, limits: Limits) -> bytes:
    data = bytearray()
    end = time.monotonic() + limits.seconds
    while True:
        left = end - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            raise UsageError(
                f"no answer within {limits.seconds:g} seconds",
                remedy=f"{_LESS}, or allow more with --timeout",
            )
        chunk = os.read(reader, _CHUNK)
        if not chunk:
            return bytes(data)
        data += chunk
        if len(data) > limits.size:
            raise UsageError(f"the answer is larger than {limits.size:,} bytes", remedy=_LESS)
