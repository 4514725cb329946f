"""The parties: everybody who speaks is counted once, with a reason that the editors give."""

from tests.datasets import article

HEAD = """
    PREFIX cg:   <https://w3id.org/claimgraph/ontology#>
    PREFIX kind: <https://w3id.org/claimgraph/kind/>
    PREFIX rdf:  <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rel:  <https://w3id.org/claimgraph/relation#>
"""


def found(query: str) -> list[str]:
    """Return the first column of a query, as slugs."""
    return sorted(
        str(row[0]).strip("<>").rpartition("/")[2] for row in article().select(HEAD + query)
    )


def test_everybody_is_counted() -> None:
    """Whoever speaks is counted with a party; add whoever is new to graph/parties.ttl."""
    assert (
        found("""
        SELECT DISTINCT ?claimant
        WHERE {
          ?claim cg:claimant ?claimant .
          FILTER NOT EXISTS { ?claimant cg:kind kind:editors }
          FILTER NOT EXISTS { ?claim cg:countedWith ?party }
        }
    """)
        == []
    )


def test_nobody_is_counted_twice() -> None:
    """A claim belongs to one party, or the balance would not add up."""
    assert (
        found("""
        SELECT ?claim
        WHERE { ?claim cg:countedWith ?party }
        GROUP BY ?claim
        HAVING (COUNT(DISTINCT ?party) > 1)
    """)
        == []
    )


def test_a_party_is_a_claim_of_the_editors() -> None:
    """Every membership is affirmed by a claim with a reason, and by the editors alone."""
    assert (
        found("""
        SELECT ?membership
        WHERE {
          ?party cg:kind kind:party .
          ?membership rdf:object ?party .
          FILTER NOT EXISTS {
            ?grouping cg:affirms ?membership ;
                      cg:reason ?why ;
                      cg:claimant ?editors .
            ?editors cg:kind kind:editors .
          }
        }
    """)
        == []
    )
    assert len(found("SELECT ?party WHERE { ?party cg:kind kind:party }")) >= 6


def test_parties_do_not_speak() -> None:
    """A party is a way of counting: it makes no claim and nothing else is said of it."""
    assert (
        found("""
        SELECT ?party
        WHERE {
          ?party cg:kind kind:party .
          { ?claim cg:claimant ?party }
          UNION
          { ?proposition rdf:subject ?party }
          UNION
          {
            ?proposition rdf:object ?party .
            FILTER NOT EXISTS { ?proposition rdf:predicate rel:memberOf }
          }
        }
    """)
        == []
    )
