"""Who does what to what: statements that only one side holds, and what became of the company's promises."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.assurances.fates import gone
from monitor.core.meaning.assurances.grammar import GUARDED
from monitor.core.meaning.assurances.kinds import FIRM, GRAVE
from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.promises.fates import ENDED, LOST, both_ways, seen_from_old
from monitor.core.meaning.promises.promise import statements_in
from monitor.core.meaning.promises.weight import is_hedged, weighs
from monitor.core.meaning.statements.assurances import Assurance
from monitor.core.meaning.statements.model import Statement

_SALES = frozenset({"sell", "share"})


@seen_or_not
def statement_features(change: Comparison) -> Iterator[str]:
    """Statements that came or went, and the fates of promises."""
    yield from _assurances(change)
    if loss := loss_of(change):
        yield f"loss:{loss}"
    before = statements_in(change.candidate.old, change.context.old)
    after = statements_in(change.candidate.new, change.context.new)
    if not (before or after):
        return
    old, new = _named(before), _named(after)
    yield from (f"statement:removed:{name}" for name in sorted(old - new))
    yield from (f"statement:added:{name}" for name in sorted(new - old))
    for sign, here, there in (("removed", before, after), ("added", after, before)):
        if any(map(sells_until_refused, here)) and not any(map(sells_until_refused, there)):
            yield f"statement:{sign}:opt-out-sale"
    ahead = seen_from_old(change.candidate, change.context)
    back = seen_from_old(change.candidate.mirrored(), change.context.mirrored())
    yield from dict.fromkeys(f"promise-fate:{found.fate}" for found in both_ways(ahead, back))
    lost = [found for found in ahead if found.fate in LOST]
    if lost and all(found.promise.kind == "choice" or (found.fate == "narrowed" and not after) for found in lost):
        # "You may opt out of what we do without cookies" denies something, too, and is no promise not to use them.
        yield "promise-fate:not-ended"
    yield from (f"promise-fate:{sign}" for sign, seen in (("lost", ahead), ("gained", back)) if any(f.fate in LOST for f in seen))


def _assurances(change: Comparison) -> Iterator[str]:
    """Assurances that only one version gives, each kind once."""
    candidate, context = change.candidate, change.context
    for sign, found in (("removed", gone(candidate, context)), ("added", gone(candidate.mirrored(), context.mirrored()))):
        if kinds := dict.fromkeys(assurance.kind for assurance in found):
            if not FIRM.isdisjoint(kinds):
                yield f"assurance:{sign}"
            yield from (f"assurance:{sign}:{kind}" for kind in kinds)


def loss_of(change: Comparison) -> str:
    """grave where a promise or an assurance is gone whose end weighs by itself, light where others are gone, else empty."""
    assured = gone(change.candidate, change.context)
    lost = [fate.promise for fate in seen_from_old(change.candidate, change.context) if fate.fate in ENDED]
    if any(map(_weighs, assured)) or any(map(weighs, lost)):
        return "grave"
    return "light" if assured or lost else ""


def _weighs(found: Assurance) -> bool:
    """True for an assurance of a grave kind; "a copy of all you wrote, free of charge" is more than money, too."""
    grave = found.kind in GRAVE or not _HANDED_OUT.isdisjoint(found.words)
    if found.kind == "bound" and GUARDED.isdisjoint(found.words):
        return False  # "we require that the odds be told to the player"
    return grave and not is_hedged(found.words)


_HANDED_OUT = frozenset({"copy", "copies", "export", "portability"})


def _named(statements: list[Statement]) -> set[str]:
    return {f"{s.actor}:{s.act}:{s.object}:{s.polarity}" for s in statements if s.stated}


def sells_until_refused(statement: Statement) -> bool:
    """True for "we sell your data unless you opt out": the reader's refusal makes no gain of it."""
    condition = statement.condition
    return bool(
        statement.act in _SALES
        and statement.actor == "company"
        and statement.object in ("data", "content")
        and not statement.denied
        and condition
        and condition.kind == "opt-out"
    )
