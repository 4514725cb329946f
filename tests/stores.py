"""Real triplestores for tests: started on ports that the system assigns, stopped for sure.

Oxigraph comes with the development dependencies; Virtuoso and Apache Jena are Debian packages, and
what needs them is skipped where they are not, with the line that installs them. Debian has no
Fuseki, so Jena's engine answers through a small HTTP server of these tests.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

__all__ = [
    "Server", "jena", "jena_commands", "jena_path", "jena_server", "oxigraph", "oxigraph_server",
    "virtuoso", "virtuoso_server",
]  # fmt: skip

HERE = Path(__file__).parent
PATIENCE = 60.0
JAVA = Path("/usr/share/java")
# What Jena needs of Debian's jars, in two groups: its own, and what those use.
JARS = (
    *(f"jena-{name}" for name in ("arq", "base", "cmds", "core", "iri", "shacl", "shex")),
    *(f"jena-dboe-{name}" for name in ("base", "index", "storage", "trans-data", "transaction")),
    *("jena-rdfconnection", "jena-tdb", "jena-tdb2"),
    *("commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io"),
    *("commons-lang3", "dexx.collection", "gson", "guava", "httpclient", "httpcore"),
    *("jackson-annotations", "jackson-core", "jackson-databind", "jakarta.json-api"),
    *("jcl-over-slf4j", "titanium-json-ld"),
    *("jsonld-java", "libthrift", "protobuf", "slf4j-api", "slf4j-simple", "thrift"),
)
# Debian's core library looks for these outside of where it has them.
MISPLACED = "org/apache/jena/ext/xerces/"


@dataclass(frozen=True)
class Server:
    """A store that answers: its addresses, who may write, where its files are.

    `url` is what a user would give; `sql` is where Virtuoso listens besides.
    """

    store: str
    url: str
    query: str
    update: str
    graphs: str
    folder: Path
    process: "subprocess.Popen[bytes]"
    user: str = ""
    password: str = field(default="", repr=False)
    sql: str = ""

    def log(self) -> str:
        """Return what the server has printed so far."""
        return (self.folder / "log").read_text("utf-8", "replace")


@contextmanager
def oxigraph(folder: Path, *, port: int = 0, keep: bool = False) -> Iterator[Server]:
    """Run an Oxigraph server: in memory or, with `keep`, with its data in `folder/data`."""
    port = port or free_port()
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve"]
    command += ["--bind", f"127.0.0.1:{port}"]
    command += ["--location", str(folder / "data")] if keep else []
    url = f"http://127.0.0.1:{port}"
    with _running(command, folder, f"{url}/") as process:
        yield Server(
            "oxigraph", url, f"{url}/query", f"{url}/update", f"{url}/store", folder, process
        )


@contextmanager
def virtuoso(
    folder: Path, *, port: int = 0, rows: int = 100_000, buffers: int = 10_000
) -> Iterator[Server]:
    """Run a Virtuoso whose files are in `folder`; it loads in bulk from `folder/load`.

    It gives no more than so many rows, or triples, in one answer, as everybody's Virtuoso does.
    """
    if not shutil.which("virtuoso-t"):
        pytest.skip("apt-get install virtuoso-opensource-7-bin")
    port, sql_port = port or free_port(), free_port()
    for name in ("db", "load", "vsp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings = (HERE / "virtuoso" / "virtuoso.ini").read_text("utf-8")
    values = {"port": port, "sql_port": sql_port, "rows": rows, "buffers": buffers}
    settings = settings.format(folder=folder, dirty=buffers * 3 // 4, **values)
    (folder / "virtuoso.ini").write_text(settings, "utf-8")
    command = ["virtuoso-t", "-f", "-c", str(folder / "virtuoso.ini")]
    url = f"http://127.0.0.1:{port}"
    with _running(command, folder, f"{url}/sparql?query=ASK%7B%7D") as process:
        yield Server(
            "virtuoso",
            f"{url}/sparql",
            f"{url}/sparql",
            f"{url}/sparql-auth",
            f"{url}/sparql-graph-crud-auth",
            folder,
            process,
            "dba",
            "dba",
            f"127.0.0.1:{sql_port}",
        )


@contextmanager
def jena(folder: Path, *, port: int = 0, keep: bool = False) -> Iterator[Server]:
    """Run Jena behind a small HTTP server, on Fuseki's paths: in memory, or TDB2 in `folder/tdb2`.

    It is not Fuseki, which no Debian package has.
    """
    port = port or free_port()
    command = ["java", "-Xmx1g", "-cp", jena_path(folder), str(HERE / "jena" / "Server.java")]
    command += [str(port), *([str(folder / "tdb2")] if keep else [])]
    url = f"http://127.0.0.1:{port}/ds"
    with _running(command, folder, f"{url}/query?query=ASK%7B%7D") as process:
        yield Server("fuseki", url, f"{url}/query", f"{url}/update", f"{url}/data", folder, process)


def jena_path(folder: Path) -> str:
    """Return Java's class path for Jena, with its misplaced files put into `folder`; or skip."""
    if not shutil.which("javac") or not (JAVA / "jena-tdb2.jar").exists():
        pytest.skip("apt-get install default-jdk-headless libapache-jena-java")
    with zipfile.ZipFile(JAVA / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(MISPLACED) and not name.endswith("/"):
                place = folder / "classes" / "xerces" / name.removeprefix(MISPLACED)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(jar.read(name))
    return os.pathsep.join([str(folder / "classes"), *(f"{JAVA}/{jar}.jar" for jar in JARS)])


def jena_commands(folder: Path) -> Path:
    """Return a folder with the commands of Jena's distribution, which Debian's package has not."""
    path, commands = jena_path(folder / "jena"), folder / "bin"
    commands.mkdir()
    for name in ("tdb2.tdbloader", "tdb2.tdbquery"):
        script = commands / name
        script.write_text(f'#!/bin/sh\nexec java -cp "{path}" {name} "$@"\n', "utf-8")
        script.chmod(0o755)
    return commands


@pytest.fixture
def oxigraph_server(tmp_path: Path) -> Iterator[Server]:
    """Return an empty Oxigraph server."""
    with oxigraph(tmp_path / "oxigraph") as server:
        yield server


@pytest.fixture
def virtuoso_server(tmp_path: Path) -> Iterator[Server]:
    """Return an empty Virtuoso; that takes some seconds."""
    with virtuoso(tmp_path / "virtuoso") as server:
        yield server


@pytest.fixture
def jena_server(tmp_path: Path) -> Iterator[Server]:
    """Return Jena with an empty TDB2; that takes some seconds."""
    with jena(tmp_path / "jena", keep=True) as server:
        yield server


def free_port() -> int:
    """Return a port that nobody has at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _running(
    command: Sequence[str], folder: Path, address: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a server from when it answers at an address until it is no longer wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    # So that it ends even where the tests are killed, and can end nothing itself.
    guard = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [*guard, *command], cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        _until_it_answers(process, address, folder / "log")
        yield process
    finally:
        process.kill()
        process.wait()


def _until_it_answers(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(0.02)
            pytest.fail(f"the store ended with {code}:\n{log.read_text('utf-8', 'replace')}")
        try:
            with urlopen(address, timeout=5):  # noqa: S310 (loopback)
                return
        except HTTPError:
            return
        except OSError:
            continue
    pytest.fail(f"the store gave no answer:\n{log.read_text('utf-8', 'replace')}")
