"""The page of questions: each with what a row is, what it may be asked with, and the query.

The page is generated from the queries' headers, and kept beside them, so that somebody who looks
for a question need not run anything.
"""

from collections.abc import Iterable, Iterator

from claimgraph.layout import Layout
from claimgraph.question import Question, questions, usage
from claimgraph.read import prefixes

__all__ = ["render"]

_HEAD = """\
<!-- Written by `build.py docs` from the headers of queries/competency/: do not edit. -->

# Questions

The questions that the graph exists to answer. Each is a file in `queries/competency/`, runs on any
engine that speaks SPARQL 1.1 as it stands, and here by name, number or words:

```sh
python3 build.py query how-many-were-killed
python3 build.py query q13 --population actor:people
python3 build.py query q13 --show > mine.rq
python3 build.py query --file mine.rq --format csv
```

A variable that begins with `_` is a parameter, named as [grlc](https://github.com/CLARIAH/grlc)
names them: one `_` for what is needed, two for what may be left out. Left free it matches
everything; here it has the default that is given below, and `'*'` leaves it free. A value is bound
as a term, never pasted into the query, so it may hold anything. To bind one elsewhere, put
`VALUES ?_event_iri { <https://w3id.org/claimgraph/event/khojaly-massacre> }` at the start of the
group that speaks of it.

The queries are written for the union of all graphs of the dump. They are part of it themselves:
each is a `sh:SPARQLExecutable` in the graph *about*. What they answer on the graph as it stands is
in `tests/queries/`, the same from Oxigraph, rdflib and Apache Jena.

[The cookbook](cookbook.md) goes from what you want to know to the question to ask.
"""


def render(layout: Layout) -> str:
    """Return the page, in Markdown, of the questions that the layout has."""
    among = questions(layout.competency_files)
    registry = prefixes(layout)
    parts = [_HEAD, *_index(among)]
    for question in among:
        parts += _section(question, registry)
    return "\n".join(parts)


def _index(among: Iterable[Question]) -> Iterator[str]:
    yield "| question | about |\n|---|---|"
    for one in among:
        yield f"| [{one.name.partition('-')[0]}](#{one.name}) {one.title} | {', '.join(one.tags)} |"
    yield ""


def _section(question: Question, prefixes: dict[str, str]) -> Iterator[str]:
    yield f"## {question.name}\n"
    yield f"**{question.title}** {question.description}\n"
    yield f"- One row: {question.rows}"
    yield f"- Runs on: {question.runs_on}"
    for parameter in question.parameters:
        yield f"- `{usage(parameter, prefixes)}`"
    yield f"\n```sparql\n{question.query}```\n"
