"""`log`: lists the versions of a policy and what each changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, results
from monitor.core.history.alternation import Seen, alternations
from monitor.core.history.reviews import changed_since
from monitor.core.visibility import VISIBILITY
from monitor.export import shapes
from monitor.model import ChangeReview, HistoryEntry, Policy, Rejection, SecondReading
from monitor.present.inert import clean
from monitor.present.opinions import shown_opinion
from monitor.present.phrases import FIRST_VERSION, change_counts, changelog_headline, language, plural, policy_title
from monitor.present.provenance import came_from
from monitor.present.reviews import shown_review
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext


@click.command("log")
@click.argument("policy_id", required=False, metavar="[POLICY]")
@results
@click.pass_obj
def log_command(app: App, policy_id: str | None) -> None:
    """List the versions of POLICY (default: of every policy), newest last, and what each changed; then what was refused."""
    context = app.context()
    logs = [_log(app, context, policy) for policy in context.chosen([policy_id] if policy_id else [])]
    app.result(logs[0] if policy_id else {"policies": logs})
    if not logs:
        app.line(app.nothing_tracked())


def _log(app: App, context: MonitorContext, policy: Policy) -> dict[str, object]:
    from monitor.pipeline.readability import provenances_of
    from monitor.pipeline.reviews import reviews_of
    from monitor.pipeline.second_readings import second_readings

    entries, rejected = list(context.index.entries(policy.id)), context.index.rejections(policy.id)
    app.line(f"{policy.id}  {policy_title(policy)}: {plural(len(entries), 'version')}")
    placed = reviews_of(context, policy)
    second = second_readings(context, policy)
    for line in _lines(entries, placed.of, second):
        app.line(f"  {line}")
    for rejection in rejected:
        app.line(f"  {_rejected(rejection)}")
    found = provenances_of(context, policy)
    # Nothing to say about a page that has always been answered by its own address.
    for one in found if any(one.redirects for one in found) else ():
        app.line(f"  {utc_iso(one.since)}  live      answered by {came_from(one.url, one.redirects)}")
    return shapes.log(policy, entries, rejected, found, placed.of, second)


def _lines(
    entries: Sequence[HistoryEntry],
    reviews: Mapping[int, Sequence[ChangeReview]] = MappingProxyType({}),
    second: Mapping[int, SecondReading] = MappingProxyType({}),
) -> Iterator[str]:
    """Each version with its reviews, and each stretch in which the page alternates as one."""
    seen = [
        Seen(v.sha256, v.captured_at, v.last_seen, v.captures, v.returns_to is not None, entry.alert)
        for entry in entries
        for v in [entry.version]
    ]
    stretches = {stretch.first: stretch for stretch in alternations(seen)}
    after = 0
    for place, entry in enumerate(entries):
        if place < after:
            continue
        if stretch := stretches.get(place):
            after = stretch.last + 1
            says = stretch.says(utc_iso(stretch.since), utc_iso(stretch.until))
            yield f"{utc_iso(stretch.since)}  {entry.version.source:<8}  {says}"
            for within in range(place, after):
                yield from _review(reviews.get(within, ()), entries[within])
                yield from _second(second.get(within), entries[within])
            continue
        yield _line(entry)
        for note in _notes(entry, entries[place - 1] if place else None):
            yield f"{'':32}Note: {note}"
        yield from _review(reviews.get(place, ()), entry)
        yield from _second(second.get(place), entry)


def _review(reviews: Sequence[ChangeReview], entry: HistoryEntry) -> Iterator[str]:
    if not reviews:
        return
    shown = shown_review(reviews, changed_since(reviews[-1], entry.changelog))
    note = f": {' '.join(shown.note.split())}" if shown.note else ""
    yield f"{'':34}{shown.says}{note}"
    if shown.changed:
        yield f"{'':34}{shown.changed}"


def _second(reading: SecondReading | None, entry: HistoryEntry) -> Iterator[str]:
    """Apart from what the program says, and named as what it is."""
    if reading is None:
        return
    shown = shown_opinion(reading, entry.changelog)
    verdict = f"{shown.theirs}: {shown.summary} " if shown.theirs else ""
    yield f"{'':34}{clean(f'{shown.title}: {verdict}{shown.stands}')}"


def _notes(entry: HistoryEntry, before: HistoryEntry | None) -> list[str]:
    """What the extraction warns of in a version, where the version before did not have the same warning, and what was hidden or shown."""
    known = before.version.document.notes if before else ()
    moved = [note.says for note in entry.changelog.notes if note.rule in VISIBILITY] if entry.changelog else []
    return [*moved, *(note for note in entry.version.document.notes if note not in known)]


def _line(entry: HistoryEntry) -> str:
    version, changelog = entry.version, entry.changelog
    when = f"{utc_iso(version.captured_at)}  {version.source:<8}"
    if changelog is None:
        return f"{when}  {FIRST_VERSION}, {_spoken(entry)}"
    back = f"  (back to {utc_iso(version.returns_to)})" if version.returns_to else ""
    severity = changelog.severity.value + (" (alert)" if entry.alert else "")
    return f"{when}  {severity:<18}{change_counts(changelog.counts)}, {_spoken(entry)}{back}\n{'':34}{changelog_headline(changelog)}"


def _spoken(entry: HistoryEntry) -> str:
    """In which language the text is."""
    code = entry.version.document.language
    return f"in {language(code)}" if code and code != "und" else "language unknown"


def _rejected(rejection: Rejection) -> str:
    verdict = rejection.verdict
    return f"{utc_iso(rejection.captured_at)}  {rejection.source:<8}  {verdict.standing.value} ({verdict.reason}): {verdict.says}"
