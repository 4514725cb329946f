"""The questions kept in `queries/competency/`: what each asks, and what it may be asked with.

A parameter is a variable that begins with `_` (required) or `__` (optional), named as grlc names
them: `?_claimant_iri`, `?__after_xsd_date`, `?__word_en`. Left free, it matches everything.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from claimgraph.curie import expand, shorten
from claimgraph.decorators import Decorator, decorators
from claimgraph.errors import ClaimgraphError, InputError, UsageError
from claimgraph.query_file import read_query
from claimgraph.sparql_text import parameters
from claimgraph.terms import XSD

__all__ = ["Parameter", "Question", "chosen", "question", "questions", "usage", "values"]

_VARIABLE = re.compile(
    r"(?P<required>__?)(?P<name>[A-Za-z0-9]+)(?:_(?:xsd_)?(?P<type>[A-Za-z]+))?", re.ASCII
)
_NUMBERED = re.compile(r"(?P<number>(?P<letter>[a-z])0*(?P<count>\d+))-(?P<rest>.+)")
_DATATYPES = {"boolean", "date", "decimal", "integer", "string"}
_ANY = "*"


@dataclass(frozen=True)
class Parameter:
    """What a question may be asked with; `type` is iri, a datatype of XSD or a language."""

    variable: str
    name: str
    type: str
    required: bool
    default: str | None = None

    def term(self, written: str, prefixes: Mapping[str, str]) -> NamedNode | Literal:
        """Return the term that `written` stands for; raises `UsageError` where it is none."""
        try:
            if self.type == "iri":
                return NamedNode(expand(written, prefixes))
            if self.type in _DATATYPES:
                return Literal(_checked(written, self.type), datatype=XSD[self.type])
            return Literal(written, language=self.type)
        except ClaimgraphError as error:
            raise UsageError(
                f"--{self.name}: {error.found}", expected=error.expected, remedy=error.remedy
            ) from error
        except (ValueError, ArithmeticError) as error:
            raise UsageError(
                f"--{self.name}: {written!r} cannot be used",
                expected="an IRI or a CURIE" if self.type == "iri" else f"xsd:{self.type}",
            ) from error


@dataclass(frozen=True)
class Question:
    """A query with its header: `title` is the question, `rows` says what one row is."""

    name: str
    title: str
    rows: str
    runs_on: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    path: Path | None = None

    @property
    def query(self) -> str:
        """The query without its header."""
        lines = self.text.splitlines(keepends=True)
        body = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
        return "".join(lines[body:]).strip() + "\n"


def questions(paths: Iterable[Path]) -> list[Question]:
    """Return the questions of files in order of name; raises what `read_query` raises."""
    return sorted(map(_read, paths), key=lambda question: question.name)


def question(text: str, name: str = "", path: Path | None = None) -> Question:
    """Return a query that has no header to rely on, with the parameters that it speaks of."""
    return Question(name, "", "", "", "", "", (), _parameters(text, {}), text, path)


def chosen(name: str, paths: Iterable[Path]) -> Question:
    """Return the question of a name, which may leave out the number or be nothing else.

    It may be written as the question is, with capitals and spaces, and its number without zeros.
    Only that question is read. Raises `UsageError`, with what may have been meant, for a name that
    no question has.
    """
    names: dict[str, Path] = {}
    for path in sorted(paths):
        names[path.stem] = path
        if numbered := _NUMBERED.fullmatch(path.stem):
            names.setdefault(numbered["number"], path)
            names.setdefault(numbered["letter"] + numbered["count"], path)
            names.setdefault(numbered["rest"], path)
    meant = "-".join(name.lower().rstrip("?").split())
    if meant in names:
        return _read(names[meant])
    near = [names[like].stem for like in get_close_matches(meant, names, n=1)]
    words = name.lower().replace("-", " ").split()
    near += [
        one.name
        for one in questions(set(names.values()))
        if all(word in one.title.lower() for word in words)
    ]
    remedy = f"did you mean {' or '.join(list(dict.fromkeys(near))[:3])}?" if near else ""
    raise UsageError(f"there is no query {name!r}", remedy=remedy or "`query` alone lists them")


def values(
    asked: Question,
    given: Mapping[str, str],
    prefixes: Mapping[str, str],
    options: Iterable[str] = (),
) -> dict[str, NamedNode | Literal]:
    """Return variable to term for what is given, and the defaults for the rest; `*` leaves open.

    `options` are what else could have been meant by a name.
    Raises `UsageError` for a parameter that the question does not have, for one that it needs and
    does not get, and for a value that is not of its type.
    """
    known = {parameter.name: parameter for parameter in asked.parameters}
    for name in given:
        if name not in known:
            near = get_close_matches(name, [*known, *options], n=1)
            has = ", ".join(f"--{parameter}" for parameter in known) or "no parameters"
            raise UsageError(
                f"{asked.name or 'the query'} has no parameter --{name}",
                remedy=f"did you mean --{near[0]}?" if near else f"it has {has}",
            )
    terms = {}
    for parameter in asked.parameters:
        written = given.get(parameter.name, parameter.default)
        if written is None and parameter.required:
            raise UsageError(
                f"{asked.name or 'the query'} needs --{parameter.name}",
                expected=f"--{parameter.name} followed by a value, or by '{_ANY}' for any",
            )
        if written is not None and written != _ANY:
            terms[parameter.variable] = parameter.term(written, prefixes)
    return terms


def usage(parameter: Parameter, prefixes: Mapping[str, str]) -> str:
    """Return how to give a parameter, and what it is where it is not given."""
    kind = parameter.type.upper() if parameter.type in {"iri", *_DATATYPES} else "WORDS"
    if parameter.default is not None:
        iri = parameter.type == "iri"
        default = shorten(parameter.default, prefixes) if iri else parameter.default
        return f"--{parameter.name} {kind} (default: {default})"
    return f"--{parameter.name} {kind}" + ("" if parameter.required else " (or any)")


def _read(path: Path) -> Question:
    file = read_query(path)
    decorated = decorators(file.decorators, path)
    defaults, tags = decorated.get("defaults", {}), decorated.get("tags", [])
    summary, description = decorated.get("summary", ""), decorated.get("description", "")
    return Question(
        name=file.name,
        title=file.title,
        rows=file.paragraphs.get("rows", ""),
        runs_on=file.paragraphs.get("runs on", ""),
        summary=str(summary),
        description=str(description),
        tags=tuple(tags) if isinstance(tags, list) else (),
        parameters=_parameters(file.text, defaults, path),
        text=file.text,
        path=path,
    )


def _parameters(text: str, defaults: Decorator, path: Path | None = None) -> tuple[Parameter, ...]:
    by_name = defaults if isinstance(defaults, dict) else {}
    found = []
    for variable in parameters(text):
        parts = _VARIABLE.fullmatch(variable)
        if parts is None:
            raise InputError(
                f"?{variable} begins with _, so it is a parameter, and is not named as one",
                expected="a name such as ?_claimant_iri or ?__after_xsd_date",
                path=path,
            )
        name = parts["name"]
        found.append(
            Parameter(
                variable,
                name,
                parts["type"] or "string",
                required=parts["required"] == "_",
                default=by_name.get(name),
            )
        )
    return tuple(found)


def _checked(written: str, datatype: str) -> str:
    """Return a lexical form of the datatype; raises `ValueError` or `ArithmeticError`."""
    from datetime import date
    from decimal import Decimal

    match datatype:
        case "date":
            return date.fromisoformat(written).isoformat()
        case "integer":
            return str(int(written))
        case "decimal":
            return f"{Decimal(written):f}"
        case "boolean" if written not in {"true", "false"}:
            raise ValueError("neither true nor false")
    return written
