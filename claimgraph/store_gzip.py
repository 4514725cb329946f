"""What is sent to a store compressed, until it turns out not to understand that."""

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from claimgraph.store_errors import StoreError
from claimgraph.store_http import Request, Transport, Upload

__all__ = ["Packer"]

# What a store may answer that takes compressed triples for broken ones.
_PUZZLED = {400, 415, 500, 501}


class Packer:
    """Sends requests whose bodies are bytes or files; `packs` is whether they are compressed."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.packs = transport.access.gzip

    def send(self, request: Request) -> None:
        """Send a request, as it is where the store fails at it compressed; raises `StoreError`."""
        if self.packs:
            try:
                with _packed(request) as smaller:
                    self.transport.send(smaller).close()
            except StoreError as error:
                if error.status not in _PUZZLED:
                    raise
            else:
                return
        self.transport.send(request).close()
        self.packs = False


@contextmanager
def _packed(request: Request) -> Iterator[Request]:
    headers = {**request.headers, "Content-Encoding": "gzip"}
    body = request.body
    if isinstance(body, bytes):
        yield replace(request, headers=headers, body=gzip.compress(body, compresslevel=1, mtime=0))
    elif isinstance(body, Upload):
        # A copy, for its size has to be known before it is sent.
        with TemporaryDirectory() as folder:
            copy = Path(folder) / f"{body.path.name}.gz"
            with body.path.open("rb") as file, gzip.open(copy, "wb", compresslevel=1) as smaller:
                shutil.copyfileobj(file, smaller)
            yield replace(request, headers=headers, body=Upload(copy, body.things, body.advance))
    else:
        yield request
