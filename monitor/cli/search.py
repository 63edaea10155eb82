"""`search`: words in every version of every policy, when they came and when they went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, all_stays, results
from monitor.cli.dates import first_moment
from monitor.errors import StoreError, UsageError
from monitor.present.inert import clean, terminal_text
from monitor.present.phrases import plural, policy_title, shorten, without_marks

if TYPE_CHECKING:
    from monitor.model import Policy
    from monitor.pipeline.context import MonitorContext
    from monitor.pipeline.search import FoundSentence, PolicyFindings, SearchAnswer, SearchOptions

_SHOWN = 400
"""Characters of a sentence in the terminal."""
_SENTENCES = 3
"""Sentences of one policy in the terminal; JSON has all."""


@click.command("search")
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@click.option("--in-force/--ever", "in_force", default=False, help="Only what is in force now, or what ever was.  [default: --ever]")
@click.option("--affirmed", "polarity", flag_value="affirmed", help="Only sentences that say it is done, or may be done.")
@click.option("--denied", "polarity", flag_value="denied", help="Only sentences that say it is not done: “We do not sell …”.")
@click.option("--topic", metavar="TOPIC", help="Only sentences about this topic, e.g. retention.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only policies with this tag; may be repeated.")
@click.option("--since", metavar="DATE", help="Only where the words came, came back or went on or after this date.")
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
    """Find TEXT in every version of every policy: when it came, whether it is still there, and when it went, with the sentence.

    Each TEXT is a phrase; if there are several, one sentence must contain them all. Case, accents and markup make no difference. A star
    at the end of a word matches any ending: sell*. Within TEXT, words in double quotes are a phrase; other words are matched one by one.
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
        answer = search(context, policies, asked, options)
    if not context.policies and not answer.not_tracked and not app.json:
        app.line(app.nothing_tracked())
        return
    with all_stays():
        _print(app, answer, texts, limit, options)


def _print(app: App, answer: SearchAnswer, texts: tuple[str, ...], limit: int | None, options: SearchOptions) -> None:
    shown = answer.findings[:limit]
    if app.json:
        from monitor.pipeline.search_results import answer_json

        app.result(answer_json(answer, shown, texts))
        return
    # Written at once: of thousands of lines, asking for each whether this is a terminal took as long as the search.
    lines = [terminal_text(line) for one in shown for line in _lines(one)]
    app.line("\n".join([*lines, *_summary(answer, len(answer.findings) - len(shown), options)]))


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


# --- as text ---------------------------------------------------------------------------------------------------------


def _lines(found: PolicyFindings) -> list[str]:
    from monitor.pipeline.search_results import period_says, sentence_dates

    lines = [f"{found.policy.id}  {policy_title(found.policy)}"]
    lines += [f"  {period_says(period)}" for period in found.periods]
    for one in found.sentences[:_SENTENCES]:
        lines.append(f"    {sentence_dates(one)}  {_quoted(one)}")
    if len(found.sentences) > _SENTENCES:
        more = plural(len(found.sentences) - _SENTENCES, "more sentence")
        lines.append(f"    … and {more} (--format json has all)")
    return [*lines, ""]


def _quoted(one: FoundSentence) -> str:
    said = f"[{one.polarity}{', with a condition' if one.conditional else ''}] " if one.polarity else ""
    above = f"{without_marks(one.sentence.lead_in)} … " if one.sentence.lead_in else ""
    return said + shorten(f"{above}{without_marks(one.sentence.text)}", _SHOWN)


def _summary(answer: SearchAnswer, left_out: int, options: SearchOptions) -> list[str]:
    from monitor.pipeline.search_results import found_says, gaps_say

    lines = [found_says(answer, options)]
    lines += [f"{plural(left_out, 'more policy', 'more policies')} not shown (--limit)."] if left_out else []
    if answer.unclear:
        unclear = f"{plural(answer.unclear, 'sentence')} left out: whether they say so is unclear"
        lines.append(f"{unclear} (search without --{options.polarity} to see them).")
    return lines + gaps_say(answer)
