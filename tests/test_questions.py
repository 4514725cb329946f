"""The kept questions: headers for people and grlc, queries for any engine, answers reviewed.

And the answers change when the data changes that they are about.
"""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from claimgraph.curie import expand
from claimgraph.engine import answer
from claimgraph.question import Question, values
from claimgraph.sparql_text import bound, lacking
from tests.golden import FOLDER, LAYOUT, PREFIXES, QUESTIONS, built, ready, written

EACH = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
_PREFIX = re.compile(r"^PREFIX (\S*):\s+<([^>]*)>$", re.MULTILINE)
# Something that each query counts which shows nothing but numbers.
COUNTED = {
    "q62-how-many-commemorations-a-year": "event:commemoration-in-texas-2011",
    "q63-which-days-are-commemorations-on": "event:commemoration-in-ohio-2020",
}
# Where grlc puts a value in place of the variable, none of these would be SPARQL any more.
_NOT_A_PLACE = r"SELECT[^{]*\?%s\b|BOUND\(\s*\?%s\b|AS\s+\?%s\b|VALUES[^}]*\?%s\b|BY[^{]*\?%s\b"


@pytest.fixture(scope="module")
def store() -> Store:
    """Return the whole graph, with all that is inferred, derived and said about it."""
    return built()


@pytest.fixture(scope="module")
def scratch() -> Store:
    """Return the whole graph to change, and to change back."""
    copy = Store()
    copy.bulk_extend(built())
    return copy


# Headers ----------------------------------------------------------------------


def test_there_are_enough() -> None:
    """The questions were found, 45 at least, numbered without a gap."""
    assert len(QUESTIONS) >= 45
    numbers = [question.name.partition("-")[0] for question in QUESTIONS]
    assert numbers == [f"q{number:02d}" for number in range(1, len(QUESTIONS) + 1)]


@EACH
def test_the_header_is_complete(question: Question) -> None:
    """It asks, says what a row is and what it runs on, and has what grlc shows."""
    assert question.title.endswith("?")
    assert question.rows.startswith("one per ")
    assert question.rows.endswith(".")
    assert question.runs_on.endswith("any engine.")
    assert question.summary
    assert not question.summary.endswith(".")
    assert question.description.endswith(".")
    assert question.tags
    assert "#+ method: GET\n" in question.text
    assert "\t" not in question.text  # one would break all decorators


def test_no_two_are_alike() -> None:
    """Titles, summaries and queries are those of one question each."""
    for what in ("title", "summary", "query"):
        counts = Counter(getattr(question, what) for question in QUESTIONS)
        assert counts.most_common(1)[0][1] == 1, what


# Portable ---------------------------------------------------------------------


@EACH
def test_it_runs_anywhere(question: Question) -> None:
    """No vendor's function, no GRAPH, nothing left to the engine: columns, order or prefixes."""
    query = question.query
    assert query.startswith("PREFIX ")
    assert not lacking(query), "declare every prefix"
    for prefix, namespace in _PREFIX.findall(query):
        assert PREFIXES[prefix] == namespace
        assert re.search(rf"(?<!PREFIX )\b{prefix}:", query), f"{prefix}: is not used"
    body = _PREFIX.sub("", query)
    assert not re.search(r"\bSELECT\s*\*|\bGRAPH\b|\bSERVICE\b|\bFROM\b|<http", body)
    assert not re.search(r"GROUP_CONCAT\s*\((?!\s*(DISTINCT\s+)?STR\()", body)
    assert re.search(r"^ORDER BY .+\n\Z", body, re.MULTILINE), "end with a total ORDER BY"


@EACH
def test_the_order_is_total(question: Question, store: Store) -> None:
    """The order does not depend on that of the data: a store filled backwards gives the same."""
    backwards = Store()
    backwards.extend(reversed(list(store)))
    query = ready(question)
    assert answer(store, query).rows == answer(backwards, query).rows


def test_no_triple_is_in_two_graphs(store: Store) -> None:
    """The union of the graphs counts nothing twice, also where an engine does not see to that."""
    counts = Counter(quad.triple for quad in store)
    assert counts.most_common(1)[0][1] == 1


# Parameters -------------------------------------------------------------------


