"""Puts a verdict into plain sentences, with words quoted from the text as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.core.meaning.evidence import shown_by
from monitor.core.meaning.features.promises import denials
from monitor.core.meaning.headlines.promise_words import denied_object, listed_verbs, plain_verbs
from monitor.core.meaning.headlines.quoting import shown, unmarked
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import ParsedText, join
from monitor.core.text.lexicon import load
from monitor.core.text.segment import Unit
from monitor.model import Reason

_BARE = {"added": "This statement was added.", "removed": "This statement was removed.", "reworded": "This statement was reworded."}
_TO, _FROM = frozenset({"to", "with"}), frozenset({"from", "by", "that", "which", "who"})
_RECEIVING_REACH = 12
"""Words before a recipient in which it is said that it receives."""
_RISKY = frozenset({"advertiser", "data-broker", "ai-developer"})


def topic_name(topic: str) -> str:
    """A topic of the public vocabulary in plain words."""
    names: dict[str, str] = load("words.en.yaml")["topic-names"]
    return names.get(topic, topic)


def _filled(template: str, change: Observation) -> dict[str, str] | None:
    """What a template asks for, in the text's own words; None where the text doesn't have it."""
    filled = {"acts": "", "what": "", "recipients": ""}
    if "{acts}" in template or "{what}" in template:
        acts, what = _denied(change)
        if not acts or not what:
            return None
        filled.update(acts=acts, what=what)
    if "{recipients}" in template:
        filled["recipients"] = _recipients(change)
        return filled if filled["recipients"] else None
    return filled


def _promising(change: Observation) -> ParsedText:
    """The side that promises what the other doesn't; the old one where both do."""
    old, new = denials(change.old).keys(), denials(change.new).keys()
    return change.old if old - new or (old and not new - old) else change.new


def _denied(change: Observation) -> tuple[str, str]:
    """The verbs that a promise denies, as an enumeration, and their object: "share or sell", "your personal data"; else empty texts."""
    reading = _promise(change)
    kept = denials(change.new if _promising(change) is change.old else change.old)
    found = [frame for frame in reading.frames if frame.role == "denial"]
    frames = [frame for frame in found if frame.act not in kept] or found
    verbs = plain_verbs(shown(reading.text), frames)
    return (listed_verbs(verbs) if verbs else ""), denied_object(shown(reading.text), found)


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
    """The recipients that came, or went, in the text's own words; sources ("we get data from brokers") and addresses are none."""
    side, bag = (change.new, change.added_concepts) if change.added_concepts.keys() & _RISKY else (change.old, change.removed_concepts)
    risky = [places for concept, places in side.concepts.items() if concept in _RISKY and concept in bag]
    named = [" ".join(side.words[a:b]) for places in risky for a, b in places if _receives(side.words, a)]
    return " and ".join(list(dict.fromkeys(named))[:3])


def _receives(words: Sequence[str], at: int) -> bool:
    """True where "to" or "with" stands nearer before a name than "from" or "by": "shared with our bank and with advertisers"."""
    for word in reversed(words[max(0, at - _RECEIVING_REACH) : at]):
        if word in _TO:
            return True
        if word in _FROM:
            return False
    return False


def reason_of(
    rule: str, says: str, change: Observation, topics: Sequence[str], features: Iterable[str], *, about: str | None = None
) -> Reason:
    """A reason with the sentence that it rests on; where the text has not what the sentence names, it says no more than that.

    Args:
        rule: its id.
        says: its sentence.
        change: of which it speaks.
        topics: of the change, likeliest first.
        features: that make the rule fire.
        about: the topic of a rule that only lends its words: it names what a statement is about, which is true where the topics say so too.
            "No photos of results that nobody reaches" names photos and is no statement about the data that is collected.
    """
    names = tuple(features)
    evidence, filled = quote(change, names), _filled(says, change)
    if filled is None and says.startswith(_THE_PROMISE) and "promise-fate:lost" in change.features:
        says, filled = says.replace(_THE_PROMISE, "A promise", 1), {}
    if filled is None or (about and about != topics[0]) or _stood(says, names, change):
        return Reason(rule, _BARE[change.kind], evidence)
    return Reason(rule, says.format(topic=topic_name(topics[0]), kind=change.kind, **filled), evidence)


_THE_PROMISE = "The promise not to {acts} {what}"
"""With what a sentence begins that can do without the name of the promise: the words that it rests on are quoted below."""
_NEW = ("not before", "none was before")


def _stood(says: str, features: Sequence[str], change: Observation) -> bool:
    """True where all that a sentence calls new stands on the old side as well, if less often: "mentioned where it was not before"."""
    if not change.reworded or not says.rstrip(".").endswith(_NEW):
        return False
    named = [name.removeprefix("added:reworded:") for name in features if name in change.features and name.startswith("added:reworded:")]
    return bool(named) and all(name in change.old.concepts for name in named)


_OF_THE_OLD = frozenset({"promise-fate:withdrawn", "promise-fate:reversed", "promise-fate:narrowed", "promise-fate:lost"})
"""Features that rest on what the old text said, though their names do not tell."""


def quote(change: Observation, features: Iterable[str]) -> str:
    """Words of the text that a rule rests on: the sentence that holds what the rule saw, else the first one that changed."""
    names = [name for name in features if name in change.features]
    wanted = {name.rsplit(":", 1)[-1] for name in names if name.startswith(("removed", "added", "frame"))}
    old_first = any(name.startswith("removed") or name.endswith("-removed") or ":removed" in name or name in _OF_THE_OLD for name in names)
    sides = (change.candidate.old, change.candidate.new) if old_first else (change.candidate.new, change.candidate.old)
    if bearing := _bearing(change, names, sides):
        return unmarked(bearing.text)
    counted = any(name.startswith(_COUNTED) for name in names)
    for units in sides:
        for unit in units:
            if unit.kind != "heading" and ((wanted and wanted & _named(unit)) or (counted and _NUMBER.search(unit.text.lower()))):
                return unmarked(unit.text)
    units, other = (sides[0], sides[1]) if sides[0] else (sides[1], sides[0])
    stands = {unit.text.strip() for unit in other}
    changed = [unit for unit in units if unit.kind != "heading" and unit.text.strip() not in stands]
    return unmarked(join([changed[0] if changed else units[0]]))


def _bearing(change: Observation, names: Sequence[str], sides: Sequence[Sequence[Unit]]) -> Unit | None:
    """The first statement that shows most of what a rule saw; of a change of a single statement nothing is asked."""
    if all(len(units) <= 1 for units in sides):
        return None
    for units in sides:
        graded = [(shown_by(change, names, unit.text.strip()), unit) for unit in units if unit.kind != "heading"]
        if graded and (most := max(grade for grade, _ in graded)):
            return next(unit for grade, unit in graded if grade == most)
    return None


_COUNTED = ("period:", "retention:", "notice:", "age:", "answer:")
# Numbers are spelled out too: “They go after ninety days.”
_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(load('words.en.yaml')['numbers'])})\b")
"""For text in lower case; rules of periods and ages rest on a sentence that names one."""


def _named(unit: Unit) -> set[str]:
    reading = ParsedText.of([unit])
    known: set[str] | None = reading.memory.get("named")
    if known is None:
        known = reading.memory["named"] = set(reading.concepts) | {f.act for f in reading.frames}
    return known
