"""What can be seen of a candidate change: named features, each a number, from which rules and weights judge it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.features.concepts import meaning_features
from monitor.core.meaning.features.document import place_features
from monitor.core.meaning.features.durations import period_signals
from monitor.core.meaning.features.edit import edit_features
from monitor.core.meaning.features.form import shape_features
from monitor.core.meaning.features.obligations import slot_signals
from monitor.core.meaning.features.polarity import polarity_signals
from monitor.core.meaning.features.promises import promise_signals
from monitor.core.meaning.features.relocation import standing_signals
from monitor.core.meaning.features.rights import bargain_signals
from monitor.core.meaning.observation import DocumentContext, Observation, difference
from monitor.core.meaning.parsed import ParsedText


def look(candidate: Candidate, context: DocumentContext) -> Observation:
    """Looks at a candidate: words and concepts that came and went, and the features."""
    seen = glance(candidate, context)
    feel(seen, context)
    return seen


def feel(seen: Observation, context: DocumentContext) -> None:
    """Adds the features."""
    for features in (shape_features, edit_features, meaning_features, place_features):
        seen.features.update(features(seen, context))


def glance(candidate: Candidate, context: DocumentContext) -> Observation:
    """The same without the features, which are most of the work."""
    old, new = ParsedText.of(candidate.old), ParsedText.of(candidate.new)
    removed, added = difference(old.words, new.words)
    page, units = (context.new.page, candidate.new) if candidate.new else (context.old.page, candidate.old)
    section = page.section(units[0].line)
    return Observation(candidate, old, new, removed, added, _concepts_lost(old, new), _concepts_lost(new, old), section)


def _concepts_lost(here: ParsedText, there: ParsedText) -> dict[str, float]:
    """1 for a concept that the other side lacks, 0.4 for one that the other side mentions less often."""
    lost = {}
    for name, places in here.concepts.items():
        if name not in there.concepts:
            lost[name] = 1.0
        elif len(there.concepts[name]) < len(places):
            lost[name] = 0.4
    return lost


_GROUPS = (promise_signals, polarity_signals, period_signals, standing_signals, slot_signals, bargain_signals)


def signals(seen: Observation, context: DocumentContext) -> dict[str, float]:
    """Signals of a look, by name; each is seen or absent."""
    if seen.signals is None:
        seen.signals = {name: 1.0 for group in _GROUPS for name in group(seen, context)}
    return seen.signals


_TURNED = {"removed": "added", "added": "removed", "old": "new", "new": "old"}


def mirrored(seen: Observation, context: DocumentContext) -> tuple[Observation, DocumentContext]:
    """The same change seen from the other side: what came had gone. For judgements that must turn with the change."""
    candidate = Candidate(seen.candidate.kind, seen.candidate.new, seen.candidate.old, seen.candidate.equal)
    own = signals(seen, context)
    features = {_mirrored_name(name): value for name, value in seen.features.items() if name not in own}
    other = Observation(
        candidate, seen.new, seen.old, seen.added, seen.removed, seen.added_concepts, seen.removed_concepts, seen.section, features
    )
    return other, replace(context, old=context.new, new=context.old)


@lru_cache(maxsize=4096)
def _mirrored_name(name: str) -> str:
    return ":".join(_TURNED.get(part, part) for part in name.split(":"))
