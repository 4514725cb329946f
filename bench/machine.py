"""What was measured on: the machine, the versions, the size of the data."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import cast

from pyoxigraph import QuerySolutions, Store

from claimgraph.layout import Layout
from claimgraph.read import read
from claimgraph.terms import CG, GRAPHS

__all__ = ["data", "first_claim", "machine", "versions"]

_PACKAGES = ("pyoxigraph", "rdflib", "owlrl", "pyshacl", "pyshifty")


def machine() -> dict[str, str | int]:
    """Return processor, cores that may be used, memory, system, and what else keeps it busy."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": _processor(),
        "cores": cores,
        "memory": f"{memory / 2**30:.0f} GiB",
        "system": f"{platform.system()}, {' '.join(platform.libc_ver())}",
        "busy processes when it began": round(os.getloadavg()[0]),
    }


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that the measured programs use."""
    found = {"Python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def data(layout: Layout) -> dict[str, int]:
    """Return how much a build reads, and how many claims, propositions and passages it is."""
    dataset = read(layout)
    counts = {
        "files": sum(dataset.files.values()),
        "ontology triples": dataset.size(GRAPHS.ontology),
        "graph triples": dataset.size(GRAPHS.asserted),
    }
    for class_ in ("Claim", "Passage", "Proposition"):
        pattern = f"?node a/<{_SUBCLASS}>* <{CG.iri}{class_}>"
        counts[f"{class_.lower()}s"] = _count(dataset.store, pattern)
    counts["shapes files"] = len(layout.shape_files)
    counts["quality queries"] = len(layout.quality_files)
    return counts


def first_claim(layout: Layout) -> str:
    """Return the IRI of some claim, always the same one of a graph."""
    query = f"SELECT ?node WHERE {{ ?node a <{CG.iri}Claim> }} ORDER BY ?node LIMIT 1"
    rows = read(layout).store.query(query, use_default_graph_as_union=True)
    return str(next(cast(QuerySolutions, rows))["node"].value)


_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


def _count(store: Store, pattern: str) -> int:
    query = f"SELECT (COUNT(DISTINCT ?node) AS ?count) WHERE {{ {pattern} }}"
    rows = cast(QuerySolutions, store.query(query, use_default_graph_as_union=True))
    return int(next(rows)["count"].value)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
