"""Words by which a statement of a judged language turns for or against the reader: "gekürzt", "jederzeit", "kostenlos", "nicht"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.tongues.parts import PartedSentence
from monitor.core.meaning.tongues.side import TongueChange, TongueSide

_IDENTIFIERS = ("ip-address", "device-id", "financial", "contact-data", "government-id")
"""What is kept in part ("gekürzte IP-Adresse") or whole."""
_WAYS_OUT = ("terminate", "opt-out", "right", "request", "right-access", "right-erase", "right-object", "right-withdraw", "right-cancel")
_CHOICES = ("opt-out", "right-object", "right-withdraw", "right-erase", "right-access", "refund", "right-cancel", "terminate")
INTRUDING = frozenset({"train", "targeted-ads", "advertiser", "data-broker", "sell", "share", "track", "automated-decision", "biometric",
                        "insurer-employer", "ai-developer", "fingerprint", "class-action", "arbitrate"})  # fmt: skip
"""Concepts of what the reader would rather not have: where a denial of them goes, that serves the company."""
_SERVING = frozenset({"security-measure", "delete", "notify", "refund", "shortened", "free", "end-to-end"})
"""The reverse: where a denial of them comes, the reader has less."""
_MOST = 0.6
"""Share of the words of substance that both sides have, from which a denial changed and not the whole statement."""


def turned(change: TongueChange) -> Iterator[str]:
    """The names of what is seen of such words; of a statement that came or went, nothing."""
    if change.kind != "reworded":
        return
    if _is_taken(change, change.old, change.new):
        yield "turn:worse"
    if _is_taken(change, change.new, change.old):
        yield "turn:better"
    if _is_bound(change.old, change.new):
        yield "right:limited"
    elif _is_bound(change.new, change.old):
        yield "turn:better"
    if _is_to_be_paid(change.old, change.new):
        yield "fee:added"
    elif _is_to_be_paid(change.new, change.old):
        yield "fee:removed"


def _is_taken(change: TongueChange, one: TongueSide, two: TongueSide) -> bool:
    """True when what serves the reader on the one side is gone on the other."""
    return (
        _is_shown_to_all(one, two)
        or _is_disclaimed(one, two)
        or _is_kept_whole(change, one, two)
        or _is_sued_elsewhere(one, two)
        or _is_denied_choice(change, one, two)
        or _is_freed(change, one, two)
    )


def _is_kept_whole(change: TongueChange, one: TongueSide, two: TongueSide) -> bool:
    """ "Wir kürzen Ihre IP-Adresse, bevor wir sie speichern" became "Wir speichern Ihre vollständige IP-Adresse"."""
    if "shortened" not in one.affirmed or "shortened" in two.concepts or one.denies or two.denies:
        return False
    other = change.new_text if one is change.old else change.old_text
    return "shortened" not in other.concepts and any(one.concepts[name] and two.concepts[name] for name in _IDENTIFIERS)


def _is_shown_to_all(one: TongueSide, two: TongueSide) -> bool:
    """ "Nur für Ihre Kontakte sichtbar" became "für alle im Internet sichtbar"."""
    shown = one.concepts["visible"] and two.concepts["visible"] and not one.denies and not two.denies
    return bool(shown and two.concepts["everyone"] and not one.concepts["everyone"])


def _is_disclaimed(one: TongueSide, two: TongueSide) -> bool:
    """ "Wir haften für jede Fahrlässigkeit" became "Für leichte Fahrlässigkeit haften wir nicht"."""
    if one.denies or not two.denies or not (one.concepts["disclaim"] and two.concepts["disclaim"]):
        return False
    return all(any(_speaks(sentence, side) for sentence in side.sentences) for side in (one, two))


def _speaks(sentence: PartedSentence, side: TongueSide) -> bool:
    """True where the company speaks: by a pronoun, or by the ending of a verb."""
    endings = side.language.grammar.company_endings
    named = sentence.of("actors:company") or sentence.of("actors:company-verbs")
    return bool(named) or (bool(endings) and any(word.endswith(endings) for word in sentence.words))


def _is_sued_elsewhere(one: TongueSide, two: TongueSide) -> bool:
    """ "Le tribunal de votre domicile" became "le tribunal de notre siège"."""
    courts = one.concepts["govern"] and two.concepts["govern"]
    return bool(courts and one.concepts["own-court"] and not two.concepts["own-court"]) and not one.denies and not two.denies


def _is_denied_choice(change: TongueChange, one: TongueSide, two: TongueSide) -> bool:
    """ "Les personnes peuvent s'opposer" became "ne peuvent pas s'opposer"."""
    if one.denies or not two.denies or change.common < _MOST:
        return False
    return any(one.concepts[name] and two.concepts[name] for name in _CHOICES) and any(
        sentence.of("modals:") or sentence.of("actors:reader") for sentence in two.sentences
    )


def _is_freed(change: TongueChange, one: TongueSide, two: TongueSide) -> bool:
    """A denial that went from what intrudes, or came to what serves: "servent jamais à entraîner" became "servent à entraîner"."""
    if (
        one.denies == two.denies
        or change.common < _MOST
        or any(sentence.of("actors:reader") for side in (one, two) for sentence in side.sentences)
    ):
        return False
    shared = frozenset(one.concepts) & frozenset(two.concepts)
    return not shared.isdisjoint(INTRUDING if one.denies else _SERVING)


def _is_bound(one: TongueSide, two: TongueSide) -> bool:
    """ "Sie können jederzeit kündigen" became "nur zum Ende der Laufzeit", "mit einer Frist von drei Monaten"."""
    if not one.concepts["any-time"] or two.concepts["any-time"]:
        return False
    ways = any(one.concepts[name] and two.concepts[name] for name in _WAYS_OUT)
    limited = any(sentence.of("only") for sentence in two.sentences) or len(_stated(two)) > len(_stated(one))
    return ways and limited


def _stated(side: TongueSide) -> list[float]:
    return [days for stated in side.periods.values() for days in stated]


def _is_to_be_paid(one: TongueSide, two: TongueSide) -> bool:
    """ "Für die Rücksendung entstehen keine Kosten" became "Die Kosten der Rücksendung tragen Sie"."""
    return bool(one.concepts["free"]) and not two.concepts["free"] and "fee-word" in two.affirmed
