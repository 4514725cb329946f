"""What `load`, `unload` and `status` do: the data set in a store, and what is said of it.

Each returns what is to be said, and whether all is well.
"""

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from claimgraph.bundle import Bundle, bundle
from claimgraph.dump import dump, outdated
from claimgraph.errors import UsageError
from claimgraph.held import held
from claimgraph.layout import Layout
from claimgraph.load import load, plan
from claimgraph.progress import Progress
from claimgraph.said import Said
from claimgraph.staging import OURS
from claimgraph.store_arguments import TIMEOUT, TRIES
from claimgraph.store_client import Access, Client, check_address, connect
from claimgraph.terms import BASE
from claimgraph.verify import Verdict, verify

__all__ = ["Place", "answer", "place", "reached", "say_loaded", "say_status", "say_unloaded"]

Answer = tuple[Said, bool]


@dataclass(frozen=True)
class Place:
    """Which store is meant, and how to get in.

    `kind` names a profile, for a store that does not tell; `given` has the URLs of services that
    are not where the profile says.
    """

    url: str
    access: Access
    kind: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


def answer(
    options: Namespace,
    layout: Callable[[], Layout],
    password: Callable[[], str],
    confirm: Callable[[str], bool],
    stream: TextIO,
) -> Answer:
    """Do what the parsed command line says; `stream` shows progress.

    `password` and `confirm` may ask the user.
    """
    where = place(options, password)
    progress = Progress(stream)
    try:
        if options.command == "unload":
            return say_unloaded(where, confirm, progress)
        if options.command == "status":
            return say_status(layout(), where, progress, options.dist)
        how = "plan" if options.dry_run else "verify" if options.verify_only else "load"
        return say_loaded(layout(), where, how, progress, options.dist)
    finally:
        progress.close()


def place(options: Namespace, password: Callable[[], str]) -> Place:
    """Return what the parsed command line names; `password` is asked for once that is usable."""
    services = {
        "query": options.query_url,
        "update": options.update_url,
        "graphs": options.gsp_url,
    }
    given = {name: url for name, url in services.items() if url is not None}
    for url in (options.url, *given.values()):
        check_address(url)
    if options.ca is not None:
        _trustworthy(options.ca)
    access = Access(
        user=options.user or "",
        password=password(),
        ca=options.ca,
        timeout=options.timeout or TIMEOUT,
        tries=options.tries or TRIES,
        gzip=options.gzip,
    )
    return Place(options.url, access, options.store or "", given)


def _trustworthy(ca: Path) -> None:
    if not ca.is_file():
        raise UsageError("there is no such file", expected="a certificate", path=ca)
    import ssl

    try:
        ssl.create_default_context(cafile=ca)
    except ssl.SSLError as error:
        raise UsageError("holds no certificate", expected="one in PEM", path=ca) from error


def say_loaded(
    layout: Layout, where: Place, how: str, progress: Progress, folder: Path | None = None
) -> Answer:
    """Load the build of a folder, or, as `how` says, only "verify" it there or "plan" that.

    Raises `StoreError`, and what `dump` and `bundle` raise.
    """
    path = dump(layout, folder)
    source = bundle(path)
    notes = outdated(layout, path) if folder is None else []
    with reached(where, progress, notes) as client:
        if how == "plan":
            return Said(_planned(client, source), [*notes, "nothing was sent"]), True
        if how == "verify":
            total = source.triples
            places = {graph: graph for graph in source.graphs}
            verdicts, placed = verify(client, source, places, progress.step("verify", total)), True
        else:
            loaded = load(client, source, progress.step)
            verdicts, placed = list(loaded.verdicts), loaded.placed
            if where.access.gzip and not client.packer.packs:
                notes.append("the store does not understand gzip: it was sent as it is")
    whole = all(verdict.whole for verdict in verdicts)
    said = "".join(map(_told, verdicts))
    if whole:
        said += f"{source.title} {source.version} (sha256 {source.sha256[:6]}…) is there, whole\n"
    elif placed:
        said += f"{source.title} {source.version} is there, and not as it was built\n"
    else:
        said += "this is not what was sent; the data set that the store held is unchanged\n"
    return Said(said, notes), whole


