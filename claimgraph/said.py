"""What a command says: an answer, and notes beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Said"]


@dataclass(frozen=True)
class Said:
    """What is to be printed: the answer, and notes beside it, a line each."""

    answer: str
    notes: Sequence[str] = ()
