"""Sections and passages of a plain text: offsets into the file, digests, corrections."""
# ruff: noqa: RUF001 (other scripts' full stops and colons are what it is about)

import hashlib
import random
from itertools import pairwise

import pytest

from claimgraph.errors import InputError
from claimgraph.text import Corrections, Document, parse, prose

ARTICLE = """\
= Tarn strike =

Infobox
- Place: Tarn, Upper Valley
- Arrested: 12 (per police), 30+ (per union)

The Tarn strike began on 3 May 1911. It was called by the U.S. section of the union,
led by J. R. Holm.

== Course ==
The mayor said: "We knew nothing. Nobody told us." Then it rained.

===Second day===

== Aftermath ==
=== Trials===
* Holm
  and his brother
* Others: Ann.
A last line.
"""


def texts(text: str, document: Document | None = None) -> list[str]:
    """Return the slices that are passages."""
    found = document or parse(text)
    return [text[passage.start : passage.end] for passage in found.passages]


def sentences(text: str, language: str = "en") -> list[str]:
    """Return the passages of a text in some language."""
    return texts(text, parse(text, language=language))


def test_article() -> None:
    """Headings, infobox, lead, lists and the sentences of a quotation are held apart."""
    document = parse(ARTICLE)
    assert document.title == "Tarn strike"
    assert [(s.slug, s.title, s.level, s.order, s.parent) for s in document.sections] == [
        ("infobox", "Infobox", 1, 1, None),
        ("lead", "Lead", 1, 2, None),
        ("course", "Course", 2, 3, None),
        ("second-day", "Second day", 3, 4, "course"),
        ("aftermath", "Aftermath", 2, 5, None),
        ("trials", "Trials", 3, 6, "aftermath"),
    ]
    found = zip(document.passages, texts(ARTICLE, document), strict=True)
    assert [(p.section, p.kind, text) for p, text in found] == [
        ("infobox", "infobox-field", "- Place: Tarn, Upper Valley"),
        ("infobox", "infobox-field", "- Arrested: 12 (per police), 30+ (per union)"),
        ("lead", "sentence", "The Tarn strike began on 3 May 1911."),
        (
            "lead",
            "sentence",
            "It was called by the U.S. section of the union,\nled by J. R. Holm.",
        ),
        ("course", "sentence", 'The mayor said: "We knew nothing.'),
        ("course", "sentence", 'Nobody told us."'),
        ("course", "sentence", "Then it rained."),
        ("trials", "list-item", "* Holm\n  and his brother"),
        ("trials", "list-item", "* Others: Ann."),
        ("trials", "sentence", "A last line."),
    ]
    assert [passage.order for passage in document.passages] == list(range(1, 11))


def test_digest_is_of_the_slice_alone() -> None:
    """An astral character counts as one, and the digest is of UTF-8."""
    text = "Ő ment. 𐤀𐤁 maradt.\n"
    first, second = parse(text, language="hu").passages
    assert (second.start, second.end) == (8, 18)  # an astral character counts as one
    assert first.sha256 == hashlib.sha256("Ő ment.".encode()).hexdigest()
    assert second.sha256 == hashlib.sha256("𐤀𐤁 maradt.".encode()).hexdigest()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["It ended.", '"So they say.', 'Truly."', "Then home."]),
        ("en", ['"Stop!" he said.', "“Is it over?” asked Ann.", "He ran."]),
        ("en", ['Dr. J. Holm of the U.S. Army, e.g. "Jim", left at 5 p.m. sharp.', "So did I."]),
        ("en", ["They left. ...", "We stayed."]),
        ("en", ["... It began.", "It ended."]),
        ("en", ['It was noted that"Nobody came.', 'Nothing happened".', "Then it ended."]),
        ("en", ["Two ways: 1) by the river; and 2) by the wood.", "A third was shut."]),
        ("en", ["They left.", "The report says:"]),
        ("de", ["Er sagte: „Wir gehen.", "Ihr bleibt.“", "Dann kam z. B. Dr. Meier."]),
        ("fr", ["Il dit : « Partons.", "Vite. »", "Puis M. Dupont partit."]),
        ("hy", ["Նա գնաց։", "«Մենք մնացինք։", "Նրանք գնացին»։", "Վերջ։"]),
        ("ru", ["Он сказал: «Мы ушли.", "Они остались».", "Потом г. Иванов ушёл."]),
        ("hi", ["वह गया।", "हम रहे।"]),
        ("az", ["O getdi.", '"Biz qaldıq.', 'Onlar getdi."', "Son."]),
        ("xx", ["No such language.", "Still split."]),
    ],
)
def test_sentences(language: str, expected: list[str]) -> None:
    """Quotations are split inside; abbreviations and marks alone split nothing."""
    assert sentences(" ".join(expected), language) == expected


def test_sentences_without_blanks_between() -> None:
    """Some scripts have no blanks between sentences."""
    assert sentences("他说：“我们走了。他们留下。”然后下雨了。", "zh") == [
        "他说：“我们走了。",
        "他们留下。”",
        "然后下雨了。",
    ]


