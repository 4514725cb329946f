"""Whether what people wrote in their own words is in their own words: no label copies a sentence.

It takes the texts, which are not in the repository, so it is made where somebody has them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from claimgraph.errors import InputError
from claimgraph.findings import Finding, Level
from claimgraph.read import Dataset, text_of
from claimgraph.terms import BASE, CG, RDF, RDFS, SKOS

__all__ = ["RUN", "check_copying"]

# So many words in a row may be chance, or the only way to put it; one more is the text's sentence.
RUN = 8

# cg:quotation is not among them: it says that it quotes, and a shape keeps it short.
_LITERALS = f"""
    PREFIX cg:   <{CG.iri}>
    PREFIX rdf:  <{RDF.iri}>
    PREFIX rdfs: <{RDFS.iri}>
    PREFIX skos: <{SKOS.iri}>
    SELECT ?focus ?property ?text
    WHERE {{
        VALUES ?property {{
            rdfs:label skos:definition skos:editorialNote cg:asWritten cg:timeAsWritten cg:degree
            cg:cue cg:hedge cg:distance cg:reason rdf:object
        }}
        ?focus ?property ?text .
        FILTER(isLiteral(?text) && STRLEN(?text) >= {2 * RUN - 1})
        FILTER NOT EXISTS {{ ?focus a cg:Section }}
    }}
    ORDER BY ?focus ?property ?text
"""
_DOCUMENTS = f"""
    PREFIX cg: <{CG.iri}>
    SELECT ?document WHERE {{ ?document a cg:Document }} ORDER BY ?document
"""
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
# Typographic apostrophes and hyphens are written plainly here and there.
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u2010\u2011", "'''--")
# Eight words without their capitals.
_Gram = tuple[str, ...]
# What stands in names between the words that have a capital letter.
_IN_NAMES = frozenset(
    "a al an and at bin by d da de der des di du el for in la le of on the to von".split()
)


def check_copying(dataset: Dataset, texts: Path) -> list[Finding]:
    """Return a violation for each literal that shares eight or more words in a row with a text.

    The text of `source:<slug>` is `<slug>.txt` in the folder `texts`; a document without one is
    passed over. Numbers and names alone are nobody's sentence: a run of them is no finding.

    Raises `InputError` where `texts` is no folder, or a text in it is not UTF-8.
    """
    if not texts.is_dir():
        raise InputError(
            "there is no such folder", path=texts, remedy="name the one with the texts"
        )
    known: dict[_Gram, bool] = {}
    for row in dataset.select(_DOCUMENTS):
        for gram, is_name in _grams(_words(_text(row["document"].value, texts))):
            known[gram] = known.get(gram, True) and is_name
    return [
        _finding(dataset, row["focus"].value, row["property"].value, words[start:end])
        for row in (dataset.select(_LITERALS) if known else ())
        for words in [_words(row["text"].value)]
        for start, end in _runs(words, known)
    ]


def _text(document: str, texts: Path) -> str:
    path = texts / f"{document.removeprefix(f'{BASE}source/')}.txt"
    return text_of(path) if path.is_file() else ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.translate(_APOSTROPHES))


def _grams(words: Sequence[str]) -> Iterator[tuple[_Gram, bool]]:
    """Yield every eight words in a row, without their capitals, and whether they are but a name."""
    folded = [word.casefold() for word in words]
    named = [
        word[0].isupper() or word[0].isdigit() or small in _IN_NAMES
        for word, small in zip(words, folded, strict=True)
    ]
    for start in range(len(words) - RUN + 1):
        end = start + RUN
        yield tuple(folded[start:end]), all(named[start:end])


def _runs(words: Sequence[str], known: Mapping[_Gram, bool]) -> Iterator[tuple[int, int]]:
    """Yield where words of which every eight in a row are known start and end, unless a name."""
    first, is_name = -1, True
    for start, (gram, _) in enumerate([*_grams(words), ((), False)]):
        if gram in known:
            first = start if first < 0 else first
            is_name = is_name and known[gram]
        else:
            if first >= 0 and not is_name:
                yield first, start + RUN - 1
            first, is_name = -1, True


def _finding(dataset: Dataset, focus: str, property_: str, words: Sequence[str]) -> Finding:
    name = re.split(r"[/#]", property_)[-1]
    message = (
        f"{len(words)} words in a row are the text's, from “{' '.join(words[:3])} …” on:"
        f" put the {name} in words of our own, or shorten it."
    )
    return dataset.finding(focus, Level.VIOLATION, "copying", message)
