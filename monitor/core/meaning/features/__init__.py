"""What can be seen of a candidate change, as named numbers; `declared.py` says what each name means.

Every group takes the compared sides and yields names with their values. What is only seen or not seen has the value 1.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.amounts import amount_features
from monitor.core.meaning.features.concepts import concept_features
from monitor.core.meaning.features.disputes import dispute_features
from monitor.core.meaning.features.document import document_features
from monitor.core.meaning.features.durations import duration_features
from monitor.core.meaning.features.edit import edit_features
from monitor.core.meaning.features.form import form_features
from monitor.core.meaning.features.imposed import imposed_features
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
    "imposed": imposed_features,
}
"""By the module that computes and declares them."""


def features_of(comparison: Comparison) -> Mapping[str, float]:
    """Every feature of a change, by name, each group computed when it is first asked for."""
    return _Features(comparison)


class _Features(Mapping[str, float]):
    """The features of a change; the gates ask for four groups alone, and settle one change in four before anything asks for the others."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._groups: dict[str, dict[str, float]] = {}
        self._every: dict[str, float] | None = None

    def group(self, name: str) -> Mapping[str, float]:
        """The features of one group."""
        known = self._groups.get(name)
        if known is None:
            known = self._groups[name] = dict(GROUPS[name](self._comparison))
        return known

    def _all(self) -> dict[str, float]:
        if self._every is None:
            self._every = {}
            for name in GROUPS:
                self._every.update(self.group(name))
        return self._every

    def __getitem__(self, name: str) -> float:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __contains__(self, name: object) -> bool:
        return name in self._all()

    def keys(self) -> KeysView[str]:
        return self._all().keys()

    def items(self) -> ItemsView[str, float]:
        return self._all().items()


def of_group(features: Mapping[str, float], name: str) -> Mapping[str, float]:
    """The features of one group, without computing the others where they have not been asked for; among plain features all of them."""
    return features.group(name) if isinstance(features, _Features) else features
