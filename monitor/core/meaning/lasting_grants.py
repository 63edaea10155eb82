"""Licences without end: by which words a text calls one perpetual or irrevocable that its reader grants."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import words

_LASTING = word_set("perpetual")
_SENTENCE = late(r"(?<=[.;!?])\s(?![a-z\d])|\n")
# "You grant us a licence", "You permit Odalys to use your likeness, in perpetuity", "your irrevocable consent to use your picture"
_GRANTS = late(
    r"licen[cs]|\bgrant|\bpermission\b|\bpermit\b|\bauthori[sz]|\bassign|\brights? (?:to|in|of)\b|"
    r"\bconsent (?:to (?:the |our |any )?(?:use|using|display|publi)|that)"
)
# "You irrevocably submit to the courts of Kent", "… waive any claim", "irrevocable instructions to your bank": another act is final.
_OF_ANOTHER_ACT = late(
    r"\b(?:irrevocabl[ey]|perpetual(?:ly)?)(?:,? (?:and|or|,)? ?[a-z]+ly)*,? "
    r"(?:waiv\w+|releas\w+|submi\w+|attorn\w*|agree\w*|accept\w*|appoint\w*|undertak\w*|acknowledg\w*|instruct\w*|payment\w*|offers?|orders?|"
    r"consents? (?:and \w+ )?to (?:the )?(?:\w+ ){0,4}(?:jurisdiction|venue|courts?))\b"
)
# "We grant you a perpetual licence to the fonts", "Members are granted …": it is the reader who keeps something for good.
_TO_THE_READER = late(
    r"\bgrants? (?:to )?(?:you|each|every|users?|members?|customers?|(?:the|our|all) (?:users?|members?|customers?))\b|"
    r"\b(?:you|users?|members?|customers?) (?:are|is|will be) (?:hereby )?granted\b"
)


def lasting_words(side: ParsedText) -> frozenset[str]:
    """The words by which a text calls a licence, a permission or an assignment of its reader perpetual or irrevocable.

    >>> sorted(lasting_words(ParsedText.of_text("You grant us a perpetual licence to your posts.")))
    ['perpetual']
    >>> lasting_words(ParsedText.of_text("You irrevocably submit to the courts of Kent."))
    frozenset()
    """
    if _LASTING.isdisjoint(side.words):
        return frozenset()
    return frozenset(word for sentence in _granting(side.text) for word in words(sentence) if word in _LASTING)


def _granting(text: str) -> Iterator[str]:
    """The sentences that grant the company something, without what is said in them of other acts."""
    for sentence in _SENTENCE.split(text):
        rest = _OF_ANOTHER_ACT.sub("", sentence.lower())
        if _GRANTS.search(rest) and not _TO_THE_READER.search(rest):
            yield rest
