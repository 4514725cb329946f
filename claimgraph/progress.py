"""How far it has got: a bar on a terminal, with rate and time left, and nothing elsewhere."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from tqdm import tqdm

__all__ = ["Progress"]


class Progress:
    """A bar for the step that is being taken; the last one has to be closed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: tqdm[NoReturn] | None = None

    def step(self, name: str, total: int) -> Callable[[int], None]:
        """Begin a step that concerns so many triples; return what is told of each that is done."""
        from tqdm import tqdm

        self.close()
        bar = tqdm(
            desc=f"{name:<8}", total=total, file=self._stream, disable=None, leave=False,
            unit=" triples", unit_scale=True,
        )  # fmt: skip
        self._bar = bar

        def advance(done: int) -> None:
            bar.set_postfix_str("", refresh=False)
            bar.update(done)

        return advance

    def waiting(self, seconds: float, why: str) -> None:
        """Say beside the bar why nothing happens for a while."""
        if self._bar is not None:
            self._bar.set_postfix_str(f"waits {seconds:g} s: {why}")

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
