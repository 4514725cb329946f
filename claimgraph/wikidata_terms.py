"""Labels, descriptions and other spellings of items, by language."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from claimgraph.wikidata_mapping import Mapping

__all__ = ["Terms", "terms"]


@dataclass
class Terms:
    """What an item is called; a language that has other spellings need not have a label.

    Which of several spellings is the name in a language is not for us to say.
    """

    labels: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, Sequence[str]] = field(default_factory=dict)


def terms(mapping: Mapping) -> dict[str, Terms]:
    """Return the terms of every entity and concept, by IRI, in order of language and text."""
    found: dict[str, Terms] = defaultdict(Terms)
    for row in mapping.ask("terms"):
        of = found[row["entity"].value]
        language, text = row["language"].value, row["text"].value
        match row["role"].value:
            case "label":
                of.labels[language] = text
            case "description":
                of.descriptions[language] = text
            case _:
                of.aliases[language] = [*of.aliases.get(language, ()), text]
    for of in found.values():
        # A description that only repeats the label tells nothing apart, and wikis refuse it.
        of.descriptions = {
            language: text
            for language, text in of.descriptions.items()
            if text != of.labels.get(language)
        }
        for language, texts in of.aliases.items():
            of.aliases[language] = [text for text in texts if text != of.labels.get(language)]
        of.aliases = {language: texts for language, texts in of.aliases.items() if texts}
    return found
