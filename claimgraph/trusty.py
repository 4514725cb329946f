"""Trusty URIs: names that hold the digest of the RDF they name (specification 1, module RA).

The name occurs in the data that it is the digest of. So the data is written with a stand-in, which
counts as a single blank while the digest is taken, and gives way to the name afterwards.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Hashable, Iterable
from functools import cache, partial
from typing import TypeVar, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

__all__ = ["artifact_code", "named"]

_Term = TypeVar("_Term")

# Where a literal stands in the order: after all IRIs, then by its text, type and language.
_Key = tuple[str, str, str, bool, str, str, str]


def artifact_code(quads: Iterable[Quad], stand_in: str) -> str:
    """Return the code for quads in which `stand_in`, part of IRIs, is in the place of the code.

    Raises `ValueError` for blank nodes and triple terms, which have no place in this digest.
    """
    blanked = cache(partial(_blanked, stand_in=stand_in))
    keys = sorted({_key(quad, blanked) for quad in quads})
    text = "".join(map(_serialised, keys))
    digest = hashlib.sha256(text.encode()).digest()
    return "RA" + urlsafe_b64encode(digest).decode().rstrip("=")


def named(quads: Iterable[Quad], stand_in: str, code: str) -> list[Quad]:
    """Return the quads with the code in the place of the stand-in, which no predicate holds."""

    @cache
    def replaced(term: _Term) -> _Term:
        if not isinstance(term, NamedNode) or stand_in not in term.value:
            return term
        return cast(_Term, NamedNode(term.value.replace(stand_in, code)))

    return [
        Quad(
            replaced(quad.subject),
            quad.predicate,
            replaced(quad.object),
            replaced(quad.graph_name),
        )
        for quad in quads
    ]


def _key(quad: Quad, blanked: Callable[[Hashable], str]) -> _Key:
    graph = blanked(quad.graph_name)
    subject, predicate, object_ = blanked(quad.subject), blanked(quad.predicate), quad.object
    if not isinstance(object_, Literal):
        return graph, subject, predicate, False, blanked(object_), "", ""
    language = (object_.language or "").lower()
    datatype = "" if language else object_.datatype.value
    return graph, subject, predicate, True, object_.value, datatype, language


def _serialised(key: _Key) -> str:
    graph, subject, predicate, is_literal, value, datatype, language = key
    if is_literal:
        escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
        value = f"@{language} {escaped}" if language else f"^{datatype} {escaped}"
    return f"{graph}\n{subject}\n{predicate}\n{value}\n"


def _blanked(term: object, stand_in: str) -> str:
    if isinstance(term, NamedNode):
        return term.value.replace(stand_in, " ")
    if isinstance(term, DefaultGraph):
        return ""
    what = "a blank node" if isinstance(term, BlankNode) else "a triple term"
    raise ValueError(f"{what} has no trusty URI: {term}")
