"""Signals of meaning that need more than words that came and went: promises, polarity, consent, periods, ages."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from monitor.core.grouping import Candidate
from monitor.core.look import Context, Look
from monitor.core.signals.bargain import bargain_signals
from monitor.core.signals.durations import period_signals
from monitor.core.signals.polarity import polarity_signals
from monitor.core.signals.promises import promise_signals
from monitor.core.signals.slots import slot_signals
from monitor.core.signals.standing import standing_signals

_GROUPS = (promise_signals, polarity_signals, period_signals, standing_signals, slot_signals, bargain_signals)


def signals(seen: Look, context: Context) -> dict[str, float]:
    """Signals of a look, by name; each is seen or absent."""
    if seen.signals is None:
        seen.signals = {name: 1.0 for group in _GROUPS for name in group(seen, context)}
    return seen.signals


_TURNED = {"gone": "come", "come": "gone", "added": "removed", "removed": "added", "old": "new", "new": "old"}


def turned(seen: Look, context: Context) -> tuple[Look, Context]:
    """The same change seen from the other side: what came had gone. For judgements that must turn with the change."""
    candidate = Candidate(seen.candidate.kind, seen.candidate.new, seen.candidate.old, seen.candidate.equal)
    own = signals(seen, context)
    features = {_turned_name(name): value for name, value in seen.features.items() if name not in own}
    other = Look(candidate, seen.new, seen.old, seen.come, seen.gone, seen.come_concepts, seen.gone_concepts, seen.section, features)
    return other, replace(context, old=context.new, new=context.old)


@lru_cache(maxsize=4096)
def _turned_name(name: str) -> str:
    return ":".join(_TURNED.get(part, part) for part in name.split(":"))
