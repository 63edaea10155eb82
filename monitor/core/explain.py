"""Puts a judgement into plain sentences, with words quoted from the text as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.core.features import Look, Reading, join
from monitor.core.segment import Unit
from monitor.model import Direction, Reason, Severity

TOPIC_NAMES = {
    "data-collected": "the data that is collected", "purpose-of-use": "what data is used for", "ai-training": "training of AI on your data",
    "third-party-sharing": "who receives your data", "sale-of-data": "sale of your data", "advertising-tracking": "advertising and tracking",
    "retention": "how long data is kept", "security": "security", "user-rights": "your rights", "choice-consent": "your choices and consent",
    "children-age": "children and age limits", "international-transfer": "transfers to other countries", "legal-disclosure": "disclosure to authorities",
    "notice-of-changes": "notice of changes", "dispute-liability": "disputes and liability", "content-license": "rights in content",
    "acceptable-use": "what users may do", "account-termination": "ending of accounts", "payments": "prices and payments",
    "contact-identity": "who the company is and how to reach it", "scope-definitions": "what the text covers", "other": "other terms",
}  # fmt: skip
_BASE = {"sold": "sell", "sells": "sell", "selling": "sell", "given": "give", "made": "make", "kept": "keep", "traded": "trade", "renting": "rent"}
_WHAT = (
    ("precise-location", "your precise location"), ("location", "your location"), ("health", "health data"), ("biometric", "biometric data"),
    ("children", "children's data"), ("communications", "your messages"), ("financial", "your payment data"), ("contacts-list", "your contacts"),
)  # fmt: skip


def base(word: str) -> str:
    """The plain form of a verb as it stands in a text: "shared" → "share"."""
    if word in _BASE:
        return _BASE[word]
    for ending, put in (("ing", "e"), ("ed", "e"), ("es", "e"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            return stem if stem in _BARE else stem + put
    return word


_BARE = {"collect", "rent", "sell", "track", "obtain", "record", "process", "train", "retain", "monitor", "gather", "log", "transmit", "protect"}


def heart_of(template: str, seen: Look, topics: Sequence[str], severity: Severity, direction: Direction) -> str:
    """One plain sentence for a headline."""
    topic = TOPIC_NAMES.get(topics[0], topics[0])
    if severity.rank < Severity.MATERIAL.rank:
        return f"{'Reworded' if seen.old.text and seen.new.text else 'Added' if seen.new.text else 'Removed'}: {topic}"
    return template.format(acts=_acts(seen), what=_what(seen), topic=topic)


def _acts(seen: Look) -> str:
    """The denied verbs, in order, as an enumeration: "share, sell, rent or trade"."""
    side = seen.old if any(f.role == "denial" for f in seen.old.frames) else seen.new
    verbs = list(dict.fromkeys(base(f.word) for f in side.frames if f.role == "denial" and f.word.isalpha()))[:5]
    if not verbs:
        return "use"
    return verbs[0] if len(verbs) == 1 else f"{', '.join(verbs[:-1])} or {verbs[-1]}"


def _what(seen: Look) -> str:
    side = seen.old if any(f.role == "denial" for f in seen.old.frames) else seen.new
    return next((words for concept, words in _WHAT if concept in side.concepts), "your data")


def reason_of(rule: str, says: str, seen: Look, topics: Sequence[str], features: Iterable[str]) -> Reason:
    """A reason with the sentence that it rests on."""
    topic = TOPIC_NAMES.get(topics[0], topics[0])
    sentence = says.format(acts=_acts(seen), what=_what(seen), topic=topic)
    return Reason(rule, sentence, quote(seen, features))


def quote(seen: Look, features: Iterable[str]) -> str:
    """Words of the text that a rule rests on: the sentence that holds what the rule saw, else the changed words."""
    wanted = {name.rsplit(":", 1)[-1] for name in features if name.startswith(("gone", "come", "frame"))}
    old_first = any(":gone" in name or name.startswith("gone") for name in features)
    sides = (seen.candidate.old, seen.candidate.new) if old_first else (seen.candidate.new, seen.candidate.old)
    for units in sides:
        for unit in units:
            if wanted & (found := _named(unit)) and found:
                return unit.text.strip()
    units = sides[0] or sides[1]
    return join(units[:1])


def _named(unit: Unit) -> set[str]:
    reading = Reading.of([unit])
    return set(reading.concepts) | {f.act for f in reading.frames}
