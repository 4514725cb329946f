"""Whatever happens on the way to a store: one clear line, and the old data set or the new one.

A real store, and a proxy before it that does the mischief.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from claimgraph.bundle import Bundle
from claimgraph.cli import main
from claimgraph.load import load
from claimgraph.staging import BESIDE
from claimgraph.store_client import Client, connect
from tests.faults import (
    Asked,
    Fault,
    Handler,
    Proxy,
    answer,
    cut_answer,
    cut_request,
    lose_answer,
    proxy,
    silence,
)
from tests.loads import data_set, described, holds
from tests.stores import Server, free_port, oxigraph

ROOT = Path(__file__).resolve().parent.parent
HTML = "<html><head><title>Sign in</title></head><body><p>Who are you?</p></body></html>"
SEND, READ, SWAP, AGAIN = ("send", "read", "swap", "again")
# How requests look, by which one can be told from another; and how many look so before.
STAGED = {
    SEND: (r"PUT .*staging/asserted", 0),
    READ: (r"GET .*staging/asserted", 0),
    SWAP: (r"MOVE GRAPH", 0),
    AGAIN: (r"GET .*graph/asserted", 0),
}
DIFFERENCE = STAGED | {
    SEND: (r"POST /store\?no_transaction", 0),
    SWAP: (r"DELETE \{ GRAPH", 0),
    AGAIN: (r"GET .*graph/asserted", 1),
}
FIRST = {SEND: DIFFERENCE[SEND], READ: (r"GET .*graph/asserted", 0)}
WAYS = {"staged": STAGED, "difference": DIFFERENCE, "first": FIRST}
UNCHANGED = (
    "the data set that the store held is unchanged\n",
    "the store holds nothing of the data set, as before\n",
)
PAIRS = [(way, step) for way, steps in WAYS.items() for step in steps]


@dataclass
class Scene:
    """A store that holds an old data set, a proxy before it, and a new data set to be loaded."""

    store: Client
    between: Proxy
    old: Bundle
    new: Bundle
    pauses: list[float]
    capsys: pytest.CaptureFixture[str]
    way: str = "staged"

    def on(self, step: str, fault: Fault, times: int = 1) -> None:
        """Let a fault happen at a step of loading, or to requests with a pattern."""
        pattern, spared = WAYS[self.way].get(step, (step, 0))
        self.between.on(pattern, fault, times, spared)

    def seen(self, step: str) -> int:
        """Return how many requests of a step there were."""
        return self.between.seen(WAYS[self.way][step][0])

    def load(self, *words: str) -> tuple[int, str, str]:
        """Load the new data set through the proxy; return the exit code and what was said."""
        dist = str(self.new.path.parent)
        code = main(["--root", str(ROOT), "--dist", dist, "load", self.between.url, *words])
        out, err = self.capsys.readouterr()
        return code, out, err

    def holds(self, bundle: Bundle) -> bool:
        """Return whether the store has this data set, whole, and nothing of another."""
        return holds(self.store, bundle)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a running Oxigraph."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as started:
        yield started


Bundles = Mapping[str, tuple[Bundle, Bundle]]


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Bundles:
    """Return an old and a new data set for each way: with blank nodes, without, and no old one."""
    folder = tmp_path_factory.mktemp("built")
    old = {way: described("1", blank=way == "staged") for way in WAYS} | {"first": {}}
    return {
        way: (
            data_set(folder / way / "old", old[way], "1"),
            data_set(folder / way / "new", described("2", 301, blank=way == "staged"), "2"),
        )
        for way in WAYS
    }


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return how long was waited each time; nobody really waits."""
    waited: list[float] = []
    monkeypatch.setattr("claimgraph.store_http.sleep", waited.append)
    monkeypatch.setenv("CLAIMGRAPH_PASSWORD", "sesame")
    return waited


@pytest.fixture(params=["staged"])
def scene(
    request: pytest.FixtureRequest,
    server: Server,
    bundles: Bundles,
    pauses: list[float],
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Scene]:
    """Return everything in its place; a test asks for `either` way by its parameters."""
    port = int(server.url.rpartition(":")[2])
    with connect(server.url) as store, proxy(port) as between:
        store.update("DROP ALL")
        load(store, bundles[request.param][0], quiet)
        yield Scene(store, between, *bundles[request.param], pauses, capsys, request.param)


