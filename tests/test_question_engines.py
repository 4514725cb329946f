"""The kept questions have one answer: the same from engines that share no code with each other.

Oxigraph's is held against the reviewed one in test_questions.py. rdflib and Apache Jena, which is
written in Java, are held against that here, row by row and in the same order.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store

from claimgraph.answer import Answer
from claimgraph.question import Question
from claimgraph.rdflib_graph import to_rdflib
from tests.golden import FOLDER, QUESTIONS, built, ready, written
from tests.stores import jena_path

EACH = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


@pytest.fixture(scope="module")
def store() -> Store:
    """Return the whole graph."""
    return built()


@pytest.fixture(scope="module")
def graph(store: Store) -> rdflib.Graph:
    """Return the whole graph for rdflib, in one."""
    return to_rdflib(store)


@EACH
def test_rdflib_answers_the_same(question: Question, graph: rdflib.Graph) -> None:
    """Pure Python, and the slowest: it shows that a query needs no clever engine."""
    body = graph.query(ready(question)).serialize(format="json")
    assert written(Answer(body or b"")) == reviewed(question)


@pytest.fixture(scope="module")
def answers(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Return what Jena answers to all questions, by name, from one run of Java."""
    folder = tmp_path_factory.mktemp("jena")
    data = folder / "data.nt"
    triples = {str(quad.triple) for quad in store}
    data.write_text("".join(f"{triple} .\n" for triple in sorted(triples)), "utf-8")
    queries = []
    for question in QUESTIONS:
        queries.append(folder / f"{question.name}.rq")
        queries[-1].write_text(ready(question), "utf-8")
    program = Path(__file__).parent / "jena" / "Answers.java"
    command = ["java", "-cp", jena_path(folder), *map(str, [program, data, folder, *queries])]
    subprocess.run(command, check=True, capture_output=True)
    return {one.name: (folder / f"{one.name}.rq.json").read_bytes() for one in QUESTIONS}


@pytest.mark.server
@EACH
def test_jena_answers_the_same(question: Question, answers: Mapping[str, bytes]) -> None:
    """Apache Jena shares no code with Oxigraph and rdflib, and agrees with both."""
    assert written(Answer(answers[question.name])) == reviewed(question)


def reviewed(question: Question) -> str:
    """Return the answer that people have reviewed."""
    return (FOLDER / f"{question.name}.csv").read_text("utf-8")
