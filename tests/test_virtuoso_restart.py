"""Virtuoso, stopped and started again: it reads from its log what it had not yet written."""

import signal
import subprocess
from pathlib import Path

import pytest

from claimgraph.load import load
from claimgraph.store_client import Access, connect
from tests.loads import data_set, holds
from tests.stores import virtuoso


@pytest.mark.server
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGKILL])
def test_what_was_loaded_is_there_after_a_restart(tmp_path: Path, stop: signal.Signals) -> None:
    """A data set in the place of another; of fewer triples Virtuoso loses none, even with MOVE."""
    first = data_set(tmp_path / "first", many("1"))
    second = data_set(tmp_path / "second", many("2"), "2")
    with virtuoso(tmp_path / "store") as server:
        with connect(server.url, Access(server.user, server.password)) as client:
            assert load(client, first, lambda *_: lambda _: None).placed
            # The first is in the database file now, and the second in the log alone.
            command = ["isql-vt", server.sql, server.user, server.password, "exec=checkpoint;"]
            subprocess.run(command, check=True, capture_output=True)
            assert load(client, second, lambda *_: lambda _: None).placed
            assert holds(client, second)
        server.process.send_signal(stop)
        server.process.wait()
    with (
        virtuoso(tmp_path / "store") as again,
        connect(again.url, Access(again.user, again.password)) as client,
    ):
        assert holds(client, second)


def many(version: str) -> dict[str, str]:
    """Return a data set in Turtle, of so many triples that Virtuoso lost some when it used MOVE."""
    lines = (f":s{n} :p{n % 97} :o{n}, :o-{version}-{n} .\n" for n in range(6000))
    return {"asserted": "".join(lines)}
