"""On whose word: the chain above a claim as a sentence, to any depth.

Each voice hands on to the next, and the claim itself closes the sentence with its label, in which
its claimant is called by the full name. The words with which a voice introduces the next one are
its own, so they stand in quotation marks behind it: 'According to the article (“allegedly”),
refugees say that …'. The verbs between are neutral ones.
"""

from collections.abc import Sequence

from claimgraph.model import Claim

__all__ = ["sentence"]

# Act to verb, in the plural; whoever passes something on reports it, unless the act says how.
_VERBS = {"testimony": "testify", "account": "recount", "argument": "argue", "warning": "warn"}
_REPORT = "report"

# Ways to introduce somebody that add nothing to the verb: these are not quoted.
_PLAIN = frozenset({
    "according to", "according to eyewitness accounts", "accounts of how", "as reported by",
    "as stated by", "called", "calling", "calls", "considered", "described", "describes",
    "estimated", "given by", "has also stated", "has stated", "have told", "in the opinion of",
    "in their opinion", "per", "quotes", "reported", "reporting", "reports", "ruled", "said", "say",
    "saying", "says", "stated", "states", "stating", "testified", "thinks", "told", "wrote",
})  # fmt: skip

# What a label goes on with once it has named who speaks.
_SAYING = frozenset(
    "allows asks calls considers denies describes gives judges notes passes puts reports said say"
    " says states tell tells testifies testify thinks told writes".split()
)

_ARTICLES = ("a", "an", "the")

# Words that a label may begin with and that are no names.
_SMALL = frozenset(
    "a according after an another at before by during each every few for from he her his if in it"
    " its many no not of on one only our she since some that the their there these they this those"
    " to two under until what when where while who with".split()
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
    if voice.claimant == introduces.claimant:
        verb = _REPORT if voice.several else _singular(_REPORT)
        return f"{voice.claimant}{_words(introduces)} {verb} words of their own: "
    return f"{voice.claimant}{_words(introduces)} {verb} that "


def _words(claim: Claim) -> str:
    """Return the words with which the level above introduces a claim, unless they are plain."""
    words = [word for word in claim.introduced if word.casefold() not in _PLAIN]
    return f" ({', '.join(f'“{word}”' for word in dict.fromkeys(words))})" if words else ""


def _continued(claim: Claim) -> str:
    """Return the label as a sentence goes on with it: only names keep their capital."""
    words = claim.label.split(" ")
    name = claim.claimant.casefold()
    article = words[0].casefold() in _ARTICLES
    end = article + 1
    while end < len(words) and _runs(words[article:end], name):
        end += 1
    # 'The woman testifies …' is clear below her passage; in a sentence she needs her description.
    if end > article + 1 and words[end - 1].casefold() in _SAYING:
        bare = article and claim.claimant[:1].islower() and name.split()[0] not in _ARTICLES
        opening = [words[0].casefold(), claim.claimant] if bare else [claim.claimant]
        return " ".join([*opening, *words[end - 1 :]])
    first, space, rest = claim.label.partition(" ")
    small = first[:1].lower() + first[1:]
    if small in _SMALL or small == claim.claimant.partition(" ")[0]:
        first = small
    label = claim.label.casefold()
    known = any(w.casefold() in label for w in claim.claimant.split() if w[:1].isupper())
    by = "" if known or not claim.claimant[:1].isupper() else f"as {claim.claimant} has it, "
    return by + first + space + rest


def _runs(words: Sequence[str], name: str) -> bool:
    """Return whether words stand in a name, one after the other."""
    return f" {' '.join(words)} ".casefold() in f" {name} "


def _singular(verb: str) -> str:
    return verb[:-1] + "ies" if verb.endswith("fy") else verb + "s"