def quiet(_name: str, _total: int) -> Callable[[int], None]:
    """Report nothing."""
    return lambda _done: None


either = pytest.mark.parametrize("scene", list(WAYS), indirect=True)
at_every_step = pytest.mark.parametrize(("scene", "where"), PAIRS, indirect=["scene"])


@at_every_step
@pytest.mark.parametrize(
    ("fault", "times", "waits"),
    [
        (answer(429, Retry_After="7"), 2, [7, 7]),
        (answer(429, Retry_After="9999"), 1, [60]),
        (answer(429), 3, [0.5, 1, 2]),
        (answer(502), 2, [0.5, 1]),
        (answer(503, "busy"), 2, [0.5, 1]),
        (answer(500, "hiccup"), 1, [0.5]),
        (cut_request, 2, [0.5, 1]),
        (lose_answer, 1, [0.5]),
    ],
    ids=["429", "429-long", "429-bare", "502", "503", "500-once", "cut-request", "lose-answer"],
)
def test_what_passes(
    scene: Scene, where: str, fault: Fault, times: int, waits: list[float]
) -> None:
    """A store that is busy, and a connection that breaks, are tried again, after some time."""
    scene.on(where, fault, times)
    code, out, err = scene.load()
    assert (code, err) == (0, "")
    assert out.endswith("is there, whole\n")
    assert scene.holds(scene.new)
    assert scene.pauses == waits
    if fault is lose_answer and where == SWAP and scene.way == "staged":
        assert scene.seen(SWAP) == 1, "what was done is not done twice"


OVERFULL = "Transaction aborted because it's log after image size went above the limit"
REFUSALS: list[tuple[Fault, str]] = [
    (answer(500, "disk on fire"), "answers 500 Internal Server Error: disk on fire"),
    (answer(503), "answers 503"),
    (answer(401), "does not let us in; expected the right --user"),
    (answer(403, "no"), "does not let just anybody do this: no; name a --user who may write"),
    (answer(413), "finds a request too large"),
    (answer(500, f"SR325: {OVERFULL}"), "finds a transaction too large; raise Transaction"),
    (answer(302, Location="http://elsewhere/"), "sends us on to http://elsewhere/, where nothing"),
    (answer(404, HTML, Content_Type="text/html"), "answers 404 Not Found: Who are you?"),
    (cut_request, "broke the connection"),
]


STAYS = [
    (way, step, fault, message)
    for way, step in PAIRS
    for fault, message in REFUSALS
    if step == SWAP or (step == SEND and (way == "staged" or "too large" not in message))
]


@pytest.mark.parametrize(("scene", "where", "fault", "message"), STAYS, indirect=["scene"])
def test_what_stays(scene: Scene, where: str, fault: Fault, message: str) -> None:
    """What does not pass is said in a line, and what the store held is still there."""
    scene.on(where, fault, 99)
    code, out, err = scene.load()
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert scene.holds(scene.old)
    if where == SEND and "500" in message:
        assert scene.seen(SEND) == 2, "what fails twice is likely to fail again"
    if scene.way == "first" and fault is cut_request:
        assert err.endswith(
            "the store holds either nothing of the data set or all of it; `status` tells\n"
        )
    elif where == SEND or fault is not cut_request:
        assert err.endswith(UNCHANGED)
        assert not any(scene.store.sizes(BESIDE).values())
    else:
        assert "either all of the old data set or all of the new; `status` tells" in err


@pytest.mark.parametrize("scene", ["difference", "first"], indirect=True)
def test_too_large_for_one_request(scene: Scene) -> None:
    """It goes in pieces then, by way of staging graphs."""
    scene.on(SEND, answer(413))
    assert scene.load()[0] == 0
    assert scene.seen(SEND) == 1
    assert scene.between.seen(STAGED[SEND][0]) >= 1
    assert scene.holds(scene.new)


