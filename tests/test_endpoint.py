"""Remote endpoints: what is sent, and what is made of whatever comes back."""

import base64
import gc
import hashlib
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from pyoxigraph import Literal

from claimgraph.endpoint import Endpoint, remote_answer
from claimgraph.errors import UsageError
from claimgraph.limits import Limits
from claimgraph.remote_labels import remote_labels
from claimgraph.terms import GRAPHS, XSD

# urllib leaves the socket of a failed connection to the garbage collector; the fixture calls that.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
JSON = "application/sparql-results+json"
ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://x/a"}}]}}'
XML = b"""<sparql xmlns="http://www.w3.org/2005/sparql-results#">
<head><variable name="s"/></head>
<results><result><binding name="s"><uri>http://x/a</uri></binding></result></results>
</sparql>"""
RDF_XML = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">
<rdf:Description rdf:about="http://x/a"><x:b rdf:resource="http://x/c"/></rdf:Description>
</rdf:RDF>"""
YES, NO = b'{"head":{},"boolean":true}', b'{"head":{},"boolean":false}'
QUERY = "SELECT ?s WHERE { ?s ?p ?o }"

Reply = tuple[int, dict[str, str], bytes]
Served = tuple[str, list[dict[str, list[str]]], list[dict[str, str]]]


def answers(body: bytes, media_type: str = JSON, status: int = 200, **headers: str) -> Reply:
    """Return a reply."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": media_type, **more}, body


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Return a function that serves replies, the last one for ever, and tells of the requests."""
    servers = []

    def serve(
        *replies: Reply | Callable[[], Reply], probe: bytes = NO, software: str = ""
    ) -> Served:
        forms: list[dict[str, list[str]]] = []
        headers: list[dict[str, str]] = []
        left = list(replies)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = parse_qs(body)
                if form["query"][0].startswith("ASK { GRAPH"):
                    reply: Reply | Callable[[], Reply] = answers(probe)
                else:
                    forms.append(form)
                    headers.append(dict(self.headers))
                    reply = left.pop(0) if len(left) > 1 else left[0]
                status, head, content = reply if isinstance(reply, tuple) else reply()
                self.send_response(status)
                for name, value in head.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def version_string(self) -> str:
                return software or super().version_string()

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/sparql", forms, headers

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()
    gc.collect()


def test_rows(serve: Callable[..., Served]) -> None:
    """The query goes out as it is, by the protocol, and rows come back."""
    url, forms, headers = serve(answers(ROWS))
    found = remote_answer(Endpoint(url), QUERY)
    assert [str(row[0]) for row in found.rows] == ["<http://x/a>"]
    assert forms == [{"query": [QUERY]}]
    assert headers[0]["Accept"].startswith(JSON)
    assert headers[0]["User-Agent"].startswith("claimgraph/")
    assert "Authorization" not in headers[0]


def test_the_union_of_our_graphs(serve: Callable[..., Served]) -> None:
    """Where an endpoint holds our graphs it is told to take their union as the default graph."""
    url, forms, _ = serve(answers(ROWS), probe=YES)
    remote_answer(Endpoint(url), QUERY)
    assert forms[0]["default-graph-uri"] == [graph.value for graph in GRAPHS]


def test_the_union_of_all_graphs(serve: Callable[..., Served]) -> None:
    """Virtuoso, which has that for its default graph, is not told of ours: it would lose rows."""
    url, forms, _ = serve(answers(ROWS), probe=YES, software="Virtuoso/07.20.3229 (Linux)")
    remote_answer(Endpoint(url), QUERY)
    assert forms == [{"query": [QUERY]}]


@pytest.mark.parametrize("value", ["1", "0"])
def test_booleans_as_numbers(serve: Callable[..., Served], value: str) -> None:
    """A boolean that Virtuoso writes as 1 or 0 is the one that was loaded, and shown as a word."""
    cell = {"type": "typed-literal", "datatype": XSD.boolean.value, "value": value}
    rows = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": cell}]}}
    url, *_ = serve(answers(json.dumps(rows).encode()))
    word = {"1": "true", "0": "false"}[value]
    assert remote_answer(Endpoint(url), QUERY).rows == [(Literal(word, datatype=XSD.boolean),)]


@pytest.mark.parametrize("value", ["1", "0"])
def test_a_truth_as_a_row(serve: Callable[..., Served], value: str) -> None:
    """ASK has a truth for an answer, also where it comes as a row, which Virtuoso makes of it."""
    cell = {"type": "typed-literal", "datatype": XSD.integer.value, "value": value}
    rows = {"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [{"__ASK_RETVAL": cell}]}}
    url, *_ = serve(answers(json.dumps(rows).encode()))
    assert remote_answer(Endpoint(url), "ASK { ?s ?p ?o }").truth is (value == "1")


@pytest.mark.parametrize(
    "query",
    [
        "# Here is\n# nothing to DELETE.\nSELECT ?x WHERE { ?x ?p ?y }",
        "# From\n# `cg:addresses`.\nSELECT ?x WHERE { ?x ?p ?y }",
    ],
)
def test_words_that_are_no_syntax(serve: Callable[..., Served], query: str) -> None:
    """A query stays a query, whatever words are in its comments and names."""
    url, forms, _ = serve(answers(ROWS))
    remote_answer(Endpoint(url), query)
    assert forms == [{"query": [query]}]


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/json", ROWS),
        ("application/sparql-results+json; charset=utf-8", ROWS),
        ("text/tab-separated-values", b"?s\n<http://x/a>\n"),
        ("application/sparql-results+xml", XML),
    ],
)
def test_any_form_of_rows(serve: Callable[..., Served], media_type: str, body: bytes) -> None:
    """Whatever form of results it comes in, an answer is an answer."""
    url, *_ = serve(answers(body, media_type))
    found = remote_answer(Endpoint(url), QUERY)
    assert [row[0].value for row in found.rows if row[0]] == ["http://x/a"]


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/turtle", b"@prefix x: <http://x/> . x:a x:b x:c ."),
        ("application/n-triples", b"<http://x/a> <http://x/b> <http://x/c> ."),
        ("application/rdf+xml", RDF_XML),
    ],
)
def test_triples(serve: Callable[..., Served], media_type: str, body: bytes) -> None:
    """CONSTRUCT gives triples."""
    url, _, headers = serve(answers(body, media_type))
    found = remote_answer(Endpoint(url), "CONSTRUCT WHERE { ?s ?p ?o }")
    assert found.lines == [b"<http://x/a> <http://x/b> <http://x/c> ."]
    assert "text/turtle" in headers[0]["Accept"]


def test_yes(serve: Callable[..., Served]) -> None:
    """ASK gives a truth."""
    url, *_ = serve(answers(YES))
    assert remote_answer(Endpoint(url), "ASK {}").truth is True


def test_busy_once(serve: Callable[..., Served]) -> None:
    """An endpoint that asks to come back is asked once more, and not before it wants."""
    url, forms, _ = serve(answers(b"", status=503, Retry_After="1"), answers(ROWS))
    started = time.monotonic()
    assert remote_answer(Endpoint(url), QUERY).rows
    assert time.monotonic() - started >= 1
    assert len(forms) == 2


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_busy_for_good(serve: Callable[..., Served], status: int) -> None:
    """Asked twice it is left alone."""
    url, forms, _ = serve(answers(b"", status=status))
    with pytest.raises(UsageError, match=r"^the endpoint is too busy; it was asked twice"):
        remote_answer(Endpoint(url), QUERY)
    assert len(forms) == 2


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (answers(b"<html><title>x</title><h1>Hello</h1></html>", "text/html"),
         r"answers with a web page: Hello; expected SPARQL results; is this the address"),
        (answers(b"", "text/html"), r"answers with a web page; expected SPARQL results"),
        (answers(b"moo", "image/png"), r"answers with image/png: moo"),
        (answers(b"{", JSON), r"answers with broken application/sparql-results\+json"),
        (answers(b"Parse error:\n line 1", "text/plain", 400), r"400: Parse error: line 1$"),
        (answers(b"<p>No</p>", "text/html", 404), r"answers 404: No$"),
        (answers(b"x" * 900, "text/plain", 500), r"answers 500: x{200}$"),
        (answers(b"", "text/plain", 418), r"answers 418"),
        (answers(b"", "text/plain", 401), r"does not let us in; expected the right --user"),
    ],
)  # fmt: skip
def test_what_is_no_answer(serve: Callable[..., Served], reply: Reply, message: str) -> None:
    """Each gives one line."""
    url, forms, _ = serve(reply)
    with pytest.raises(UsageError) as raised:
        remote_answer(Endpoint(url), QUERY)
    assert re.search(message, str(raised.value))
    assert "\n" not in str(raised.value)
    assert len(forms) == 1


def test_nobody_is_there() -> None:
    """A server that is down, a host that is none, a URL that is none."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(UsageError, match=r"cannot be reached .*Connection refused"):
        remote_answer(Endpoint(f"http://127.0.0.1:{port}/"), QUERY)
    with pytest.raises(UsageError, match="cannot be reached"):
        remote_answer(Endpoint("http://nowhere.invalid/"), QUERY)
    for url in ("file:///etc/passwd", "ftp://x/", "localhost:3030", "http://", ""):
        with pytest.raises(UsageError, match="is no address of an endpoint"):
            remote_answer(Endpoint(url), QUERY)


