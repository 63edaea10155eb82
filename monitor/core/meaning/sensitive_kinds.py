"""Which kinds of data that the law treats as sensitive a text speaks of as data; rules of conduct and names of documents do not."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import english
from monitor.core.text.tokens import words

GRAVE_DATA = frozenset({"biometric", "sensitive", "precise-location", "health", "government-id"})
_SENTENCE = late(r"(?<=[.;!?])\s(?![a-z\d])|\n")
# "We do not allow content that attacks anyone for their religion": what readers may not write is nothing that is known of them.
_OF_CONDUCT = late(
    r"\b(?:do(?:es)? not|don['’]t|not) (?:allow|permit|tolerate|accept)|\bprohibit|\bforbid|\byou (?:may|must|shall|will|agree) not\b|"
    r"\bhat(?:e|red|eful)\b|\bdiscriminat|\bharass|\bbull(?:y|ies|ying)\b|\bdisparag|\bincit|\bslurs?\b|\bviolen|\bdehumani|"
    r"\b(?:on the basis of|based (?:up)?on|because of|regardless of|irrespective of|on account of) "
    r"(?:(?:their|his|her|an?|any|its|actual|perceived|the|or) )*(?:rac|religio|ethnic|sex|gender|disab|health|age\b|colou?r)"
)
# "… see our partner's Facial Scan Policy and [Health Privacy Notice](…)": what a document, or an act of parliament, is called.
_NAMES = "Policy|Policies|Notice|Statement|Terms|Agreement|Addendum|Guidelines|Act|Law|Regulation"
_TITLE = late(
    rf"(?:\b[A-Z][\w’'&-]{{0,30}}[\s,]{{1,3}}(?:(?:and|of|for)\s)?){{1,6}}(?:{_NAMES})\b|\[[^\]\n]{{0,120}}\b(?i:{_NAMES})\]|"
    r"\]\([^)\s]{0,400}\)|https?://\S+"
)
# To check who somebody is needs no passport, and a law of public health no patient.
_OTHER_SENSE = late(
    r"\b(?:verify your identity|identity verification|proof of identity|identification numbers?|health,? (?:and|or) safety|health, safety|"
    r"public health|fitness for (?:a|any|the|your|its)|race conditions?)\b"
)
# "Before a picture is published we strip out its GPS position": what is taken away is not had.
_TAKEN_AWAY = late(
    r"\bwe (?:\w+ )?(?:strip|remove|delete|erase|blur|discard|redact)s?\b|\b(?:stripped|removed|blurred|redacted) (?:out of|of|from)\b"
)
_EXACT = late(
    r"\b(?:precise|exact|accurate|fine|real[- ]time|background|live|gps|latitude|longitude)\b|\blocation (?:history|tracking)\b|"
    r"\btrack\w* (?:your )?location"
)
_INEXACT = late(
    r"\b(?:non[- ]precise|not precise|imprecise|approximate|coarse|general|rough|broad|city[- ]level|country[- ]level)\b|"
    r"\bno (?:precise|exact|gps)\b"
)
# "The race" may be run; in a list with origin or belief it is what the law means.
_OF_PERSONS = late(r"\b(?:racial|ethnic|religio|origin|belie|colou?r|gender|sex|politic|personal|sensitive)")


def sensitive_kinds(side: ParsedText) -> frozenset[str]:
    """The kinds of sensitive data that a text speaks of as data of its readers; worked out once.

    >>> sorted(sensitive_kinds(ParsedText.of_text("We collect biometric templates and your precise location.")))
    ['biometric', 'precise-location']
    >>> sensitive_kinds(ParsedText.of_text("We do not allow content that attacks a religion."))
    frozenset()
    """
    known: frozenset[str] | None = side.memory.get("sensitive-kinds")
    if known is None:
        named = GRAVE_DATA & side.concepts.keys()
        known = frozenset(_kinds(side.text) & named) if named else frozenset()
        side.memory["sensitive-kinds"] = known
    return known


def _kinds(text: str) -> frozenset[str]:
    return frozenset(kind for sentence in _SENTENCE.split(_TITLE.sub(" ", text)) for kind in _kinds_in(sentence.lower()))


def _kinds_in(sentence: str) -> Iterator[str]:
    if _OF_CONDUCT.search(sentence) or _TAKEN_AWAY.search(sentence):
        return
    rest = _OTHER_SENSE.sub(" ", sentence)
    row = words(rest)
    for start, end, concept in english().find(row):
        if concept.id not in GRAVE_DATA:
            continue
        if concept.id == "precise-location" and (_INEXACT.search(rest) or not _EXACT.search(rest)):
            continue
        if row[start:end] in (["race"], ["citizenship"], ["immigration"]) and not _OF_PERSONS.search(rest):
            continue
        yield concept.id