@pytest.mark.parametrize("scene", ["staged", "difference"], indirect=True)
def test_after_a_fault(scene: Scene) -> None:
    """The next load is as good as the first, whatever the last one left."""
    scene.on(SWAP, cut_request, 99)
    assert scene.load()[0] == 2
    assert any(scene.store.sizes(BESIDE).values())
    scene.between.plans.clear()
    assert scene.load()[0] == 0
    assert scene.holds(scene.new)
    assert not any(scene.store.sizes(BESIDE).values())


@either
def test_reading_that_goes_on_failing(scene: Scene) -> None:
    """What cannot be verified does not take the place of what is there."""
    scene.on(READ, cut_answer, 99)
    code, _, err = scene.load("--tries", "3")
    assert code == 2
    assert "broke the connection" in err
    assert err.count("\n") == 1
    assert scene.holds(scene.old)
    assert scene.pauses == [0.5, 1]


@pytest.mark.parametrize(
    ("scene", "where"),
    [*(pair for pair in PAIRS if pair[1] != AGAIN), ("staged", r"^HEAD"), ("staged", r"ASK")],
    indirect=["scene"],
)
def test_silence(scene: Scene, where: str) -> None:
    """A store that says nothing is left, and not asked again."""
    over = threading.Event()
    scene.on(where, silence(over), 99)
    code, _, err = scene.load("--timeout", "0.3")
    over.set()
    assert code == 2
    assert "said nothing for 0.3 seconds; allow more with --timeout" in err
    assert err.count("\n") == 1
    assert scene.holds(scene.old)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (answer(200, HTML, Content_Type="text/html"),
         "answers with a web page: Who are you?; expected SPARQL results; is this the address"),
        (answer(200, "{}", Content_Type="application/sparql-results+json"),
         "answers with broken application/sparql-results+json"),
        (answer(200, "", Content_Type="text/html"), "answers with a web page; expected"),
    ],
)  # fmt: skip
def test_no_store(scene: Scene, fault: Fault, message: str) -> None:
    """Something that is not a store is found out before anything is sent."""
    scene.on(r"ASK", fault, 99)
    code, _, err = scene.load()
    assert code == 2
    assert message in err
    assert err.count("\n") == 1
    assert scene.between.seen(r"^(PUT|POST .*update)") == 0


@either
@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (answer(200, HTML, Content_Type="text/html"), "a web page: Who are you?; expected RDF"),
        (answer(200, "<a> <b>", Content_Type="application/n-triples"), "with broken application"),
        (answer(200, '<a:b> <a:b> "\\x" .', Content_Type="text/turtle"), "with broken text/turtle"),
    ],
)
def test_no_triples(scene: Scene, fault: Fault, message: str) -> None:
    """Where something else comes back than triples, the new data set is not put in its place."""
    scene.on(READ, fault, 99)
    code, _, err = scene.load()
    assert code == 2
    assert message in err
    assert err.endswith(UNCHANGED)
    assert err.count("\n") == 1
    assert scene.holds(scene.old)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (answer(200, "", Content_Type="text/plain"), "0 triples of 605   605 x missing triple"),
        (answer(200, '<http://x/s1> <http://x/p> "1"^^<http://www.w3.org/2001/XMLSchema#int> .',
                Content_Type="text/plain"),
         "1 triples of 605   604 x missing triple, 1 x datatype changed"),
        (answer(404), "0 triples of 605   605 x missing triple"),
    ],
)  # fmt: skip
def test_a_store_that_lies(scene: Scene, fault: Fault, message: str) -> None:
    """A store that gives back something else than was sent keeps what it has."""
    scene.on(READ, fault, 99)
    code, out, err = scene.load()
    assert (code, err) == (1, "")
    assert message in out
    assert out.endswith("not what was sent; the data set that the store held is unchanged\n")
    assert scene.holds(scene.old)
    assert not any(scene.store.sizes(BESIDE).values())


def test_a_store_that_lies_later(scene: Scene) -> None:
    """After the swap it is looked again, and the difference told."""
    scene.on(AGAIN, answer(200, "", Content_Type="text/plain"), 99)
    code, out, _ = scene.load()
    assert code == 1
    assert out.endswith("is there, and not as it was built\n")


