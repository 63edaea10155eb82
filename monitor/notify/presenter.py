"""What a message says about an alert, as plain values that the mail's two parts and the chats lay out.

The words are those of `monitor.present.phrases`, as on the pages. Here they are made inert for the medium and cut to length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.core.arrange.groups import Group, groups_of
from monitor.model import Alert, Change, Severity, Version
from monitor.notify.digest import Repeats, by_vendor, change_link, same_as, takes_effect, vendor
from monitor.present import phrases
from monitor.present.inert import MARK_OFF, MARK_ON, bracketed, chat_inert, chat_name, clean, clip, inert, web_address
from monitor.present.opinions import shown_opinion
from monitor.present.spoken import spoken

Fragment = tuple[bool, str]
"""(changed, words): a stretch of a statement."""

SUBJECT_LIMIT = 160
"""Characters; long enough for policy and headline, short enough that phones show what matters."""
CHANGES_IN_MESSAGE = 16
"""Of all alerts together; the others are counted and left to the report. It keeps a mail below the 102 KB beyond which Gmail clips."""
CONTENTS = 40
"""Lines in the table of contents of a digest."""
# Most characters of each part of a message, findings of a change and notes of an alert: a hostile page could otherwise fill a mail with one
# of them.
_TITLE, _STATEMENT, _EVIDENCE, _SECTION, _SENTENCE, _HEADLINE = 90, 600, 240, 120, 300, 520
_FINDINGS, _NOTES, _PLACES = 4, 5, 20


@dataclass(frozen=True, slots=True)
class Escaping:
    """How text is made inert for a medium."""

    name: Callable[[str], str]
    """For what the owner wrote in the configuration."""
    words: Callable[[str], str]
    """For what the policy, the other party's text, says."""


MAIL = Escaping(clean, inert)
CHAT = Escaping(chat_name, chat_inert)


# --- values ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaptureView:
    """One of the two captures: a phrase about it, and its address in the archive, if it has one."""

    says: str
    link: str | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """Why a change has its severity: the rules, their sentence, and the words it is based on."""

    rules: str
    says: str
    based_on: str
    """"Based on: “…”", or empty."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change as a message shows it: defused words, ready for any template."""

    headline: str
    severity: str
    facts: tuple[str, ...]
    """Direction (unless unclear), kind, topics and section; see `phrases.facts`."""
    old: tuple[Fragment, ...]
    new: tuple[Fragment, ...]
    findings: tuple[FindingView, ...]
    when: str
    because: str
    """Why the reader gets this message."""
    spoken: str = 'dir="auto"'
    """The language and the direction of the quotes, as attributes of HTML."""
    places: tuple[str, ...] = ()
    """Of changes that are reported as one: where each of them is, with its words."""
    link: str | None = None
    """The change's place on the report."""
    also: str = ""
    """Which other policies of the message changed in the same way."""

    @property
    def old_text(self) -> str:
        """The old wording without marks, or empty."""
        return "".join(words for _, words in self.old)

    @property
    def new_text(self) -> str:
        """The new wording without marks, or empty."""
        return "".join(words for _, words in self.new)


@dataclass(frozen=True, slots=True)
class OpinionView:
    """What a second reader says, beside the program's verdict."""

    title: str
    ours: str
    theirs: str
    summary: str
    quotes: tuple[str, ...]
    stands: str


@dataclass(frozen=True, slots=True)
class AlertView:
    """An alert as a message shows it, with its most important changes."""

    title: str
    severity: str
    counts: str
    changes: tuple[ChangeView, ...]
    more: int
    """Changes that are left to the report."""
    unalerted: str
    """How many changes there are besides that do not alert, as "2 minor changes"; or empty."""
    notes: tuple[str, ...]
    before: CaptureView
    after: CaptureView
    page: str | None
    """The policy's own address."""
    report: str | None
    report_link: str | None
    root: str | None = None
    """The root over all ledgers when the alert was made."""
    review: str | None = None
    """What somebody decided about it since."""
    repeated: tuple[str, ...] = ()
    """Changes that another policy of the message has as well, where they are shown."""
    effective: str = ""
    """When the new text takes effect, if that day lies ahead."""
    second: OpinionView | None = None


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One policy in the table of contents of a digest."""

    vendor: str
    """Empty where the line before has the same."""
    severity: str
    title: str
    headline: str
    link: str | None
    """Its report."""
    place: int | None
    """Which of the message's alerts it is, counted from 1; None for one that is left to the reports."""
    effective: str = ""


# --- which alerts and changes ----------------------------------------------------------------------------------------


