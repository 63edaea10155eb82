"""`search`: words in every version of every policy, since when they stand and when they went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, all_stays, results
from monitor.cli.dates import first_moment
from monitor.errors import StoreError, UsageError
from monitor.present.inert import clean, terminal_text
from monitor.present.phrases import plural, policy_title, shorten
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.model import Policy
    from monitor.pipeline.context import MonitorContext
    from monitor.pipeline.search import FoundSentence, Period, PolicyFindings, SearchAnswer
    from monitor.store.index import VersionSpan

SCHEMA = "policy-monitor/search/1"
_SHOWN = 400
"""Characters of a sentence in the terminal."""
_SENTENCES = 3
"""Sentences of one policy in the terminal; JSON has all."""


@click.command("search")
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@click.option("--in-force/--ever", "in_force", default=False, help="Only what stands now, or what ever stood.  [default: --ever]")
@click.option("--affirmed", "polarity", flag_value="affirmed", help="Only sentences that say it is done, or may be done.")
@click.option("--denied", "polarity", flag_value="denied", help="Only sentences that say it is not done: “We do not sell …”.")
@click.option("--topic", metavar="TOPIC", help="Only sentences about this topic, e.g. retention.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only policies with this tag; may be repeated.")
@click.option("--since", metavar="DATE", help="Only where the words first stood, came back or went on or after this date.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Print at most N policies.")
@results
@click.pass_obj
def search_command(
    app: App,
    texts: tuple[str, ...],
    in_force: bool,
    polarity: str | None,
    topic: str | None,
    tags: tuple[str, ...],
    since: str | None,
    limit: int | None,
) -> None:
    """Find TEXT in every version of every policy: when it first stood, whether it stands now, and when it went, with the sentence.

    Each TEXT is a phrase; of several, all must stand in one sentence. Case, accents and markup make no difference. A star at the end of a
    word stands for any ending: sell*. Words in double quotes within TEXT are a phrase, those beside them single words.
    """
    from monitor.core.text.search_terms import question
    from monitor.pipeline.search import SearchOptions, require_full_text, search

    try:
        asked = question(texts)
    except ValueError as error:
        raise UsageError(str(error)) from None
    options = SearchOptions(in_force, None if since is None else first_moment(since), known_topic(topic), polarity)
    context = app.context()
    policies = tagged(context, tags)
    require_full_text(context.index)
    _bring_up_to_date(app, context)
    with all_stays():
        _print(app, search(context, policies, asked, options), texts, limit, polarity)


def _print(app: App, answer: SearchAnswer, texts: tuple[str, ...], limit: int | None, polarity: str | None) -> None:
    shown = answer.findings[:limit]
    if app.json:
        app.result(answer_json(answer, shown, texts))
        return
    # Written at once: of thousands of lines, asking for each whether this is a terminal took as long as the search.
    lines = [terminal_text(line) for one in shown for line in _lines(one)]
    app.line("\n".join([*lines, *_summary(answer, len(answer.findings) - len(shown), polarity)]))


def known_topic(topic: str | None) -> str | None:
    """The topic, if there is one of that name.

    Raises:
        UsageError: there is none; names all.
    """
    from monitor.present.phrases import TOPICS

    if topic is not None and topic not in TOPICS:
        raise UsageError(f"there is no topic {clean(topic)!r}; the topics are {', '.join(sorted(TOPICS))}")
    return topic


def tagged(context: MonitorContext, tags: tuple[str, ...]) -> list[Policy]:
    """The tracked policies with any of some tags; all of them without tags.

    Raises:
        UsageError: no policy has one of the tags.
    """
    for tag in tags:
        if not any(tag in policy.tags for policy in context.policies):
            raise UsageError(f"no policy has the tag {clean(tag)!r}; `policy-monitor tags` lists the tags")
    return [policy for policy in context.policies if not tags or set(tags) & set(policy.tags)]


def _bring_up_to_date(app: App, context: MonitorContext) -> None:
    """Makes policies searchable that are not: all of them, once, after an update."""
    from monitor.pipeline.search import make_searchable

    tracked = {policy.id for policy in context.policies}
    missing = [policy_id for policy_id in context.index.unsearchable() if policy_id in tracked]
    if not missing:
        return
    try:
        with app.writing(context, "search"), app.progress("Preparing the search") as update:
            done = iter(range(1, len(missing) + 1))
            make_searchable(context, missing, lambda: update(next(done), len(missing)))
    except StoreError as error:
        # What is searchable is searched; the answer names the others.
        app.message(f"policy-monitor: {plural(len(missing), 'policy', 'policies')} can't be made searchable: {error}")


# --- as JSON ---------------------------------------------------------------------------------------------------------


def answer_json(answer: SearchAnswer, shown: list[PolicyFindings], texts: tuple[str, ...]) -> dict[str, Any]:
    """The public JSON."""
    return {
        "schema": SCHEMA,
        "query": [clean(text) for text in texts],
        "searched": answer.searched,
        "found": len(answer.findings),
        "stands_in": sum(one.stands for one in answer.findings),
        "policies": [_findings_json(one) for one in shown],
        "unclear_left_out": answer.unclear,
        "without_versions": answer.without_versions,
        "not_searchable": answer.unsearchable,
        "not_tracked": answer.not_tracked,
    }


def _findings_json(found: PolicyFindings) -> dict[str, Any]:
    policy = found.policy
    return {
        "policy": policy.id,
        "name": policy.name,
        "document": policy.document,
        "tags": list(policy.tags),
        "stands": found.stands,
        "periods": [_period_json(period) for period in found.periods],
        "sentences": [
            {
                "text": one.sentence.text,
                "lead_in": one.sentence.lead_in or None,
                "heading": one.sentence.heading or None,
                "stands": one.periods[-1].after is None,
                "polarity": one.polarity,
                "conditional": one.conditional if one.polarity else None,
                "periods": [_period_json(period) for period in one.periods],
            }
            for one in found.sentences
        ],
    }


def _period_json(period: Period) -> dict[str, Any]:
    return {
        "first_in": _version(period.first),
        "absent_before": _version(period.before),
        "last_in": _version(period.last),
        "absent_after": _version(period.after),
    }


def _version(version: VersionSpan | None) -> dict[str, Any] | None:
    if version is None:
        return None
    name = version.name
    return {
        "captured_at": utc_iso(name.captured_at),
        "last_seen": utc_iso(version.last_seen),
        "sha256": name.sha256,
        "archive_url": name.archive_url,
    }


# --- as text ---------------------------------------------------------------------------------------------------------


def _lines(found: PolicyFindings) -> list[str]:
    lines = [f"{found.policy.id}  {policy_title(found.policy)}"]
    lines += [f"  {period_says(period)}" for period in found.periods]
    for one in found.sentences[:_SENTENCES]:
        lines.append(f"    {_dates(one)}  {_quoted(one)}")
    if len(found.sentences) > _SENTENCES:
        more = plural(len(found.sentences) - _SENTENCES, "more sentence")
        lines.append(f"    … and {more} (--format json has all)")
    return [*lines, ""]


def period_says(period: Period) -> str:
    """When the words stood, claiming no more than the versions show."""
    first, before, after = period.first.name.captured_at, period.before, period.after
    since = f"since {first.date()}"
    came = (
        f"{since} (not in the version before, last seen {before.last_seen.date()})" if before else f"{since} or longer (the oldest version)"
    )
    if after is None:
        return f"stands {came}, last seen {period.last.last_seen.date()}"
    return f"stood {came} until {period.last.last_seen.date()}; gone in the version of {after.name.captured_at.date()}"


def _dates(one: FoundSentence) -> str:
    last = one.periods[-1]
    until = "now       " if last.after is None else f"{last.last.last_seen.date()}"
    return f"{one.periods[0].first.name.captured_at.date()} – {until}"


def _quoted(one: FoundSentence) -> str:
    said = f"[{one.polarity}{', with a condition' if one.conditional else ''}] " if one.polarity else ""
    above = f"{one.sentence.lead_in} … " if one.sentence.lead_in else ""
    return said + shorten(f"{above}{one.sentence.text}", _SHOWN)


def _summary(answer: SearchAnswer, left_out: int, polarity: str | None) -> list[str]:
    found, stands = len(answer.findings), sum(one.stands for one in answer.findings)
    where = plural(answer.searched, "policy", "policies")
    lines = [f"Found in {found} of {where}; stands now in {stands}." if found else f"Found in no version of {where}."]
    lines += [f"{plural(left_out, 'more policy', 'more policies')} not shown (--limit)."] if left_out else []
    if answer.unclear:
        lines.append(
            f"{plural(answer.unclear, 'sentence')} left out: whether they say so is unclear (search without --{polarity} to see them)."
        )
    for ids, says in (
        (answer.without_versions, "without a version"),
        (answer.unsearchable, "not searched"),
        (answer.not_tracked, "no longer tracked, but with these words in some version"),
    ):
        if ids:
            names = ", ".join(ids[:5]) + (" …" if len(ids) > 5 else "")
            lines.append(f"{plural(len(ids), 'policy', 'policies')} {says}: {names}")
    return lines
