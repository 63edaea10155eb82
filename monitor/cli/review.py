"""`review`: what a person decided about changes, which are of versions; `accept` and `reject` decide what becomes a version."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, results
from monitor.cli.dates import first_moment, last_moment
from monitor.errors import UsageError
from monitor.model import Policy, ReviewState
from monitor.present.phrases import plural
from monitor.present.reviews import review_json, reviews_json, shown_review
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext
    from monitor.pipeline.reviews import ReviewedChange

LIST = "list"
_LIST_SCHEMA, _SCHEMA = "policy-monitor/reviews/1", "policy-monitor/review/1"


@click.command("review")
@click.argument("references", nargs=-1, metavar="[list] [ID@DATE]...")
@click.option("--as", "state", type=click.Choice([one.value for one in ReviewState]), help="What was decided; in lists, only these.")
@click.option("--note", help="Why, for those who read it later.")
@click.option("--by", help="Who decided.  [default: the name of the user on this machine]")
@click.option("--all-open", is_flag=True, help="All changes that alert and that nobody has reviewed yet.")
@click.option("--open", "only_open", is_flag=True, help="In lists: only these.")
@click.option("--archived", is_flag=True, help="Count changes found in archives and files as open too.")
@click.option("--tag", "tags", multiple=True, help="Only policies with this tag; may be repeated.")
@results
@click.pass_obj
def review_command(
    app: App,
    references: tuple[str, ...],
    state: str | None,
    note: str | None,
    by: str | None,
    all_open: bool,
    only_open: bool,
    archived: bool,
    tags: tuple[str, ...],
) -> None:
    """Note in the ledger what was decided about the change that each ID@DATE made; a change may have several reviews.

    Without arguments, the changes that nobody has reviewed are listed. `review list` lists those that alert, and all that were reviewed;
    `review list ID` those of one policy.
    """
    if references[:1] == (LIST,):
        if note is not None or by is not None or all_open:
            raise UsageError("--note, --by and --all-open record a review; `review list` only lists")
        _list(app, references[1:], state, only_open=only_open, archived=archived, tags=tags)
        return
    if not references and state is None and note is None and by is None and not all_open:
        _list(app, (), None, only_open=True, archived=archived, tags=tags)
        return
    if only_open:
        raise UsageError("--open is for `review list`; to review all open changes: --all-open")
    if state is None:
        raise UsageError(f"say what was decided: --as {'|'.join(one.value for one in ReviewState)}")
    if bool(references) == all_open:
        raise UsageError("name the changes as ID@DATE, or give --all-open; `policy-monitor review list --open` lists them")
    if (archived or tags) and not all_open:
        raise UsageError("--archived and --tag go with --all-open, or with `review list`")
    _record(app, references, ReviewState(state), by=_name(by), note=note, archived=archived, tags=tags)


def _name(by: str | None) -> str:
    if by is not None:
        return by
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container whose user has no name
        return ""


# --- recording -------------------------------------------------------------------------------------------------------


def _record(
    app: App, references: Sequence[str], state: ReviewState, *, by: str, note: str | None, archived: bool, tags: Sequence[str]
) -> None:
    from monitor.pipeline.refresh import refresh
    from monitor.pipeline.reviews import change_headline, change_json, record_reviews

    context = app.context()
    with app.writing(context, "review"):
        # Inside the lock: a run that is under way may be about to add a version.
        chosen = _named(context, references) if references else _open(context, _tagged(context, (), tags), archived=archived)
        recorded = record_reviews(context, chosen, state, by=by, note=note)
        touched = {change.policy.id: change.policy for change in chosen}
        if touched:
            refresh(context, list(touched.values()))
    rows = [{**change_json(change), "review": review_json(review)} for change, review in zip(chosen, recorded, strict=True)]
    app.result({"schema": _SCHEMA, "reviewed": rows})
    for change, review in zip(chosen, recorded, strict=True):
        app.line(f"{_reference(change)}: {review.state.value} by {review.by} ({change.severity.value}: {change_headline(change)})")
    if not chosen:
        app.line("Nothing is open.")
        _tell_of_archived(app, context, _tagged(context, (), tags), archived=archived)


def _named(context: MonitorContext, references: Sequence[str]) -> list[ReviewedChange]:
    """Each change once, in the order in which they were named."""
    found: dict[tuple[str, int], ReviewedChange] = {}
    for reference in references:
        change = _find(context, reference)
        # Two dates may name the version that was in force at both.
        found[change.policy.id, change.position] = change
    return list(found.values())


def _find(context: MonitorContext, reference: str) -> ReviewedChange:
    """The version that began at DATE; where none did, the one in force then.

    Raises:
        UsageError: there is none, or several began on that day.
    """
    from monitor.pipeline.reviews import reviewed_changes

    policy_id, at, date = reference.partition("@")
    policy = context.policy(policy_id)
    if not at or not date:
        raise UsageError(f"{reference}: expected ID@DATE; `policy-monitor review list {policy.id}` lists what can be reviewed")
    start, end = first_moment(date), last_moment(date)
    changes = list(reviewed_changes(context, policy))
    began = [one for one in changes if start <= one.entry.version.captured_at <= end]
    if len(began) > 1:
        # A day that has one change and a first version means the change.
        serious = [one for one in began if one.weighty]
        if len(serious) != 1:
            times = ", ".join(utc_iso(one.entry.version.captured_at) for one in began)
            raise UsageError(f"{reference} is ambiguous: {times}; give the time to the second")
        return serious[0]
    # As everywhere, ID@DATE is also the version in force then.
    before = [one for one in changes if one.entry.version.captured_at <= end]
    if not began and not before:
        raise UsageError(f"{policy.id} has no version as old as {date}; `policy-monitor log {policy.id}` lists its versions")
    return began[0] if began else before[-1]


# --- listing ---------------------------------------------------------------------------------------------------------


def _list(app: App, ids: Sequence[str], state: str | None, *, only_open: bool, archived: bool, tags: Sequence[str]) -> None:
    from monitor.pipeline.reviews import change_json, changes_to_review, reviews_of
    from monitor.pipeline.second_readings import second_readings
    from monitor.present.opinions import second_json

    if only_open and state:
        raise UsageError("an open change has no review yet, so --open cannot be combined with --as")
    context = app.context()
    policies = _tagged(context, ids, tags)
    changes = [one for policy in policies for one in changes_to_review(context, policy) if one.weighty or one.reviews]
    shown = [one for one in changes if _is_open(one, archived=archived)] if only_open else changes
    shown = [one for one in shown if state is None or (one.reviews and one.reviews[-1].state.value == state)]
    # What nobody has looked at comes first, then what is newest.
    shown.sort(key=lambda one: (_is_open(one, archived=archived), one.entry.version.captured_at), reverse=True)
    second = {policy.id: second_readings(context, policy) for policy in {one.policy.id: one.policy for one in shown}.values()}
    orphans = [] if only_open else [(policy, review) for policy in policies for review in reviews_of(context, policy).orphans]
    app.result(
        {
            "schema": _LIST_SCHEMA,
            "open": sum(_is_open(one, archived=archived) for one in changes),
            "changes": [
                {
                    **change_json(one),
                    "open": _is_open(one, archived=archived),
                    **reviews_json(one.reviews, one.changed),
                    "second_reader": second_json(second[one.policy.id].get(one.position), one.entry.changelog),
                }
                for one in shown
            ],
            "without_version": [
                {"policy": policy.id, "captured_at": utc_iso(review.captured_at), "sha256": review.sha256, **review_json(review)}
                for policy, review in orphans
            ],
        }
    )
    for change in shown:
        for line in _lines(change, archived=archived):
            app.line(line)
    for policy, review in orphans:
        gone = "its version is no longer in the history"
        app.line(f"{policy.id}@{utc_iso(review.captured_at)}: {shown_review([review], None).says}; {gone}")
    if not shown and not orphans:
        app.line("Nothing is open." if only_open else "No changes to review.")
    if not archived:
        _tell_of_archived(app, context, policies, archived=archived)


def _lines(change: ReviewedChange, *, archived: bool) -> Iterator[str]:
    from monitor.pipeline.reviews import change_headline

    yield f"{_reference(change)}  {change.severity.value}  {change_headline(change)}"
    if not change.reviews:
        yield f"    {'Open: nobody has reviewed it' if _is_open(change, archived=archived) else 'Not reviewed'}"
        return
    shown = shown_review(change.reviews, change.changed)
    yield f"    {shown.says}"
    for line in (shown.note or "").splitlines():
        yield f"    | {line}"
    if shown.changed:
        yield f"    {shown.changed}"


def _tell_of_archived(app: App, context: MonitorContext, policies: Sequence[Policy], *, archived: bool) -> None:
    """Says that there are changes that count as past, where somebody might look for them."""
    if archived or _open(context, policies, archived=False):
        return
    past = len(_open(context, policies, archived=True))
    if past:
        what = f"{plural(past, 'change')} found in archives or files {'was' if past == 1 else 'were'} never reviewed"
        app.message(f"{what}; they are past, so they are not open. To include them: --archived")


# --- what both need --------------------------------------------------------------------------------------------------


def _tagged(context: MonitorContext, ids: Sequence[str], tags: Sequence[str]) -> list[Policy]:
    found = [policy for policy in context.chosen(ids) if not tags or set(tags) & set(policy.tags)]
    if tags and not found:
        raise UsageError(f"no policy has the tag {' or '.join(tags)}; `policy-monitor tags` lists the tags")
    return found


def _open(context: MonitorContext, policies: Sequence[Policy], *, archived: bool) -> list[ReviewedChange]:
    from monitor.pipeline.reviews import changes_to_review

    return [one for policy in policies for one in changes_to_review(context, policy) if _is_open(one, archived=archived)]


def _is_open(change: ReviewedChange, *, archived: bool) -> bool:
    return change.open or (archived and change.weighty and not change.reviews)


def _reference(change: ReviewedChange) -> str:
    return f"{change.policy.id}@{utc_iso(change.entry.version.captured_at)}"
