"""Work beside: its result or its error comes back, and nothing of it is left running."""

import os
import signal
import time
from pathlib import Path

import pytest

from claimgraph.aside import aside
from claimgraph.errors import ClaimgraphError, InputError


def test_result() -> None:
    """The result is that of another process."""
    with aside(os.getpid) as process:
        assert process() != os.getpid()


def test_error() -> None:
    """An error comes back with all that it says."""

    def fail() -> None:
        raise InputError("broken", expected="whole", path=Path("a.ttl"), line=3)

    with aside(fail) as failed, pytest.raises(InputError) as caught:
        failed()
    assert str(caught.value) == "a.ttl:3: broken; expected whole"


def test_not_waited_for() -> None:
    """Work that nobody waits for any more is stopped."""
    start = time.monotonic()
    with aside(lambda: time.sleep(60)):
        pass
    assert time.monotonic() - start < 10


def test_killed() -> None:
    """Work that was killed from outside, for want of memory perhaps, is an error of one line."""

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with aside(die) as died, pytest.raises(ClaimgraphError, match="broken off"):
        died()


def test_where_there_is_no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """Systems that cannot fork do the work when it is wanted."""
    monkeypatch.delattr(os, "fork")
    with aside(os.getpid) as process:
        assert process() == os.getpid()