def test_too_slow(serve: Callable[..., Served]) -> None:
    """An endpoint that takes its time is left."""

    def slow() -> Reply:
        time.sleep(5)
        return answers(ROWS)

    url, *_ = serve(slow)
    started = time.monotonic()
    with pytest.raises(UsageError, match=r"gave no answer within 1 seconds; .*--timeout"):
        remote_answer(Endpoint(url, limits=Limits(seconds=1)), QUERY)
    assert time.monotonic() - started < 4


def test_too_much(serve: Callable[..., Served]) -> None:
    """An answer has its bound."""
    url, *_ = serve(answers(b" " * 100_000))
    with pytest.raises(UsageError, match="larger than 50,000 bytes; add a LIMIT"):
        remote_answer(Endpoint(url, limits=Limits(size=50_000)), QUERY)


def test_a_password(serve: Callable[..., Served]) -> None:
    """It is sent to whom it is for, and shown to nobody."""
    url, _, headers = serve(answers(ROWS))
    endpoint = Endpoint(url, "anna", "säcret")
    remote_answer(endpoint, QUERY)
    sent = headers[0]["Authorization"].removeprefix("Basic ")
    assert base64.b64decode(sent).decode() == "anna:säcret"
    assert "säcret" not in repr(endpoint)


def test_a_digest(serve: Callable[..., Served]) -> None:
    """Some endpoints want the password hashed, as Virtuoso does."""
    challenge = 'Digest realm="SPARQL Endpoint", nonce="abc", qop="auth", algorithm=MD5'
    url, _, headers = serve(
        answers(b"", status=401, WWW_Authenticate=challenge),
        answers(b"", status=401, WWW_Authenticate=challenge),
        answers(ROWS),
    )
    assert remote_answer(Endpoint(url, "anna", "x"), QUERY).rows
    sent = dict(re.findall(r'(\w+)="?([^",]+)"?', headers[-1]["Authorization"]))
    assert sent["username"] == "anna"

    def digest(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    secret, request = digest("anna:SPARQL Endpoint:x"), digest("POST:/sparql")
    expected = ":".join([secret, "abc", sent["nc"], sent["cnonce"], "auth", request])
    assert sent["response"] == digest(expected)


def test_labels(serve: Callable[..., Served]) -> None:
    """They are asked for in one query, of all IRIs; that they are refused spoils no answer."""
    body = json.dumps(
        {
            "head": {"vars": ["iri", "label"]},
            "results": {
                "bindings": [
                    {
                        "iri": {"type": "uri", "value": "http://x/a"},
                        "label": {"type": "literal", "value": "A", "xml:lang": "en"},
                    }
                ]
            },
        }
    ).encode()
    url, forms, _ = serve(answers(body), answers(b"no", "text/plain", 500))
    iris = {"http://x/a", "http://x/b"}
    assert remote_labels(Endpoint(url), iris) == {"http://x/a": "A"}
    assert "<http://x/a> <http://x/b>" in forms[0]["query"][0]
    assert remote_labels(Endpoint(url), iris) == {}
    assert remote_labels(Endpoint(url), []) == {}
    assert len(forms) == 2
