"""Whether a store holds what was built: count and digest of each graph, over what it gives back.

SHA-256 over the sorted N-Quads, as in the manifest; only where that differs is it found out what
does. Blank nodes get their canonical names first, which every store replaces.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse

from claimgraph.bundle import Bundle, Expected, has_blank
from claimgraph.differences import Difference, differences
from claimgraph.sorted_lines import SortedLines
from claimgraph.store_client import Client, StoreError

__all__ = ["Verdict", "read_back", "verify"]

_EXAMPLES = 5
_STEP = 1000


@dataclass(frozen=True)
class Verdict:
    """What became of one graph; `kinds` counts what differs, `harmless` known rewritings by name.

    `examples` are the first differences that are not harmless.
    """

    graph: NamedNode
    expected: Expected
    found: Expected
    kinds: Mapping[str, int] = field(default_factory=dict)
    harmless: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[Difference, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all is there, written as it was or harmlessly otherwise."""
        return self.found == self.expected or not self.kinds


def verify(
    client: Client,
    bundle: Bundle,
    places: Mapping[NamedNode, NamedNode],
    advance: Callable[[int], None] = lambda _: None,
) -> list[Verdict]:
    """Return a verdict for each graph, read from the graph of the store that `places` names for it.

    `advance` is told how many more triples have been read. Raises `StoreError`.
    """
    verdicts = []
    for graph, at in places.items():
        with read_back(client, at, graph, advance) as found:
            verdicts.append(_verdict(client, bundle, graph, found))
    return verdicts


def read_back(
    client: Client, at: NamedNode, graph: NamedNode, advance: Callable[[int], None]
) -> SortedLines:
    """Return the triples of a graph of a store, in order, its blank nodes named as in `graph`.

    It is read anew where the connection breaks. Raises `StoreError`.
    """
    tries = client.transport.access.tries
    for attempt in range(tries):
        try:
            return SortedLines(_named(_counted(client.lines(at), advance), graph))
        except StoreError as error:
            if not error.passing or attempt + 1 == tries:
                raise
            client.transport.pause(attempt, error)
    raise AssertionError("the last attempt returns or raises")


def _counted(lines: Iterable[bytes], advance: Callable[[int], None]) -> Iterator[bytes]:
    left = 0
    for line in lines:
        yield line
        left += 1
        if left == _STEP:
            advance(left)
            left = 0
    advance(left)


def _named(lines: Iterable[bytes], graph: NamedNode) -> Iterator[bytes]:
    """Yield triples, their blank nodes by the canonical names that they have in `graph`."""
    unnamed = []
    for line in lines:
        if has_blank(line):
            unnamed.append(line)
        else:
            yield line
    if unnamed:
        triples = parse(b"\n".join(unnamed), RdfFormat.N_TRIPLES)
        named = Dataset(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in triples)
        named.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        for quad in named:
            yield f"{quad.triple} .".encode()


def _verdict(client: Client, bundle: Bundle, graph: NamedNode, lines: SortedLines) -> Verdict:
    ending = f" {graph} .\n".encode()
    digest = hashlib.sha256()
    count = 0
    for count, line in enumerate(lines, start=1):  # noqa: B007 (used below)
        digest.update(line.removesuffix(b" .") + ending)
    expected = bundle.graphs[graph]
    found = Expected(count, digest.hexdigest())
    if found == expected:
        return Verdict(graph, expected, found)
    kinds: Counter[str] = Counter()
    harmless: Counter[str] = Counter()
    examples: list[Difference] = []
    for one in differences(bundle.lines(graph), lines, client.profile.rewrites):
        if one.harmless:
            harmless[one.harmless] += 1
            continue
        kinds[one.kind] += 1
        if len(examples) < _EXAMPLES:
            examples.append(one)
    return Verdict(graph, expected, found, kinds, harmless, tuple(examples))
