"""Looking things up before minting them: by label, other spelling or slug, in any order of words.

Case, accents and letters without an ASCII twin make no difference, and small typing errors little.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from claimgraph.read import Dataset, Place
from claimgraph.terms import BASE

__all__ = ["Hit", "find", "fold"]

_NAMED = f"""
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?iri ?name ?label (SAMPLE(?class) AS ?type)
    WHERE {{
      ?iri a ?class ; rdfs:label|skos:altLabel ?name .
      OPTIONAL {{ ?iri rdfs:label ?label FILTER(LANGMATCHES(LANG(?label), "en")) }}
      FILTER(STRSTARTS(STR(?iri), "{BASE}"))
    }}
    GROUP BY ?iri ?name ?label
"""
# Letters that Unicode does not take apart into an ASCII letter and a mark.
_LETTERS = str.maketrans(
    {"\u0131": "i", "ə": "e", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}
)
_WORD = re.compile(r"\w+")
_LIKENESS = 0.75


@dataclass(frozen=True)
class Hit:
    """Something that is named by the words looked for; `type` is its class."""

    iri: str
    type: str
    label: str
    place: Place | None


def fold(text: str) -> str:
    """Return `text` in small letters without accents, for comparing."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_LETTERS)


def find(dataset: Dataset, words: str) -> list[Hit]:
    """Return what is named by all of `words`, the shortest name first; failing that, by like words.

    A word is found at the start of a word of the name, so `mili` finds "militia".
    """
    names: dict[str, set[str]] = {}
    hits: dict[str, Hit] = {}
    for row in dataset.select(_NAMED):
        iri = row["iri"].value
        slug = iri.removeprefix(BASE).replace("-", " ")
        names.setdefault(iri, set()).update(_WORD.findall(fold(f"{row['name'].value} {slug}")))
        label = (row["label"] or row["name"]).value
        hits[iri] = Hit(iri, row["type"].value, label, dataset.places.get(iri))
    sought = _WORD.findall(fold(words))
    found = _having_all([[word] for word in sought], names)
    if not found:
        known = sorted(set().union(*names.values()))
        like = [get_close_matches(word, known, n=5, cutoff=_LIKENESS) for word in sought]
        found = _having_all(like, names)
    return sorted((hits[iri] for iri in found), key=lambda hit: (len(hit.label), hit.iri))


def _having_all(sought: Iterable[list[str]], names: dict[str, set[str]]) -> list[str]:
    starts = [tuple(alternatives) for alternatives in sought]
    return [
        iri
        for iri, words in names.items()
        if all(any(word.startswith(start) for word in words) for start in starts)
    ]
