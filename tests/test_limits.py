"""Work that takes too long, says too much or breaks is stopped, and says so in a line."""

import faulthandler
import os
import time
from pathlib import Path
from typing import IO

import pytest

from claimgraph.errors import UsageError
from claimgraph.limits import Limits, limited

FILES = Path("/proc/self/fd")


def test_what_is_written_comes_back() -> None:
    """All of it, more than a pipe holds."""
    data = os.urandom(300_000)
    assert limited(lambda file: file.write(data), Limits()) == data


def test_what_is_raised_is_raised() -> None:
    """An error in the other process is one here, on one line."""

    def work(file: IO[bytes]) -> None:
        file.write(b"half")
        raise ValueError("no\n good")

    with pytest.raises(UsageError, match=r"^no good$"):
        limited(work, Limits())


def test_time_is_up() -> None:
    """Work that goes on is ended, and the process with it."""
    started = time.monotonic()
    with pytest.raises(UsageError, match=r"no answer within 0\.2 seconds; .*--timeout"):
        limited(lambda _: time.sleep(60), Limits(seconds=0.2))
    assert time.monotonic() - started < 10
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_too_much_is_said() -> None:
    """An answer has its bound."""
    with pytest.raises(UsageError, match=r"larger than 1,000 bytes"):
        limited(lambda file: file.write(b"x" * 100_000), Limits(size=1000))


def test_the_process_dies() -> None:
    """A library that aborts takes nothing down with it."""

    def die(_: object) -> None:
        faulthandler.disable()  # pytest's, which would tell of it in the middle of its own report
        os.abort()

    with pytest.raises(UsageError, match="used up all memory"):
        limited(die, Limits())


def test_nothing_is_left_open() -> None:
    """However it ends, no pipe stays open."""
    before = len(list(FILES.iterdir()))
    limited(lambda file: file.write(b"x"), Limits())
    with pytest.raises(UsageError):
        limited(lambda _: time.sleep(60), Limits(seconds=0.05))
    assert len(list(FILES.iterdir())) == before
