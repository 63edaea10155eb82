"""What can be seen of a candidate change: named features, each a number, from which rules and weights judge it."""

from __future__ import annotations

from monitor.core.features.edit import edit_features
from monitor.core.features.meaning import meaning_features
from monitor.core.features.place import place_features
from monitor.core.features.shape import shape_features
from monitor.core.grouping import Candidate
from monitor.core.look import Context, Look, difference
from monitor.core.reading import Reading


def look(candidate: Candidate, context: Context) -> Look:
    """Looks at a candidate: words and concepts that came and went, and the features."""
    seen = glance(candidate, context)
    feel(seen, context)
    return seen


def feel(seen: Look, context: Context) -> None:
    """Adds the features."""
    for features in (shape_features, edit_features, meaning_features, place_features):
        seen.features.update(features(seen, context))


def glance(candidate: Candidate, context: Context) -> Look:
    """The same without the features, which are most of the work."""
    old, new = Reading.of(candidate.old), Reading.of(candidate.new)
    gone, come = difference(old.words, new.words)
    page, units = (context.new.page, candidate.new) if candidate.new else (context.old.page, candidate.old)
    section = page.section(units[0].line)
    return Look(candidate, old, new, gone, come, _concepts_lost(old, new), _concepts_lost(new, old), section)


def _concepts_lost(here: Reading, there: Reading) -> dict[str, float]:
    """1 for a concept that the other side lacks, 0.4 for one that the other side mentions less often."""
    lost = {}
    for name, places in here.concepts.items():
        if name not in there.concepts:
            lost[name] = 1.0
        elif len(there.concepts[name]) < len(places):
            lost[name] = 0.4
    return lost
