"""HTTP with a store: who asks, how long to wait, when to try again, what went wrong in one line.

Redirects are not followed: a password, or a graph, goes to the host that the user named.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, BinaryIO, NoReturn, cast
from urllib.parse import urlsplit

from claimgraph import __version__
from claimgraph.endpoint import quoted
from claimgraph.store_errors import StoreError, speaking_to

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session

__all__ = ["Access", "Pairs", "Request", "Transport", "Upload"]

_BUSY = {429, 502, 503, 504}
_MOVED = range(300, 400)
_LONGEST_WAIT = 60.0
_LONGEST_QUOTE = 1 << 14
# Virtuoso answers 500 where others answer 403.
_FORBIDDEN = re.compile(r"\bSECURITY: No permission\b")
_OVERFULL = re.compile(r"\blog after image size went above the limit\b")

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Access:
    """As whom to ask a store, and with how much patience; the password is never shown.

    `timeout` is for how many seconds a server may be silent, `tries` how often a request is sent,
    `wait` how many seconds lie between the first two; each later pause is twice as long. `ca` is
    a file with the certificate of an authority that is to be trusted; `gzip` is whether what is
    sent is compressed, which not every store takes.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    timeout: float = 60.0
    tries: int = 6
    wait: float = 0.5
    gzip: bool = False


class Upload:
    """A file that is read while it is sent, of so many things; `advance` is told how many went."""

    def __init__(self, path: Path, things: int, advance: Callable[[int], None]) -> None:
        self.path = path
        self.things = things
        self.advance = advance
        self._size = max(path.stat().st_size, 1)
        self._done = 0

    def opened(self) -> "_Read":
        """Return the file, from its start; what was told when it was sent before is taken back."""
        self.reached(0)
        return _Read(self.path, self)

    def reached(self, position: int) -> None:
        """Tell how many things lie between the last position, in bytes, and this."""
        done = self.things * position // self._size
        self.advance(done - self._done)
        self._done = done


class _Read(io.FileIO):
    def __init__(self, path: Path, upload: Upload) -> None:
        super().__init__(path)
        self._upload = upload

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(-1 if size is None else size) or b""
        self._upload.reached(self.tell())
        return piece


