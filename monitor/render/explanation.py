"""How a verdict came about, for the terminal: one screen per change."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from monitor.core.meaning.explain import Explanation, FiredRule, Share
from monitor.model import Change
from monitor.present.inert import clean

_QUOTE = 240
"""Characters of a sentence that are quoted."""
_INDENT = 11


def explanation_text(number: int, change: Change, explanation: Explanation, *, width: int) -> str:
    """The explanation of one change.

    Args:
        number: its place among the changes, from 1.
        change: as the changelog tells it.
        explanation: of the same change.
        width: characters of a line.

    Returns:
        Lines that end in a line feed; control characters of the texts are replaced.
    """
    lines = [f"{number}. {change.id}  {explanation.severity}, {explanation.direction}", *_wrap("", change.headline, width)]
    lines += _wrap("removed", ", ".join(explanation.removed_words) or "–", width)
    lines += _wrap("added", ", ".join(explanation.added_words) or "–", width)
    if explanation.gate:
        says = f"{explanation.gate.rule}: {explanation.gate.says} This settles the change; rules and model were not used."
        lines += _wrap("gate", says, width)
    else:
        lines += _wrap("gate", "none: the change may matter", width)
        for rule in explanation.rules:
            lines += _rule(rule, explanation, width)
        lines += _likelihood(explanation, width)
    lines += _direction(explanation, width)
    for place, vote in enumerate(explanation.topics):
        led = ", put first by the rule that provides the headline" if place == 0 and vote.score < 0 else ""
        heaviest = "; ".join(f"{share.means} {share.adds:+.2f}" for share in vote.heaviest)
        lines += _wrap("topic", f"{vote.topic} {vote.score:+.2f}{led}" + (f"  ({heaviest})" if heaviest else ""), width)
    return "\n".join(lines) + "\n"


def _wrap(label: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(
        clean(" ".join(text.split())), width, initial_indent=label.ljust(_INDENT), subsequent_indent=" " * _INDENT, break_on_hyphens=False
    ) or [label]


def _rule(fired: FiredRule, explanation: Explanation, width: int) -> Iterator[str]:
    manner = "decides" if fired.rule.decides else "applies if the model finds the change material"
    yield from _wrap("RULE" if fired.speaks else "rule", f"{fired.rule.id}  {fired.rule.severity}, {manner}", width)
    if fired.speaks:
        yield from _wrap("", f"Provides the headline. {explanation.speaker}", width)
    for share in fired.because:
        yield from _wrap("", f"matched {share.name}: {share.means}", width)
    if fired.speaks or fired.rule.decides:
        yield from _wrap("", f"in “{textwrap.shorten(fired.evidence, _QUOTE, placeholder='…')}”", width)


def _likelihood(explanation: Explanation, width: int) -> Iterator[str]:
    sign = "reaches" if explanation.likelihood >= explanation.threshold else "is below"
    likelihood, threshold = _apart(explanation.likelihood, explanation.threshold)
    says = (
        f"{likelihood} {sign} the threshold of {threshold}"
        f" (linear model {explanation.linear:.2f}, trees {explanation.trees:.2f}; their mean is used)"
    )
    yield from _wrap("likelihood", says, width)
    yield from _shares(explanation.weights, width)
    yield from _rest(
        f"all other features of the linear model, which begins at {explanation.intercept:+.2f}", explanation.other_weights, width
    )


def _direction(explanation: Explanation, width: int) -> Iterator[str]:
    lean = explanation.lean
    if lean is None:
        why = "not determined, because the gate settles the change" if explanation.gate else "not determined for a cosmetic change"
        yield from _wrap("direction", f"{explanation.direction}: {why}", width)
        return
    total, margin = _apart(abs(lean.total), lean.margin)
    sign = "-" if lean.total < 0 else "+"
    says = f"{sign}{total} = {lean.learned:+.2f} learned {lean.outright:+.2f} explicit; within ±{margin} it is neutral"
    yield from _wrap("direction", f"{lean.direction}: {says}", width)
    yield from _shares(explanation.outright, width)
    yield from _shares(explanation.traits, width)
    yield from _rest("all other traits", explanation.other_traits, width)


def _apart(value: float, limit: float) -> tuple[str, str]:
    """Two figures with two decimals, or with as many as it takes to tell them apart: 0.318 is below 0.32."""
    digits = next((n for n in range(2, 17) if value == limit or f"{value:.{n}f}" != f"{limit:.{n}f}"), 17)
    return f"{value:.{digits}f}", f"{limit:.{digits}f}"


def _rest(says: str, adds: float, width: int) -> Iterator[str]:
    if adds:
        yield from _wrap("", f"{adds:+.2f} {says}", width)


def _shares(shares: Iterable[Share], width: int) -> Iterator[str]:
    for share in shares:
        line = " " * _INDENT + clean(f"{share.adds:+.2f} {share.name} = {share.value:.2f}: {share.means}")
        yield line if len(line) <= width else f"{line[: width - 1]}…"
