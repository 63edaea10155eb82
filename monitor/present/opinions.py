"""What a second reader says about a change in words and as JSON, beside what the program says: on pages, in mails and in `log`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from monitor.model import Changelog, Direction, Opinion, SecondReading, Severity
from monitor.present.phrases import DIRECTIONS, day
from monitor.timestamps import utc_iso

_OPPOSITE = {Direction.STRENGTHENS: Direction.WEAKENS, Direction.WEAKENS: Direction.STRENGTHENS}


@dataclass(frozen=True, slots=True)
class ShownOpinion:
    """What is shown of an answer; what the model wrote and quotes is as untrusted as the policy."""

    title: str
    """Which model, and when: "Second reader (qwen2.5:7b, 3 May 2026)"."""
    ours: str
    theirs: str
    """Both verdicts, in the same words; empty for an answer that was dropped."""
    summary: str
    quotes: tuple[tuple[str, str], ...]
    """("Before" | "After", words)"""
    stands: str
    """Whether the two agree, whether the alert is there because of it, or why the answer was dropped; one or two sentences."""

    @property
    def digest(self) -> str:
        """Equal for answers of which the same is shown."""
        return repr((self.title, self.ours, self.theirs, self.summary, self.quotes, self.stands))


def shown_opinion(reading: SecondReading, changelog: Changelog | None) -> ShownOpinion:
    """An answer beside the program's own verdict."""
    title = f"Second reader ({reading.model}, {day(reading.asked_at)})"
    severity, direction = own_verdict(changelog)
    ours, opinion = _verdict(severity, direction), reading.opinion
    if opinion is None:
        return ShownOpinion(title, ours, "", "", (), f"Its answer was dropped: {reading.says or reading.dropped}.")
    theirs, quotes = _verdict(opinion.severity, opinion.direction), tuple((_where(quote.after), quote.text) for quote in opinion.quotes)
    raised = " The alert was sent because of the second reader; the program alone would not have sent it." if reading.raised else ""
    return ShownOpinion(title, ours, theirs, opinion.summary, quotes, f"{_agreement(opinion, severity, direction)}{raised}")


def own_verdict(changelog: Changelog | None) -> tuple[Severity, Direction]:
    """The severity of the gravest change, and the direction of the first change that has it."""
    severity = changelog.severity if changelog else Severity.NONE
    gravest = (change.direction for change in (changelog.changes if changelog else ()) if change.severity is severity)
    return severity, next(gravest, Direction.NEUTRAL)


def disagrees(opinion: Opinion, severity: Severity, direction: Direction) -> bool:
    """Whether one would alert and the other not, or they say that the change serves opposite sides."""
    material = Severity.MATERIAL.rank
    return (opinion.severity.rank >= material) != (severity.rank >= material) or _OPPOSITE.get(direction) is opinion.direction


def second_json(reading: SecondReading | None, changelog: Changelog | None) -> dict[str, Any] | None:
    """An answer with both verdicts; null when nobody was asked, or no answer came."""
    if reading is None:
        return None
    severity, direction = own_verdict(changelog)
    found, ours = reading.opinion, {"severity": severity.value, "direction": direction.value}
    return {
        "model": reading.model,
        "asked_at": utc_iso(reading.asked_at),
        "prompt": reading.prompt,
        "dropped": None if reading.dropped is None else {"reason": reading.dropped, "says": reading.says},
        "program": ours,
        "opinion": None if found is None else _opinion_json(found),
        "disagrees": found is not None and disagrees(found, severity, direction),
        "raised_alert": reading.raised,
    }


def _opinion_json(opinion: Opinion) -> dict[str, Any]:
    return {
        "summary": opinion.summary,
        "severity": opinion.severity.value,
        "direction": opinion.direction.value,
        "topics": list(opinion.topics),
        "quotes": [{"where": _where(quote.after).lower(), "text": quote.text} for quote in opinion.quotes],
    }


def _where(after: bool) -> str:
    return "After" if after else "Before"


def _verdict(severity: Severity, direction: Direction) -> str:
    side = DIRECTIONS[direction.value] or "unclear whom it serves"
    return f"{severity.value}, {side[0].lower()}{side[1:]}"


def _agreement(opinion: Opinion, severity: Severity, direction: Direction) -> str:
    if disagrees(opinion, severity, direction):
        return "The two disagree: read the change yourself."
    return "Both reach the same verdict." if opinion.severity is severity else "The two verdicts are close."
