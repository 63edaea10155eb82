"""Periods, ages and sums of money that changed, in a judged language, by the names that English has for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import fsum, isclose

from monitor.core.meaning.tongues.side import TongueChange
from monitor.core.meaning.tongues.sums import CAP, LIABILITY, OWN_CAP, PRICE, Sum

_SAME = 0.002
"""Share by which a period may differ when it is given in months instead of years."""


def quantity_signals(change: TongueChange) -> Iterator[str]:
    """The names of what is seen of numbers."""
    if _all(change.old.periods) != _all(change.new.periods):
        yield "period:changed"
    for kind in ("retention", "notice", "answer"):
        yield from _period(kind, change)
    for kind, longer_serves in _READERS.items():
        yield from _own_period(kind, change, longer_serves=longer_serves)
    yield from _ages(change)
    yield from _sums(change)


_READERS = {"own-time": True, "own-notice": False, "wait": False}
"""Kinds of periods that are the reader's, and whether a longer one serves them."""


def _own_period(kind: str, change: TongueChange, *, longer_serves: bool) -> Iterator[str]:
    """ "30 Tage Rückgaberecht" became 14: less time; "Kündigungsfrist: ein Monat" became three: more to wait for."""
    before, after = (_stated(side.periods, kind) for side in (change.old, change.new))
    if before and len(before) == len(after) and not _same(before, after):
        yield "period:readers-more" if (sum(after) > sum(before)) is longer_serves else "period:readers-less"


def _all(by_kind: dict[str, list[float]]) -> list[int]:
    return sorted(round(days) for stated in by_kind.values() for days in stated)


def _period(kind: str, change: TongueChange) -> Iterator[str]:
    before, after = (_stated(side.periods, kind) for side in (change.old, change.new))
    # "Wir informieren Sie 30 Tage vorher" may lose the word by which the period was known: then it is the period of that place still.
    if before and not after and len(_all(change.new.periods)) == len(before):
        after = sorted(days for stated in change.new.periods.values() for days in stated)
    if before and not after:
        yield from _dropped(kind, change, before)
    elif len(before) == len(after) and before and not _same(before, after):
        longer = sum(after) > sum(before)
        yield f"{kind}:{_word(kind, longer=longer)}"
        if kind == "retention" and sum(after) >= 2 * sum(before):
            yield "retention:doubled"


def _stated(periods: dict[str, list[float]], kind: str) -> list[float]:
    return sorted(periods.get(kind, []))


def _word(kind: str, *, longer: bool) -> str:
    if kind == "answer":
        return "slower" if longer else "quicker"
    return "longer" if longer else "shorter"


def _dropped(kind: str, change: TongueChange, before: list[float]) -> Iterator[str]:
    """A period that is stated no more, here or elsewhere, of what it was about."""
    stands = _stated(change.new_text.periods, kind)
    if kind == "answer" or any(_same([period], [other]) for period in before for other in stands):
        return
    # Where the new text still states periods of this kind that the old one did not, the limit was told anew.
    # "14 Tage" became "zwei Wochen nach Vertragsende" in another section.
    if len(stands) >= len(_stated(change.old_text.periods, kind)):
        return
    yield "retention:limit-removed" if kind == "retention" else "notice:period-removed"


def _same(before: list[float], after: list[float]) -> bool:
    return len(before) == len(after) and all(isclose(a, b, rel_tol=_SAME) for a, b in zip(before, after, strict=True))


def _ages(change: TongueChange) -> Iterator[str]:
    before, after = change.old.ages, change.new.ages
    if before and after and before != after:
        yield "age:changed"
        yield "age:lower" if min(after) < min(before) else "age:higher"


def _sums(change: TongueChange) -> Iterator[str]:
    before, after = change.old.sums, change.new.sums
    if before and len(before) == len(after):
        yield from _changed_sums(before, after)
    paid = change.old.charges, change.new.charges
    if paid[1] and not before and change.new.concepts["fee-word"] and not set(paid[1]) <= set(change.old_text.charges):
        yield "fee:added"
    if paid[0] and not after and change.old.concepts["fee-word"] and not set(paid[0]) <= set(change.new_text.charges):
        yield "fee:removed"


def _changed_sums(before: Sequence[Sum], after: Sequence[Sum]) -> Iterator[str]:
    """What became of each kind of sum, or only that an amount changed: it is none that the reader pays, or the sides can't be compared."""
    rates = [sorted(found.rate for found in side) for side in (before, after)]
    kinds = [sorted(found.kind for found in side) for side in (before, after)]
    # "5 €" became "6 $", "5 € im Monat" became "5 € in der Woche".
    if _currencies(before) != _currencies(after) or (rates[0] != rates[1] and all(rates[0] + rates[1])):
        yield "amount:other"
    elif kinds[0] == kinds[1] and rates[0] == rates[1]:
        yield from filter(None, (_way(kind, before, after) for kind in sorted({*kinds[0]} - {LIABILITY})))
    elif _sizes(before) != _sizes(after):
        yield "amount:other"


def _way(kind: str, before: Sequence[Sum], after: Sequence[Sum]) -> str:
    """The name of what became of the sums of one kind; empty where they stayed."""
    old, new = (_sizes(found for found in side if found.kind == kind) for side in (before, after))
    if old == new:
        return ""
    if kind not in _DIRECTED or fsum(old) == fsum(new):
        return "amount:other"
    return f"{kind}:{'higher' if fsum(new) > fsum(old) else 'lower'}"


_DIRECTED = (PRICE, CAP, OWN_CAP)
"""Kinds of sums of which more or less tells whom it serves."""


def _currencies(side: Iterable[Sum]) -> list[str]:
    return sorted(found.currency for found in side)


def _sizes(side: Iterable[Sum]) -> list[float]:
    return sorted(found.size for found in side)
