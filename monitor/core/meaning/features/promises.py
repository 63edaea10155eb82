"""Promises not to do something: which stand elsewhere in the other text, and which were narrowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.denied_anywhere import may_be_denied
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.frames import Frame
from monitor.core.meaning.negation import NEGATIONS, denying_places
from monitor.core.meaning.parsed import ParsedDocument, ParsedText, read
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import promised_verbs, word_set
from monitor.core.text.phrases import PhraseMatcher, same_suffix
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import FUNCTION, stem, word_row

GRAVE_ACTS = frozenset({"sell", "share", "collect", "use", "track", "train"})
_NARROWING = word_set("narrowing")
_EXCEPTING = frozenset({"unless", "except", "only", "through"}) & _NARROWING
_ONLY_IF = frozenset({"unless", "except", "excepted", "excepting", "excluding", "notwithstanding", "exempt", "exempted"})
_READERS = frozenset({"duty", "right", "prohibition", "unright"})
"""Roles in which it is the reader who does something."""
_LONGEST = 800
"""Characters of a stretch beyond which it is no sentence."""
_NEGATED = PhraseMatcher(same_suffix("n't|n’t", r"\b"), words=same_suffix("not|never|cannot|nor|without|no", r"\b"))
_STRETCH = re.compile(r"[.\n;]")


@seen_or_not
def promise_features(change: Comparison) -> Iterator[str]:
    """What became of a promise."""
    before, after = denials(change.old), denials(change.new)
    if before.keys() - after.keys() and stands_elsewhere(change.candidate.old, change.context.new):
        yield "elsewhere:promise"
    if after.keys() - before.keys() and stands_elsewhere(change.candidate.new, change.context.old):
        yield "elsewhere:promise-before"
    if before and change.new.words and before.keys() <= after.keys() and _narrows(change):
        yield "promise:narrowed"
    if before and before.keys() == after.keys():
        yield from _itemized(change, _verbs(before), _verbs(after))
    if change.reworded and _shelters(change) and _ONLY_IF.isdisjoint(change.removed) and not _ONLY_IF.isdisjoint(change.added):
        yield "exception:added"
    if _names_exception(change):
        yield "exception:named"
    if _is_shared_by_reader(change):
        yield "share:by-reader"


# "Nobody outside our team can read it. The only exception is our host, which …": the second sentence came.
_ONLY_EXCEPTION = late(r"^\W*(?:the|our) (?:only|sole|single) exceptions?\b")
_BARRED = late(r"\byou (?:may|must|shall|will|can) ?not\b|\byou agree not\b|\bprohibit")
_LAST_SENTENCE = 300
"""Characters before a sentence in which the one before it is looked for."""


def _names_exception(change: Comparison) -> bool:
    """True where an added sentence names who or what a denial before it does not hold for; a ban on readers is no denial."""
    if change.old.text or not _ONLY_EXCEPTION.search(change.new.lower):
        return False
    start = change.candidate.new[0].start
    before = change.context.new.page.text[max(0, start - _LAST_SENTENCE) : start].lower().strip()
    denied = read(_SENTENCE_END.split(before)[-1])
    return not NEGATIONS.isdisjoint(denied.words) and not _BARRED.search(denied.lower)


_SENTENCE_END = re.compile(r"(?<=[.;!?])\s|\n")


# "…, for example when you tell us of it, or by sharing your recipes with us"
_WITH_US = re.compile(r"\b(?:shar(?:e|es|ed|ing)|disclos(?:e|es|ed|ing)|provid(?:e|es|ed|ing)|transmit\w*)\b[^.;]{0,90}?\b(?:with|to) us\b")


def _is_shared_by_reader(change: Comparison) -> bool:
    """True where it is only the reader who shares, with others or with the company."""
    sharers = {frame.role for frame in change.new.frames if frame.act == "share"}
    if not sharers:
        return False
    if sharers <= _READERS:
        return True
    if change.added_concepts.get("share") is None or not _WITH_US.search(change.new.lower):
        return False
    rest = read(_WITH_US.sub(" ", change.new.lower)).concepts.get("share", [])
    return len(rest) <= len(change.old.concepts.get("share", []))


def _shelters(change: Comparison) -> bool:
    """True when both sides deny or protect."""
    return all(any(frame.role in ("denial", "protection") for frame in side.frames) for side in (change.old, change.new))


def _verbs(denied: Mapping[str, Sequence[Frame]]) -> set[str]:
    """What is denied, as verbs in their plain form."""
    plain = promised_verbs()
    return {plain.get(frame.word, frame.word) for frames in denied.values() for frame in frames}


def _itemized(change: Comparison, before: set[str], after: set[str]) -> Iterator[str]:
    """One of several things that a promise names went, or came: "never with employers or insurers", "neither sell nor rent"."""
    if before > after or after > before:
        # "… for purposes of our own, other than to improve the services": what is excepted is not denied.
        if not _EXCEPTING.isdisjoint(change.removed if before > after else change.added):
            return
        yield "denied-item:removed" if before > after else "denied-item:added"
        return
    if change.removed and change.added:
        return
    for sign, words in (("removed", change.removed), ("added", change.added)):
        content = [word for word in words if word not in FUNCTION]
        limits = not (_NARROWING | NEGATIONS).isdisjoint(words)
        if 0 < len(content) <= _ITEM and not _JOINED.isdisjoint(words) and not limits:
            yield f"denied-item:{sign}"


_EXCEPTING = frozenset({"other", "except", "unless", "besides", "excluding", "save"})
_ITEM = 4
_JOINED = frozenset({"or", "and", "nor"})


def denials(reading: ParsedText) -> dict[str, list[Frame]]:
    """What the company says it does not do: act → frames."""
    found: dict[str, list[Frame]] = {}
    for frame in reading.frames:
        if frame.role == "denial":
            found.setdefault(frame.act, []).append(frame)
    return found


def _narrows(change: Comparison) -> bool:
    """Words that limit came into a promise, or denied verbs left it, while little else changed."""
    added, removed = set(change.added), set(change.removed)
    if len(change.added) + len(change.removed) > 0.6 * len(change.old.words):
        return False
    limits = (added - removed) & _NARROWING
    return bool(limits or _qualified(change)) and not (removed & NEGATIONS)


def _qualified(change: Comparison) -> bool:
    """True when all that came into a promise is a word or two that qualify a noun of it: "sell your *sensitive* data"."""
    added = [word for word in change.added if word not in FUNCTION]
    if change.removed or len(added) != len(change.added) or not 1 <= len(added) <= 2:
        return False
    at = next((n for n, word in enumerate(change.new.words) if word == added[0] and word not in change.old.words), -1)
    after = change.new.words[at + len(added) : at + len(added) + 1]
    before = change.new.words[at - 1 : at] if at > 0 else []
    return at > 0 and bool(after) and after[0] not in FUNCTION and before[0] in _DETERMINERS


_DETERMINERS = frozenset({"your", "any", "the", "such", "this", "these", "personal"})


def stands_elsewhere(units: Iterable[Unit], whole: ParsedDocument) -> bool:
    """True when every promise in the units stands, equal or stronger, somewhere in a whole text.

    Equal or stronger: a sentence that denies at least the same acts, holds half of the promise's own words, and brings no exception that
    the promise did not have.
    """
    promises = [reading for unit in units if denials(reading := ParsedText.of([unit]))]
    return bool(promises) and all(_stands(promise, whole) for promise in promises)


def _stands(promise: ParsedText, whole: ParsedDocument) -> bool:
    own = {stem(w) for w in promise.words if w not in FUNCTION}
    acts = denials(promise).keys()
    barred = _EXCEPTING - set(promise.words)
    for stretch in _denying(whole):
        alike = len(own & stretch.stems) >= 0.5 * len(own) and barred.isdisjoint(stretch.words)
        if alike and not _of_others(stretch.words) and acts <= denials(read(stretch.text)).keys():
            return True
    return may_be_denied(set(acts), promise.words, whole)


def _of_others(words: Sequence[str]) -> bool:
    """True for a denial of what others do: "Partners do not sell it"; in "Customer data is not sold" the company denies."""
    for at in denying_places(words):
        before = at - 1 if at and words[at - 1] in _AUXILIARIES else at
        if before and words[before - 1] in _OTHERS:
            return True
    return False


_AUXILIARIES = frozenset(("do", "does", "did", "will", "may", "can", "shall", "must", "should", "would"))
_OTHERS = word_set("party-kinds") - {"we", "us", "our", "you", "company", "companies"}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A piece of a whole text that denies something: its words tell most that don't hold a promise, so that few must be read."""

    text: str
    words: Sequence[str]
    stems: frozenset[str]


def _denying(whole: ParsedDocument) -> list[_Stretch]:
    known: list[_Stretch] | None = whole.memory.get("denying")
    if known is None:
        pieces = (piece.strip() for piece in _STRETCH.split(whole.page.text) if len(piece) < _LONGEST and _NEGATED.within(piece.lower()))
        known = whole.memory["denying"] = [_Stretch(piece, run := word_row(piece), frozenset(map(stem, run))) for piece in pieces]
    return known
