"""What a message says about an alert, as plain values ready for the text part, the HTML part and the chats.

Captures are evidence that a text stood, never of the moment of an edit: so it is "stood in the capture of A, gone in the capture of B".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Alert, Change, ChangeKind, Direction, Reason, Severity, Version
from monitor.present.inert import MARK_OFF, MARK_ON, bracketed, chat_inert, chat_name, clean, clip, inert
from monitor.timestamps import utc_iso

Piece = tuple[bool, str]
"""(changed, words): a stretch of a statement, changed or not."""


@dataclass(frozen=True, slots=True)
class Escaping:
    """How words are made inert for a medium."""

    name: Callable[[str], str]
    """For what the owner wrote in the configuration."""
    words: Callable[[str], str]
    """For what the policy, the other party's text, says."""


MAIL = Escaping(clean, inert)
CHAT = Escaping(chat_name, chat_inert)


@dataclass(frozen=True, slots=True)
class CaptureView:
    """One of the two captures: its date, a sentence about it, and its address in the archive, if it has one."""

    date: str
    says: str
    link: str | None


@dataclass(frozen=True, slots=True)
class RuleView:
    """Why a change has its severity."""

    rule: str
    says: str
    evidence: str
    whole: str = ""
    """"old words" or "new words", when the evidence is all of them: they stand above, and need not be read twice."""

    @property
    def rests_on(self) -> str:
        """The evidence as a sentence, or nothing."""
        if self.whole:
            return f"Rests on the {self.whole} above."
        return f"Rests on: “{self.evidence}”" if self.evidence else ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change, in words for its reader."""

    headline: str
    severity: str
    direction: str
    section: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    rules: tuple[RuleView, ...]
    when: str
    because: str

    @property
    def old_text(self) -> str:
        """The old words without marks, or nothing."""
        return "".join(words for _, words in self.old)

    @property
    def new_text(self) -> str:
        """The new words without marks, or nothing."""
        return "".join(words for _, words in self.new)


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert, in words for its reader."""

    title: str
    severity: str
    counts: str
    changes: tuple[ChangeView, ...]
    more: int
    """Changes at or above the threshold that are left to the report."""
    notes: tuple[str, ...]
    before: CaptureView
    after: CaptureView
    page: str | None
    """Where the policy stands today."""
    report: str | None
    report_link: str | None


DIRECTIONS = {Direction.WEAKENS: "against you", Direction.STRENGTHENS: "in your favour", Direction.NEUTRAL: "neither for nor against you"}
_KINDS = {
    ChangeKind.ADDED: "New words",
    ChangeKind.REMOVED: "Words gone",
    ChangeKind.REWORDED: "Reworded",
    ChangeKind.MOVED: "Moved",
    ChangeKind.SPLIT: "Split in several statements",
    ChangeKind.MERGED: "Several statements made one",
}
_WHEN = {
    ChangeKind.ADDED: "Not there in the capture of {old}, stands in the capture of {new}.",
    ChangeKind.REMOVED: "Stood in the capture of {old}, gone in the capture of {new}.",
}
_WHEN_ELSE = "The old words stood in the capture of {old}, the new words stand in the capture of {new}."
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{|}\x00-\x20\x7f]{1,2000}", re.IGNORECASE)
_STATEMENT, _EVIDENCE, _SECTION, _HEART = 600, 240, 120, 300


def _when(change: Change) -> str:
    """When the words stood: a promise is gone though another statement was put in its place."""
    if any(reason.rule.endswith("promise-withdrawn") for reason in change.reasons):
        return _WHEN[ChangeKind.REMOVED]
    return _WHEN.get(change.kind, _WHEN_ELSE)


def told(alert: Alert) -> tuple[Change, ...]:
    """The changes that the alert is about: those at or above the policy's threshold, or all when none is."""
    return alert.changelog.reaches(alert.policy.threshold) or alert.changelog.changes


def headline_of(alert: Alert, dress: Escaping = MAIL) -> str:
    """The most serious change in one plain sentence, without a full stop at its end."""
    changes = told(alert)
    return (_headline(changes[0], dress) if changes else "changed").rstrip(".")


def title_of(alert: Alert, dress: Escaping = MAIL) -> str:
    """Policy and document: "Northwind — Privacy Policy"."""
    return clip(" — ".join(part for part in (dress.name(alert.policy.name), dress.name(alert.policy.document)) if part), 90)


def view_alert(alert: Alert, *, limit: int, dress: Escaping = MAIL, report_base: str | None = None) -> AlertView:
    """The alert in words, with at most `limit` changes.

    `report_base` is the address under which the working folder is published; without it the report is named by its path.
    """
    changes = told(alert)
    dates = _two_dates(alert.old.last_seen, alert.new.captured_at)
    return AlertView(
        title=title_of(alert, dress),
        severity=alert.changelog.severity.value,
        counts=_counts(alert.changelog.counts),
        changes=tuple(_view_change(c, alert.policy.threshold, dates, dress) for c in changes[:limit]),
        more=max(0, len(changes) - limit),
        notes=tuple(clip(dress.words(note.says), _HEART) for note in alert.changelog.notes[:5]),
        before=_view_before(alert.old),
        after=CaptureView(_day(alert.new.captured_at), f"captured {_minute(alert.new.captured_at)}", web_address(alert.new.archive_url)),
        page=web_address(alert.new.url),
        report=dress.name(alert.report) if alert.report else None,
        report_link=_report_link(alert.report, report_base),
    )


