"""Other encodings of the dump: complete, never in their own voice, honest about their losses."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from claimgraph import cli
from claimgraph.about import Description, described
from claimgraph.derive import derive
from claimgraph.errors import OutputError
from claimgraph.export_command import say
from claimgraph.layout import Layout
from claimgraph.losses import Ledger, ledger
from claimgraph.nanopubs import Nanopub, as_file, nanopubs
from claimgraph.query_file import read_query
from claimgraph.rdflib_graph import to_rdflib
from claimgraph.read import Dataset, read
from claimgraph.schema_claims import schema_claims
from claimgraph.terms import BASE, CG, DCTERMS, GRAPHS, NP, RDF, RDFS, SKOS, XSD
from claimgraph.trusty import artifact_code

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = Path(__file__).parent / "fixtures"
MINI = Layout(root=FIXTURES / "mini", resources=ROOT)
SURVIVOR = NamedNode(BASE + "claim/survivor-deaths")
OWNERS = NamedNode(BASE + "claim/mill-owners-deaths")
EXPORTS = ("nanopubs", "schema-claims")
Prefixes = Mapping[str, str]


def invented(more: str = "") -> Dataset:
    """Return the invented event with what is said in addition, read and derived."""
    dataset = read(MINI)
    dataset.store.load(more, RdfFormat.TURTLE, to_graph=GRAPHS.asserted)
    derive(dataset, MINI.rule_files)
    return dataset


@pytest.fixture(scope="module")
def event() -> Dataset:
    """Return the invented event, for tests that leave it as it is."""
    return invented()


@pytest.fixture(scope="module")
def article() -> Dataset:
    """Return the real graph, read and derived."""
    layout = Layout(root=ROOT, resources=ROOT)
    dataset = read(layout)
    derive(dataset, layout.rule_files)
    return dataset


def lost(dataset: Dataset, format_: str) -> Ledger:
    """Return the ledger of a format by the project's queries."""
    return ledger(dataset, MINI.loss_files, format_)


def of(dataset: Dataset, claim: NamedNode) -> Nanopub:
    """Return the nanopublication of a claim."""
    found = nanopubs(dataset, described(dataset))
    return next(nanopub for nanopub in found if nanopub.claim == claim)


def part(nanopub: Nanopub, name: str) -> set[Triple]:
    """Return the triples of one of the four graphs."""
    graph = NamedNode(f"{nanopub.iri.value}#{name}")
    return {quad.triple for quad in nanopub.quads if quad.graph_name == graph}


def speaks_itself(data: bytes, format_: RdfFormat) -> bool:
    """Return whether anything contested is said in the voice of some RDF, all graphs united."""
    store = Store()
    store.load(data, format_)
    question = read_query(MINI.proof_file).text
    return bool(store.query(question, use_default_graph_as_union=True))


# Trusty URIs ------------------------------------------------------------------

NODE = NamedNode("https://example.org/np/HERE#a")
NASTY = [
    'a "quoted" word',
    "a\nnew line",
    "a\\backslash",
    "a\ttab",
    "Խոջալու",
    "",
    " ",
    "\N{MATHEMATICAL DOUBLE-STRUCK CAPITAL X}",
]


