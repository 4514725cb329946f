"""What goes wrong with a store, in one line each, and whether it may go well a moment later."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self
from urllib.parse import urlsplit

from claimgraph.errors import UsageError

__all__ = ["StoreError", "speaking_to"]

_DISTRUST = re.compile(r"certificate verify failed: ([^(\"']+)")
_REASON = re.compile(r"\[(?:Errno|SSL)[^\]]*\] ([^'\")]+)")


class StoreError(UsageError):
    """A store that cannot be reached, or that does not do what it is asked.

    `status` is its HTTP status, 0 where there was no answer; `passing` is whether the same may go
    well a moment later, `after` how many seconds later, if the store says so.
    """

    def __init__(
        self,
        found: str,
        *,
        expected: str = "",
        remedy: str = "",
        status: int = 0,
        passing: bool = False,
    ) -> None:
        super().__init__(found, expected=expected, remedy=remedy)
        self.status = status
        self.passing = passing
        self.after: float | None = None

    def leaving(self, state: str, found: str = "") -> Self:
        """Return the same error, for good, with what state the store is left in at its end.

        `found` stands in the place of what was found, if it is given.
        """
        remedy = f"{self.remedy}; {state}" if self.remedy else state
        return type(self)(
            found or self.found, expected=self.expected, remedy=remedy, status=self.status
        )


@contextmanager
def speaking_to(url: str, timeout: float) -> Iterator[None]:
    """Turn what can go wrong on a connection into a `StoreError` that is one line."""
    from requests import exceptions as wrong
    from urllib3.exceptions import HTTPError

    host = urlsplit(url).netloc
    try:
        yield
    except wrong.SSLError as error:
        distrust = _DISTRUST.search(str(error))
        raise StoreError(
            f"the certificate of {host} is not trusted ({distrust[1].strip()})"
            if distrust
            else f"no secure connection to {host} can be made{_reason(error)}",
            remedy="name the certificate of its authority with --ca FILE" if distrust else "",
        ) from error
    except (wrong.Timeout, TimeoutError) as error:
        raise StoreError(
            f"the store at {host} said nothing for {timeout:g} seconds",
            remedy="allow more with --timeout",
        ) from error
    except (wrong.ConnectionError, wrong.ChunkedEncodingError, HTTPError, OSError) as error:
        if "Read timed out" in str(error):
            raise StoreError(
                f"the store at {host} said nothing for {timeout:g} seconds",
                remedy="allow more with --timeout",
            ) from error
        refused = "NewConnectionError" in repr(error) or "NameResolution" in repr(error)
        raise StoreError(
            f"the store at {host} "
            + ("cannot be reached" if refused else "broke the connection")
            + _reason(error),
            remedy="is the address right, and the server running?",
            passing="NameResolution" not in repr(error),
        ) from error


def _reason(error: Exception) -> str:
    found = _REASON.search(str(error))
    return f" ({found[1].strip()})" if found else ""
