"""The words that pages, feeds and the terminal share: dates, severities, directions, topics, headlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from monitor.core.text.markdown_links import strip
from monitor.model import Change, ChangeKind, Changelog, Direction, Reason, Severity, Side

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEVERITIES = (Severity.CRITICAL, Severity.MATERIAL, Severity.MINOR, Severity.COSMETIC)
"""Most serious first."""
DIRECTIONS = {Direction.WEAKENS.value: "against you", Direction.STRENGTHENS.value: "for you", Direction.NEUTRAL.value: "neutral"}
SOURCES = {
    "live": "the live page", "wayback": "the Wayback Machine", "memento": "a web archive", "warc": "a WARC file",
    "import": "an imported file",
}  # fmt: skip
_KINDS = {ChangeKind.SPLIT: "Split in two", ChangeKind.MERGED: "Merged"}
_TITLE = re.compile(r"polic|terms|notice|statement|agreement|privacy|conditions", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•]|#{1,6})\s+")
_SPECIAL_TOPICS = {"ai-training": "AI training", "third-party-sharing": "Third-party sharing"}


def day(moment: datetime) -> str:
    """18 May 2010, in UTC, whatever the locale."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def minute(moment: datetime) -> str:
    """18 May 2010, 04:23 UTC."""
    return f"{day(moment)}, {moment.astimezone(UTC):%H:%M} UTC"


def apart(old: datetime, new: datetime) -> tuple[str, str]:
    """Two moments as days, with the time of day where both are of one day.

    >>> from datetime import UTC
    >>> apart(datetime(2020, 5, 1, 6, tzinfo=UTC), datetime(2020, 5, 1, 12, tzinfo=UTC))
    ('1 May 2020, 06:00 UTC', '1 May 2020, 12:00 UTC')
    """
    return (day(old), day(new)) if day(old) != day(new) else (minute(old), minute(new))


def stated(iso: str | None) -> str | None:
    """The date that a page states about itself, for reading; what is no ISO date is shown as it is."""
    if not iso:
        return None
    try:
        return day(datetime.fromisoformat(iso).replace(tzinfo=UTC))
    except ValueError:
        return iso


def plural(number: int, one: str, many: str | None = None) -> str:
    """1 change, 2 changes, 1,200 changes."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def topic(slug: str) -> str:
    """sale-of-data → Sale of data."""
    return _SPECIAL_TOPICS.get(slug) or slug.replace("-", " ").capitalize()


def source(slug: str) -> str:
    """wayback → the Wayback Machine."""
    return SOURCES.get(slug, slug)


def kind(change: Change) -> str:
    """What happened to the statement, in a word."""
    return _KINDS.get(change.kind, change.kind.value.capitalize())


def section(side: Side) -> str:
    """The headings from the outermost to the nearest, without the document's own title above them."""
    parts = [part.strip() for part in side.section if part.strip()]
    if len(parts) > 1 and _TITLE.search(parts[0]):
        del parts[0]
    return " › ".join(parts)


def grouped(reasons: Sequence[Reason]) -> list[tuple[str, tuple[str, ...], str]]:
    """Reasons that say the same as one: (sentence, rules, evidence)."""
    found: dict[str, list[Reason]] = {}
    for reason in reasons:
        found.setdefault(reason.says, []).append(reason)
    quoted = {says: _each(_BULLET.sub("", r.evidence) for r in those) for says, those in found.items()}
    return [(says, _each(r.rule for r in those), " … ".join(quoted[says])) for says, those in found.items()]


def whole(change: Change, evidence: str) -> str:
    """ "the old words" or "the new words" when the evidence is all of a side: it need not be read twice; else nothing."""
    quoted = _BULLET.sub("", evidence).split()
    sides = (("the old words", change.old), ("the new words", change.new))
    return next((name for name, side in sides if side is not None and quoted == _BULLET.sub("", side.text).split()), "")


def _each(parts: Iterable[str]) -> tuple[str, ...]:
    """What is not empty, once, in order."""
    return tuple(dict.fromkeys(part for part in parts if part))


def without_targets(text: str) -> str:
    """Markdown links as their words alone: "[our cookie page](https://…)" → "our cookie page"."""
    return strip(text)


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters on one line, cut between words."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:") + "…"


def headline(change: Change) -> str:
    """One plain sentence that tells the change: its heart, else its first reason, else its words."""
    if told := change.headline or next((reason.says for reason in change.reasons if reason.says), ""):
        return told
    side = change.new or change.old
    return f"{kind(change)}: “{shorten(side.text, 120)}”" if side else f"{kind(change)}."


def counted(counts: Mapping[str, int]) -> str:
    """1 critical, 2 material and 4 minor changes."""
    parts = [f"{counts[s.value]:,} {s.value}" for s in SEVERITIES if counts.get(s.value)]
    if not parts:
        return "no changes"
    return f"{listed(parts)} {'change' if sum(counts.values()) == 1 else 'changes'}"


def listed(parts: Sequence[str]) -> str:
    """One, two and three."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def changelog_headline(changelog: Changelog) -> str:
    """The sentence above a changelog: the most serious change, or that nothing of weight changed."""
    if changelog.alert:
        return headline(changelog.changes[0])
    if changelog.severity is Severity.MINOR:
        return "Nothing of substance changed."
    if changelog.changes:
        return "Only the wording or the layout was touched; the meaning is the same."
    return "The two texts say the same."
