"""The kept questions have one answer, whichever store is asked over the network.

Oxigraph's own is held against the reviewed one in test_questions.py, and rdflib's and Jena's in
test_question_engines.py; here servers hold the graph, and are asked as `query --endpoint` asks.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from pyoxigraph import NamedNode, Store

from claimgraph.endpoint import Endpoint, remote_answer
from claimgraph.engine import answer, checked
from claimgraph.question import Question, values
from claimgraph.sparql_text import bound
from claimgraph.store_client import Access, connect
from claimgraph.terms import GRAPHS
from tests.golden import FOLDER, PREFIXES, QUESTIONS, built, ready, written
from tests.stores import Server, jena, oxigraph, virtuoso

STORES = [
    pytest.param(oxigraph, id="oxigraph"),
    pytest.param(virtuoso, id="virtuoso", marks=pytest.mark.server),
    pytest.param(lambda folder: jena(folder, keep=True), id="tdb2", marks=pytest.mark.server),
]
EACH = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
CHUNK = 5_000


@pytest.fixture(scope="module")
def store() -> Store:
    """Return the whole graph."""
    return built()


@pytest.fixture(scope="module", params=STORES)
def server(
    request: pytest.FixtureRequest, store: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return a server that holds the whole graph."""
    start: Callable[..., AbstractContextManager[Server]] = request.param
    with start(tmp_path_factory.mktemp("store")) as running:
        fill(running, store)
        yield running


@EACH
def test_the_reviewed_answer(question: Question, server: Server) -> None:
    """With the parameters' defaults, row by row and in the same order."""
    found = written(remote_answer(Endpoint(server.query), ready(question)))
    assert found == (FOLDER / f"{question.name}.csv").read_text("utf-8")


OPTIONAL = [
    (question, parameter)
    for question in QUESTIONS
    for parameter in question.parameters
    if not parameter.required and parameter.type == "iri" and parameter.default is None
]


def test_some_parameters_are_optional() -> None:
    """There is something for the next test to ask with."""
    assert len(OPTIONAL) >= 20


@pytest.mark.parametrize(
    ("question", "parameter"), OPTIONAL, ids=lambda one: getattr(one, "name", "")
)
def test_the_answer_when_asked_for_less(
    question: Question, parameter: object, server: Server, store: Store
) -> None:
    """With an optional parameter given too, the same as without a network."""
    name = str(getattr(parameter, "name", ""))
    everything = answer(store, ready(question))
    column = next(
        number
        for number, variable in enumerate(everything.variables)
        if name.lower() in variable.lower()
    )
    some = next(row[column] for row in everything.rows if isinstance(row[column], NamedNode))
    terms = values(question, {name: some.value}, PREFIXES)
    query = bound(checked(question.text, PREFIXES), terms)
    here = answer(store, query)
    assert here.rows
    assert written(remote_answer(Endpoint(server.query), query)) == written(here)


def fill(server: Server, store: Store) -> None:
    """Put the whole graph into a server."""
    client = connect(server.url, Access(server.user, server.password), store=server.store)
    for graph in GRAPHS:
        found = store.quads_for_pattern(None, None, None, graph)
        lines = [f"{quad.triple} .\n".encode() for quad in found]
        client.put(graph, b"".join(lines[:CHUNK]))
        for start in range(CHUNK, len(lines), CHUNK):
            client.add(graph, b"".join(lines[start : start + CHUNK]))
