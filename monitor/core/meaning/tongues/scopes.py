"""What a statement is about beyond its act and its object, as words that compare: classes of recipients, purposes, data, and numbers."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.tongues.parts import Part, PartedSentence
from monitor.core.meaning.tongues.tongue import Tongue

SCOPING = frozenset(
    {
        "advertiser", "data-broker", "ai-developer", "affiliate", "service-provider", "government", "social-network", "insurer-employer",
        "analytics-provider", "successor", "targeted-ads", "marketing", "train", "ai", "research", "biometric", "health", "sensitive",
        "precise-location", "location", "government-id", "financial", "communications", "contacts-list", "children", "browsing", "transfer",
    }
)  # fmt: skip
"""Concepts that tell one promise from another. "Third parties" and "personal data" are in nearly all."""
_LONGEST = 7
"""Words of a phrase that names a recipient or a purpose."""
_DIGITS = 6
"""Figures of a number of days, weeks or years that anybody promises."""
_STEM = 6
"""Letters by which two inflected forms of a word are taken for one."""


def scope_of(sentence: PartedSentence, part: Part, tongue: Tongue) -> frozenset[str]:
    """Of a clause its classes, its numbers, and the unknown words in its phrases of recipients and purposes."""
    found = {hit.name.removeprefix("concepts:") for hit in sentence.of("concepts:", part)} & SCOPING
    return frozenset(found | set(_named(sentence, part, tongue)) | set(numbers(sentence, part, tongue)))


def numbers(sentence: PartedSentence, part: Part, tongue: Tongue) -> Iterator[str]:
    """The numbers of a clause, spelled ones before a unit of time included."""
    found = tongue.units.find(sentence.words)
    days = {hit.start: float(hit.name.removeprefix("days:")) for hit in found if hit.name.startswith("days:")}
    for at in part.places:
        word = sentence.words[at]
        # "ein" is a number before "Monat" alone; "zwei Wochen" are "14 Tage".
        unit = days.get(at + 1)
        if word.isdigit():
            yield str(round(int(word) * unit)) if unit and len(word) <= _DIGITS else word
        elif word in tongue.number_words and unit:
            yield str(round(tongue.number_words[word] * unit))


def _named(sentence: PartedSentence, part: Part, tongue: Tongue) -> Iterator[str]:
    """Stems of the words that no list knows, in phrases such as "an Versicherungen": they may be recipients nobody listed."""
    # Words that a list knows are compared by their class: "Dritte" and "andere Unternehmen" are one.
    known = {
        at for hit in sentence.hits if hit.name not in ("to-words", "for-words", "to-ends") for at in (*range(hit.start, hit.end), hit.last)
    } | {at for hit in tongue.units.find(sentence.words) for at in range(hit.start, hit.end)}
    for opener in (*sentence.of("to-words", part), *sentence.of("for-words", part)):
        for at in range(opener.end, min(opener.end + _LONGEST, len(sentence.words))):
            word = sentence.words[at]
            if at not in part.places or word == "," or _ends(sentence, at):
                break
            if len(word) > 2 and word.isalpha() and at not in known and word not in tongue.stop_words and word not in tongue.number_words:
                yield word[:_STEM]


def _ends(sentence: PartedSentence, at: int) -> bool:
    return any(hit.start == at and hit.name in ("to-ends", "denials") for hit in sentence.hits)
