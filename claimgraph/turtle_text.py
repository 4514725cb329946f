"""Turtle as people wrote it, taken apart with its places: for whoever checks how it is laid out."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Block", "Clause", "Source", "Token", "scan"]

_TOKEN = re.compile(
    r"""
    (?P<comment> \#.* )
  | (?P<iri>     <[^<>"{}|^`\s]*> )
  | (?P<string>  "{3} (?: "{0,2} (?: [^"\\] | \\[\s\S] ) )* "{3}
               | '{3} (?: '{0,2} (?: [^'\\] | \\[\s\S] ) )* '{3}
               | " (?: [^"\\\n] | \\. )* "
               | ' (?: [^'\\\n] | \\. )* ' )
  | (?P<suffix>  \^\^ | @[A-Za-z][A-Za-z0-9-]* )
  | (?P<open>    [\[(] )
  | (?P<close>   [\])] )
  | (?P<word>    (?: [^\s<>"'\[\]();,.\#^@\\] | \\. | \.(?=[\w:%\\-]) )+ )
  | (?P<stop>    [;,.] )
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A piece of Turtle; `line` counts from 1, `column` from 0, `start` and `end` are offsets."""

    kind: str  # a group of _TOKEN
    text: str
    start: int
    end: int
    line: int
    column: int


class Clause(NamedTuple):
    """A predicate, the first token of each of its objects, the commas, and the `;` if any."""

    predicate: Token
    objects: list[Token]
    commas: list[Token]
    end: Token | None


class Block(NamedTuple):
    """A subject as it is written, where it begins, what is said of it, and the `.` if any."""

    subject: str
    start: Token
    clauses: list[Clause]
    end: Token | None


@dataclass
class Source:
    """A text taken apart; a directive is the tokens of a `PREFIX`, a `BASE` or the like."""

    text: str
    lines: list[str]
    comments: list[Token] = field(default_factory=list)
    directives: list[list[Token]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    prefixes: dict[str, int] = field(default_factory=dict)  # used ones, where they first are

    def opens_line(self, token: Token) -> bool:
        """Return whether nothing stands before `token` on its line."""
        return not self.lines[token.line - 1][: token.column].strip()

    def closes_line(self, token: Token) -> bool:
        """Return whether at most a comment stands after `token`, a stop, on its line."""
        rest = self.lines[token.line - 1][token.column + 1 :].lstrip()
        return not rest or rest.startswith("#")


def scan(text: str) -> Source:
    """Return `text` taken apart; what is not Turtle in it is passed over."""
    source = Source(text, text.split("\n"))
    statement: list[Token] = []
    depth = 0
    for token in _tokens(text):
        if token.kind == "comment":
            source.comments.append(token)
            continue
        statement.append(token)
        depth += _step(token)
        match statement[0].text.upper():
            case "PREFIX" | "BASE":
                complete = token.kind == "iri"
            case _:
                complete = token.text == "." and depth <= 0
        if complete:
            _add(source, statement)
            statement, depth = [], 0
    if statement:
        _add(source, statement)
    return source


def _tokens(text: str) -> list[Token]:
    tokens = []
    line, line_start, position = 1, 0, 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        newlines = text.count("\n", position, start)
        if newlines:
            line += newlines
            line_start = text.rindex("\n", position, start) + 1
        position = start
        kind = match.lastgroup or ""
        tokens.append(Token(kind, match[0], start, end, line, start - line_start))
    return tokens


def _step(token: Token) -> int:
    return (token.kind == "open") - (token.kind == "close")


def _add(source: Source, statement: list[Token]) -> None:
    if statement[0].text.upper() in {"PREFIX", "BASE", "@PREFIX", "@BASE"}:
        source.directives.append(statement)
        return
    source.blocks.append(_block(source.text, statement))
    for token in statement:
        if token.kind == "word" and ":" in token.text:
            source.prefixes.setdefault(token.text.partition(":")[0], token.line)


def _block(text: str, statement: list[Token]) -> Block:
    end = statement[-1] if len(statement) > 1 and statement[-1].text == "." else None
    tokens = statement[:-1] if end else statement
    position = _after(tokens, 0)
    subject = text[tokens[0].start : tokens[position - 1].end]
    clauses = []
    while position < len(tokens):
        clause, position = _clause(tokens, position)
        clauses.append(clause)
    return Block(subject, tokens[0], clauses, end)


def _clause(tokens: list[Token], position: int) -> tuple[Clause, int]:
    """Return the clause that begins at `position`, and where the next one does."""
    predicate = tokens[position]
    objects: list[Token] = []
    commas: list[Token] = []
    position += 1
    while position < len(tokens):
        token = tokens[position]
        if token.text == ";":
            return Clause(predicate, objects, commas, token), position + 1
        if token.text == ",":
            commas.append(token)
            position += 1
        else:
            objects.append(token)
            position = _after(tokens, position)
    return Clause(predicate, objects, commas, None), position


def _after(tokens: list[Token], position: int) -> int:
    """Return where the term that begins at `position` has ended."""
    depth = 0
    while position < len(tokens):
        depth += _step(tokens[position])
        position += 1
        if depth <= 0:
            break
    while position < len(tokens) and tokens[position].kind == "suffix":
        position += 2 if tokens[position].text == "^^" else 1
    return position
