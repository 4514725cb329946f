"""What each kept question answers, as reviewed by people: `tests/queries/<name>.csv`.

    python -m tests.golden            answer all anew, write what changed and print the difference
    python -m tests.golden q13 q20    only these

The answers are those of Oxigraph over the whole graph, with the parameters' defaults; IRIs are
written short, to be read. Read the difference against the article before you commit it.
"""

import csv
import difflib
import io
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from claimgraph import about, queries_rdf
from claimgraph.answer import Answer
from claimgraph.curie import shorten
from claimgraph.engine import answer, checked
from claimgraph.layout import Layout
from claimgraph.question import Question, questions, values
from claimgraph.read import prefixes
from claimgraph.sparql_text import bound
from tests.datasets import ARTICLE, derived

__all__ = ["FOLDER", "LAYOUT", "PREFIXES", "QUESTIONS", "built", "ready", "written"]

FOLDER = Path(__file__).parent / "queries"
LAYOUT: Layout = ARTICLE
PREFIXES = prefixes(LAYOUT)
QUESTIONS = questions(LAYOUT.competency_files)


@cache
def built() -> Store:
    """Return what a build writes, without the checks on the way: one store, not to be changed."""
    dataset = derived(LAYOUT)
    about.describe(dataset, {})
    dataset.store.extend(queries_rdf.described(QUESTIONS))
    return dataset.store


def ready(question: Question) -> str:
    """Return the query with the parameters' defaults bound, as it is sent to any engine."""
    query = checked(question.text, PREFIXES, path=question.path)
    return bound(query, values(question, {}, PREFIXES))


def written(found: Answer) -> str:
    """Return an answer as it stands in its file."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(found.variables)
    rows.writerows([_cell(term) for term in row] for row in found.rows)
    return text.getvalue()


def _cell(term: object) -> str:
    if isinstance(term, NamedNode):
        return shorten(term.value, PREFIXES)
    return term.value if isinstance(term, Literal) else ""


def refreshed(store: Store, some: Iterable[Question]) -> Iterator[str]:
    """Write the answers anew, and yield the lines in which each differs from before."""
    for question in some:
        path = FOLDER / f"{question.name}.csv"
        before = path.read_text("utf-8") if path.exists() else ""
        after = written(answer(store, ready(question)))
        yield from difflib.unified_diff(
            before.splitlines(), after.splitlines(), str(path.name), str(path.name), "", "", 0, ""
        )
        path.write_text(after, "utf-8")


def main(wanted: Iterable[str]) -> None:
    """Refresh the answers to the questions whose names begin so, or to all; drop stray files."""
    starts = tuple(wanted)
    FOLDER.mkdir(exist_ok=True)
    some = [one for one in QUESTIONS if not starts or one.name.startswith(starts)]
    for line in refreshed(built(), some):
        sys.stdout.write(f"{line}\n")
    for path in FOLDER.glob("*.csv"):
        if path.stem not in {one.name for one in QUESTIONS}:
            path.unlink()
            sys.stdout.write(f"{path.name} is gone: no query has that name\n")


if __name__ == "__main__":
    main(sys.argv[1:])
