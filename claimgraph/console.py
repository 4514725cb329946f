"""The `console` blocks of our Markdown: their commands are run, their output is kept true.

A block opens with a line "```console"; in it a line "$ command" is followed by what the command
printed, up to the next command or the end of the block. A command whose output changes from
machine to machine (an installation, a time) stands in a block of another name, "```sh".
"""

import re
from collections.abc import Callable, Iterator

__all__ = ["commands", "refreshed"]

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def commands(markdown: str) -> Iterator[tuple[str, str]]:
    """Yield each command of the console blocks with the output that is written below it."""
    for block in _BLOCK.findall(markdown):
        yield from _COMMAND.findall(block)


def refreshed(markdown: str, run: Callable[[str], str]) -> str:
    """Return the page with each output replaced by what `run` returns for its command.

    `run` takes one line of shell and returns what it printed, whole lines. What stands outside
    of console blocks is kept to the letter. What `run` raises is passed on.
    """
    return _BLOCK.sub(
        lambda block: _COMMAND.sub(lambda one: f"$ {one[1]}\n{run(one[1])}", block[0]), markdown
    )
