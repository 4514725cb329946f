"""The layout of hand-written Turtle, checked as text: one way to write each thing.

What a file says is for the other checks, and whether it is Turtle at all for the reader. Run as
`python -m claimgraph.turtle_style [PATHS]`, this module checks the whole tree, or what is named.
"""

import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from claimgraph.errors import ClaimgraphError, InputError, UsageError
from claimgraph.findings import Finding, Level, counts, ordered, render
from claimgraph.layout import Layout, discover
from claimgraph.read import prefixes
from claimgraph.turtle_text import Block, Clause, Source, Token, scan

__all__ = ["ORDER", "check", "check_text"]

# The one place that says in which order a block's predicates stand. What is not in it may stand
# anywhere after the type.
ORDER = """
    a rdfs:label skos:altLabel skos:definition cg:kind cg:unnamed

    rdf:subject rdf:predicate rdf:object cg:population cg:point cg:lower cg:upper cg:strict
    cg:approximate cg:quantifier cg:countStatus cg:unit cg:during cg:at cg:spatialRelation
    cg:inEvent cg:manner cg:degree cg:asWritten cg:timeAsWritten

    cg:claimant cg:onBehalfOf
    cg:affirms cg:denies cg:doubts cg:entertains cg:abstainsOn cg:presupposes
    cg:reports cg:supersedes cg:retracts cg:disavows cg:disputes cg:supports cg:restates
    cg:citesAsEvidence
    cg:act cg:cue cg:hedge cg:modality cg:distance cg:speechForm cg:attributionBasis cg:quotation
    cg:statedIn cg:statedTo cg:madeIn cg:statedOn
    cg:restsOn cg:reason cg:passage skos:editorialNote
""".split()

_INDENT = 4

_RANK = {predicate: rank for rank, predicate in enumerate(ORDER)}

_PREFIX = re.compile(r"PREFIX [\w-]*: +<[^>]*>")
_RULER = re.compile(r"#\s*(?P<title>\S.*?)?\s*[-=#*~_]{4,}\s*")

_Found = Iterator[tuple[int, str, str]]  # line, rule, message


def check(layout: Layout) -> list[Finding]:
    """Return what is wrong with the layout of the project's hand-written Turtle, in order.

    Raises `InputError` where the prefix registry or a file cannot be read.
    """
    return _check_files(layout.turtle_files, prefixes(layout))


def check_text(data: bytes, path: Path, registry: Mapping[str, str]) -> list[Finding]:
    """Return what is wrong with the layout of one file that holds `data`, in order.

    `path` is only named in the findings; `registry` maps each prefix to its namespace.
    """
    return ordered(
        Finding(path, line, Level.WARNING, f"Turtle-{rule}", message, focus)
        for focus, found in _rules(data, registry)
        for line, rule, message in found
    )


def _check_files(paths: Iterable[Path], registry: Mapping[str, str]) -> list[Finding]:
    findings = []
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror})", path=path) from error
        findings += check_text(data, path, registry)
    return findings


def _rules(data: bytes, registry: Mapping[str, str]) -> Iterator[tuple[str, _Found]]:
    """Yield what each rule finds, and of which subject."""
    message = "A file must be UTF-8, without a byte order mark: save it as such."
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield "", iter([(line, "encoding", message)])
        return
    if data.startswith(BOM_UTF8):
        yield "", iter([(1, "encoding", message)])
    yield "", _newlines(text)
    source = scan(text.replace("\r\n", "\n").replace("\r", "\n"))
    yield "", _blanks(source)
    yield "", _comments(source)
    yield "", _directives(source)
    yield "", _prefixes(source, registry)
    for block in source.blocks:
        yield block.subject, _block(source, block)
        yield block.subject, _order(block)


def _newlines(text: str) -> _Found:
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        yield line, "newline", "Lines must end in LF alone: convert the file."
    if not text.endswith("\n") or text.endswith("\n\n"):
        line = text.count("\n") + 1
        yield line, "newline", "A file must end with one newline, and no more."


def _blanks(source: Source) -> _Found:
    for number, line in enumerate(source.lines, 1):
        if line.endswith((" ", "\t")):
            yield number, "blank", "A line must not end in blanks: remove them."
        elif "\t" in line:
            yield number, "tab", r"There must be no tabs: write spaces, or \t in a literal."


def _comments(source: Source) -> _Found:
    if not source.text.startswith("#"):
        message = "A file must begin with a comment: say what is here, and in which order."
        yield 1, "header", message
    for comment in source.comments:
        ruler = _RULER.fullmatch(comment.text)
        if ruler and source.lines[comment.line - 1] != f"# {ruler['title']} ".ljust(80, "-"):
            message = "A section must be written `# Title ---…`, up to column 80."
            yield comment.line, "section", message


