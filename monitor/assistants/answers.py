"""The answers to an assistant's questions, from what is stored: dates of captures, archive links, quotations, and what is unclear."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from monitor.assistants.quotation import NOTE, label, page_of, quoted
from monitor.core.text.search_terms import Question, question
from monitor.errors import UsageError
from monitor.model import Change, HistoryEntry, Policy, SecondReading, Severity, Version
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.search import FoundSentence, Period, SearchOptions, require_full_text, search
from monitor.pipeline.second_readings import second_readings
from monitor.present.opinions import second_json
from monitor.present.phrases import TOPICS
from monitor.store.index import VersionSpan
from monitor.timestamps import from_iso, from_timestamp14, utc_iso, utc_iso_or_none

_SENTENCES = 5
"""Of one policy in the answer of a search; `when` has all of them."""
_LONGEST_TEXT = 20_000
"""Characters of a policy's text in one answer."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{5,15}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?|[0-9]{14}")
_UNJUDGED = "nobody judged this change: its language is not one that the program judges"


class StoreAnswers:
    """Answers from one store; nothing is written.

    Args:
        context: the store.

    Errors: every method may raise UsageError, when it is asked for what there is not, and StoreError.
    """

    def __init__(self, context: MonitorContext) -> None:
        self._context = context

    def policies(self, words: str, tag: str, limit: int, offset: int) -> dict[str, Any]:
        """The tracked documents, in the order of the configuration."""
        asked = words.casefold()
        chosen = (
            one for one in self._tagged(tag) if not asked or any(asked in text.casefold() for text in (one.id, one.name, one.document))
        )
        return _answer("policies", page_of(map(self._policy, chosen), offset=offset, limit=limit))

    def versions(self, policy: str, limit: int, offset: int) -> dict[str, Any]:
        """The versions of a policy, newest first."""
        whose = self._context.policy(policy)
        entries = self._context.index.entries(whose.id)
        second = second_readings(self._context, whose)
        items = (
            {**_version(entries[place]), "second_reader": _second(second.get(place), entries[place])}
            for place in reversed(range(len(entries)))
        )
        page = page_of(items, offset=offset, limit=limit)
        unclear = [] if entries else [f"no version of {whose.id} is stored yet"]
        return _answer("versions", page, unclear, policy=whose.id, total=len(entries))

    def changes(self, policy: str, since: str, until: str, topic: str, severity: str, limit: int, offset: int) -> dict[str, Any]:
        """Changes of one policy or of all, newest version first, most serious first within a version."""
        chosen = [self._context.policy(policy)] if policy else list(self._context.policies)
        least, about = Severity(severity) if severity else Severity.NONE, _topic(topic)
        # Looked up for the policies that are shown alone: a page has changes of a few.
        readings = cache(lambda place: second_readings(self._context, chosen[place]))
        items = (
            {**_change(chosen[which], entry, before, change), "second_reader": _second(readings(which).get(place), entry)}
            for which, place, entry, before in self._newest_first(chosen, moment_of(since), moment_of(until, end=True))
            for change in (entry.changelog.changes if entry.changelog else ())
            if change.severity.rank >= least.rank and (not about or about in change.topics)
        )
        page = page_of(items, offset=offset, limit=limit)
        unclear = [] if page["items"] else ["no such change is stored; a change that was undone before the next capture is not visible"]
        return _answer("changes", page, unclear)

    def search(self, text: str, in_force: bool, topic: str, tag: str, since: str, limit: int, offset: int) -> dict[str, Any]:
        """Policies with these words in some version, and the sentences."""
        options = SearchOptions(in_force, moment_of(since), _topic(topic))
        found = self._search(self._tagged(tag), _question(text), options)
        page = page_of(
            (
                {
                    "policy": one.policy.id,
                    **_named(one.policy),
                    "stands_now": one.stands,
                    "sentences": [_sentence(sentence) for sentence in one.sentences[:_SENTENCES]],
                    "further_sentences": max(0, len(one.sentences) - _SENTENCES),
                }
                for one in found.findings
            ),
            offset=offset,
            limit=limit,
        )
        unclear = [f"{name} has no version yet" for name in found.without_versions[:_SENTENCES]]
        unclear += [f"{name} could not be searched; run `policy-monitor search` once" for name in found.unsearchable[:_SENTENCES]]
        if not found.findings:
            unclear.append("no version has these words; other words may say the same")
        return _answer("search", page, unclear, searched=found.searched, found=len(found.findings))

    def when(self, policy: str, text: str, limit: int, offset: int) -> dict[str, Any]:
        """Between which captures the sentences with these words came and went in a policy."""
        whose = self._context.policy(policy)
        # By the index: `find_when` writes what it finds out, and would need the lock that the daemon has.
        found = self._search([whose], _question(text), SearchOptions())
        sentences = [one for finding in found.findings for one in finding.sentences]
        page = page_of((_sentence(one) for one in sentences), offset=offset, limit=limit)
        unclear = [f"{name} could not be searched; run `policy-monitor search` once" for name in found.unsearchable]
        if not sentences:
            unclear.append("no stored version has these words in one sentence; a reworded sentence is not found by its earlier words")
        # What `policy-monitor when` knows besides.
        unclear.append("archived captures that were not fetched are not known here; `policy-monitor when` fetches and follows rewordings")
        return _answer("when", page, unclear, policy=whose.id)

    def compare_vendors(self, topic: str, policies: Sequence[str], tag: str, limit: int, offset: int) -> dict[str, Any]:
        """What policies say now about a topic, and since when."""
        from monitor.pipeline.in_force import vendor_of

        about, tagged = _topic(topic), self._tagged(tag)
        # In the order that was asked for; a table is read from left to right.
        chosen = [self._context.policy(name) for name in dict.fromkeys(policies)] or tagged
        items = (_vendor(vendor_of(self._context, one), about) for one in chosen if one in tagged)
        page = page_of(items, offset=offset, limit=limit)
        return _answer("compare-vendors", page, ["that nothing was recognised does not mean that nothing is said"], topic=about)

    def text_in_force(self, policy: str, date: str, offset: int, limit: int) -> dict[str, Any]:
        """The text that was in force at a date, or the newest one, from a character on."""
        whose, index = self._context.policy(policy), self._context.index
        # Without a date, now: a capture that a wrong clock put into the future is not in force yet.
        version = index.version_at(whose.id, moment_of(date, end=True) or datetime.now(UTC))
        if version is None:
            oldest = next(iter(index.version_names(whose.id)), None)
            older = f"the oldest version is of {utc_iso(oldest.captured_at)}" if oldest else "no version is stored yet"
            nothing: dict[str, Any] = {"items": [], "next_offset": None}
            return _answer("text-in-force", nothing, [f"what {whose.id} said then is not known: {older}"], policy=whose.id)
        text = version.document.text
        end = min(len(text), offset + min(limit, _LONGEST_TEXT))
        item = {**_reference(version), "offset": offset, "characters": len(text), **quoted(text[offset:end], most=_LONGEST_TEXT)}
        page: dict[str, Any] = {"items": [item], "next_offset": end if end < len(text) else None}
        return _answer("text-in-force", page, _doubts(version, date), policy=whose.id)

    # --- what they are made of -----------------------------------------------------------------------------------

    def _policy(self, one: Policy) -> dict[str, Any]:
        names, check = self._context.index.version_names(one.id), self._context.state.check(one.id)
        return {
            "policy": one.id,
            **_named(one),
            "urls": list(one.urls),
            "tags": list(map(label, one.tags)),
            "paused": one.paused,
            "versions": len(names),
            "oldest": utc_iso(names[0].captured_at) if names else None,
            "newest": utc_iso(names[-1].captured_at) if names else None,
            "last_success": utc_iso_or_none(check.last_success),
            "failing": quoted(check.says or "") if check.failures_in_row else None,
        }

    def _tagged(self, tag: str) -> list[Policy]:
        chosen = [one for one in self._context.policies if not tag or tag in one.tags]
        if tag and not chosen:
            tags = sorted({name for one in self._context.policies for name in one.tags})
            raise UsageError(f"no policy has this tag; the tags are {', '.join(tags) or 'none'}")
        return chosen

    def _search(self, policies: Sequence[Policy], asked: Question, options: SearchOptions) -> Any:
        require_full_text(self._context.index)
        return search(self._context, policies, asked, options)

    def _newest_first(
        self, policies: Sequence[Policy], since: datetime | None, until: datetime | None
    ) -> Iterator[tuple[int, int, HistoryEntry, Version]]:
        """(which policy, place, version, the one before it). Of 200 policies, the first page loads a few changelogs."""
        index = self._context.index

        def places(which: int, policy: Policy) -> Iterator[tuple[float, int, int]]:
            names = index.version_names(policy.id)
            for place in reversed(range(1, len(names))):
                at = names[place].captured_at
                if (since is None or at >= since) and (until is None or at <= until):
                    yield -at.timestamp(), which, place

        for _, which, place in heapq.merge(*(places(which, policy) for which, policy in enumerate(policies))):
            entries = index.entries(policies[which].id)
            # The daemon may have derived the history again since the names were read.
            if place < len(entries):
                yield which, place, entries[place], entries[place - 1].version


