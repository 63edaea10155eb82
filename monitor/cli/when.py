"""`when`: between which captures a statement appeared and vanished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, counted, results
from monitor.errors import SourceError, UsageError
from monitor.export.shapes import moment
from monitor.model import Capture, Policy, utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.capture_reader import KnownCapture
    from monitor.pipeline.context import MonitorContext
    from monitor.pipeline.phrase_history import PhraseHistory, PhrasePresence
    from monitor.sources.interface import HistorySource

SCHEMA = "policy-monitor/when/1"
_SHOWN = 400
"""Characters of a wording that are shown as text; JSON has all of it."""


@click.command("when")
@click.argument("policy_id", metavar="ID")
@click.argument("phrase", metavar="TEXT")
@click.option("--source", metavar="NAME", help="wayback, memento:URL, warc:PATH or dir:PATH.  [default: the policy's history]")
@click.option("--held", is_flag=True, help="Ask only what is stored; fetch nothing.")
@click.option("--exhaustive", is_flag=True, help="Fetch every capture, so that nothing stays unseen.")
@results
@click.pass_obj
def when_command(app: App, policy_id: str, phrase: str, source: str | None, held: bool, exhaustive: bool) -> int:
    """Say between which captures TEXT, a sentence or a part of one, appeared in the policy and vanished from it.

    What is stored is asked first; of the archive only those captures are fetched that narrow the interval down. The statement is followed
    through rewordings. Exit code 1 when the archive could not be asked whole.
    """
    from monitor.core.text.tokens import words
    from monitor.pipeline.phrase_history import find_when

    if not words(phrase):
        raise UsageError("TEXT has no words; give a sentence of the policy or a part of one")
    if held and (source or exhaustive):
        raise UsageError("--held asks no archive; leave out --source and --exhaustive")
    context = app.context()
    policy = context.policy(policy_id)
    with app.writing(context, "when"):
        archive, captures, trouble = (None, [], None) if held else _listing(app, context, policy, source)
        with app.progress(policy.id) as told:
            answer = find_when(context, policy, archive, captures, phrase, exhaustive=exhaustive, told=told)
        if trouble:
            answer.failures.insert(0, trouble)
        if answer.fetched:
            _publish(context, policy)
    app.result(shape(answer))
    for line in _lines(answer):
        app.line(line)
    for which, why in answer.failures:
        click.echo(f"{policy.id}: {which}: {why}", err=True)
    return 1 if answer.failures else 0


def _listing(
    app: App, context: MonitorContext, policy: Policy, source: str | None
) -> tuple[HistorySource | None, list[Capture], tuple[str, str] | None]:
    """The archive and its listing; when it can't be had, what is held must do.

    Raises:
        SourceError: there is no listing and nothing is held.
    """
    from monitor.pipeline.backfill import list_captures

    name = source or (policy.history if policy.history != "none" else "wayback")
    archive = context.history(policy, name)
    app.say(f"{policy.id}: listing captures in {name} …")
    try:
        return archive, list_captures(archive, policy), None
    except SourceError as error:
        if not context.files.records(policy.id):
            raise
        return None, [], (name, f"{error} Only what is stored was asked.")


def _publish(context: MonitorContext, policy: Policy) -> None:
    """What was fetched may have brought versions."""
    from monitor.pipeline import publish

    publish.render(context, policy)
    publish.overview(context)


# --- as JSON ---------------------------------------------------------------------------------------------------------


def shape(answer: PhraseHistory) -> dict[str, Any]:
    """The public JSON."""
    return {
        "schema": SCHEMA,
        "policy": answer.policy,
        "phrase": answer.phrase,
        "captures": answer.captures,
        "fetched": answer.fetched,
        "unseen": answer.unseen,
        "unreadable": answer.unreadable,
        "stands": [_stretch(stretch) for stretch in answer.stretches],
        "failures": [{"capture": which, "says": why} for which, why in answer.failures],
        "says": says(answer),
    }


def _stretch(stretch: PhrasePresence) -> dict[str, Any]:
    gone = stretch.absent_after
    return {
        "appeared": {
            "absent_in": _point(stretch.absent_before), "present_in": _point(stretch.first), "unread_between": stretch.unread_before,
        },
        "vanished": gone and {"present_in": _point(stretch.last), "absent_in": _point(gone), "unread_between": stretch.unread_after},
        "last_seen": _point(stretch.last),
        "wordings": [
            {
                "text": worded.wording.text,
                "exact": worded.wording.exact,
                "likeness": round(worded.wording.similarity, 2),
                "section": list(worded.wording.section),
                "seen_in": _point(worded.point),
            }
            for worded in stretch.wordings
        ],
    }  # fmt: skip


def _point(point: KnownCapture | None) -> dict[str, Any] | None:
    if point is None:
        return None
    return {"captured_at": moment(point.captured_at), "archive_url": point.archive_url, "url": point.url, "source": point.source}


# --- in words --------------------------------------------------------------------------------------------------------


def says(answer: PhraseHistory) -> str:
    """One honest sentence: what captures show, never what happened between them."""
    if not answer.captures:
        return f"There is no capture of {answer.policy} to look at."
    looked = answer.captures - answer.unseen - answer.unreadable
    nowhere = f"it stands in none of the {counted(looked, 'capture')} that were looked at"
    found = "; ".join(_said(stretch) for stretch in answer.stretches) or nowhere
    return f"“{answer.phrase}”: {found}{_left(answer)}."


def _said(stretch: PhrasePresence) -> str:
    before, after = stretch.absent_before, stretch.absent_after
    came = "" if before is None else f"was not in the capture of {_day(before)}{_between(stretch.unread_before)}, "
    oldest = "" if before else ", the oldest that can be read,"
    if stretch.first == stretch.last:
        stood = f"stood in the capture of {_day(stretch.first)}{oldest.rstrip(',')}"
    else:
        stood = f"stood in the captures of {_day(stretch.first)}{oldest} and {_day(stretch.last)}"
    gone = ", the newest that can be read" if after is None else f", gone in the capture of {_day(after)}{_between(stretch.unread_after)}"
    return f"it {came}{stood}{gone}"


def _between(unread: int) -> str:
    return f" ({counted(unread, 'capture')} between the two can't be read or was not looked at)" if unread else ""


def _left(answer: PhraseHistory) -> str:
    """What stays unknown."""
    if not answer.unseen:
        return ""
    of = f"{answer.unseen:,} of {counted(answer.captures, 'capture')}"
    return f"; {of} were not looked at: between two that agree it may have come and gone unseen"


def _day(point: KnownCapture) -> str:
    return f"{point.captured_at:%Y-%m-%d}"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rsplit(' ', 1)[0]} …"


def _lines(answer: PhraseHistory) -> list[str]:
    lines = [says(answer)]
    for stretch in answer.stretches:
        lines += ["", *_bounds(stretch)]
        for worded in stretch.wordings:
            how = "" if worded.wording.exact else f" ({worded.wording.similarity:.0%} of its words)"
            lines += [f"    {_day(worded.point)}{how}: {_short(worded.wording.text)}"]
    lines += ["", f"{counted(answer.captures, 'capture')}, {answer.fetched} fetched for this, {answer.unseen} not looked at."]
    return lines


def _bounds(stretch: PhrasePresence) -> list[str]:
    rows = [("not in", stretch.absent_before), ("stood in", stretch.first), ("stood in", stretch.last), ("gone in", stretch.absent_after)]
    shown = [row for n, row in enumerate(rows) if row[1] is not None and not (n == 2 and stretch.last == stretch.first)]
    return [f"  {word:<9}{utc_iso(point.captured_at)}  {point.archive_url or point.url}" for word, point in shown if point is not None]