@EACH
def test_parameters_are_those_of_grlc(question: Question, store: Store) -> None:
    """Each has a name of its own, a type, and a default that is in the graph."""
    names = [parameter.name for parameter in question.parameters]
    assert len(names) == len(set(names))
    for parameter in question.parameters:
        variable = parameter.variable
        assert not re.search(_NOT_A_PLACE.replace("%s", variable), question.query, re.DOTALL)
        assert not [v for v in (p.variable for p in question.parameters) if v != variable
                    and v.startswith(variable)]  # fmt: skip
        assert parameter.default is not None or not parameter.required
        if parameter.type in {"date", "integer"}:
            assert parameter.variable.endswith(f"_{parameter.type}")
    for term in values(question, {}, PREFIXES).values():
        if isinstance(term, NamedNode):
            assert next(iter(store.quads_for_pattern(term, None, None)), None)


@EACH
def test_it_can_be_asked_openly(question: Question, store: Store) -> None:
    """With every parameter left free, as the file stands, all is asked for: no fewer rows come."""
    free = values(question, {parameter.name: "*" for parameter in question.parameters}, PREFIXES)
    assert free == {}
    openly = set(answer(store, question.text).rows)
    assert len(openly) >= len(set(answer(store, ready(question)).rows))


@EACH
def test_values_work_as_in_grlc(question: Question, store: Store) -> None:
    """VALUES binds a parameter to the same effect as grlc, which writes the value in its place."""
    terms = values(question, {}, PREFIXES)
    text = question.query
    for variable, term in terms.items():
        text = re.sub(rf"\?{variable}\b", str(term).replace("\\", r"\\"), text)
    assert answer(store, text).rows == answer(store, bound(question.query, terms)).rows


def test_grlc_itself_reads_them() -> None:
    """The decorators and parameters are those that grlc's own parser finds."""
    gquery = pytest.importorskip("grlc.gquery", reason="grlc is not installed: make setup")
    for question in QUESTIONS:
        found = gquery.get_yaml_decorators(question.text)
        assert found["summary"] == question.summary
        assert found["description"] == question.description
        assert tuple(found["tags"]) == question.tags
        assert found["method"] == "GET"
        parameters = gquery.get_parameters(question.text, "http://localhost/sparql", found)
        assert set(parameters) == {parameter.name for parameter in question.parameters}
        for parameter in question.parameters:
            theirs = parameters[parameter.name]
            assert theirs["original"] == f"?{parameter.variable}"
            assert theirs["required"] == parameter.required
            default = theirs.get("default")
            assert (None if default is None else str(default)) == parameter.default
            if parameter.type == "iri":
                assert theirs["format"] == "iri"
            elif parameter.type in {"date", "integer"}:
                assert theirs["datatype"] == f"xsd:{parameter.type}"


def test_grlc_itself_takes_them_whole() -> None:
    """Header and query together are an operation for grlc, and it can put values in."""
    gquery = pytest.importorskip("grlc.gquery", reason="grlc is not installed: make setup")
    question = next(one for one in QUESTIONS if {"date", "iri"} <= {p.type for p in one.parameters})
    found = gquery.get_metadata(question.text, "http://localhost/sparql")
    assert found["type"] == "SelectQuery"
    given = {parameter.name: "1992-02-26" for parameter in question.parameters}
    given["event"] = "https://w3id.org/claimgraph/event/khojaly-massacre"
    rewritten = gquery.rewrite_query(found["query"], found["parameters"], given)
    assert not re.search(r"\?_", rewritten)
    assert '"1992-02-26"^^xsd:date' in rewritten


# Answers ----------------------------------------------------------------------


@EACH
def test_the_answer_is_the_reviewed_one(question: Question, store: Store) -> None:
    """Oxigraph answers what stands in tests/queries/, and that is not nothing."""
    reviewed = (FOLDER / f"{question.name}.csv").read_text("utf-8")
    remedy = "run `python -m tests.golden`, and read the difference"
    assert written(answer(store, ready(question))) == reviewed, remedy
    assert reviewed.count("\n") > 1


def test_no_answer_is_left_over() -> None:
    """Every reviewed answer belongs to a question."""
    assert {path.stem for path in FOLDER.iterdir()} == {question.name for question in QUESTIONS}