def test_a_password(scene: Scene) -> None:
    """It goes only where it is asked for, as it is asked for, and is never shown."""
    challenge = answer(401, "no", WWW_Authenticate='Basic realm="here"')
    scene.on("PUT", challenge)
    assert scene.load("--user", "anna")[0] == 0
    given = [asked.headers.get("Authorization", "") for asked in scene.between.asked]
    first = given.index("Basic YW5uYTpzZXNhbWU=")
    assert set(given[:first]) == {""}
    assert set(given[first:]) == {"Basic YW5uYTpzZXNhbWU="}


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
@pytest.mark.parametrize("status", [401, 403, 500])
def test_a_password_that_is_wrong(scene: Scene, scheme: str, status: int) -> None:
    """It is not repeated, not even where the server repeats it."""
    more = {"WWW_Authenticate": f'{scheme} realm="here", nonce="abc", qop="auth"'}
    # A digest is sent once the server has asked for it twice: what it hashes differs each time.
    scene.on("PUT", answer(401, "who?", **more), 1 if scheme == "Basic" else 2)
    scene.on("PUT", answer(status, "anna:sesame is not good", **more), 99)
    code, out, err = scene.load("--user", "anna")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "sesame" not in err
    sent = [asked.headers.get("Authorization", "") for asked in scene.between.asked]
    assert any(value.startswith(scheme) for value in sent)
    assert not any("sesame" in value for value in sent)
    assert scene.holds(scene.old)


def test_no_password_for_another_host(scene: Scene) -> None:
    """A redirect is told and not followed, with or without a password."""
    with proxy(scene.between.port) as other:
        scene.on("PUT", answer(401, "", WWW_Authenticate='Basic realm="x"'))
        scene.on("PUT", answer(307, "", Location=f"{other.url}/store"), 99)
        code, _, err = scene.load("--user", "anna")
        assert code == 2
        assert f"sends us on to {other.url}/store, where nothing was sent; name that" in err
        assert other.asked == []
    assert scene.holds(scene.old)


