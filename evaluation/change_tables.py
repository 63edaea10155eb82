"""Tables of the single labelled changes for docs/evaluation.md: figures, what each rule is worth, how far a certainty can be trusted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from evaluation.changes import LabelledChange
from monitor.core.meaning.assess import Decision
from monitor.core.meaning.rules import rules
from monitor.model import Direction, Severity

Judged = Sequence[tuple[LabelledChange, Decision]]
USES_AT_LEAST = 3
"""Uses from which a rule has a row of its own."""
_BANDS = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.55), (0.55, 0.7), (0.7, 0.85), (0.85, 1.01))
_SAID = (Direction.WEAKENS, Direction.STRENGTHENS)


def figure_table(figures: Mapping[str, float], musts: Mapping[str, str]) -> str:
    """The figures as a Markdown table, each beside what it must reach."""
    return _table("figure | measured | aim", (f"{name} | {value:.3f} | {musts.get(name, '–')}" for name, value in figures.items()))


def rule_table(judged: Judged) -> str:
    """What each rule is worth: of the changes on which it fires, how many are material, and critical, and go its way."""
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    for found, made in judged:
        for rule in made.fired:
            count = uses[rule.id]
            count.update(uses=1, material=found.material, critical=found.label["materiality"] == "critical")
            if rule.direction and found.material:
                count.update(directed=1, agrees=found.label["direction"] == rule.direction)
    known = {rule.id: rule for rule in rules()}
    lines = (
        f"{name} | {'decides' if known[name].decides else 'describes'} | {known[name].severity} | {n['uses']}"
        f" | {_share(n['material'], n['uses'])} | {_share(n['critical'], n['uses'])} | {_share(n['agrees'], n['directed'])}"
        for name, n in sorted(uses.items(), key=lambda item: (not known[item[0]].decides, -item[1]["uses"], item[0]))
        if n["uses"] >= USES_AT_LEAST
    )
    return _table("rule | | severity | fires | material | critical | goes its way", lines)


def reliability_table(judged: Judged) -> str:
    """How often a verdict is right, by the certainty that it was given."""
    open_ones = [(found, made, made.severity.rank >= Severity.MATERIAL.rank) for found, made in judged if not made.gate]
    severity = [(made.certainty.severity, _severity_is_right(found, made, told=told)) for found, made, told in open_ones]
    direction = [
        (made.certainty.direction, made.direction.value == found.label["direction"])
        for found, made, told in open_ones
        if found.material and told and made.direction in _SAID
    ]
    bands = (f"{low:.2f}–{min(high, 1):.2f} | {_band(severity, low, high)} | {_band(direction, low, high)}" for low, high in _BANDS)
    return _table("certainty | severity (critical, material, or less): right | changes | direction: right | changes", bands)


def _severity_is_right(found: LabelledChange, made: Decision, *, told: bool) -> bool:
    if made.severity is Severity.CRITICAL:
        return bool(found.label["materiality"] == "critical")
    return found.material == told


def _band(found: Iterable[tuple[float, bool]], low: float, high: float) -> str:
    right = [good for certainty, good in found if low <= certainty < high]
    return f"{_share(sum(right), len(right))} | {len(right)}"


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.2f}" if whole else "–"


def _table(heads: str, lines: Iterable[str]) -> str:
    def rows() -> Iterator[str]:
        yield f"| {heads} |"
        yield "|" + "---|" * (heads.count("|") + 1)
        yield from (f"| {line} |" for line in lines)

    return "\n".join(rows())
