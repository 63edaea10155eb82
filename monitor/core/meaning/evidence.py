"""Which sentence of a change shows what a rule saw: what a headline quotes first, and what a reason rests on.

A feature such as `added:reworded:sell` names a concept, which its sentence names as well. `licence:perpetual-added` names none: which of
seven sentences speaks of the licence is found by asking each what the feature asked of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.disputes import imposes
from monitor.core.meaning.features.durations import limits, periods
from monitor.core.meaning.features.limits import opens_purposes
from monitor.core.meaning.features.obligations import indemnifies
from monitor.core.meaning.features.rights import offers_refusal, states_fee
from monitor.core.meaning.features.training import trains_on_readers
from monitor.core.meaning.frames import ROLES
from monitor.core.meaning.lasting_grants import lasting_words
from monitor.core.meaning.parsed import read
from monitor.core.meaning.promises.fates import LOST, seen_from_old
from monitor.core.meaning.sensitive_kinds import sensitive_kinds
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import word_row

Shows = Callable[[str], bool]
"""Whether a sentence shows what a feature saw."""


def _says(bag: str) -> Shows:
    return lambda text: not word_set(bag).isdisjoint(word_row(text))


def _names(concept: str) -> Shows:
    return lambda text: concept in read(text).concepts


_BY_BEGINNING: tuple[tuple[str, Shows], ...] = (
    ("licence:perpetual", lambda text: bool(lasting_words(read(text)))),
    ("sensitive:", lambda text: bool(sensitive_kinds(read(text))) and not any(frame.role == "denial" for frame in read(text).frames)),
    ("retention:limit", lambda text: limits(text.lower())),
    ("retention:", lambda text: bool(periods(text))),
    ("indemnity:", lambda text: indemnifies(text.lower())),
    ("fingerprint:", _says("fingerprint")),
    ("refund:", _says("refund")),
    ("renewal:", _says("renews")),
    ("fee:", lambda text: states_fee(text.lower())),
    ("opt-out:last", offers_refusal),
    ("training:", lambda text: trains_on_readers(text.lower())),
    ("arbitration:", lambda text: imposes(text.lower())),
    ("purpose:opened", lambda text: opens_purposes(text.lower())),
    ("child-protection:", _names("children")),
)
"""By how a feature's name begins."""


@cache
def _asker(name: str) -> Shows | None:
    """What is asked of a sentence for a feature; None for one that names a concept, a number, or nothing that a sentence could show."""
    parts = name.split(":")
    if parts[0] == "frame" and parts[-2] in ROLES:
        said = (parts[-2], parts[-1])
        return lambda text: any((frame.role, frame.act) == said for frame in read(text).frames)
    return next((shows for begins, shows in _BY_BEGINNING if name.startswith(begins)), None)


def shown_by(change: Comparison, names: Iterable[str], text: str) -> int:
    """How many of the features of a change a sentence of it shows.

    Args:
        change: of which they were seen.
        names: the features.
        text: a sentence of one of its sides.
    """
    said = sum(asked(text) for name in names if (asked := _asker(name)))
    return said + any(_holds(text, clause) for clause in _lost_clauses(change, names))


def _lost_clauses(change: Comparison, names: Iterable[str]) -> Sequence[str]:
    """The promises of the old side that went, where the features speak of such."""
    if not any(name.startswith("promise-fate:") for name in names):
        return ()
    return [found.clause for found in seen_from_old(change.candidate, change.context) if found.fate in LOST]


def _holds(text: str, clause: str) -> bool:
    words = word_row(clause)
    return bool(words) and set(words) <= set(word_row(text))