def say_unloaded(where: Place, confirm: Callable[[str], bool], progress: Progress) -> Answer:
    """Remove our graphs, and only those, once `confirm` has agreed to the list of them."""
    notes: list[str] = []
    with reached(where, progress, notes) as client:
        sizes = {graph: size for graph, size in client.sizes(OURS).items() if size}
        if not sizes:
            return Said("none of our graphs is there\n", notes), True
        listed = "".join(f"{_row(graph.value, size)}\n" for graph, size in sizes.items())
        if not confirm(f"{listed}Remove these {len(sizes)} graphs from {where.url}?"):
            return Said("nothing was removed\n", notes), False
        client.drop(sizes, triples=sum(sizes.values()))
        left = [graph for graph, size in client.sizes(sizes).items() if size]
    if left:
        kept = ", ".join(graph.value.removeprefix(BASE) for graph in left)
        return Said(f"the store has kept {kept}\n", notes), False
    total = sum(sizes.values())
    return Said(f"{listed}removed {len(sizes)} graphs of {total:,} triples\n", notes), True


def say_status(
    layout: Layout, where: Place, progress: Progress, folder: Path | None = None
) -> Answer:
    """Say which data set a store holds, whether it is whole, and whether it is the build."""
    notes: list[str] = []
    source = None
    try:
        source = bundle(dump(layout, folder))
    except UsageError as error:
        notes.append(f"nothing to compare with: {error}")
    with reached(where, progress, notes) as client:
        found = held(client, source, progress.step)
    lines = [
        f"{_row(graph.value, size)}   {found.state(graph)}\n" for graph, size in found.sizes.items()
    ]
    lines += [
        f"{_row(graph.value, size)}   left of a load that was cut short\n"
        for graph, size in found.leftovers.items()
    ]
    return Said("".join(lines) + f"{found.summary}\n", notes), found.whole


def reached(where: Place, progress: Progress, notes: list[str]) -> Client:
    """Return a client for a store; what the user should know of the connection joins the notes."""
    client = connect(
        where.url, where.access, store=where.kind, given=where.given, waiting=progress.waiting
    )
    if where.access.user and any(map(_in_the_open, _urls(client))):
        notes.append("the connection is not encrypted: whoever listens can learn the password")
    return client


def _urls(client: Client) -> Iterable[str]:
    services = client.services
    return filter(None, (services.query, services.update, services.graphs))


def _in_the_open(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return False
    try:
        return not ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return True


def _planned(client: Client, source: Bundle) -> str:
    services = client.services
    lines = [
        f"{client.profile.title}\n",
        f"    queries    {services.query}\n",
        f"    updates    {services.update}\n",
        f"    graphs     {services.graphs or 'by SPARQL Update'}\n",
    ]
    lines += [f"{_row(graph.value, said.triples)}\n" for graph, said in source.graphs.items()]
    return "".join([*lines, *(f"{line}\n" for line in plan(client, source))])


def _told(verdict: Verdict) -> str:
    expected, found = verdict.expected.triples, verdict.found.triples
    parts = [f"{n:,} x {kind}" for kind, n in verdict.kinds.items()]
    parts += [f"{n:,} x {name} written otherwise" for name, n in verdict.harmless.items()]
    state = ", ".join(parts) or "whole"
    of = "" if found == expected else f" of {expected:,}"
    examples = "".join(f"    {example}\n" for example in verdict.examples)
    return f"{_row(verdict.graph.value, found)}{of}   {state}\n{examples}"


def _row(graph: str, size: int) -> str:
    return f"{graph.removeprefix(BASE):<18} {size:>10,} triples"
