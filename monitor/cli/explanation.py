"""The JSON of an explanation: the key `explanation` of a change that `diff --explain` was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf
from typing import Any

from monitor.core.meaning.explain import Explanation, FiredRule, Share


def explanation_json(value: Explanation) -> dict[str, Any]:
    """How the verdict on one change came about; documented in docs/materiality.md."""
    lean = value.lean
    return {
        "removed_words": list(value.removed_words),
        "added_words": list(value.added_words),
        "gate": value.gate and {"rule": value.gate.rule, "severity": value.gate.severity.value, "says": value.gate.says},
        "rules": [_fired(fired) for fired in value.rules],
        "speaker": value.speaker,
        "likelihood": None if value.gate or not value.weighed else {
            "total": value.likelihood, "linear": value.linear, "trees": value.trees, "threshold": value.threshold,
            "intercept": value.intercept, "heaviest": _shares(value.weights), "others": value.other_weights,
        },
        "direction": lean and {
            "total": lean.total, "learned": lean.learned, "outright": lean.outright, "favour": lean.by_favour,
            "margin": None if isinf(lean.margin) else lean.margin,
            "traits": _shares(value.traits), "other_traits": value.other_traits, "outright_features": _shares(value.outright),
        },
        "topics": [{"topic": vote.topic, "score": vote.score, "heaviest": _shares(vote.heaviest)} for vote in value.topics],
    }  # fmt: skip


def _fired(fired: FiredRule) -> dict[str, Any]:
    return {
        "rule": fired.rule.id,
        "severity": fired.rule.severity.value,
        "decides": fired.rule.decides,
        "speaks": fired.speaks,
        "because": [{"feature": share.name, "value": share.value, "means": share.means} for share in fired.because],
        "evidence": fired.evidence,
    }


def _shares(shares: Sequence[Share]) -> list[dict[str, Any]]:
    return [{"feature": share.name, "value": share.value, "adds": share.adds, "means": share.means} for share in shares]