def alerted_changes(alert: Alert) -> tuple[Change, ...]:
    """The changes that the alert is about: those that alert under the policy's settings, or all if none does."""
    return alert.changelog.alerting(alert.policy) or alert.changelog.changes


def most_serious(alerts: Sequence[Alert]) -> Severity:
    """The highest severity among the alerts."""
    return max((a.changelog.severity for a in alerts), key=lambda s: s.rank, default=Severity.NONE)


# --- a message's subject and content ---------------------------------------------------------------------------------


def write_subject(alerts: Sequence[Alert], escaping: Escaping = MAIL) -> str:
    """Severity, policy and headline, on one line of at most 160 characters.

    "[critical] Northwind Privacy Policy: Withdrawn: the promise not to sell your data (+2 more)"
    """
    severity = most_serious(alerts).value
    first, *others = by_vendor(alerts)
    if not others and first.second and first.second.raised and first.second.opinion:
        # The program's own verdict comes first, also where it is not the reason of the message.
        severity = f"{severity}; second reader: {first.second.opinion.severity.value}"
    if others:
        names = list(dict.fromkeys(_title(alert, escaping) for alert in (first, *others)))
        if len(names) == 1:
            return clip(f"[{severity}] {names[0]} changed {_times(len(alerts))}", SUBJECT_LIMIT)
        if _all_the_same(alerts):
            return _headlined(f"[{severity}] The same change in {len(alerts)} policies", first, escaping)
        return clip(f"[{severity}] {len(alerts)} policy changes: {'; '.join(names)}", SUBJECT_LIMIT)
    return _headlined(f"[{severity}] {_title(first, escaping)}", first, escaping)


def _headlined(begins: str, alert: Alert, escaping: Escaping) -> str:
    groups = groups_of(alerted_changes(alert))
    tail = f" (+{len(groups) - 1} more)" if len(groups) > 1 else ""
    headline = _brief(groups[0].shown, escaping, SUBJECT_LIMIT - len(f"{begins}: {tail}")) if groups else "changed"
    return clip(f"{begins}: {headline}", SUBJECT_LIMIT - len(tail)) + tail


def _all_the_same(alerts: Sequence[Alert]) -> bool:
    """True if all are about the same changes, of which there is at least one, each of another policy."""
    if len({alert.policy.id for alert in alerts}) < len(alerts):
        return False
    said = {same_as(alerted_changes(alert)) for alert in alerts}
    return len(said) == 1 and said != {()}


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"


