"""How a verdict came about, for the terminal: one screen per change, in words that need no knowledge of the engine.

The names of features, and every figure, are in `diff --explain --format json`.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from math import isinf

from monitor.core.meaning.direction import Lean
from monitor.core.meaning.explain import Explanation, FiredRule, Share
from monitor.model import Change, Direction, Severity, Side
from monitor.present.inert import clean

# Characters of a statement that are quoted: three lines of a terminal.
_QUOTE = 240
_INDENT = 11
# Signs for each side of a question that are named; an explanation holds more, and JSON shows them.
_NAMED = 3
_READER = {
    Direction.WEAKENS: "worse for you",
    Direction.STRENGTHENS: "better for you",
    Direction.NEUTRAL: "neither better nor worse for you",
    Direction.UNCLEAR: "it may be better or worse for you",
}


def explanation_text(number: int, change: Change, explanation: Explanation, *, width: int) -> str:
    """The explanation of one change.

    Args:
        number: its place among the changes, from 1.
        change: as in the changelog.
        explanation: of the same change.
        width: characters of a line.

    Returns:
        Lines that end in a line feed; control characters of the texts are replaced.
    """
    lines = [
        *_wrap(f"{number}.", change.headline, width),
        *_wrap("", f"{explanation.severity}, {explanation.direction} (id {change.id})", width),
    ]
    lines += _side("before", change.old, width)
    lines += _side("after", change.new, width)
    if explanation.gate:
        # Of a plug-in's judge nothing is known but what it said about this change.
        # A gate that tells something of substance does depend on what the change is about.
        about = ", whatever it is about" if explanation.severity.rank < Severity.MATERIAL.rank else ""
        every = "" if explanation.gate.rule.startswith("judge-") else f" Such a change is {explanation.gate.severity}{about}."
        says = f"{explanation.gate.says}{every} [{explanation.gate.rule}]"
        return "\n".join([*lines, *_wrap("why", says, width)]) + "\n"
    lines += _rules(explanation, width)
    if explanation.weighed:
        lines += _likelihood(explanation, width)
        lines += _direction(explanation, width)
    else:
        lines += _unweighed(explanation, width)
    lines += _wrap("topics", ", ".join(vote.topic for vote in explanation.topics), width)
    return "\n".join(lines) + "\n"


def _wrap(label: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(
        clean(" ".join(text.split())), width, initial_indent=label.ljust(_INDENT), subsequent_indent=" " * _INDENT, break_on_hyphens=False
    ) or [label]


def _quoted(text: str) -> str:
    return f"“{textwrap.shorten(text, _QUOTE, placeholder='…')}”"


def _side(label: str, side: Side | None, width: int) -> list[str]:
    return _wrap(label, _quoted(side.text) if side else "–", width)


def _rules(explanation: Explanation, width: int) -> Iterator[str]:
    """The rule that gives the headline with what it saw, the others that decide, and a count of those that only describe."""
    fired = sorted((rule for rule in explanation.rules if rule.speaks or rule.rule.decides), key=lambda rule: not rule.speaks)
    for rule in fired:
        yield from _rule(rule, explanation, width)


def _rule(fired: FiredRule, explanation: Explanation, width: int) -> Iterator[str]:
    yield from _wrap("why" if fired.speaks else "also", f"{_because(fired)} [{fired.rule.id}]", width)
    if fired.speaks and fired.evidence:
        yield from _wrap("", f"It rests on: {_quoted(fired.evidence)}", width)
    if fired.makes and explanation.severity.rank >= Severity.MATERIAL.rank:
        yield from _wrap("", f"By itself, this rule makes a change {fired.makes}.", width)
    elif fired.speaks and not fired.makes and fired.because:
        yield from _wrap("", "It describes the change and does not decide how serious it is.", width)


def _because(fired: FiredRule) -> str:
    """What the rule saw, as a sentence."""
    seen = [share.means for share in fired.because if not share.name.startswith("kind:")] or [share.means for share in fired.because]
    says = "; ".join(dict.fromkeys(seen)) or (
        "no rule covers what changed" if fired.rule.id == "unread" else "no more specific rule describes this change"
    )
    return f"{says[0].upper()}{says[1:]}."


def _unweighed(explanation: Explanation, width: int) -> Iterator[str]:
    """The lines for a language for which no weights are learned."""
    decided = any(fired.makes for fired in explanation.rules)
    since = explanation.severe_since or ("nothing of substance changed" if explanation.severity.rank < Severity.MATERIAL.rank else "")
    how = "so rules alone decide" if decided else f"and no rule decides. It is {explanation.severity}, since {since}"
    yield from _wrap("estimate", f"none: the model was trained on English only, {how}.", width)
    yield from _wrap("direction", f"{explanation.direction}: {_READER[explanation.direction]} ({explanation.directed_since})", width)


def _likelihood(explanation: Explanation, width: int) -> Iterator[str]:
    material, decided = explanation.severity.rank >= Severity.MATERIAL.rank, any(fired.makes for fired in explanation.rules)
    if explanation.likelihood < explanation.threshold and material:
        reached = "so without a rule it would not count as material"
    elif explanation.likelihood < explanation.threshold:
        reached = f"so it does not count as material{'; nor do rules decide, since ' + _MINOR_AS[True] if decided else ''}"
    elif material:
        reached = "so it counts as material"
    else:
        reached = f"but it is minor, since {_MINOR_AS[explanation.lean is None]}"
    chance, least = _apart(100 * explanation.likelihood, 100 * explanation.threshold, 0)
    yield from _wrap("estimate", f"{chance}% likely that a person would call it material. The threshold is {least}%, {reached}.", width)
    yield from _both("for: ", "against: ", explanation.weights, width)


_MINOR_AS = {True: "both versions say as much, in other words", False: "the other version says it elsewhere"}


def _direction(explanation: Explanation, width: int) -> Iterator[str]:
    lean = explanation.lean
    if lean is None:
        why = "a cosmetic change has no direction" if explanation.severity is Severity.COSMETIC else _MINOR_AS[True]
        yield from _wrap("direction", f"neutral: {why}", width)
        return
    yield from _wrap("direction", f"{lean.direction}: {_READER[lean.direction]} ({_directed_since(lean)})", width)
    shown = (*explanation.favoured, *explanation.outright, *(share for share in explanation.traits if not share.name.startswith("head:")))
    yield from _both("better: ", "worse: ", shown, width)


def _directed_since(lean: Lean) -> str:
    """Why a change has its direction, or none; it asks what `Lean.direction` asks, in the same order."""
    total, margin = _apart(abs(lean.total), lean.margin, 2)
    unsaid = "unclear" if lean.material else "neutral"
    clear = f"its signs add up to {'-' if lean.total < 0 else '+'}{total}; less than {margin} either way is {unsaid}"
    if isinf(lean.margin):
        clear = "the versions may say the same, or contradict what their words lean to"
    if lean.by_rule and lean.direction is lean.by_rule:
        return f"a rule decides; {clear}"
    if lean.direction in (Direction.WEAKENS, Direction.STRENGTHENS):
        return clear
    if not lean.by_rule and abs(lean.total) < lean.margin:
        return clear
    if lean.turned_rule and lean.turned_rule is not (lean.by_rule or _leant(lean)):
        return f"the rules for the reverse change contradict that; {clear}"
    return f"its sentences favour one side, its {'rules' if lean.by_rule else 'words'} the other; {clear}"


def _leant(lean: Lean) -> Direction:
    return Direction.STRENGTHENS if lean.total > 0 else Direction.WEAKENS


def _apart(value: float, limit: float, least: int) -> tuple[str, str]:
    """Two figures with `least` decimals, or with as many as it takes to tell them apart: 31.8 % is below 32 %."""
    digits = next((n for n in range(least, 17) if value == limit or f"{value:.{n}f}" != f"{limit:.{n}f}"), 17)
    return f"{value:.{digits}f}", f"{limit:.{digits}f}"


def _both(up: str, down: str, shares: Iterable[Share], width: int) -> Iterator[str]:
    """The heaviest signs either way, each way on lines of its own."""
    found = list(shares)
    for label, sign in ((up, 1), (down, -1)):
        named = list(dict.fromkeys(_meaning(share) for share in found if share.adds * sign > 0))[:_NAMED]
        if named:
            yield from _wrap("", label + "; ".join(named), width)


_WAYS = (
    (re.compile(r"(more) (words than before) \(positive\) or (fewer)"), r"\1 \2", r"\3 \2"),
    (re.compile(r"stated (now) \(positive\) or (no longer)"), r"stated \1", r"\2 stated"),
    (re.compile(r"(added as a whole|(?<!\w)\w++) \(positive\) or (\w+)"), r"\1", r"\2"),
)
"""Traits are declared with both their ways, such as “a period is longer (positive) or shorter”."""


def _meaning(share: Share) -> str:
    """What a sign means, with the one of two ways that holds here.

    >>> _meaning(Share("cue:promise", -1.0, -0.5, "more (positive) or fewer words of the kind “promise” than before"))
    'fewer words of the kind “promise” than before'
    """
    says = share.means
    for pattern, more, less in _WAYS:
        says = pattern.sub(more if share.value > 0 else less, says)
    return says