def _directives(source: Source) -> _Found:
    for directive in source.directives:
        first = directive[0]
        if not _PREFIX.fullmatch(source.lines[first.line - 1]):
            message = "A prefix must be declared as `PREFIX name: <namespace>`, alone on its line."
            yield first.line, "prefix-line", message
        if source.blocks and first.start > source.blocks[0].start.start:
            message = "A prefix must be declared before the first block: move it up."
            yield first.line, "prefix-place", message


def _prefixes(source: Source, registry: Mapping[str, str]) -> _Found:
    declared: list[str] = []
    for directive in source.directives:
        match directive[1:]:
            case [Token(kind="word") as name, Token(kind="iri") as iri, *_]:
                prefix = name.text.removesuffix(":")
            case _:
                continue  # a BASE, or broken
        if prefix not in registry:
            message = f"{prefix}: is not in ontology/prefixes.ttl: add it there, or leave it out."
            yield name.line, "prefix-registry", message
        elif f"<{registry[prefix]}>" != iri.text:
            message = f"{prefix}: must be <{registry[prefix]}>, as ontology/prefixes.ttl has it."
            yield name.line, "prefix-registry", message
        if prefix not in source.prefixes:
            message = f"{prefix}: must be used or go: remove its PREFIX line."
            yield name.line, "prefix-unused", message
        if prefix <= max(declared, default=""):
            message = f"PREFIX lines must be in alphabetical order, each once: move {prefix}:."
            yield name.line, "prefix-order", message
        declared.append(prefix)
    for prefix, line in source.prefixes.items():
        if prefix not in (*declared, "_"):
            yield line, "prefix-missing", f"{prefix}: must be declared: add its PREFIX line."


# Where two things share a line that should not, the one that ought to have ended it is found.


def _block(source: Source, block: Block) -> _Found:
    if source.lines[block.start.line - 1] != block.subject:
        message = "A subject must stand alone on its line, at the very beginning."
        yield block.start.line, "subject", message
    for clause in block.clauses:
        yield from _clause(source, clause)
        yield from _objects(source, clause)
    if block.end:
        closed = bool(block.clauses and block.clauses[-1].end)
        alone = source.lines[block.end.line - 1] == "."
        if not closed or (not alone and source.opens_line(block.end)):
            message = "The closing . must stand alone on its line, after a line that ends in ` ;`."
            yield block.end.line, "stop", message


def _clause(source: Source, clause: Clause) -> _Found:
    predicate, end = clause.predicate, clause.end
    if predicate.column != _INDENT and source.opens_line(predicate):
        yield predicate.line, "predicate", "A predicate must be indented by 4."
    if predicate.text == "rdf:type":
        yield predicate.line, "predicate", "The type must be written as `a`, not rdf:type."
    if end:
        spaced = source.text[end.start - 1] == " " and not source.opens_line(end)
        if not spaced or not source.closes_line(end):
            yield end.line, "predicate", "A predicate with its objects must end a line with ` ;`."


def _objects(source: Source, clause: Clause) -> _Found:
    several = len(clause.objects) > 1
    for item in clause.objects:
        beside = item.line == clause.predicate.line
        if (beside and several) or (item.column != 2 * _INDENT and source.opens_line(item)):
            message = "Several objects must stand below the predicate, one a line, indented by 8."
            yield item.line, "object", message
            break  # the others most likely follow the first
    for comma in clause.commas:
        if source.opens_line(comma) or not source.closes_line(comma):
            yield comma.line, "comma", "A comma must end a line."


def _order(block: Block) -> _Found:
    seen: list[str] = []
    for predicate in (clause.predicate for clause in block.clauses):
        name = predicate.text
        rank = _RANK.get(name, len(ORDER))
        # The type comes first of all; the rest only among those that have a place.
        late = [other for other in seen if _RANK.get(other, 1 if rank == 0 else 0) > rank]
        if late:
            yield predicate.line, "order", f"{name} comes before {late[0]}: move it up."
        seen.append(name)


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong with the files and folders named, or with all; return the exit code.

    Raises `ClaimgraphError` where there is no such file, or no project around it.
    """
    layout = discover()
    paths = list(_named(map(Path, arguments))) if arguments else layout.turtle_files
    findings = _check_files(paths, prefixes(layout))
    for finding in findings:
        print(render(finding))
    print(counts(findings, len(paths)))
    return 1 if findings else 0


def _named(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.ttl"))
        elif path.exists():
            yield path
        else:
            raise UsageError("there is no such file", path=path)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ClaimgraphError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
