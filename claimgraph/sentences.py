"""Where the sentences of a paragraph start: the one module that knows the splitter."""

import itertools

__all__ = ["sentence_starts"]

_MARKS = '"“”„‟«»\uff02'  # of quotations; the last is the full-width one
_ONE_LINE = str.maketrans(dict.fromkeys("\r\n", " "))
_UNQUOTED = str.maketrans(dict.fromkeys(_MARKS, " "))


def sentence_starts(paragraph: str, language: str) -> list[int]:
    """Return the offsets at which the sentences of `paragraph` start, the first of them 0.

    `language` is an ISO 639-1 code; one that the splitter does not know falls back on its
    defaults. A line break is no more than a blank here.

    The splitter keeps a quotation whole, however long. It is asked a second time with the marks
    blanked out, and what it then finds inside of quotations counts too; at the edge of one it is
    the first answer that counts, which knows `"Stop!" he said.` for one sentence.
    """
    import sentencex  # type: ignore[import-untyped]  # here: who only reads a graph needs it not

    def boundaries(line: str) -> set[int]:
        found = sentencex.get_sentence_boundaries(language, line)
        return {boundary["start_index"] for boundary in found}

    # Both replace one character by one, so that offsets hold.
    line = paragraph.translate(_ONE_LINE)
    inside = boundaries(line.translate(_UNQUOTED))
    edges = {at for at in inside if line[:at].rstrip().endswith(tuple(_MARKS))}
    starts = [0]
    # Marks alone, such as an ellipsis, are no sentence: they stay with the one before.
    for at, limit in itertools.pairwise([*sorted(boundaries(line) | inside - edges), len(line)]):
        if _has_word(line[starts[-1] : at]) and _has_word(line[at:limit]):
            starts.append(limit - len(line[at:limit].lstrip()))
    return starts


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)
