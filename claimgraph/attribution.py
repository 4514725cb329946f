"""On whose word: the chain above a claim as a sentence, to any depth.

Each voice hands on to the next, and the claim itself closes the sentence with its label. The words
with which a voice introduces the next one are its own, so they stand in quotation marks behind it:
'According to the article (“allegedly”), refugees say that …'. The verbs between are neutral ones.
"""

from claimgraph.model import Claim

__all__ = ["sentence"]

# Act to verb, in the plural; whoever passes something on reports it, unless the act says how.
_VERBS = {"testimony": "testify", "account": "tell", "argument": "argue", "warning": "warn"}
_REPORT = "report"

# Ways to introduce somebody that add nothing to the verb: these are not quoted.
_PLAIN = frozenset({
    "according to", "as reported by", "as stated by", "has also stated", "has stated", "per",
    "reported", "reporting", "reports", "said", "say", "saying", "says", "stated", "states",
    "stating", "testified", "told", "wrote",
})  # fmt: skip

# Words that a label may begin with and that are no names.
_SMALL = frozenset(
    "a according after an at before by during each every few for from he her his if in it its many"
    " no not of on one only our she since some that the their there these they this those to two"
    " under until what when where while who with".split()
)


def sentence(claim: Claim) -> str:
    """Return the chain of a claim as a sentence, from the document down to who is quoted."""
    if claim.own_voice:
        return f"In the voice of {claim.claimant}: {claim.label}"
    # What stands above in the document's own voice is the document, which opens the sentence.
    reporters = [above for above in claim.chain if not above.own_voice]
    below = [*reporters, claim]
    document = claim.document.removeprefix("the authors of ")
    opening = f"According to {document}{_words(below[0])}, "
    passing = [
        _passing(one, introduces) for one, introduces in zip(reporters, below[1:], strict=True)
    ]
    return opening + "".join(passing) + _continued(claim)


def _passing(voice: Claim, introduces: Claim) -> str:
    """Return how a voice passes another one on, such as 'Human Rights Watch reports that '."""
    verb = _VERBS.get(voice.act, _REPORT)
    verb = verb if voice.several else _singular(verb)
    return f"{voice.claimant}{_words(introduces)} {verb} that "


def _words(claim: Claim) -> str:
    """Return the words with which the level above introduces a claim, unless they are plain."""
    words = [word for word in claim.introduced if word.casefold() not in _PLAIN]
    return f" ({', '.join(f'“{word}”' for word in dict.fromkeys(words))})" if words else ""


def _continued(claim: Claim) -> str:
    """Return the label as a sentence goes on with it: only names keep their capital."""
    first, space, rest = claim.label.partition(" ")
    small = first[:1].lower() + first[1:]
    if small in _SMALL or small == claim.claimant.partition(" ")[0]:
        return small + space + rest
    return claim.label


def _singular(verb: str) -> str:
    return verb[:-1] + "ies" if verb.endswith("fy") else verb + "s"