def view_alerts(
    alerts: Sequence[Alert],
    *,
    report_base: str | None = None,
    escaping: Escaping = MAIL,
    limit: int = CHANGES_IN_MESSAGE,
    today: date | None = None,
) -> tuple[AlertView, ...]:
    """The alerts by vendor, most serious first; `limit` changes are divided among them, at least one each, equal ones shown once."""
    ordered, repeats = by_vendor(alerts), Repeats()
    each = max(1, limit // max(1, min(limit, len(ordered))))
    # Of all alerts, also those that the message has no room for: they are named beside the change that they share with one that is shown.
    parts = [(alert, repeats.take(alert, groups_of(alerted_changes(alert)))) for alert in ordered]
    views = []
    for alert, (own, repeated) in parts[:limit]:
        view = _view_alert(alert, own, each, escaping, report_base, today)
        # Only of what is shown: a change that fell to the limit cannot be referred to.
        also = [_named([_title(other, escaping) for other in repeats.also(alert, group)]) for group in own[:each]]
        changes = [replace(one, also=f"The same in {names}.") if names else one for one, names in zip(view.changes, also, strict=True)]
        lines = [
            f"{clip(_headline(group.shown, escaping).rstrip('.'), _SENTENCE)} (as in {_title(earlier, escaping)})"
            for group, earlier in repeated
        ]
        more = view.more + sum(group.count for group, _ in repeated[_PLACES:])
        views.append(replace(view, changes=tuple(changes), repeated=tuple(lines[:_PLACES]), more=more))
    return tuple(views)


def _named(titles: Sequence[str]) -> str:
    """Acme Privacy Policy, Brill Privacy Policy and 12 more; as many as fit into a sentence."""
    names = list(dict.fromkeys(titles))
    if not names:
        return ""
    shown, length = 0, 0
    while shown < len(names) and (not shown or length + len(names[shown]) <= _SENTENCE):
        length += len(names[shown]) + len(", ")
        shown += 1
    left = len(names) - shown
    return phrases.joined([*names[:shown], *([f"{left} more"] if left else [])])


def contents(
    alerts: Sequence[Alert], views: Sequence[AlertView], *, report_base: str | None = None, today: date | None = None
) -> tuple[ContentsLine, ...]:
    """The table of contents of a mail about several alerts, in their order, at most `CONTENTS`; empty for one alert alone."""
    if len(alerts) < 2:
        return ()
    lines, before, first = [], None, dict[object, str]()
    for place, alert in enumerate(by_vendor(alerts)[:CONTENTS], start=1):
        changes, title = alerted_changes(alert), _title(alert, MAIL)
        groups = groups_of(changes)
        more = f" (+{len(groups) - 1} more)" if len(groups) > 1 else ""
        headline = _brief(groups[0].shown, MAIL, _SECTION) + more if groups else "changed"
        # Once is enough: readers of the list want to see what is different.
        if changes and (like := first.setdefault(same_as(changes), title)) != title:
            headline = f"the same {'changes' if len(groups) > 1 else 'change'} as in {like}"
        name = "" if vendor(alert) == before else clip(MAIL.name(alert.policy.name), _TITLE)
        before = vendor(alert)
        lines.append(
            ContentsLine(
                name, alert.changelog.severity.value, title, headline, _report_link(alert.report, report_base),
                place if place <= len(views) else None, takes_effect(alert.new, today),
            )
        )  # fmt: skip
    return tuple(lines)


def view_alert(alert: Alert, *, limit: int, escaping: Escaping = MAIL, report_base: str | None = None) -> AlertView:
    """One alert with at most `limit` changes.

    `report_base` is the address under which the working folder is published; without it the report is given by its path.
    """
    return _view_alert(alert, groups_of(alerted_changes(alert)), limit, escaping, report_base, None)


def _view_alert(
    alert: Alert, groups: Sequence[Group], limit: int, escaping: Escaping, report_base: str | None, today: date | None
) -> AlertView:
    link = _report_link(alert.report, report_base)
    return AlertView(
        title=_title(alert, escaping),
        severity=alert.changelog.severity.value,
        counts=phrases.change_counts(alert.changelog.counts),
        changes=tuple(replace(_view_group(group, alert, escaping), link=change_link(link, group)) for group in groups[:limit]),
        more=sum(group.count for group in groups[limit:]),
        unalerted=_unalerted(alert),
        notes=tuple(clip(escaping.words(note.says), _SENTENCE) for note in alert.changelog.notes[:_NOTES]),
        before=_view_capture(alert.old, last_seen=True),
        after=_view_capture(alert.new, last_seen=False),
        page=web_address(alert.new.url),
        report=escaping.name(alert.report) if alert.report else None,
        report_link=link,
        root=alert.root,
        review=clip(escaping.name(alert.review), _SENTENCE) if alert.review else None,
        effective=takes_effect(alert.new, today),
        second=_view_opinion(alert, escaping) if alert.second else None,
    )


def _unalerted(alert: Alert) -> str:
    told = {change.id for change in alerted_changes(alert)}
    left = Counter(change.severity.value for change in alert.changelog.changes if change.id not in told)
    return phrases.change_counts(left) if left else ""


def _view_opinion(alert: Alert, escaping: Escaping) -> OpinionView:
    """What a model wrote is as untrusted as what it read."""
    assert alert.second is not None  # noqa: S101 - asked before
    shown = shown_opinion(alert.second, alert.changelog)
    return OpinionView(
        title=clip(escaping.words(shown.title), _TITLE),
        ours=shown.ours,
        theirs=shown.theirs,
        summary=clip(escaping.words(shown.summary), _HEADLINE),
        quotes=tuple(f"{where}: “{clip(escaping.words(text), _EVIDENCE)}”" for where, text in shown.quotes[:_FINDINGS]),
        stands=clip(escaping.words(shown.stands), _SENTENCE),
    )


def _title(alert: Alert, escaping: Escaping) -> str:
    return clip(escaping.name(phrases.policy_title(alert.policy)), _TITLE)


def _view_capture(version: Version, *, last_seen: bool) -> CaptureView:
    # Of the new version, the last capture is always the first: the alert is sent at once.
    seen_again = last_seen and version.last_seen > version.captured_at
    seen = f", last seen {phrases.minute(version.last_seen)}" if seen_again else ""
    return CaptureView(f"captured {phrases.minute(version.captured_at)}{seen}", web_address(version.archive_url))


def _report_link(report: str | None, base: str | None) -> str | None:
    if not report or not base:
        return web_address(report)
    return web_address(report) or web_address(f"{base.rstrip('/')}/{report.lstrip('/')}")


# --- one change ------------------------------------------------------------------------------------------------------


def _view_group(group: Group, alert: Alert, escaping: Escaping) -> ChangeView:
    view = _view_change(group.shown, alert, escaping)
    return (
        replace(view, places=tuple(_place(change, escaping) for change in group.changes[:_PLACES]))
        if group.count > 1 and not group.listed
        else view
    )


def _place(change: Change, escaping: Escaping) -> str:
    side = change.new or change.old
    where, text = phrases.section(side), side.text if side else ""
    return clip(escaping.words(f"{where}: {text}" if where else text), _SECTION)


def _view_change(change: Change, alert: Alert, escaping: Escaping) -> ChangeView:
    found = [_view_finding(finding, change, escaping) for finding in phrases.findings(change.reasons)[:_FINDINGS]]
    when = phrases.when(change, alert.old.captured_at, alert.old.last_seen, alert.new.captured_at)
    return ChangeView(
        headline=_headline(change, escaping),
        severity=change.severity.value,
        facts=tuple(clip(escaping.words(fact), _SECTION) for fact in phrases.facts(change)),
        old=_fragments(change, "-", escaping),
        new=_fragments(change, "+", escaping),
        findings=tuple(found),
        when=clip(escaping.words(when), _SENTENCE),
        because=_because(change, alert.policy.threshold, escaping, raised=alert.second is not None and alert.second.raised),
        spoken=spoken(change.language),
    )


def _headline(change: Change, escaping: Escaping) -> str:
    return clip(escaping.words(phrases.headline(change)), _HEADLINE)


def _brief(change: Change, escaping: Escaping, limit: int) -> str:
    """The headline without its full stop; of a long statement that was reworded, the words that are different."""
    said = _headline(change, escaping).rstrip(".")
    return said if len(said) <= limit else clip(phrases.with_brief_quotes(said, limit), limit)


def _view_finding(finding: phrases.Finding, change: Change, escaping: Escaping) -> FindingView:
    if whole := phrases.whole_side(change, finding.evidence):
        based_on = f"Based on {whole}."  # it is quoted above
    else:
        based_on = f"Based on: “{clip(escaping.words(finding.evidence), _EVIDENCE)}”" if finding.evidence else ""
    rules = clip(escaping.words(", ".join(finding.rules)), _SECTION)
    return FindingView(rules, clip(escaping.words(finding.says), _SENTENCE), based_on)


def _because(change: Change, threshold: Severity, escaping: Escaping, *, raised: bool = False) -> str:
    if raised:
        return f"Sent because of the second reader below; this change is {change.severity.value}, and your threshold is {threshold.value}."
    if not change.judged and change.material:
        return (
            f"Sent because changes in {escaping.words(phrases.language(change.language))} are not judged and your setting `unjudged` is on."
        )
    rule = f" (rule {clip(escaping.words(change.reasons[0].rule), _SECTION)})" if change.reasons else ""
    return f"Sent because this change is {change.severity.value}{rule} and your threshold is {threshold.value}."


def _fragments(change: Change, sign: str, escaping: Escaping) -> tuple[Fragment, ...]:
    """One side of a change with its changed words marked; made inert as a whole, so that no address hides across two fragments."""
    side = change.old if sign == "-" else change.new
    if side is None:
        return ()
    # Chats have no common markup for removed and added words.
    if escaping is not MAIL or not change.edits:
        return ((False, clip(escaping.words(phrases.with_bullets(side.text)), _STATEMENT)),)
    # "https:" kept, "//evil" added: each fragment alone is harmless, together they are a link.
    mine = [(op, words) for op, words in change.edits if op in {"=", sign}]
    marked = "".join(_marked(phrases.with_bullets(words, begins_line=n == 0), op == sign) for n, (op, words) in enumerate(mine))
    return _split_at_marks(clip(bracketed(" ".join(marked.split())), _STATEMENT))


def _marked(words: str, changed: bool) -> str:
    kept = clean(words)
    lead, tail = (" " if words[:1].isspace() else ""), (" " if words[-1:].isspace() else "")
    if not kept:
        return " " if words else ""
    return f"{lead}{MARK_ON}{kept}{MARK_OFF}{tail}" if changed else f"{lead}{kept}{tail}"


def _split_at_marks(text: str) -> tuple[Fragment, ...]:
    fragments: list[Fragment] = []
    for stretch in text.split(MARK_ON):
        changed, off, plain = stretch.rpartition(MARK_OFF)
        if not off and fragments:  # `clip` cut off the closing mark
            changed, plain = plain, ""
        fragments += [(True, changed.replace(MARK_OFF, "")), (False, plain)]
    return tuple(fragment for fragment in fragments if fragment[1])
