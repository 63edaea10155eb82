"""`when`: between which captures a statement appeared in a policy and disappeared from it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, results
from monitor.errors import SourceError, UsageError, given_up
from monitor.model import Capture, Policy
from monitor.present.phrases import plural, shorten
from monitor.timestamps import utc_iso, utc_iso_or_none

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.pipeline.capture_reader import KnownCapture
    from monitor.pipeline.context import MonitorContext
    from monitor.pipeline.phrase_history import PhraseHistory, PhrasePresence
    from monitor.sources.interface import HistorySource

SCHEMA = "policy-monitor/when/1"
# Characters of a wording that the text output shows; JSON has all of it.
_MAX_SHOWN = 400
_NO_ARCHIVE = "none"


@click.command("when")
@click.argument("policy_id", metavar="ID")
@click.argument("phrase", metavar="TEXT")
@click.option(
    "--source",
    metavar="NAME",
    help="Archive: wayback, memento:URL, warc:PATH or dir:PATH.  [default: the policy's `history`; if that is none, no archive]",
)
@click.option("--held", is_flag=True, help="Search only what is stored; fetch nothing.")
@click.option("--exhaustive", is_flag=True, help="Fetch every capture, so that no short-lived change is missed.")
@results
@click.pass_obj
def when_command(app: App, policy_id: str, phrase: str, source: str | None, held: bool, exhaustive: bool) -> int:
    """Find out when TEXT, a sentence or part of one, appeared in policy ID and when it was removed.

    The stored snapshots are searched first; then only those archived captures are fetched that narrow the dates down. The statement is
    followed through rewordings. Exit code 1 if the archive could not be searched completely.
    """
    from monitor.core.text.tokens import words
    from monitor.pipeline.phrase_history import find_when
    from monitor.pipeline.refresh import refresh

    if not words(phrase):
        raise UsageError("TEXT contains no words; give a sentence of the policy or part of one")
    if held and (source or exhaustive):
        raise UsageError("--held cannot be combined with --source or --exhaustive, which search an archive")
    context = app.context()
    policy = context.policy(policy_id)
    if not held and source is None and policy.history == _NO_ARCHIVE:
        if exhaustive:
            raise UsageError(f"--exhaustive needs an archive: {policy.id} has `history: none`; give --source, for example --source wayback")
        if context.archive.records(policy.id):
            app.message(f"{policy.id}: only what is stored is searched, since `history` is none; --source wayback searches the archive too")
        held = True
    with app.writing(context, "when"):
        archive, captures, problem = (None, [], None) if held else _list(app, context, policy, source or policy.history)
        with app.progress(policy.id) as update:
            answer = find_when(context, policy, archive, captures, phrase, exhaustive=exhaustive, on_progress=update)
        if problem:
            answer.failures.insert(0, problem)
        if answer.fetched:
            refresh(context, [policy])
    app.result(history_json(answer))
    for line in _lines(answer):
        app.line(line)
    for which, why in answer.failures:
        click.echo(f"{policy.id}: {which}: {why}", err=True)
    return 1 if answer.failures else 0


def _list(
    app: App, context: MonitorContext, policy: Policy, name: str
) -> tuple[HistorySource | None, list[Capture], tuple[str, str] | None]:
    """The archive and its captures; without an archive, and with the problem, when it can't be listed but snapshots are stored.

    Raises:
        SourceError: the archive can't be listed and nothing is stored.
    """
    from monitor.pipeline.backfill import list_captures

    archive = context.history(policy, name)
    app.message(f"{policy.id}: listing captures in {name} …")
    try:
        return archive, list_captures(archive, policy), None
    except SourceError as error:
        if not context.archive.records(policy.id):
            raise
        return None, [], (name, f"{given_up(str(error))} Only the stored snapshots were searched.")


# --- as JSON ---------------------------------------------------------------------------------------------------------


def history_json(answer: PhraseHistory) -> dict[str, Any]:
    """What `when --format json` prints: the presences of the phrase, and how many captures were read."""
    return {
        "schema": SCHEMA,
        "policy": answer.policy,
        "phrase": answer.phrase,
        "captures": answer.captures,
        "fetched": answer.fetched,
        "unseen": answer.unseen,
        "unreadable": answer.unreadable,
        "stands": [_presence(presence) for presence in answer.presences],
        "failures": [{"capture": which, "says": why} for which, why in answer.failures],
        "says": says(answer),
    }


def _presence(presence: PhrasePresence) -> dict[str, Any]:
    removed = presence.absent_after
    return {
        "appeared": {
            "absent_in": _capture(presence.absent_before), "present_in": _capture(presence.first), "unread_between": presence.unread_before,
        },
        "vanished": removed and {
            "present_in": _capture(presence.last), "absent_in": _capture(removed), "unread_between": presence.unread_after,
        },
        "last_seen": _capture(presence.last),
        "wordings": [
            {
                "text": dated.wording.text,
                "exact": dated.wording.exact,
                "likeness": round(dated.wording.similarity, 2),
                "section": list(dated.wording.section),
                "seen_in": _capture(dated.capture),
            }
            for dated in presence.wordings
        ],
    }  # fmt: skip


def _capture(known: KnownCapture | None) -> dict[str, Any] | None:
    if known is None:
        return None
    return {"captured_at": utc_iso_or_none(known.captured_at), "archive_url": known.archive_url, "url": known.url, "source": known.source}


# --- as text ---------------------------------------------------------------------------------------------------------


def says(answer: PhraseHistory) -> str:
    """One sentence that claims no more than the captures show: when they have the statement, never what happened between them."""
    if not answer.captures:
        fetch = f"fetch its page with `policy-monitor run {answer.policy}`, or search an archive with --source, such as --source wayback"
        return f"{answer.policy} has no captures to search yet; {fetch}."
    read = answer.captures - answer.unseen - answer.unreadable
    absent = f"not found in any of the {plural(read, 'capture')} that were read"
    found = "; ".join(_sentence(presence) for presence in answer.presences) or absent
    return f"“{answer.phrase}”: {found}{_unknown(answer)}."


def _sentence(presence: PhrasePresence) -> str:
    before, after, only = presence.absent_before, presence.absent_after, presence.first == presence.last
    named = _names(before, presence.first, presence.last, after)
    parts = [f"absent from the capture of {named[before.captured_at]}{_unread(presence.unread_before)}"] if before else []
    oldest = "" if before else " (the oldest that can be read)"
    newest = "" if after else " (the newest that can be read)"
    if only and oldest and newest:
        return f"seen in the capture of {named[presence.first.captured_at]}, the only one that can be read"
    parts.append(
        f"{'seen only' if only else 'first seen'} in the capture of {named[presence.first.captured_at]}{oldest}{newest if only else ''}"
    )
    parts += [] if only else [f"last seen in that of {named[presence.last.captured_at]}{newest}"]
    parts += [f"absent from that of {named[after.captured_at]}{_unread(presence.unread_after)}"] if after else []
    return ", ".join(parts)


def _unread(captures: int) -> str:
    return f" ({plural(captures, 'capture')} in between not read)" if captures else ""


def _unknown(answer: PhraseHistory) -> str:
    """What the captures that were not fetched leave open."""
    if not answer.unseen:
        return ""
    unseen = f"{answer.unseen:,} of {plural(answer.captures, 'capture')}"
    return f"; {unseen} were not fetched: between two that agree, the statement may have been added or removed for a time"


def _names(*captures: KnownCapture | None) -> dict[datetime, str]:
    """What to call each capture: its day, or its day and time if another capture of that day is named as well."""
    moments = {known.captured_at for known in captures if known}
    per_day = Counter(moment.date() for moment in moments)
    return {moment: f"{moment:%Y-%m-%d}" if per_day[moment.date()] == 1 else utc_iso(moment) for moment in moments}


def _lines(answer: PhraseHistory) -> list[str]:
    lines = [says(answer)]
    if not answer.captures:
        return lines
    for presence in answer.presences:
        lines += ["", *_bounds(presence)]
        for dated in presence.wordings:
            how = "" if dated.wording.exact else f" (reworded, {dated.wording.similarity:.0%} of the words)"
            lines += [f"    {dated.capture.captured_at:%Y-%m-%d}{how}: {shorten(dated.wording.text, _MAX_SHOWN)}"]
    lines += ["", f"{plural(answer.captures, 'capture')}: {_fetched(answer)}."]
    return lines


def _fetched(answer: PhraseHistory) -> str:
    """How many captures were fetched; those left out are only named if there are any."""
    fetched = f"{answer.fetched:,} fetched now" if answer.fetched else "none had to be fetched"
    return f"{fetched}, {answer.unseen:,} not fetched" if answer.unseen else fetched


def _bounds(presence: PhrasePresence) -> list[str]:
    rows = [
        ("absent", presence.absent_before),
        ("first seen", presence.first),
        ("last seen", presence.last),
        ("absent", presence.absent_after),
    ]
    shown = [row for n, row in enumerate(rows) if row[1] is not None and not (n == 2 and presence.last == presence.first)]
    return [f"  {word:<12}{utc_iso(known.captured_at)}  {known.archive_url or known.url}" for word, known in shown if known is not None]