def test_line_break_is_a_blank() -> None:
    """The splitter would take a line that begins with a number for an item of a list."""
    assert sentences("They met at\n1) the wood and at\n2) the river.") == [
        "They met at\n1) the wood and at\n2) the river."
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_count_as_they_are_in_the_file(end: str) -> None:
    """The passages are the same whatever ends a line, and their offsets those of the file."""
    text = ARTICLE.replace("\n", end)
    document = parse(text)
    assert [part.replace(end, "\n") for part in texts(text, document)] == texts(ARTICLE)
    assert document.sections == parse(ARTICLE).sections
    broken = document.passages[3]
    assert text[broken.start : broken.end].endswith(f"union,{end}led by J. R. Holm.")


def test_byte_order_mark_counts_and_belongs_to_no_passage() -> None:
    """The mark shifts every offset by one and changes nothing else."""
    with_mark, without = parse("\ufeff" + ARTICLE), parse(ARTICLE)
    assert with_mark.title == "Tarn strike"
    assert [p.start for p in with_mark.passages] == [p.start + 1 for p in without.passages]
    assert [p.sha256 for p in with_mark.passages] == [p.sha256 for p in without.passages]
    assert sentences("\ufeffNo heading.") == ["No heading."]


def test_empty_texts() -> None:
    """Where there is nothing, nothing is found."""
    for text in ("", "\n \n", "\ufeff"):
        assert parse(text) == Document("", (), ())


def test_infobox_ends_and_the_section_goes_on() -> None:
    """After an infobox its section goes on."""
    text = "Before.\nInfobox\n- A: b\n\n- an item\n\n== H ==\nInfobox\n\n- C: d\nNo field.\n"
    document = parse(text)
    assert [(p.section, p.kind) for p in document.passages] == [
        ("lead", "sentence"),
        ("infobox", "infobox-field"),
        ("lead", "list-item"),
        ("infobox-2", "infobox-field"),
        ("h", "sentence"),
    ]
    assert document.sections[-1].parent == "h"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("U.S. states", "us-states"),
        ("The 4th unit's rôle", "the-4th-units-role"),
        ('"Xocalı" & Ağdam/Şuşa', "xocali-agdam-susa"),
        ("Warnings, and a way out", "warnings-and-a-way-out"),
        ("Lead", "lead-2"),  # lead is the lead's alone, so that no other text can take its IRI
        ("Անուն", "heading-3a57c07b"),
    ],
)
def test_section_slug(title: str, slug: str) -> None:
    """Slugs are ASCII, whatever the heading's script."""
    assert [section.slug for section in parse(f"== {title} ==\n").sections] == [slug]


def test_equal_headings_get_numbers() -> None:
    """Equal headings do not share an IRI."""
    text = "== A ==\n== A ==\n== A 2 ==\n== A ==\n"
    assert [s.slug for s in parse(text).sections] == ["a", "a-2", "a-2-2", "a-3"]


@pytest.mark.parametrize("line", ["=== a ==", "==", "== ==", "======= a =======", "a == b =="])
def test_no_heading(line: str) -> None:
    """A heading has the same number of marks on both sides, 1 to 6."""
    assert [section.slug for section in parse(line).sections] in ([], ["lead"])
    assert parse(line).title == ""


def test_corrections() -> None:
    """A person has the last word on where a sentence starts."""
    text = "One came; two left. No. Three. Four stayed.\n\nFive."
    assert sentences(text) == ["One came; two left.", "No.", "Three.", "Four stayed.", "Five."]
    corrections = Corrections(frozenset([text.index("two")]), frozenset([text.index("Three")]))
    assert texts(text, parse(text, corrections=corrections)) == [
        "One came;",
        "two left.",
        "No. Three.",
        "Four stayed.",
        "Five.",
    ]


@pytest.mark.parametrize(
    ("splits", "joins", "found"),
    [
        ([9], [], "nothing to split at 9"),  # a blank
        ([10], [], "nothing to split at 10"),  # a sentence starts there anyway
        ([0], [], "nothing to split at 0"),
        ([24], [], "nothing to split at 24"),  # in a list item
        ([99], [], "nothing to split at 99"),
        ([], [0], "nothing to join at 0"),
        ([], [4], "nothing to join at 4"),
        ([], [20], "nothing to join at 20"),  # the item's start
        ([], [99, 98], "nothing to join at 98, 99"),
    ],
)
def test_corrections_that_change_nothing(splits: list[int], joins: list[int], found: str) -> None:
    """An offset at which there is nothing to correct is an error."""
    text = "One left. Two came.\n- An item\n"
    with pytest.raises(InputError, match=found):
        parse(text, corrections=Corrections(frozenset(splits), frozenset(joins)))


def test_every_text_is_covered_once() -> None:
    """In any text at all, every word outside of headings belongs to one passage."""
    pieces = [
        "A b. ", "“C d. ", "e!” ", '"', ".", "...", "\n", "\n\n", "\r\n", "- ", "- item\n",
        "Infobox\n", "== H ==\n", "===x===\n", "Dr. ", "𐤀𐤁 ", "«", "» ", "Նա։ ",
        "\t", "\u00a0", "=", "\ufeff",
    ]  # fmt: skip
    chance = random.Random(1992)  # noqa: S311 (the same texts every time)
    for _ in range(500):
        text = "".join(chance.choices(pieces, k=chance.randrange(1, 30)))
        document = parse(text)
        inside = {at for start, end in prose(text) for at in range(start, end)}
        covered: set[int] = set()
        for passage in document.passages:
            span = range(passage.start, passage.end)
            assert covered.isdisjoint(span), text
            covered.update(span)
            part = text[passage.start : passage.end]
            assert part == part.strip() != "", text
            assert passage.section in {section.slug for section in document.sections}
        assert covered <= inside, text
        assert all(text[at].isspace() for at in inside - covered), text
        assert all(a.start < b.start for a, b in pairwise(document.passages))
        assert len({section.slug for section in document.sections}) == len(document.sections)
