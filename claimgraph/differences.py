"""What differs between the triples that were sent and those that a store gives back, by kind.

Both come as sorted lines of canonical N-Triples, and are compared while they are read. Where a
triple is missing, and one of its subject and predicate was not sent, a literal was rewritten.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from claimgraph.terms import XSD

__all__ = ["HARMLESS", "Difference", "differences", "unequal"]

MISSING, EXTRA = "missing triple", "extra triple"
DATATYPE, LANGUAGE, REWRITTEN = "datatype changed", "language tag changed", "literal rewritten"


@dataclass(frozen=True)
class Difference:
    """One triple that is not as it was sent: of which kind, and what stands where.

    `harmless` is the name of a known rewriting that keeps the value.
    """

    kind: str
    sent: bytes | None
    found: bytes | None
    harmless: str = ""

    def __str__(self) -> str:
        """Return a line: the kind, what was sent and what is found."""
        both = [line.decode() for line in (self.sent, self.found) if line is not None]
        if len(both) == 2:
            both[1] = "now " + both[1].split(" ", 2)[2]
        return f"{self.kind}: " + "  ".join(both)


# Ways of writing a value otherwise: for which datatypes, and how to tell that it is the same.
HARMLESS: Mapping[str, tuple[Container[NamedNode], Callable[[str], object]]] = {
    "number": ({XSD.integer, XSD.decimal}, Decimal),
    "boolean": ({XSD.boolean}, {"true": True, "1": True, "false": False, "0": False}.get),
}


def differences(
    sent: Iterable[bytes], found: Iterable[bytes], known: Iterable[str] = ()
) -> Iterator[Difference]:
    """Yield every difference between two sorted sequences of triples.

    `known` are the names in `HARMLESS` of what the store is known to do.
    """
    for _, group in groupby(unequal(iter(sent), iter(found)), lambda one: _about(one[0])):
        missing: list[bytes] = []
        extra: list[bytes] = []
        for line, was_sent in group:
            (missing if was_sent else extra).append(line)
        pairs = [_rewritten(old, new, known) for old in missing for new in extra]
        for pair in sorted(filter(None, pairs), key=_unlikelihood):
            if pair.sent in missing and pair.found in extra:
                missing.remove(pair.sent)
                extra.remove(pair.found)
                yield pair
        yield from (Difference(MISSING, line, None) for line in missing)
        yield from (Difference(EXTRA, None, line) for line in extra)


def unequal(sent: Iterator[bytes], found: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield in order the lines that stand in one sequence only, and whether in the first."""
    left, right = next(sent, None), next(found, None)
    while left is not None or right is not None:
        if left == right:
            left, right = next(sent, None), next(found, None)
        elif left is not None and (right is None or left < right):
            yield left, True
            left = next(sent, None)
        elif right is not None:
            yield right, False
            right = next(found, None)


def _about(line: bytes) -> list[bytes]:
    return line.split(b" ", 2)[:2]


def _rewritten(sent: bytes, found: bytes, known: Iterable[str]) -> Difference | None:
    """Return how one triple may have become another of its subject and predicate."""
    old, new = _object(sent), _object(found)
    if not isinstance(old, Literal) or not isinstance(new, Literal):
        return None
    if (old.datatype, old.language) == (new.datatype, new.language):
        return Difference(REWRITTEN, sent, found, _harmless(old, new, known))
    if old.value == new.value and old.language and new.language:
        return Difference(LANGUAGE, sent, found)
    if old.value == new.value or _same(Decimal, old, new):
        return Difference(DATATYPE, sent, found)
    return None


def _unlikelihood(pair: Difference) -> int:
    """Return by which to choose where one triple may have become any of several."""
    return 0 if pair.harmless else 2 if pair.kind == REWRITTEN else 1


def _object(line: bytes) -> object:
    return next(iter(parse(line, RdfFormat.N_TRIPLES))).object


def _harmless(old: Literal, new: Literal, known: Iterable[str]) -> str:
    for name in known:
        datatypes, value = HARMLESS[name]
        if old.datatype in datatypes and _same(value, old, new):
            return name
    return ""


def _same(value: Callable[[str], object], old: Literal, new: Literal) -> bool:
    try:
        before, after = value(old.value), value(new.value)
    except ArithmeticError:  # what is written there is no number
        return False
    return before is not None and before == after
