"""Puts a verdict into plain sentences, with words quoted from the text as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.core.meaning.features.promises import denials
from monitor.core.meaning.headline import clipped
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import ParsedText, join
from monitor.core.text.lexicon import load, promised_verbs
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import as_shown
from monitor.model import Reason, Severity

# “- We sell it.”, “(a) We sell it.” and “## Sharing” are quoted as “We sell it.” and “Sharing”.
_MARKER = re.compile(r"^\s*(?:[-*+•·▪◦|]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+|^#+\s+")
_WHAT = (
    ("precise-location", "your precise location"),
    ("location", "your location"),
    ("health", "health data"),
    ("biometric", "biometric data"),
    ("communications", "your messages"),
    ("financial", "your payment data"),
    ("contacts-list", "your contacts"),
    ("cookie", "cookies"),
)
_OPENINGS = {"added": "New statement on", "removed": "Removed statement on", "reworded": "Changed:"}
"""What came or went is a statement: "New: sale of your data" was the headline of "We do not sell your data", and read as its opposite."""
_RISKY = frozenset({"advertiser", "data-broker", "ai-developer"})


def topic_name(topic: str) -> str:
    """A topic of the public vocabulary in plain words."""
    names: dict[str, str] = load("words.en.yaml")["topic-names"]
    return names.get(topic, topic)


def base(word: str) -> str | None:
    """The plain form of a verb that a promise denies ("shared" → "share"), or None for another word.

    >>> [base(word) for word in ("shared", "sold", "renting", "you")]
    ['share', 'sell', 'rent', None]
    """
    return promised_verbs().get(word)


def headline_of(template: str, change: Observation, topics: Sequence[str], severity: Severity, features: Iterable[str]) -> str:
    """One plain sentence for a headline; where no rule names the change, the text is quoted."""
    what = topic_name(topics[0])
    if names_it(template, severity):
        quoted = clause(change, features)
        edit = f" – “{quoted}”"
        return template.format(acts=_acts(change), what=_what(change), topic=what, recipients=_recipients(change), quote=quoted, edit=edit)
    return f"{_OPENINGS[change.kind]} {what} – “{clause(change, features)}”"


def names_it(template: str, severity: Severity) -> bool:
    """True when a rule's headline names what happened; else the text is quoted."""
    return severity.rank >= Severity.MATERIAL.rank and "{clause}" not in template


def lead_of(template: str, headline: str, severity: Severity) -> str:
    """How the headline of a rewording begins where the changed words go on; empty where it is complete as it is."""
    return headline.partition(" – ")[0] if not names_it(template, severity) or template.endswith("{edit}") else ""


def clause(change: Observation, features: Iterable[str]) -> str:
    """The words that tell a change best, cut to a headline's length at a word."""
    return clipped(as_shown(quote(change, features).replace("|", " ")))


def _promising(change: Observation) -> ParsedText:
    """The side that promises what the other doesn't; the old one where both do."""
    old, new = denials(change.old).keys(), denials(change.new).keys()
    return change.old if old - new or (old and not new - old) else change.new


def _acts(change: Observation) -> str:
    """The denied verbs, in order, as an enumeration: "share, sell, rent or trade"."""
    side = _promising(change)
    denied = [f for f in side.frames if f.role == "denial"]
    kept = denials(change.new if side is change.old else change.old)
    found = [base(f.word) for f in denied if f.act not in kept] or [base(f.word) for f in denied]
    verbs = list(dict.fromkeys(verb for verb in found if verb))[:5]
    if not verbs:
        return "use"
    return verbs[0] if len(verbs) == 1 else f"{', '.join(verbs[:-1])} or {verbs[-1]}"


def _what(change: Observation) -> str:
    """The object of what is promised, by the statement that promises: a neighbour may speak of other data."""
    return next((words for concept, words in _WHAT if concept in _promise(change).concepts), "your data")


def _promise(change: Observation) -> ParsedText:
    """The one statement that holds the promise, else the whole side; first one that denies what the other side doesn't."""
    side, other = (change.old, change.new) if _promising(change) is change.old else (change.new, change.old)
    units = change.candidate.old if side is change.old else change.candidate.new
    if len(units) == 1 or not denials(side):
        return side  # asked for at every change, and few hold a promise among other statements
    denying = [(reading, acts) for unit in units if (acts := denials(reading := ParsedText.of([unit])).keys())]
    kept = denials(other).keys()
    return next((reading for reading, acts in denying if acts - kept), denying[0][0] if denying else side)


def _recipients(change: Observation) -> str:
    """The recipients that came, or went, in the text's own words."""
    side, bag = (change.new, change.added_concepts) if change.added_concepts.keys() & _RISKY else (change.old, change.removed_concepts)
    risky = [places for concept, places in side.concepts.items() if concept in _RISKY and concept in bag]
    named = [" ".join(side.words[a:b]) for places in risky for a, b in places]
    return " and ".join(list(dict.fromkeys(named))[:3]) or "others"


def reason_of(rule: str, says: str, change: Observation, topics: Sequence[str], features: Iterable[str]) -> Reason:
    """A reason with the sentence that it rests on."""
    sentence = says.format(
        acts=_acts(change), what=_what(change), topic=topic_name(topics[0]), recipients=_recipients(change), kind=change.kind
    )
    return Reason(rule, sentence, quote(change, features))


def quote(change: Observation, features: Iterable[str]) -> str:
    """Words of the text that a rule rests on: the sentence that holds what the rule saw, else the first one that changed."""
    names = [name for name in features if name in change.features]
    wanted = {name.rsplit(":", 1)[-1] for name in names if name.startswith(("removed", "added", "frame"))}
    old_first = any(":removed" in name or name.startswith("removed") for name in names)
    sides = (change.candidate.old, change.candidate.new) if old_first else (change.candidate.new, change.candidate.old)
    counted = any(name.startswith(_COUNTED) for name in names)
    for units in sides:
        for unit in units:
            if unit.kind != "heading" and (wanted & _named(unit) or (counted and _NUMBER.search(unit.text.lower()))):
                return unmarked(unit.text)
    units, other = (sides[0], sides[1]) if sides[0] else (sides[1], sides[0])
    stands = {unit.text.strip() for unit in other}
    changed = [unit for unit in units if unit.kind != "heading" and unit.text.strip() not in stands]
    return unmarked(join([changed[0] if changed else units[0]]))


_COUNTED = ("period:", "retention:", "notice:", "age:", "answer:")
# Numbers are spelled out too: “They go after ninety days.”
_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(load('words.en.yaml')['numbers'])})\b")
"""For text in lower case; rules of periods and ages rest on a sentence that names one."""


def unmarked(text: str) -> str:
    """A statement without the marker of its list or heading."""
    return _MARKER.sub("", text).strip()


def _named(unit: Unit) -> set[str]:
    reading = ParsedText.of([unit])
    known: set[str] | None = reading.memory.get("named")
    if known is None:
        known = reading.memory["named"] = set(reading.concepts) | {f.act for f in reading.frames}
    return known
