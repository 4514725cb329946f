"""`schema:Claim` in JSON-LD: who claims, where it appears, and the text, which is our label.

No ratings: nothing here is reviewed. An author is given only where the document itself attributes
the claim and the claimant does not deny it: all else would be stated in the voice of the file.
The vocabulary is named in the file, so that it can be read without asking anybody.
"""

import json
import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from claimgraph.about import Description
from claimgraph.attribution import sentence
from claimgraph.losses import Ledger
from claimgraph.model import Model
from claimgraph.read import Dataset
from claimgraph.terms import CG, DCTERMS, RDF

__all__ = ["schema_claims"]

_TYPES = {
    CG.Person: "Person",
    CG.Organisation: "Organization",
    CG.State: "Organization",
    CG.MilitaryUnit: "Organization",
}
# What ISO 8601 has and EDTF shares with it: a year, a month or a day, with nothing uncertain.
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_Json = dict[str, object]


def schema_claims(dataset: Dataset, description: Description, ledger: Ledger) -> bytes:
    """Return all claims as one JSON-LD document, in order of claim.

    The ledger says which claims cannot have an author: the losses `nested` and `disavowed`.
    """
    without_author = ledger.of("nested") | ledger.of("disavowed")
    quads = dataset.store.quads_for_pattern(None, RDF.type, CG.Claim)
    claims = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    writer = _Writer(dataset)
    content = {
        "@context": {"@vocab": "https://schema.org/"},
        "@graph": [
            writer.dataset_(description),
            *(
                writer.claim(claim, description, attributed=claim not in without_author)
                for claim in sorted(claims, key=lambda node: node.value)
            ),
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


class _Writer:
    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.model = Model(dataset)

    def dataset_(self, description: Description) -> _Json:
        licences = self.objects(description.iri, DCTERMS.license)
        return {
            "@type": "Dataset",
            "@id": description.iri.value,
            "name": description.title,
            "version": description.version,
            **({"license": {"@id": licences[0].value}} if licences else {}),
        }

    def claim(self, iri: NamedNode, description: Description, *, attributed: bool) -> _Json:
        claim = self.model.claim(iri)
        found: _Json = {"@type": "Claim", "@id": iri.value, "text": claim.label, "inLanguage": "en"}
        if attributed:
            found["author"] = [self.actor(node) for node in self.nodes(iri, CG.claimant)]
        found["description"] = sentence(claim)
        documents = [
            document
            for passage in self.nodes(iri, CG.passage)
            for document in self.nodes(passage, CG.document)
        ]
        # What the editors say of a passage is nowhere in it.
        works = [
            document
            for document in documents
            if not claim.own_voice
            or set(self.nodes(iri, CG.claimant)) & set(self.nodes(document, CG.authors))
        ]
        if attributed:
            works += self.nodes(iri, CG.statedIn)
        if works:
            found["appearance"] = [self.work(node) for node in dict.fromkeys(works)]
        dates = [date.value for date in self.objects(iri, CG.statedOn)]
        if attributed and len(dates) == 1 and _DATE.fullmatch(dates[0]):
            found["datePublished"] = dates[0]
        found["isPartOf"] = {"@id": description.iri.value}
        return found

    def actor(self, iri: NamedNode) -> Mapping[str, object]:
        types = [_TYPES[type_] for type_ in self.model.types(iri) if type_ in _TYPES]
        return {"@type": types[0] if types else "Thing", **self.named(iri)}

    def work(self, iri: NamedNode) -> Mapping[str, object]:
        return {"@type": "CreativeWork", **self.named(iri)}

    def named(self, iri: NamedNode) -> Mapping[str, object]:
        return {"@id": iri.value, "name": self.model.label(iri)}

    def nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        return [node for node in self.objects(subject, predicate) if isinstance(node, NamedNode)]

    def objects(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
        quads = self.dataset.store.quads_for_pattern(subject, predicate, None)
        found = {q.object for q in quads if isinstance(q.object, NamedNode | Literal)}
        return sorted(found, key=str)