def moment_of(date: str, *, end: bool = False) -> datetime | None:
    """The moment that a date means, of a day its first second, or its last one; None for "".

    Raises:
        UsageError: it is no date.
    """
    text = date.strip()
    if not text:
        return None
    try:
        # Not "2022", which somebody means as a whole year, and a parser as its first second.
        if not _DATE.fullmatch(text):
            raise ValueError
        if len(text) == len("2026-11-29"):
            return from_iso(f"{text}T{'23:59:59' if end else '00:00:00'}Z")
        found = from_timestamp14(text) if text.isdigit() else from_iso(text)
    except (ValueError, OverflowError):
        raise UsageError("a date is written 2026-11-29, 2026-11-29T18:00:00Z or 20261129180000") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _topic(topic: str) -> str | None:
    if topic and topic not in TOPICS:
        # All of them: an assistant chooses better from a list than from a suggestion.
        raise UsageError(f"there is no such topic; the topics are {', '.join(sorted(TOPICS))}")
    return topic or None


def _question(text: str) -> Question:
    try:
        return question((text,))
    except ValueError as error:
        raise UsageError(str(error)) from None


def _answer(kind: str, page: dict[str, Any], unclear: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    return {"schema": f"policy-monitor/assistant-{kind}/1", "note": NOTE, **more, **page, "unclear": list(unclear)}


def _reference(version: Version) -> dict[str, Any]:
    return {
        "captured_at": utc_iso(version.captured_at),
        "last_seen": utc_iso(version.last_seen),
        "source": version.source,
        "url": version.url,
        "archive_url": version.archive_url,
        "sha256": version.sha256,
        "language": version.document.language,
        "stated_date": version.document.stated_date,
    }


def _named(policy: Policy) -> dict[str, Any]:
    """What a policy is called. The names may come from a list or a page that somebody else wrote."""
    return {"name": label(policy.name), "document": label(policy.document)}


def _version(entry: HistoryEntry) -> dict[str, Any]:
    changelog = entry.changelog
    return {
        **_reference(entry.version),
        "title": quoted(entry.version.document.title or ""),
        "severity": (changelog.severity if changelog else Severity.NONE).value,
        "changes": changelog.counts if changelog else {},
        "first_change": changelog.changes[0].headline if changelog and changelog.changes else None,
    }


_NOT_OURS = "another language model's opinion of the version as a whole, not part of the verdict; the program's own is under `program`"


def _second(reading: SecondReading | None, entry: HistoryEntry) -> dict[str, Any] | None:
    """What another language model said about a version's changes; its words are as strange to the assistant as those of the page."""
    found = second_json(reading, entry.changelog)
    if found is None or reading is None:
        return None
    found |= {"note": _NOT_OURS}
    if reading.dropped is not None:
        found["dropped"] = {"reason": reading.dropped, "says": quoted(reading.says or "")}
    if reading.opinion is not None:
        quotes = [{"where": one["where"], **quoted(one["text"])} for one in found["opinion"]["quotes"]]
        found["opinion"] = {**found["opinion"], "summary": quoted(reading.opinion.summary), "quotes": quotes}
    return found


def _change(policy: Policy, entry: HistoryEntry, before: Version, change: Change) -> dict[str, Any]:
    old, new, version = change.old, change.new, entry.version
    return {
        "policy": policy.id,
        **_named(policy),
        "seen_between": [utc_iso(before.last_seen), utc_iso(version.captured_at)],
        "old_archive_url": before.archive_url,
        "new_archive_url": version.archive_url,
        "url": version.url,
        "headline": change.headline,
        "kind": change.kind.value,
        "severity": change.severity.value,
        "direction": change.direction.value,
        # Of a change that nobody judged there is none, and 0.0 would be read as a figure.
        "certainty": {"severity": change.certainty.severity, "direction": change.certainty.direction} if change.judged else "unclear",
        "judged": change.judged,
        "unclear": None if change.judged else _UNJUDGED,
        "topics": list(change.topics),
        "old": quoted(old.text) if old else None,
        "new": quoted(new.text) if new else None,
        "section": quoted(" > ".join((new or old).section), most=200) if (new or old) else None,  # type: ignore[union-attr]
        "reasons": [reason.says for reason in change.reasons],
    }


def _sentence(one: FoundSentence) -> dict[str, Any]:
    return {
        **quoted(one.sentence.text),
        "introduced_by": quoted(one.sentence.lead_in, most=300) if one.sentence.lead_in else None,
        "stands_now": one.periods[-1].after is None,
        "periods": [_period(period) for period in one.periods],
    }


def _period(period: Period) -> dict[str, Any]:
    return {
        "first_in": _span(period.first),
        "absent_before": _span(period.before) or "unclear: the first one is the oldest version that is stored",
        "last_in": _span(period.last),
        "absent_after": _span(period.after) or "is in the newest stored version",
    }


def _span(version: VersionSpan | None) -> dict[str, Any] | None:
    if version is None:
        return None
    return {
        "captured_at": utc_iso(version.name.captured_at),
        "last_seen": utc_iso(version.last_seen),
        "archive_url": version.name.archive_url,
    }


def _vendor(vendor: Any, about: str | None) -> dict[str, Any]:
    return {
        "policy": vendor.policy.id,
        **_named(vendor.policy),
        "captured_at": utc_iso_or_none(vendor.captured_at),
        "last_seen": utc_iso_or_none(vendor.last_seen),
        "state": vendor.state(about),
        "sentences": [
            {
                **quoted(one.quoted),
                "columns": quoted(one.below, most=300) if one.below else None,
                "since": utc_iso(one.since),
                "says_it_is_done": one.on(about).polarity,
                "with_a_condition": one.on(about).conditional,
            }
            for one in vendor.about(about)
        ],
        "may_be_about_it": [{**quoted(one.quoted), "since": utc_iso(one.since)} for one in vendor.perhaps(about)[:_SENTENCES]],
    }


def _doubts(version: Version, date: str) -> list[str]:
    """What is not known of a version at a date: whether it was still in force after it was seen last."""
    asked = moment_of(date, end=True)
    if asked is not None and asked > version.last_seen:
        return [f"it was last seen on {utc_iso(version.last_seen)}, before the date that was asked for; a later text may not be captured"]
    return []