@pytest.mark.parametrize("words", [[], ["--store", "oxigraph"]])
def test_nobody_is_there(
    bundles: Bundles,
    pauses: list[float],
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    """A refused connection is no matter of patience, if there never was another."""
    for url in (f"http://127.0.0.1:{free_port()}", "http://nowhere.invalid/"):
        dist = str(bundles["staged"][1].path.parent)
        assert main(["--root", str(ROOT), "--dist", dist, "load", url, *words]) == 2
        err = capsys.readouterr().err
        assert pauses == []
        assert "cannot be reached" in err
        assert "is the address right, and the server running?" in err
        assert err.count("\n") == 1


@pytest.mark.parametrize("at", PAIRS, ids="-".join)
@pytest.mark.parametrize("comes_back", [True, False], ids=["comes-back", "stays-away"])
def test_a_store_that_is_killed(
    killed: "Killed",
    bundles: Bundles,
    capsys: pytest.CaptureFixture[str],
    at: tuple[str, str],
    comes_back: bool,  # noqa: FBT001 (pytest's way)
) -> None:
    """Started again in time, it gets everything; else it has what it had, or the new, unmixed."""
    way, where = at
    old, new = bundles[way]
    with connect(killed.url) as store:
        load(store, old, quiet)
    killed.comes_back = comes_back
    pattern, spared = WAYS[way][where]
    killed.between.on(pattern, killed.kill, 1, spared)
    dist = str(new.path.parent)
    code = main(["--root", str(ROOT), "--dist", dist, "load", killed.between.url])
    err = capsys.readouterr().err
    if comes_back:
        assert (code, err) == (0, "")
    else:
        assert code == 2
        assert err.count("\n") == 1
        killed.start()
    with connect(killed.url) as store:
        # What comes first is in its place before it is read.
        placed = comes_back or where == AGAIN or at == ("first", READ)
        assert holds(store, new if placed else old)


class Killed:
    """A store on disk that is killed by a fault, and comes back while it is waited for."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.comes_back = False
        self.running = ExitStack()
        self.start()
        self.between = self.running.enter_context(proxy(self.port))
        monkeypatch.setattr("claimgraph.store_http.sleep", self.wait)

    def wait(self, _seconds: float) -> None:
        """Come back instead of waiting, if that is what it does."""
        if self.comes_back:
            self.start()

    def start(self) -> None:
        """Run the store, unless it runs."""
        if not hasattr(self, "store"):
            self.store = ExitStack()
            self.store.enter_context(oxigraph(self.folder, port=self.port, keep=True))

    def kill(self, handler: Handler, _: Asked) -> bool:
        """Kill it, in the middle of a request."""
        self.store.close()
        del self.store
        handler.reset()
        return True


@pytest.fixture
def killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Killed]:
    """Return a store that is going to be killed."""
    made = Killed(tmp_path, monkeypatch)
    with made.running:
        yield made
        if hasattr(made, "store"):
            made.store.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate that nobody has signed but itself, with its key."""
    folder = tmp_path_factory.mktemp("certificate")
    program = shutil.which("openssl") or pytest.skip("apt-get install openssl")
    subprocess.run(
        [program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "own.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "own.pem").read_bytes())
    return both


def test_a_certificate_of_its_own(scene: Scene, certificate: Path) -> None:
    """It is not trusted, unless the user says so."""
    with proxy(scene.between.port, certificate) as secure:
        scene.between.url = secure.url
        code, _, err = scene.load()
        assert code == 2
        assert "is not trusted (self-signed certificate); name the certificate" in err
        assert "--ca FILE" in err
        assert err.count("\n") == 1
        assert scene.holds(scene.old)
        assert scene.load("--ca", str(certificate.with_name("own.pem")))[0] == 0
        assert scene.holds(scene.new)


def test_what_is_no_certificate(scene: Scene, certificate: Path, tmp_path: Path) -> None:
    """A file of something else is told apart from a server that is not trusted."""
    other = tmp_path / "other.pem"
    code, _, err = scene.load("--ca", str(other))
    assert code == 2
    assert "other.pem: there is no such file; expected a certificate" in err
    other.write_text("hello", "utf-8")
    with proxy(scene.between.port, certificate) as secure:
        scene.between.url = secure.url
        code, _, err = scene.load("--ca", str(other))
    assert code == 2
    assert "other.pem: holds no certificate; expected one in PEM" in err
    assert err.count("\n") == 1


def test_tls_where_there_is_none(scene: Scene) -> None:
    """A server without TLS is told apart from one that is not trusted."""
    scene.between.url = scene.between.url.replace("http:", "https:")
    code, _, err = scene.load()
    assert code == 2
    assert "no secure connection to" in err
    assert err.count("\n") == 1


@pytest.mark.server
@pytest.mark.parametrize("way", list(WAYS))
def test_a_full_disk(
    tmp_path: Path, bundles: Bundles, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    """A store that has no room left keeps what it has, and takes the rest once there is room."""
    old, _ = bundles[way]
    new = data_set(tmp_path / "built", described("2", many=30_000, blank=way == "staged"))
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk) as grow, oxigraph(disk, keep=True) as server:
        with connect(server.url) as store:
            load(store, old, quiet)
        words = ["--root", str(ROOT), "--dist", str(new.path.parent), "load", server.url]
        assert main([*words, "--tries", "2", "--timeout", "5"]) == 2
        err = capsys.readouterr().err
        # Oxigraph says it of the first request, and nothing at all of the next.
        assert "No space left on device" in err or "said nothing for 5 seconds" in err
        assert "unchanged" in err or "the store holds" in err
        assert err.count("\n") == 1
        with connect(server.url) as store:
            assert holds(store, old)
        grow()
        server.process.kill()
        server.process.wait()
        with oxigraph(disk, keep=True) as again, connect(again.url) as store:
            assert holds(store, old)
            assert main([*words[:-1], again.url]) == 0
            assert holds(store, new)


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[], object]]:
    """Make a folder a disk of its own, with little room; yield what gives it more."""
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or mount is None or unmount is None:
        pytest.skip("has to be root, to mount a small disk: sudo make test MARKS=server")
    options = [mount, "-t", "tmpfs", "-o", "size=6m", "claimgraph-test", str(folder)]
    if subprocess.run(options, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a disk here: run it on a machine, not in a container")
    try:
        yield lambda: subprocess.run(
            [mount, "-o", "remount,size=200m", str(folder)], check=True, capture_output=True
        )
    finally:
        subprocess.run([unmount, str(folder)], check=True, capture_output=True)