def _view_change(change: Change, threshold: Severity, dates: tuple[str, str], dress: Escaping) -> ChangeView:
    side = change.new or change.old
    section = " › ".join(dress.words(heading) for heading in side.section) if side else ""
    return ChangeView(
        headline=_headline(change, dress),
        severity=change.severity.value,
        direction=DIRECTIONS[change.direction],
        section=clip(section, _SECTION),
        old=_pieces(change, "-", dress),
        new=_pieces(change, "+", dress),
        rules=_view_rules(change, dress)[:4],
        when=_when(change).format(old=dates[0], new=dates[1]),
        because=_because(change, threshold, dress),
    )


def _view_rules(change: Change, dress: Escaping) -> tuple[RuleView, ...]:
    """One for each thing that is said, with the names of all rules that say it of the same words."""
    said: dict[tuple[str, str], list[str]] = {}
    for reason in change.reasons:
        said.setdefault((reason.says, reason.evidence), []).append(reason.rule)
    return tuple(_view_rule(Reason(", ".join(rules), says, evidence), change, dress) for (says, evidence), rules in said.items())


def _view_rule(reason: Reason, change: Change, dress: Escaping) -> RuleView:
    return RuleView(
        clip(dress.words(reason.rule), _SECTION),
        clip(dress.words(reason.says), _HEART),
        clip(dress.words(reason.evidence), _EVIDENCE),
        _whole(reason.evidence, change),
    )


def _whole(evidence: str, change: Change) -> str:
    """Which words the evidence is, when it is all of a side."""
    sides = (("old words", change.old), ("new words", change.new))
    return next((name for name, side in sides if side is not None and evidence.split() == side.text.split()), "")


def _because(change: Change, threshold: Severity, dress: Escaping) -> str:
    what = f"rule {clip(dress.words(change.reasons[0].rule), _SECTION)}" if change.reasons else "this change"
    return f"Sent because: {what} is {change.severity.value}, your threshold is {threshold.value}."


def _headline(change: Change, dress: Escaping) -> str:
    if spoken := change.headline or (change.reasons[0].says if change.reasons else ""):
        return clip(dress.words(spoken), _HEART)
    side = change.new or change.old
    where = f" in “{dress.words(side.section[-1])}”" if side and side.section else ""
    return clip(f"{_KINDS[change.kind]}{where}", _HEART)


def _pieces(change: Change, sign: str, dress: Escaping) -> tuple[Piece, ...]:
    """One side of a change, with its changed words told apart; made inert as a whole, so that no address hides across two stretches."""
    side = change.old if sign == "-" else change.new
    if side is None:
        return ()
    if dress is not MAIL or not change.edits:
        return ((False, clip(dress.words(side.text), _STATEMENT)),)
    marked = "".join(_marked(words, op == sign) for op, words in change.edits if op in {"=", sign})
    return _split_marks(clip(bracketed(" ".join(marked.split())), _STATEMENT))


def _marked(words: str, changed: bool) -> str:
    kept = clean(words)
    lead, tail = (" " if words[:1].isspace() else ""), (" " if words[-1:].isspace() else "")
    if not kept:
        return " " if words else ""
    return f"{lead}{MARK_ON}{kept}{MARK_OFF}{tail}" if changed else f"{lead}{kept}{tail}"


def _split_marks(text: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for stretch in text.split(MARK_ON):
        changed, off, plain = stretch.rpartition(MARK_OFF)
        if not off and pieces:  # the cut took the closing mark away
            changed, plain = plain, ""
        pieces += [(True, changed.replace(MARK_OFF, "")), (False, plain)]
    return tuple(piece for piece in pieces if piece[1])


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {severity}" for severity, number in counts.items()) or "no change"


def _view_before(old: Version) -> CaptureView:
    same = old.last_seen <= old.captured_at
    seen = "" if same else f", last seen {_minute(old.last_seen)}"
    return CaptureView(_day(old.captured_at), f"captured {_minute(old.captured_at)}{seen}", web_address(old.archive_url))


def _two_dates(old: datetime, new: datetime) -> tuple[str, str]:
    """Days, or minutes where both captures are of one day."""
    return (_day(old), _day(new)) if _day(old) != _day(new) else (_minute(old), _minute(new))


def _day(moment: datetime) -> str:
    return utc_iso(moment)[:10]


def _minute(moment: datetime) -> str:
    return utc_iso(moment)[:16].replace("T", " ") + " UTC"


def web_address(text: str | None) -> str | None:
    """The text when it is an http(s) address without anything that could end it early, else None."""
    return text if text and _WEB_ADDRESS.fullmatch(text) else None


def _report_link(report: str | None, base: str | None) -> str | None:
    if not report or not base:
        return web_address(report)
    return web_address(report) or web_address(f"{base.rstrip('/')}/{report.lstrip('/')}")


def most_serious(alerts: Sequence[Alert]) -> Severity:
    """The highest severity among the alerts."""
    return max((a.changelog.severity for a in alerts), key=lambda s: s.rank, default=Severity.NONE)
