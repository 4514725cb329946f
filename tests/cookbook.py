"""What docs/cookbook.md shows outside of console blocks: a notebook's output, a server's answers.

    python -m tests.cookbook    write these outputs anew, and print which page changed

The Python block is run as it stands, and what it prints is in the block of text below it. A block
of `shell-session` is written like one of `console`, for a server that the page starts; here that is
one of our own, at a port that the system assigns.
"""

import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import RdfFormat

from claimgraph import console
from claimgraph.docs import in_shell
from tests.golden import built

__all__ = ["PAGE", "SERVER", "folder", "noted", "served"]

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cookbook.md"
SERVER = ROOT / ".venv" / "bin" / "oxigraph"
_ADDRESS = "localhost:7878"
_NOTEBOOK = re.compile(r"(```python\n(.*?)```\n\n```text\n)(.*?)(```)", re.DOTALL)
_SESSION = "```shell-session\n"
_START = re.compile(r"^\.venv/bin/oxigraph (load|serve\S*) (.*)$", re.MULTILINE)


def folder(parent: Path) -> Path:
    """Return a folder in which the page's commands find all they name, with the data of today."""
    made = parent / "checkout"
    (made / "dist").mkdir(parents=True)
    for path in ROOT.iterdir():
        if path.name not in {"dist", ".git"}:
            (made / path.name).symlink_to(path)
    built().dump(made / "dist" / "khojaly.nq", RdfFormat.N_QUADS)
    return made


def noted(page: str, where: Path) -> str:
    """Return the page with the output of its Python blocks as they are when run in a folder."""

    def run(block: re.Match[str]) -> str:
        done = subprocess.run(
            [sys.executable, "-c", block[2]], cwd=where, capture_output=True, text=True, check=True
        )
        return f"{block[1]}{done.stdout}{block[4]}"

    return _NOTEBOOK.sub(run, page)


@contextmanager
def _server(page: str, where: Path) -> Iterator[str]:
    """Start the server as the page says, but for its port; yield host and port."""
    commands = {command: words.split() for command, words in _START.findall(page)}
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"localhost:{free.getsockname()[1]}"
    (serve,) = commands.keys() - {"load"}
    words = [word.replace(_ADDRESS, address) for word in commands[serve]]
    subprocess.run([SERVER, "load", *commands["load"]], cwd=where, check=True, capture_output=True)
    process = subprocess.Popen(
        [SERVER, serve, *words],
        cwd=where,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = process.stdout.readline() if process.stdout else ""
        if not said.startswith("Listening"):
            raise RuntimeError(f"the server did not start: {said}")
        yield address
    finally:
        process.terminate()
        process.communicate()


def served(page: str, where: Path) -> str:
    """Return the page with the output of its sessions as a server of ours answers them."""
    with _server(page, where) as address:
        run = in_shell(where)

        def answer(line: str) -> str:
            return run(line.replace(_ADDRESS, address)).replace("\r\n", "\n")

        # What is kept true is kept so by one module, which knows the blocks by another name.
        head, *blocks = page.split(_SESSION)
        for number, block in enumerate(blocks):
            session, end, rest = block.partition("```\n")
            fresh = console.refreshed(f"```console\n{session}{end}", answer)
            blocks[number] = fresh.removeprefix("```console\n") + rest
        return _SESSION.join([head, *blocks])


def main() -> None:
    """Write the outputs anew."""
    before = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as parent:
        where = folder(Path(parent))
        after = served(noted(before, where), where)
    if after != before:
        PAGE.write_text(after, "utf-8")
        sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
