"""What a search found, in words and as records: the same in the terminal, in the web app, in its API and for `Store.search`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from monitor.pipeline.search import FoundSentence, Period, PolicyFindings, SearchAnswer, SearchOptions
from monitor.present.inert import clean
from monitor.present.phrases import joined, plural
from monitor.store.index import VersionSpan
from monitor.timestamps import utc_iso

SCHEMA = "policy-monitor/search/1"


def answer_json(answer: SearchAnswer, shown: Sequence[PolicyFindings], texts: Sequence[str]) -> dict[str, Any]:
    """What `search --format json` prints, and the API answers."""
    return {
        "schema": SCHEMA,
        "query": [clean(text) for text in texts],
        "searched": answer.searched,
        "found": len(answer.findings),
        "stands_in": sum(one.stands for one in answer.findings),
        "policies": [findings_json(one) for one in shown],
        "unclear_left_out": answer.unclear,
        "without_versions": answer.without_versions,
        "not_searchable": answer.unsearchable,
        "not_tracked": answer.not_tracked,
    }


def findings_json(found: PolicyFindings) -> dict[str, Any]:
    """What was found in one policy."""
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


def found_records(found: PolicyFindings) -> Iterator[dict[str, Any]]:
    """The columns of a table: a row for each sentence and each stretch of versions that contains it."""
    for one in found.sentences:
        for period in one.periods:
            yield {
                "text": one.sentence.text, "lead_in": one.sentence.lead_in or None, "heading": one.sentence.heading or None,
                "stands": period.after is None, "captured_at": period.first.name.captured_at, "last_seen": period.last.last_seen,
                "absent_before": period.before.last_seen if period.before else None,
                "absent_after": period.after.name.captured_at if period.after else None,
                "polarity": one.polarity, "conditional": one.conditional if one.polarity else None,
            }  # fmt: skip


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


def period_says(period: Period) -> str:
    """When the words were there, claiming no more than the versions show."""
    first, before, last, after = period.first.name.captured_at, period.before, period.last.last_seen, period.after
    moments = [first, last, *([before.last_seen] if before else []), *([after.name.captured_at] if after else [])]
    # Of a page that changes twice a day, "until 2026-11-29; gone in the version of 2026-11-29" says nothing.
    form = "%Y-%m-%d %H:%M" if _share_a_day(moments) else "%Y-%m-%d"
    since = f"since {first:{form}}"
    came = (
        f"{since} (not in the version before, last seen {before.last_seen:{form}})" if before else f"{since} or longer (the oldest version)"
    )
    if after is None:
        # A text that is in force is captured again only when it is about to go: its first capture is no news.
        return f"there {came}, last captured {last:{form}}" if last > first else f"there {came}"
    return f"there {came} until {last:{form}}; gone in the version of {after.name.captured_at:{form}}"


def _share_a_day(moments: Sequence[datetime]) -> bool:
    different = set(moments)
    return len({moment.date() for moment in different}) < len(different)


def found_says(answer: SearchAnswer, options: SearchOptions) -> str:
    """How much was found, in one sentence; of what filters left out it does not say that it is nowhere."""
    where = plural(answer.searched, "policy", "policies")
    if answer.findings:
        return f"Found in {len(answer.findings)} of {where}; still there in {sum(one.stands for one in answer.findings)}."
    filters = {"in-force": options.in_force, "since": options.since, "topic": options.topic, str(options.polarity): options.polarity}
    # "Found in no version" would be untrue of words that another topic has.
    given = [name for name, value in filters.items() if value]
    if given:
        passed = f"the filter{'s' if len(given) > 1 else ''} {joined(given)}"
        return f"Nothing found in {where}: no sentence with these words passes {passed}."
    return f"Found in no version of {where}."


def gaps_say(answer: SearchAnswer) -> list[str]:
    """What was not searched, or is not among the answers, in one sentence each."""
    lines = []
    for ids, says in (
        (answer.without_versions, "without a version"),
        (answer.unsearchable, "not searched"),
        (answer.not_tracked, "no longer tracked, but with these words in some version"),
    ):
        if ids:
            names = ", ".join(ids[:5]) + (" …" if len(ids) > 5 else "")
            lines.append(f"{plural(len(ids), 'policy', 'policies')} {says}: {names}")
    return lines


def sentence_dates(one: FoundSentence) -> str:
    """From when to when a sentence was there."""
    last = one.periods[-1]
    until = "now       " if last.after is None else f"{last.last.last_seen:%Y-%m-%d}"
    return f"{one.periods[0].first.name.captured_at:%Y-%m-%d} – {until}"