def nasty() -> list[Quad]:
    """Return quads with whatever literals can hold, and the name itself in each place."""
    graph, other = NamedNode("https://example.org/np/HERE"), NamedNode("https://example.org/p")
    literals = [
        literal
        for text in NASTY
        for literal in (
            Literal(text),
            Literal(text, language="en"),
            Literal(text, language="en-gb"),
            Literal(text, datatype=NamedNode("https://example.org/type")),
        )
    ]
    return [
        *(Quad(NODE, other, literal, graph) for literal in literals),
        Quad(NODE, other, graph, NODE),
        Quad(graph, other, NODE, graph),
        Quad(graph, NamedNode("https://example.org/b"), Literal("1", datatype=XSD.integer), graph),
        Quad(NamedNode("https://example.org/z"), other, other, graph),
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_code_is_that_of_the_library() -> None:
    """The digest is the one that the reference implementation takes, whatever the literals."""
    from nanopub.trustyuri.rdf import RdfHasher
    from rdflib import Literal as TheirLiteral
    from rdflib import URIRef

    def theirs(term: object) -> object:
        if isinstance(term, Literal):
            type_ = None if term.language else URIRef(term.datatype.value)
            return TheirLiteral(term.value, lang=term.language, datatype=type_)
        assert isinstance(term, NamedNode)
        return URIRef(term.value)

    quads = nasty()
    rows = [tuple(map(theirs, (q.graph_name, q.subject, q.predicate, q.object))) for q in quads]
    assert artifact_code(quads, "HERE") == RdfHasher.make_hash(rows, hashstr="HERE")
    assert artifact_code([*reversed(quads), *quads], "HERE") == artifact_code(quads, "HERE")


def test_what_has_no_code() -> None:
    """Blank nodes and triple terms are turned away: the digest is not defined for them."""
    for quad in parse("_:a <urn:p> <urn:o> .", RdfFormat.N_QUADS):
        with pytest.raises(ValueError, match="a blank node has no trusty URI"):
            artifact_code([quad], "HERE")
    for quad in parse("<urn:s> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> .", RdfFormat.N_QUADS):
        with pytest.raises(ValueError, match="a triple term has no trusty URI"):
            artifact_code([quad], "HERE")


# Nanopublications -------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_library_takes_them(event: Dataset) -> None:
    """Each is well formed, and its URI is the digest of its content, as the library has it."""
    from nanopub.nanopub import Nanopub as Theirs
    from rdflib import ConjunctiveGraph

    published = list(nanopubs(event, described(event)))
    assert len(published) == 12
    for one in published:
        graph = ConjunctiveGraph()
        graph.parse(data=serialize(one.quads, format=RdfFormat.N_QUADS), format="nquads")
        theirs = Theirs(rdf=graph)
        assert theirs.is_valid
        assert theirs.has_valid_trusty
        assert theirs.source_uri == one.iri.value
        assert str(theirs.introduces_concept) == one.claim.value


def test_name_is_the_digest() -> None:
    """The name stands wherever the stand-in stood, and is the digest of whatever is said."""
    dataset = invented()
    notes = {Literal(text, language="en") for text in NASTY}
    dataset.store.extend(Quad(SURVIVOR, SKOS.editorialNote, n, GRAPHS.asserted) for n in notes)
    nanopub = of(dataset, SURVIVOR)
    code = nanopub.iri.value.rpartition("/")[2]
    assert len(code) == 45
    assert "np/RA~" not in "".join(map(str, nanopub.quads))
    assert artifact_code(nanopub.quads, code) == code
    assert notes <= {triple.object for triple in part(nanopub, "assertion")}


def test_assertion_is_the_record(event: Dataset) -> None:
    """It holds all that is asserted of the claim and its content, and the level above it."""
    assertion = part(of(event, SURVIVOR), "assertion")
    content = NamedNode(BASE + "proposition/tarnbrook-mill-fire-killed-about-25-weavers")
    asserted = {
        quad.triple
        for node in (SURVIVOR, content)
        for quad in event.store.quads_for_pattern(node, None, None, GRAPHS.asserted)
    }
    above = {
        Triple(SURVIVOR, CG.reportedBy, NamedNode(BASE + "claim/tarn-courier-quotes-survivor")),
        Triple(SURVIVOR, CG.depth, Literal("2", datatype=XSD.integer)),
    }
    assert assertion == asserted | above


def test_embedded_content_comes_along() -> None:
    """A proposition about a proposition brings that one with it, to any depth."""
    dataset = invented()
    inner, middle, outer = (NamedNode(f"{BASE}proposition/x{n}") for n in range(3))
    for about, content in ((inner, NODE), (middle, inner), (outer, middle)):
        for link, value in ((RDF.predicate, NODE), (RDF.object, content)):
            dataset.store.add(Quad(about, link, value, GRAPHS.asserted))
    dataset.store.add(Quad(SURVIVOR, CG.affirms, outer, GRAPHS.asserted))
    subjects = {triple.subject for triple in part(of(dataset, SURVIVOR), "assertion")}
    assert {inner, middle, outer} <= subjects


def test_provenance_leads_to_the_text(event: Dataset) -> None:
    """The record comes from the editors and from a passage, given by offsets and digest."""
    nanopub = of(event, SURVIVOR)
    passage = NamedNode(BASE + "passage/tarnbrook-fire-s008")
    provenance = part(nanopub, "provenance")
    said = {(triple.predicate.value.rpartition("#")[2], triple.object) for triple in provenance}
    assert ("wasAttributedTo", NamedNode(BASE + "actor/editors")) in said
    assert ("wasDerivedFrom", passage) in said
    assert {p.value.rpartition("#")[2] for s, p, _ in provenance if s == passage} == {
        "type", "document", "section", "start", "end", "sha256",
    }  # fmt: skip


def test_what_it_names_has_its_english_label() -> None:
    """Entities that the record names are labelled for people, in English and no other language."""
    dataset = invented()
    survivor = NamedNode(BASE + "actor/survivor-quoted-by-courier")
    other = Literal("ein Überlebender", language="de")
    dataset.store.add(Quad(survivor, RDFS.label, other, GRAPHS.asserted))
    labels = {t.object for t in part(of(dataset, SURVIVOR), "pubinfo") if t.subject == survivor}
    assert labels == {Literal("a survivor quoted by the Tarn Courier", language="en")}


def test_no_date_is_invented() -> None:
    """The date is the data set's, if it gives one, and no finer than it gives it."""
    dataset = invented()
    nanopub = of(dataset, SURVIVOR)
    assert DCTERMS.created not in {t.predicate for t in part(nanopub, "pubinfo")}
    day = Literal("1911-05-04", datatype=XSD.date)
    dataset.store.add(Quad(described(dataset).iri, DCTERMS.created, day, GRAPHS.asserted))
    dated = of(dataset, SURVIVOR)
    assert Triple(dated.iri, DCTERMS.created, day) in part(dated, "pubinfo")


def test_an_unchanged_claim_keeps_its_name() -> None:
    """A change shows in the URI of the claim that changed, and in no other."""
    dataset = invented()
    before = {n.claim: n.iri for n in nanopubs(dataset, described(dataset))}
    dataset.store.add(Quad(OWNERS, CG.cue, Literal("per", language="en"), GRAPHS.asserted))
    after = {n.claim: n.iri for n in nanopubs(dataset, described(dataset))}
    assert {claim for claim in before if before[claim] != after[claim]} == {OWNERS}


def test_nanopubs_say_nothing_themselves(article: Dataset, registry: Prefixes) -> None:
    """With all assertions in one graph, still nobody but the claimants says anything."""
    published = list(nanopubs(article, described(article)))
    written = as_file(published, registry)
    assert not speaks_itself(written, RdfFormat.TRIG)
    heads = Triple(published[0].iri, RDF.type, NP.Nanopublication)
    assert heads in {quad.triple for quad in parse(written, RdfFormat.TRIG)}
    assert {quad for nanopub in published for quad in nanopub.quads} == set(
        parse(written, RdfFormat.TRIG)
    )
    leak = Quad(NODE, NamedNode(BASE + "relation#killed"), NODE, NODE)
    assert speaks_itself(as_file([Nanopub(NODE, NODE, [leak])], registry), RdfFormat.TRIG)


# schema:Claim -----------------------------------------------------------------


def claims_of(dataset: Dataset) -> dict[str, dict[str, object]]:
    """Return what the JSON-LD says of each claim, by slug."""
    data = schema_claims(dataset, described(dataset), lost(dataset, "schema-claims"))
    nodes = json.loads(data)["@graph"]
    return {n["@id"].rpartition("/")[2]: n for n in nodes if n["@type"] == "Claim"}


def test_golden_claim(event: Dataset) -> None:
    """A claim that the document attributes has its claimant, its text and where it appears."""
    assert claims_of(event)["dockers-union-deaths-1913"] == {
        "@type": "Claim",
        "@id": BASE + "claim/dockers-union-deaths-1913",
        "text": "In 1913 the dockers' union put the dead weavers at no fewer than 30.",
        "inLanguage": "en",
        "author": [
            {
                "@type": "Organization",
                "@id": BASE + "actor/dockers-union",
                "name": "Dockers' Union",
            }
        ],
        "description": "According to the article, in 1913 the dockers' union put the dead weavers"
        " at no fewer than 30.",
        "appearance": [
            {
                "@type": "CreativeWork",
                "@id": BASE + "source/tarnbrook-fire",
                "name": "Tarnbrook mill fire",
            }
        ],
        "datePublished": "1913",
        "isPartOf": {"@id": BASE + "dataset/tarnbrook"},
    }


def test_readings_of_the_editors_appear_nowhere(article: Dataset) -> None:
    """What the editors say of a passage is not said to appear in the document; all else is."""
    editors = NamedNode(BASE + "actor/editors")
    quads = article.store.quads_for_pattern(None, CG.claimant, editors)
    readings = {quad.subject.value.rpartition("/")[2] for quad in quads}  # type: ignore[union-attr]
    claims = claims_of(article)
    assert {slug for slug, claim in claims.items() if "appearance" not in claim} == readings
    assert 0 < len(readings) < len(claims)


def test_nobody_is_made_an_author_on_the_word_of_another() -> None:
    """Neither who is quoted by somebody quoted, nor who denies having said it, is an author."""
    denial = NamedNode(BASE + "claim/mill-owners-deny-locked-doors")
    claims = claims_of(invented(f"{denial} {CG.disavows} {OWNERS} ."))
    without = {slug for slug, claim in claims.items() if "author" not in claim}
    assert without == {"survivor-deaths", "spokesman-foreman-locked-doors", "mill-owners-deaths"}
    chain = claims["survivor-deaths"]["description"]
    assert str(chain).startswith("According to the article, Tarn Courier reports that a survivor")


def test_dates_that_are_none_are_lost() -> None:
    """An interval is left out, and the ledger says so."""
    dataset = invented()
    claim = NamedNode(BASE + "claim/dockers-union-deaths-1913")
    (stated,) = dataset.store.quads_for_pattern(claim, CG.statedOn, None, GRAPHS.asserted)
    dataset.store.remove(stated)
    interval = Literal("1913/1914", datatype=NamedNode("http://id.loc.gov/datatypes/edtf"))
    dataset.store.add(Quad(claim, CG.statedOn, interval, GRAPHS.asserted))
    assert "datePublished" not in claims_of(dataset)["dockers-union-deaths-1913"]
    assert lost(dataset, "schema-claims").of("date") == {claim}


def test_schema_claims_say_nothing_themselves(article: Dataset) -> None:
    """The JSON-LD is read without asking anybody, has no ratings, and states no relation."""
    data = schema_claims(article, described(article), lost(article, "schema-claims"))
    assert not speaks_itself(data, RdfFormat.JSON_LD)
    used = {quad.predicate.value for quad in parse(data, RdfFormat.JSON_LD)} - {RDF.type.value}
    assert {predicate.removeprefix("https://schema.org/") for predicate in used} == {
        "appearance", "author", "datePublished", "description", "inLanguage", "isPartOf",
        "license", "name", "text", "version",
    }  # fmt: skip


# Losses -----------------------------------------------------------------------

CLAIM = "claim:mill-owners-deaths"
CONTENT = "proposition:tarnbrook-mill-fire-killed-12-weavers"
OTHER = "claim:dockers-union-deaths-1911"
# What has to be said in addition for the owners' claim to lose something for a reason.
ADDED = {
    "anchor": "",
    "conclusions": "",
    "content": "",
    "date": f'{CLAIM} cg:statedOn "1911?" .',
    "disavowed": f"claim:mill-owners-deny-locked-doors cg:disavows {CLAIM} .",
    "figure": "",
    "hearer": f"{CLAIM} cg:statedTo actor:foreman .",
    "hedge": f"{CLAIM} cg:modality modality:possible .",
    "introduction": f'{CLAIM} cg:distance "allegedly"@en .',
    "links": f"{CLAIM} cg:disputes {OTHER} .",
    "nested": f"claim:tarn-courier-quotes-survivor cg:reports {CLAIM} .",
    "notes": f'{CLAIM} cg:reason "It says so."@en .',
    "overtaken": f"claim:mill-owners-deny-locked-doors cg:retracts {CLAIM} .",
    "reading": f"{CLAIM} cg:restsOn claim:editors-it-is-dockers-union .",
    "stance": f"{CLAIM} cg:doubts {CONTENT} .",
}
# What it loses as it stands, until it is taken away.
TAKEN = {
    "anchor": (OWNERS, CG.passage, None, None),
    "conclusions": (None, None, None, GRAPHS.derived),
    "content": (OWNERS, CG.affirms, None, None),
    "figure": (OWNERS, CG.affirms, None, None),
}


def test_every_reason_is_tried() -> None:
    """Each query of losses for these two encodings has a case."""
    files = [read_query(path) for path in MINI.loss_files]
    ours = [file for file in files if set(file.settings["formats"].split()) & set(EXPORTS)]
    assert {file.name for file in ours} == set(ADDED)
    assert all(file.paragraphs["loss"] for file in files)


@pytest.mark.parametrize("reason", ADDED)
def test_reason(reason: str, registry: Prefixes) -> None:
    """A claim loses something where there is something to lose, and not otherwise."""
    dataset = invented()
    (path,) = [path for path in MINI.loss_files if path.stem == reason]
    format_ = read_query(path).settings["formats"].split()[0]
    if reason in TAKEN:
        assert OWNERS in lost(dataset, format_).of(reason)
        for quad in list(dataset.store.quads_for_pattern(*TAKEN[reason])):
            dataset.store.remove(quad)
        assert OWNERS not in lost(dataset, format_).of(reason)
    else:
        assert OWNERS not in lost(dataset, format_).of(reason)
        head = "".join(f"PREFIX {p}: <{n}>\n" for p, n in registry.items())
        assert OWNERS in lost(invented(head + ADDED[reason]), format_).of(reason)


@pytest.mark.parametrize("reason", ADDED)
def test_engines_agree(event: Dataset, reason: str) -> None:
    """Each query finds the same on rdflib."""
    (path,) = [path for path in MINI.loss_files if path.stem == reason]
    query = read_query(path).text
    ours = {(row["claim"].value, row["detail"].value) for row in event.select(query)}
    theirs = to_rdflib(event.store).query(query)
    assert ours == {tuple(map(str, row)) for row in theirs}  # type: ignore[arg-type]


def test_nothing_is_lost_in_silence(article: Dataset) -> None:
    """Whatever is asserted of a claim is in the JSON-LD, or in the ledger under that claim."""
    claims = claims_of(article)
    losses = {(loss.claim, loss.detail) for loss in lost(article, "schema-claims").losses}
    carried = {RDF.type, RDFS.label, CG.claimant, CG.passage, CG.statedIn, CG.statedOn}
    looked_at = set()
    for claim in (NamedNode(f"{BASE}claim/{slug}") for slug in claims):
        for quad in article.store.quads_for_pattern(claim, None, None, GRAPHS.asserted):
            looked_at.add(quad.predicate)
            assert quad.predicate in carried or (claim, quad.object) in losses, quad
    assert len(claims) > 400
    assert {CG.affirms, CG.cue, CG.restsOn, SKOS.editorialNote} <= looked_at


def test_ledger_as_data(event: Dataset, registry: Prefixes) -> None:
    """The ledger counts by reason and lists by claim, for machines and for people."""
    found = lost(event, "nanopubs")
    content = json.loads(found.as_json(registry))
    assert (content["claims"], content["claims with losses"]) == (12, 5)
    counts = {row["reason"]: row["claims"] for row in content["reasons"]}
    assert counts == {"conclusions": 5, "overtaken": 1, "reading": 1}
    assert {"claim": OTHER, "reason": "overtaken", "detail": "claim:dockers-union-deaths-1913"} in (
        content["losses"]
    )
    page = found.as_markdown(registry).decode()
    assert page.startswith("# What nanopubs cannot carry\n\n5 of 12 claims lose something.\n")
    assert f"| {OTHER} | 1 conclusions, 1 overtaken |\n" in page
    with pytest.raises(KeyError):
        found.of("nested")


# As files ---------------------------------------------------------------------


def test_command_line(in_dist: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    """Each format is written into its folder with its losses, the same each time."""
    dump = (in_dist.dist / "tarnbrook.nq").read_bytes()
    written = []
    for _ in range(2):
        assert cli.main(["--root", str(in_dist.root), "export", *EXPORTS]) == 0
        exports = in_dist.dist / "exports"
        files = {str(p.relative_to(exports)): p.read_bytes() for p in exports.rglob("*.*")}
        written.append(files)
    assert written[0] == written[1]
    assert set(files) == {
        "nanopubs/losses.json", "nanopubs/losses.md", "nanopubs/nanopubs.trig",
        "schema-claims/claims.jsonld", "schema-claims/losses.json", "schema-claims/losses.md",
    }  # fmt: skip
    assert (in_dist.dist / "tarnbrook.nq").read_bytes() == dump
    out = capsys.readouterr().out.splitlines()
    assert "dist/exports/nanopubs/         12 claims, of which 5 lose something" in out


def test_whole_or_not_at_all(in_dist: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format that cannot be written leaves what was there before."""
    say(in_dist, ["nanopubs"])
    folder = in_dist.dist / "exports" / "nanopubs"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("claimgraph.write._write_file", full)
    with pytest.raises(OutputError, match="No space left"):
        say(in_dist, ["nanopubs"])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_description_is_that_of_the_data_set(event: Dataset) -> None:
    """The name of the data set comes from its own description."""
    assert described(event) == Description(
        NamedNode(BASE + "dataset/tarnbrook"),
        "tarnbrook",
        "Claims about the Tarnbrook mill fire",
        "0.1.0",
    )
