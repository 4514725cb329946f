"""Compact IRIs: `claim:hrw-1994` to its IRI and back, by the one prefix registry."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from claimgraph.errors import InputError

__all__ = ["expand", "shorten"]

_LOCAL = re.compile(r"[\w.-]*")


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return `iri` as a CURIE, or in angle brackets where no prefix fits it."""
    fitting = [
        (len(namespace), prefix)
        for prefix, namespace in prefixes.items()
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace))
    ]
    if not fitting:
        return f"<{iri}>"
    length, prefix = max(fitting, key=lambda found: found[0])
    return f"{prefix}:{iri[length:]}"


def expand(written: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI of a CURIE; an IRI, with or without angle brackets, comes back as it is.

    Raises `InputError` for anything else, and for a prefix that the registry does not have.
    """
    bare = written.removeprefix("<").removesuffix(">")
    if "://" in bare:
        return bare
    prefix, colon, local = written.partition(":")
    if not colon:
        raise InputError(
            f"{written!r} is not an IRI",
            expected="an IRI, or a CURIE such as claim:some-slug",
            remedy=f"`find {written}` looks for words in labels and slugs",
        )
    if prefix not in prefixes:
        near = get_close_matches(prefix, prefixes, n=1)
        raise InputError(
            f"the prefix {prefix}: is not in the registry",
            remedy=f"did you mean {near[0]}:?" if near else "see ontology/prefixes.ttl",
        )
    return prefixes[prefix] + local