def test_whose_the_denied_words_are() -> None:
    """A denied act of speech is of one's own words if one is its agent, and not if another is."""
    (question,) = (one for one in QUESTIONS if one.name.startswith("q44-"))
    told = Store()
    told.update(
        "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
        + """INSERT DATA {
          event:letter cg:kind kind:warning .
          proposition:from rdf:subject event:letter ; rdf:predicate rel:agent ;
            rdf:object actor:mill-owners .
          proposition:to rdf:subject event:letter ; rdf:predicate rel:addressee ;
            rdf:object actor:weavers .
          claim:by-its-agent cg:claimant actor:mill-owners ; cg:denies proposition:to .
          proposition:written rdf:subject source:memoir ; rdf:predicate rel:author ;
            rdf:object actor:weavers .
          claim:by-an-author cg:claimant actor:weavers ; cg:denies proposition:to ;
            cg:addresses proposition:written .
          event:call cg:kind kind:communication .
          proposition:heard rdf:subject event:call ; rdf:predicate rel:addressee ;
            rdf:object actor:foreman .
          claim:by-whoever cg:claimant actor:weavers ; cg:denies proposition:heard .
        }"""
    )
    found = answer(told, ready(question))
    (row,) = (dict(zip(found.variables, row, strict=True)) for row in found.rows)
    assert row["claim"] == NamedNode(expand("claim:by-its-agent", PREFIXES))
    assert row["speaker"] == row["claimant"] == NamedNode(expand("actor:mill-owners", PREFIXES))
    assert row["words"] == NamedNode(expand("proposition:to", PREFIXES))


_QUALIFIED = """
    PREFIX cg:  <https://w3id.org/claimgraph/ontology#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    SELECT DISTINCT ?claim ?proposition ?object ?word
    WHERE {
      ?claim cg:denies|cg:doubts ?proposition .
      ?proposition cg:manner|cg:degree ?word ; rdf:object ?object .
    }
"""


@EACH
def test_denials_keep_the_word_they_turn_on(store: Store, question: Question) -> None:
    """Whoever denies that something was done on purpose is not shown to deny that it was done."""
    rows = [set(map(str, row)) for row in answer(store, ready(question)).rows]
    for found in answer(store, _QUALIFIED).rows:
        claim, proposition, thing, word = map(str, found)
        for row in rows:
            if {claim, thing} <= row:
                assert row & {proposition, word}, f"{claim} denies {thing} only as {word}"


# Mutations --------------------------------------------------------------------


@EACH
def test_it_notices_what_goes(question: Question, scratch: Store) -> None:
    """Take away what a column's first value rests on, and the answer is another.

    For an IRI, each triple that it stands in goes; for a literal, each triple that has it as an
    object gets another. What a query computes rests on the other columns.
    """
    query = ready(question)
    before = answer(scratch, query)
    computed = set(re.findall(r"AS \?(\w+)\)", query))
    watched: list[object] = [
        value
        for number, name in enumerate(before.variables)
        if name not in computed
        and (value := next((row[number] for row in before.rows if row[number]), None))
    ]
    watched = watched or [NamedNode(expand(COUNTED[question.name], PREFIXES))]
    for value in watched:
        changed = list(_changed(scratch, value))
        assert changed, value
        with _Changed(scratch, changed):
            assert answer(scratch, query).rows != before.rows, value


def _changed(store: Store, value: object) -> Iterator[tuple[Quad, Quad | None]]:
    """Yield quads that speak of a value, each with what to put in its place, if anything."""
    if isinstance(value, NamedNode):
        for place in range(3):
            pattern = [value if number == place else None for number in range(3)]
            for quad in store.quads_for_pattern(*pattern):
                yield quad, None
    elif isinstance(value, Literal):
        for quad in store.quads_for_pattern(None, None, value):
            if value.language:
                other = Literal(_other(value), language=value.language)
            else:
                other = Literal(_other(value), datatype=value.datatype)
            yield quad, Quad(quad.subject, quad.predicate, other, quad.graph_name)


def _other(value: Literal) -> str:
    if value.datatype.value.endswith(("integer", "decimal")):
        return str(float(value.value) + 7).removesuffix(".0")
    if value.datatype.value.endswith("boolean"):
        return "false" if value.value == "true" else "true"
    if value.datatype.value.endswith("date"):
        return "1066-10-14"
    return f"not {value.value}"


class _Changed:
    """The store with some quads changed, and as it was again afterwards."""

    def __init__(self, store: Store, changes: list[tuple[Quad, Quad | None]]) -> None:
        self.store = store
        self.changes = changes

    def __enter__(self) -> None:
        for old, new in self.changes:
            self.store.remove(old)
            if new is not None:
                self.store.add(new)

    def __exit__(self, *_: object) -> None:
        for old, new in self.changes:
            if new is not None:
                self.store.remove(new)
            self.store.add(old)


def test_every_file_is_a_question() -> None:
    """Nothing else lies among the questions."""
    assert {path.stem for path in LAYOUT.competency_files} == {one.name for one in QUESTIONS}
