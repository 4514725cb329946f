"""Trusty URIs: names that hold the digest of the RDF they name (specification 1, module RA).

The name occurs in the data that it is the digest of. So the data is written with a stand-in, which
counts as a single blank while the digest is taken; whoever asked puts the name in its place.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

__all__ = ["artifact_code"]

# Where a literal stands in the order: after all IRIs, then by its text, type and language.
_Key = tuple[str, str, str, bool, str, str, str]


def artifact_code(quads: Iterable[Quad], stand_in: str) -> str:
    """Return the code for quads in which `stand_in`, part of IRIs, is in the place of the code.

    Raises `ValueError` for blank nodes and triple terms, which have no place in this digest.
    """
    keys = sorted({_key(quad, stand_in) for quad in quads})
    text = "".join(map(_serialised, keys))
    digest = hashlib.sha256(text.encode()).digest()
    return "RA" + urlsafe_b64encode(digest).decode().rstrip("=")


def _key(quad: Quad, stand_in: str) -> _Key:
    graph = _blanked(quad.graph_name, stand_in)
    subject, predicate = _blanked(quad.subject, stand_in), _blanked(quad.predicate, stand_in)
    object_ = quad.object
    if not isinstance(object_, Literal):
        return graph, subject, predicate, False, _blanked(object_, stand_in), "", ""
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
