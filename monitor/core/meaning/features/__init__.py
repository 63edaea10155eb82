"""What can be seen of a candidate change, as named numbers; `declared.py` says what each name means.

Every group takes the compared sides and yields names with their values. What is only seen or not seen has the value 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.amounts import amount_features
from monitor.core.meaning.features.concepts import concept_features
from monitor.core.meaning.features.disputes import dispute_features
from monitor.core.meaning.features.document import document_features
from monitor.core.meaning.features.durations import duration_features
from monitor.core.meaning.features.edit import edit_features
from monitor.core.meaning.features.form import form_features
from monitor.core.meaning.features.limits import limit_features
from monitor.core.meaning.features.notices import notice_features
from monitor.core.meaning.features.obligations import obligation_features
from monitor.core.meaning.features.polarity import polarity_features
from monitor.core.meaning.features.promises import promise_features
from monitor.core.meaning.features.relocation import relocation_features
from monitor.core.meaning.features.rights import right_features
from monitor.core.meaning.features.statements import statement_features
from monitor.core.meaning.features.training import training_features
from monitor.core.meaning.features.turns import turn_features

Group = Callable[[Comparison], Iterator[tuple[str, float]]]
GROUPS: dict[str, Group] = {
    "form": form_features,
    "edit": edit_features,
    "concepts": concept_features,
    "document": document_features,
    "promises": promise_features,
    "polarity": polarity_features,
    "durations": duration_features,
    "disputes": dispute_features,
    "training": training_features,
    "relocation": relocation_features,
    "obligations": obligation_features,
    "notices": notice_features,
    "rights": right_features,
    "amounts": amount_features,
    "limits": limit_features,
    "turns": turn_features,
    "statements": statement_features,
}
"""By the module that computes and declares them."""


def features_of(comparison: Comparison) -> dict[str, float]:
    """Every feature of a change, by name."""
    found: dict[str, float] = {}
    for group in GROUPS.values():
        found.update(group(comparison))
    return found
