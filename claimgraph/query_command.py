"""What `query` does: which query is meant, asked with what; who answers, and how that is shown."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from claimgraph.answer import Answer
from claimgraph.curie import shorten
from claimgraph.dump import Opening, dump, outdated
from claimgraph.engine import answer, checked, labels
from claimgraph.errors import InputError, UsageError
from claimgraph.layout import Layout
from claimgraph.limits import Limits
from claimgraph.query_arguments import QUERY_ENGINES, QUERY_OPTIONS
from claimgraph.question import Question, chosen, question, questions, usage, values
from claimgraph.read import prefixes, text_of
from claimgraph.said import Said
from claimgraph.sparql_text import bound
from claimgraph.table import as_table
from claimgraph.terms import RDFS

__all__ = ["Request", "Said", "say", "wanted"]

_STANDARD_INPUT = "-"
_Labels = Callable[[Iterable[str]], Mapping[str, str]]
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Request:
    """What the command line asks for; `given` holds the parameters, name to value as written.

    `password` is called once the query is known to be good, for it may ask somebody.
    """

    name: str | None = None
    file: Path | None = None
    text: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    show: bool = False
    format: str | None = None
    engine: str | None = None
    endpoint: str | None = None
    user: str = ""
    password: Callable[[], str] = str
    service: bool = False
    limits: Limits = field(default_factory=Limits)
    width: int = 100


def wanted(options: Namespace, password: Callable[[], str], width: int) -> Request:
    """Return what the parsed command line asks for."""
    return Request(
        name=options.name,
        file=options.file,
        text=options.text,
        given=options.given,
        show=options.show,
        format=options.format,
        engine=options.engine,
        endpoint=options.endpoint,
        user=options.user or "",
        password=password,
        service=options.allow_service,
        limits=Limits(seconds=options.timeout),
        width=width,
    )


def say(
    layout: Layout, request: Request, stdin: Callable[[], str], opening: Opening | None = None
) -> Said:
    """Return the answer to a request, or the list of all questions where it names none.

    `stdin` is called for the query where that is on standard input; `opening` is the build, where
    somebody has begun to read it. Raises `UsageError` and `InputError` for what cannot be asked or
    answered.
    """
    remote = request.endpoint is not None
    registry = prefixes(layout)
    asked = _asked(layout, request, stdin)
    if asked is None:
        return Said(_listing(questions(layout.competency_files), registry, request.width))
    if request.show:
        return Said(asked.text)
    query = checked(asked.text, registry, path=asked.path, service=request.service and remote)
    terms = values(asked, request.given, registry, QUERY_OPTIONS)
    if terms:
        query = bound(query, terms)
    store, notes = (Store(), []) if remote else _built(layout, opening)
    found, named = _answer(query, request, store)
    if found.empty:
        notes += ["no rows"]
        notes += [] if remote else _unknown(terms.values(), store, registry)
    format_ = request.format or ("turtle" if found.triples else "table")
    known = named(found.iris()) if format_ in {"table", "markdown"} else {}
    text = found.written(format_, prefixes=registry, labels=known, width=request.width)
    return Said("" if found.empty and format_ == "table" else text, notes)


def _answer(query: str, request: Request, store: Store) -> tuple[Answer, _Labels]:
    """Return the answer, and whom to ask for labels of what is in it."""
    if request.endpoint is None:
        engine = request.engine or QUERY_ENGINES[0]
        found = answer(store, query, engine=engine, limits=request.limits)
        return found, partial(labels, store)
    from claimgraph.endpoint import Endpoint, remote_answer
    from claimgraph.remote_labels import remote_labels

    endpoint = Endpoint(request.endpoint, request.user, request.password(), request.limits)
    return remote_answer(endpoint, query), partial(remote_labels, endpoint)


def _listing(among: Sequence[Question], prefixes: Mapping[str, str], width: int) -> str:
    rows = [
        [[one.name], [one.title, *(usage(parameter, prefixes) for parameter in one.parameters)]]
        for one in among
    ]
    return as_table(["query", "question"], rows, width)


def _asked(layout: Layout, request: Request, stdin: Callable[[], str]) -> Question | None:
    named = [part for part in (request.name, request.file, request.text) if part is not None]
    if len(named) > 1:
        raise UsageError("more than one query", expected="a name, --file or -e")
    for name, value in request.given.items():
        _unicode(value, f"the value of --{name}")
    if request.text is not None:
        return question(_unicode(request.text, "the query"))
    if _STANDARD_INPUT in {request.name, str(request.file)}:
        return question(_unicode(_all_of(stdin), "the query"))
    if request.file is not None:
        text = _unicode(text_of(request.file), "the query")
        return question(text, request.file.name, request.file)
    if request.name is None:
        if request.given:
            raise UsageError("there are parameters and no query", expected="the name of a query")
        return None
    return chosen(request.name, layout.competency_files)


def _all_of(stdin: Callable[[], str]) -> str:
    try:
        return stdin()
    except UnicodeDecodeError as error:
        raise InputError("standard input is not UTF-8", expected="UTF-8") from error


def _unicode(text: str, what: str) -> str:
    """Return a text without the mark that some editors put in front.

    Raises `InputError` where its bytes were not UTF-8, which Python lets pass on a command line and
    sometimes on standard input.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{what} is not UTF-8", expected="UTF-8") from error
    return text.removeprefix(_BYTE_ORDER_MARK)


def _built(layout: Layout, opening: Opening | None) -> tuple[Store, list[str]]:
    """Return the built data set, and a note if what it was built from has changed since."""
    opening = opening or Opening(dump(layout))
    notes = outdated(layout, opening.dump)
    return opening.store(), notes


def _unknown(
    terms: Iterable[NamedNode | Literal], store: Store, prefixes: Mapping[str, str]
) -> list[str]:
    """Return a note for each IRI asked about of which the graph says nothing."""
    notes = []
    for term in terms:
        if isinstance(term, NamedNode) and not any(store.quads_for_pattern(term, None, None)):
            labelled = (quad.subject for quad in store.quads_for_pattern(None, RDFS.label, None))
            named = {subject.value for subject in labelled if isinstance(subject, NamedNode)}
            near = get_close_matches(term.value, named, n=1, cutoff=0.8)
            hint = f": did you mean {shorten(near[0], prefixes)}?" if near else ""
            notes.append(f"{shorten(term.value, prefixes)} is not in the graph{hint}")
    return notes
