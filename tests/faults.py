"""A proxy before a real store that does to a connection whatever can happen to one."""

import os
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

__all__ = [
    "Asked",
    "Fault",
    "Handler",
    "Proxy",
    "answer",
    "cut_answer",
    "cut_request",
    "proxy",
    "silence",
]


@dataclass(frozen=True)
class Asked:
    """A request as it came in; `target` is its path and query, decoded, and the body of a form."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Everything that says what is wanted."""
        return unquote(
            f"{self.method} {self.target} {self.body[:2000].decode(errors='replace')}".replace(
                "+", " "
            )
        )


class Handler(BaseHTTPRequestHandler):
    """Passes a request on, unless the proxy has something else in mind for it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    proxy: "Proxy"
    length: int

    def handle_one_request(self) -> None:
        """Handle any method in one way."""
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        self.length = int(self.headers.get("Content-Length", 0))
        # What a fault looks at: it decides before the rest has come in.
        begun = self.rfile.read(min(self.length, 4000))
        asked = Asked(self.command, self.path, dict(self.headers), begun)
        self.proxy.asked.append(asked)
        fault = self.proxy.fault(asked)
        if fault is not None and fault(self, asked):
            return
        self.pass_on(begun + self.rfile.read(self.length - len(begun)))

    def pass_on(self, body: bytes, cut: int | None = None, *, lost: bool = False) -> None:
        """Send the request to the store and its answer back, or only a piece of that, or none."""
        store = HTTPConnection("127.0.0.1", self.proxy.port, timeout=30)
        headers = {k: v for k, v in self.headers.items() if k.lower() != "accept-encoding"}
        try:
            store.request(self.command, self.path, body, headers)
            answer = store.getresponse()
            content = answer.read()
        except OSError:  # the store is gone: so is whoever stands before it
            self.reset()
            return
        finally:
            store.close()
        if lost:
            self.reset()
            return
        kept = {"server", "content-type", "www-authenticate"}
        head = {k: v for k, v in answer.getheaders() if k.lower() in kept}
        self.reply(answer.status, head, content, cut)

    def reply(
        self, status: int, headers: Mapping[str, str], content: bytes, cut: int | None = None
    ) -> None:
        """Answer, or begin to."""
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[:cut])
        if cut is not None:
            self.reset()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def reset(self) -> None:
        """Break the connection off, without a farewell."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())


# What is done to a request; true if that was all.
Fault = Callable[[Handler, Asked], bool]


@dataclass
class Proxy:
    """Where it listens, before which port; what was asked; what goes wrong, and how often."""

    port: int
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    plans: list[tuple[re.Pattern[str], list[Fault | None]]] = field(default_factory=list)

    def on(self, pattern: str, fault: Fault, times: int = 1, spared: int = 0) -> None:
        """Let a fault happen to the first so many requests with a pattern, after those `spared`."""
        plan: list[Fault | None] = [fault] * times
        self.plans.append((re.compile(pattern, re.DOTALL), plan + [None] * spared))

    def fault(self, asked: Asked) -> Fault | None:
        """Return what happens to a request."""
        for pattern, left in self.plans:
            if left and pattern.search(asked.text):
                return left.pop()
        return None

    def seen(self, pattern: str) -> int:
        """Return how many requests there were in which a pattern is found."""
        return sum(re.search(pattern, asked.text, re.DOTALL) is not None for asked in self.asked)


def answer(status: int, body: str = "", **headers: str) -> Fault:
    """Return a fault that answers instead of the store."""
    head = {"Content-Type": "text/plain"} | {k.replace("_", "-"): v for k, v in headers.items()}

    def fault(handler: Handler, asked: Asked) -> bool:
        handler.rfile.read(handler.length - len(asked.body))
        handler.reply(status, head, body.encode())
        return True

    return fault


def cut_request(handler: Handler, _: Asked) -> bool:
    """Break off in the middle of what comes in."""
    handler.reset()
    return True


def lose_answer(handler: Handler, asked: Asked) -> bool:
    """Let the store do what it is asked, and break off before it can say so."""
    rest = handler.rfile.read(handler.length - len(asked.body))
    handler.pass_on(asked.body + rest, lost=True)
    return True


def cut_answer(handler: Handler, asked: Asked) -> bool:
    """Break off in the middle of what the store says."""
    rest = handler.rfile.read(handler.length - len(asked.body))
    handler.pass_on(asked.body + rest, cut=20)
    return True


def silence(until: threading.Event) -> Fault:
    """Return a fault that says nothing, until the test is over."""

    def fault(handler: Handler, _: Asked) -> bool:
        until.wait(60)
        handler.reset()
        return True

    return fault


@contextmanager
def proxy(port: int, certificate: Path | None = None) -> Iterator[Proxy]:
    """Run a proxy before a port; over TLS with a certificate, whose file holds the key too."""
    made = Proxy(port)

    class Ours(Handler):
        proxy = made

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing: that connections break is the point."""

    server = Quiet(("127.0.0.1", 0), Ours)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    made.url = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
