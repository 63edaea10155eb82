"""Everything that is seen of a candidate change: its two sides and its named features, from which rules and weights judge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.features import features_of


@dataclass(frozen=True, eq=False)
class Observation(Comparison):
    """A candidate change with its features."""

    features: Mapping[str, float] = field(default_factory=dict)
    """By name, as monitor/core/meaning/features/declared.py declares them; a feature that is not seen is left out."""

    def mirrored(self) -> Observation:
        """The same change seen from the other side: what was added was removed. For judgements that must turn with the change."""
        return self._mirrored

    @cached_property
    def _mirrored(self) -> Observation:
        return observe(self.candidate.mirrored(), self.context.mirrored(), self)


def observe(candidate: Candidate, context: DocumentContext, mirror: Comparison | None = None) -> Observation:
    """Observes a candidate change: parses both sides, compares their words and computes every feature.

    `mirror` is the same change with old and new exchanged, where that was compared already.

    One change in six is of typography alone. Of such a change only its kind of document is observed, which its topics need.
    """
    seen = mirror.exchanged(candidate, context) if mirror else Comparison.of(candidate, context)
    found = {f"document:{context.kind}": 1.0} if seen.same_words else features_of(seen)
    concepts = seen.removed_concepts, seen.added_concepts
    return Observation(candidate, context, seen.old, seen.new, seen.removed, seen.added, *concepts, seen.section, found)
