"""The only module that knows paths: the project's resources and the user's folder."""

import os
from dataclasses import dataclass
from pathlib import Path

from claimgraph.errors import UsageError

__all__ = ["Layout", "discover"]

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Layout:
    """Where everything is; every list of files is sorted, and empty where the folder is missing.

    `root` is the user's folder, which has `graph/`; `resources` the folder that has `ontology/`
    and `queries/`. Both are absolute where `discover` made the layout.
    """

    root: Path
    resources: Path

    @property
    def ontology(self) -> Path:
        """The folder of the ontology, its shapes and its rules."""
        return self.resources / "ontology"

    @property
    def ontology_files(self) -> list[Path]:
        """`ontology/*.ttl` without the alignments, which bring in foreign axioms."""
        return [path for path in _files(self.ontology, "*.ttl") if path != self.alignment_file]

    @property
    def alignment_file(self) -> Path:
        """The file that ties our terms to those of other vocabularies."""
        return self.ontology / "alignments.ttl"

    @property
    def prefixes_file(self) -> Path:
        """The one prefix registry."""
        return self.ontology / "prefixes.ttl"

    @property
    def shape_files(self) -> list[Path]:
        """The SHACL shapes."""
        return _files(self.ontology / "shapes", "*.ttl")

    @property
    def rule_files(self) -> list[Path]:
        """The derivations, one CONSTRUCT query each."""
        return _files(self.ontology / "rules", "*.rq")

    @property
    def entailment_files(self) -> list[Path]:
        """The rules of OWL 2 RL, one CONSTRUCT query each."""
        return _files(self.ontology / "owl-rl", "*.rq")

    @property
    def proof_file(self) -> Path:
        """The query that asks whether anything contested is said in the graph's own voice."""
        return self.resources / "queries" / "proof" / "own-voice.rq"

    @property
    def wikibase_proof_file(self) -> Path:
        """The query that asks the same of an export in Wikibase's RDF."""
        return self.resources / "queries" / "proof" / "wikibase-own-voice.rq"

    @property
    def wikidata_files(self) -> list[Path]:
        """Questions in the way of Wikidata, for our export in Wikibase's RDF."""
        return _files(self.resources / "queries" / "wikidata", "*.rq")

    @property
    def query_files(self) -> list[Path]:
        """Every query and rule, whatever it is for."""
        queries = _files(self.resources / "queries", "**/*.rq")
        return queries + _files(self.ontology, "**/*.rq")

    @property
    def quality_files(self) -> list[Path]:
        """The queries that must return no rows."""
        return _files(self.resources / "queries" / "quality", "*.rq")

    @property
    def competency_files(self) -> list[Path]:
        """The questions that the graph exists to answer."""
        return _files(self.resources / "queries" / "competency", "*.rq")

    @property
    def explorer_files(self) -> list[Path]:
        """What the explorer's pages ask."""
        return _files(self.resources / "queries" / "explorer", "*.rq")

    @property
    def derived_queries(self) -> Path:
        """The folder of the queries that show what the rules concluded."""
        return self.resources / "queries" / "derived"

    @property
    def view_queries(self) -> Path:
        """The folder of the two queries that views are made with."""
        return self.resources / "queries" / "view"

    @property
    def export_queries(self) -> Path:
        """The folder of the queries that the exports to Wikidata are fed by."""
        return self.resources / "queries" / "export"

    @property
    def loss_files(self) -> list[Path]:
        """What the encodings of the dump cannot carry, one query for each reason."""
        return _files(self.resources / "queries" / "losses", "*.rq")

    @property
    def table_files(self) -> list[Path]:
        """What fills the flat tables, one query for each."""
        return _files(self.resources / "queries" / "tables", "*.rq")

    @property
    def table_metadata(self) -> Path:
        """What the flat tables and their columns are, as CSVW."""
        return self.resources / "queries" / "tables" / "csv-metadata.json"

    @property
    def report_files(self) -> list[Path]:
        """The parts of the report, in order."""
        return _files(self.resources / "queries" / "report", "*.rq")

    @property
    def sharing_files(self) -> list[Path]:
        """The queries that count where accounts meet: as the editors read, and strictly."""
        return _files(self.resources / "queries" / "sharing", "*.rq")

    @property
    def graph(self) -> Path:
        """The folder of the asserted graph."""
        return self.root / "graph"

    @property
    def graph_files(self) -> list[Path]:
        """`graph/**/*.ttl`: everything that people have asserted."""
        return _files(self.graph, "**/*.ttl")

    @property
    def turtle_files(self) -> list[Path]:
        """All Turtle that people have written, but for the tests' deliberately broken cases."""
        files = [*_files(self.ontology, "**/*.ttl"), *self.graph_files]
        cases = _files(self.root / "tests", "**/*.ttl")
        return files + [path for path in cases if not path.name.startswith(("invalid.", "broken."))]

    @property
    def docs(self) -> Path:
        """The folder of the pages that explain all this."""
        return self.root / "docs"

    @property
    def pages(self) -> list[Path]:
        """The README and the pages of `docs/`."""
        return [*_files(self.root, "README.md"), *_files(self.docs, "**/*.md")]

    @property
    def dist(self) -> Path:
        """The folder of everything that is built; it need not exist."""
        return self.root / "dist"

    @property
    def wikidata(self) -> Path:
        """The folder of the exports to Wikidata; it need not exist."""
        return self.dist / "wikidata"

    @property
    def texts(self) -> Path:
        """The folder of the documents' texts, which are not in the repository; it need not exist.

        `CLAIMGRAPH_TEXTS` if that is set, else `../shared/documents` as seen from the root.
        """
        named = os.environ.get("CLAIMGRAPH_TEXTS")
        return Path(named) if named else self.root.parent / "shared" / "documents"


def discover(root: Path | None = None) -> Layout:
    """Return the layout of `root`, or of the nearest folder from here upwards that has `graph/`.

    A root that is named is taken at its word, and not searched upwards from. The resources are
    the root's own where it is a checkout, else those beside the package in its checkout, else
    those that were installed with the package.

    Raises `UsageError` where there is no `graph/`.
    """
    here = Path.cwd() if root is None else root.absolute()
    candidates = [here, *here.parents] if root is None else [here]
    for folder in candidates:
        if (folder / "graph").is_dir():
            return Layout(root=folder, resources=_resources(folder))
    raise UsageError(
        f"there is no graph/ in {here}" + (" or in any folder above" if root is None else ""),
        remedy="change into a folder that has one, or name it",
    )


def _resources(root: Path) -> Path:
    for folder in (root, PACKAGE.parent):
        # More than the folders' names, which anything in a user's folder or beside an installed
        # package may bear; both, or a build would pass with half of its checks missing.
        if (folder / "ontology" / "claimgraph.ttl").is_file() and (folder / "queries").is_dir():
            return folder
    return PACKAGE / "resources"


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(path for path in folder.glob(pattern) if path.is_file())