@dataclass(frozen=True)
class Request:
    """What is to be sent; a body that is pairs is sent as a form.

    `patience` is for how many seconds longer than usual the server may be silent over it.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Pairs = ()
    body: bytes | Pairs | Upload = b""
    patience: int = 0


class Transport:
    """A session with one store; `waiting` is told of every pause: how many seconds, and why."""

    def __init__(self, access: Access, waiting: Callable[[float, str], None] | None = None) -> None:
        self.access = access
        self._waiting = waiting or (lambda _seconds, _why: None)
        self._made: Session | None = None
        self._reached = False

    def send(self, request: Request, *, once: bool = False) -> "Response":
        """Return the answer, whose body is still to be read; raises `StoreError`.

        The request is repeated where that may help, unless it is to be sent `once`: for what does
        harm when it is done twice.
        """
        for attempt in range(1 if once else self.access.tries):
            try:
                response = self._sent(request)
                self._reached = True
                if response.ok and response.status_code not in _MOVED:
                    return response
                self._refuse(response)
            except StoreError as error:
                last = once or attempt + 1 == self.access.tries or not error.passing
                # Until it has answered once, it is likelier that the address is wrong than that
                # the store is just being started again. And it may be a request that it fails at.
                if last or not self._reached or (error.status == 500 and attempt):
                    raise
                self.pause(attempt, error)
        raise AssertionError("the last attempt returns or raises")

    def headers(self, url: str) -> Mapping[str, str]:
        """Return the headers of an answer, by which a server tells what it is, whatever it says."""
        with self._sent(Request("HEAD", url)) as response:
            self._reached = True
            return response.headers

    def close(self) -> None:
        """End the session."""
        if self._made is not None:
            self._made.close()

    def pause(self, attempt: int, error: StoreError) -> None:
        """Wait after an attempt, the first being 0; as long as the store wants, if it says."""
        seconds = self.access.wait * 2**attempt if error.after is None else error.after
        self._waiting(seconds, error.found)
        sleep(seconds)

    def _sent(self, request: Request) -> "Response":
        """Return the answer to one request, or to its repetition with the password."""
        from requests.auth import HTTPBasicAuth, HTTPDigestAuth

        session = self._session()
        timeout = self.access.timeout + request.patience

        def once() -> "Response":
            with speaking_to(request.url, timeout), _opened(request.body) as body:
                return session.request(
                    request.method,
                    request.url,
                    headers=dict(request.headers),
                    params=list(request.params),
                    data=body,
                    stream=True,
                    allow_redirects=False,
                    timeout=timeout,
                    verify=True if self.access.ca is None else str(self.access.ca),
                )

        response = once()
        user, password = self.access.user, self.access.password
        if response.status_code != 401 or not user or session.auth is not _nobody:
            return response
        # Only now is it known whether the password has to go out as it is.
        challenge = response.headers.get("WWW-Authenticate", "")
        response.close()
        if re.search(r"\bdigest\b", challenge, re.IGNORECASE):
            session.auth = HTTPDigestAuth(user, password)
        else:
            session.auth = HTTPBasicAuth(user.encode(), password.encode())
        return once()

    def _session(self) -> "Session":
        from requests import Session

        if self._made is None:
            self._made = Session()
            self._made.headers["User-Agent"] = f"claimgraph/{__version__} (requests)"
            self._made.auth = _nobody  # and not whoever stands in a ~/.netrc
        return self._made

    def _refuse(self, response: "Response") -> NoReturn:
        """Raise what a status means."""
        status, host = response.status_code, urlsplit(response.url).netloc
        with speaking_to(response.url, self.access.timeout):
            said = quoted(next(response.iter_content(_LONGEST_QUOTE), b""))
        if self.access.password:
            said = said.replace(self.access.password, "…")
        target = response.headers.get("Location", "elsewhere")
        after = _seconds(response.headers.get("Retry-After", ""))
        response.close()
        if status in _MOVED:
            found = f"the store sends us on to {target}, where nothing was sent"
            raise StoreError(found, remedy="name that address if you trust it", status=status)
        if status == 401:
            raise StoreError(
                f"the store at {host} does not let us in",
                expected="the right --user, and CLAIMGRAPH_PASSWORD or the prompt for the password",
                status=status,
            )
        if status == 403 or (status == 500 and _FORBIDDEN.search(said)):
            who = repr(self.access.user) if self.access.user else "just anybody"
            raise StoreError(
                f"the store at {host} does not let {who} do this{said}",
                remedy="name a --user who may write",
                status=status,
            )
        if status == 413:
            raise StoreError("the store finds a request too large", status=status)
        if _OVERFULL.search(said):
            raise StoreError(
                "the store finds a transaction too large",
                remedy="raise TransactionAfterImageLimit in virtuoso.ini, or load --bulk virtuoso",
                status=status,
            )
        error = StoreError(
            f"the store answers {status} {response.reason or ''}".rstrip() + said,
            status=status,
            passing=status in _BUSY or status == 500,
        )
        error.after = after
        raise error


@contextmanager
def _opened(body: bytes | Pairs | Upload) -> "Iterator[bytes | list[tuple[str, str]] | BinaryIO]":
    if isinstance(body, Upload):
        with body.opened() as file:
            yield cast(BinaryIO, file)
    else:
        yield body if isinstance(body, bytes) else list(body)


def _nobody(request: "PreparedRequest") -> "PreparedRequest":
    return request


def _seconds(retry_after: str) -> float | None:
    return min(float(retry_after), _LONGEST_WAIT) if retry_after.isdecimal() else None
