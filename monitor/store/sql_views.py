"""The views `versions`, `changes`, `reviews`, `alerts` and `policies` of `index.sqlite`, and the small tables that they are made of.

They are for people with SQL, Datasette or a notebook; the program reads none of them. Columns are named as in `monitor.export.records`.
What a version changed is one short JSON array per version: the changelogs themselves are packed, which no view can undo, and a row for
each change would repeat its policy and its place. Quotes and texts stay where they are; `export sqlite` writes them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from sqlite3 import Connection
from typing import Any

from monitor.model import Change, ChangeKind, Direction, HistoryEntry, Severity
from monitor.store.digests import shown_in_sql

REVIEW_COLUMNS = (
    "policy",
    "captured_at",
    "sha256",
    "given_at",
    "state",
    "by",
    "note",
    "severity",
    "verdict_changed",
    "in_history",
    "engine",
)
ALERT_COLUMNS = (
    "policy", "service", "document", "id", "created_at", "severity", "headline", "captured_at", "report", "channel", "state", "attempts",
    "queued_at", "delivered_at",
)  # fmt: skip
"""Without what a channel answered: a mail server's answer may name an address, and this file, unlike `state.sqlite`, is often published."""
TRACKED_COLUMNS = ("policy", "service", "document", "urls", "tags", "live")
TOPICS = (
    "data-collected", "purpose-of-use", "ai-training", "third-party-sharing", "sale-of-data", "advertising-tracking", "retention",
    "security", "user-rights", "choice-consent", "children-age", "international-transfer", "legal-disclosure", "notice-of-changes",
    "dispute-liability", "content-license", "acceptable-use", "account-termination", "payments", "contact-identity", "scope-definitions",
    "other",
)  # fmt: skip
"""By the number under which a topic is stored; a topic is only ever added at the end. One that is not here is stored by its name."""
KINDS, SEVERITIES, DIRECTIONS = (tuple(one.value for one in kind) for kind in (ChangeKind, Severity, Direction))
"""The same, so that these enumerations are only ever added to."""
LONGEST_QUOTE, LONGEST_HEADLINE, LONGEST_SECTION = 32, 100, 40
"""Characters; a headline that quotes two long sentences would be longer than all else that is kept of its change."""
_QUOTE = re.compile(rf"“([^“”]{{{LONGEST_QUOTE + 1},}})”")
_UNJUDGED, _WITHDRAWN = 1, 2


def _named(names: Sequence[str], place: str) -> str:
    """SQL that turns a number into a name, and leaves a name as it is."""
    return f"case typeof({place}) when 'integer' then json_extract('{json.dumps(names)}', '$[' || {place} || ']') else {place} end"


def _to_the_second(moment: str) -> str:
    return f"substr({moment}, 1, 19) || 'Z'"


_SEVERE = SEVERITIES[:0:-1]
"""From critical to cosmetic, as the counts of a version are stored."""


def _quoted(name: str) -> str:
    return f'"{name}"'  # "by" is a word of SQL


def _first(words: str) -> str:
    return f"substr({words}, 1, instr({words} || ' ', ' ') - 1)"


def _at(place: str, column: str = "c.value") -> str:
    return f"json_extract({column}, '$[{place}]')"


_URL = f"coalesce(nullif(json_extract(h.version, '$.url'), ''), {_first('t.urls')})"
_CAPTURED_AT = _to_the_second("h.captured_at")
_LAST_SEEN = _to_the_second("coalesce(json_extract(h.version, '$.last_seen'), h.captured_at)")
_COUNTS = ", ".join(f"{_at(f'0][{n}', 'l.changes')} as {name}" for n, name in enumerate(_SEVERE))
_WORST = " ".join(f"when {_at(f'0][{n}', 'l.changes')} > 0 then '{name}'" for n, name in enumerate(_SEVERE))
_OF_VERSION = "".join(f", json_extract(h.version, '$.{name}') as {name}" for name in ("source", "archive_url"))
_OF_DOCUMENT = "".join(
    f", json_extract(h.version, '$.document.{name}') as {name}" for name in ("title", "language", "stated_date", "effective_date")
)
_DIGESTS = ", ".join(f"{shown_in_sql(f'h.{name}')} as {name}" for name in ("sha256", "snapshot_sha256"))
_VERSIONS = f"""
select h.policy, t.service, t.document, {_URL} as url, {_CAPTURED_AT} as captured_at, {_LAST_SEEN} as last_seen,
coalesce(json_extract(h.version, '$.captures'), 1) as captures {_OF_VERSION}, {_DIGESTS} {_OF_DOCUMENT},
{_to_the_second("json_extract(h.version, '$.returns_to')")} as returns_to, case {_WORST} else 'none' end as severity, h.alert, {_COUNTS},
coalesce((select group_concat(value, char(10)) from (select value from json_each(l.changes, '$[1]')
union all select value from json_each(h.version, '$.document.notes'))), '') as notes
from history h left join change_lists l using (policy, position) left join tracked t using (policy)
"""  # noqa: S608 - our own names, here and below
_CHANGES = f"""
select h.policy, t.service, t.document, {_URL} as url, {_CAPTURED_AT} as captured_at,
{_CAPTURED_AT.replace("h.", "o.")} as old_captured_at, {_LAST_SEEN.replace("h.", "o.")} as old_last_seen,
{_named(KINDS, _at("0"))} as kind, {_named(SEVERITIES, _at("1"))} as severity, {_named(DIRECTIONS, _at("2"))} as direction,
json_object('severity', {_at("3")} / 100.0, 'direction', {_at("4")} / 100.0) as certainty,
coalesce((select group_concat({_named(TOPICS, "k.value")}, ' ') from json_each(c.value, '$[5]') k), '') as topics,
nullif({_first(_at("6"))}, '') as rule, coalesce({_at("6")}, '') as rules, (coalesce({_at("10")}, 0) & {_WITHDRAWN}) > 0 as withdrawn,
nullif({_at("8")}, '') as headline, coalesce({_at("7")}, '') as section,
nullif(coalesce({_at("9")}, json_extract(h.version, '$.document.language')), '') as language,
(coalesce({_at("10")}, 0) & {_UNJUDGED}) = 0 as judged, h.alert
from history h join change_lists l using (policy, position) join json_each(l.changes, '$[2]') c
left join history o on o.policy = h.policy and o.position = h.position - 1 left join tracked t on t.policy = h.policy
"""  # noqa: S608
_REVIEWS = f"""
select r.policy, t.service, t.document, {_first("t.urls")} as url, {", ".join(f"r.{_quoted(name)}" for name in REVIEW_COLUMNS[1:])}
from review_rows r left join tracked t using (policy)
"""  # noqa: S608
# A row without a severity stands for a message that is no alert, so that it is not looked at again.
_ALERTS = f"select {', '.join(ALERT_COLUMNS)} from alert_rows where severity is not null"  # noqa: S608
_POLICIES = f"""
select {", ".join(f"t.{name}" for name in TRACKED_COLUMNS)}, (select count(*) from history h where h.policy = t.policy) as versions
from tracked t
"""  # noqa: S608
VIEWS = {"changes": _CHANGES, "versions": _VERSIONS, "reviews": _REVIEWS, "alerts": _ALERTS, "policies": _POLICIES}
"""By name."""
_TABLES = (
    # Apart from the history, whose rows are long: reading a column behind a packed changelog would read the changelog.
    "create table change_lists (policy text, position integer, changes text not null, primary key (policy, position))",
    f"create table tracked ({', '.join(TRACKED_COLUMNS)}, primary key (policy)) without rowid",
    f"create table review_rows ({', '.join(_quoted(name) for name in REVIEW_COLUMNS)})",
    "create index review_rows_policy on review_rows (policy)",
    "create table review_keys (policy text primary key, made_of text not null) without rowid",
    f"create table alert_rows ({', '.join(ALERT_COLUMNS)}, primary key (id, channel)) without rowid",
)


def create_views(db: Connection) -> None:
    """Create the tables and the views, in the caller's transaction; the history must have its present name."""
    for statement in (*_TABLES, *map(_view, VIEWS)):
        db.execute(statement)


def stale_views(held: Mapping[str, str]) -> list[str]:
    """The names of the views that are missing, or that an earlier program defined otherwise.

    Args:
        held: by name, the statement that created it, as SQLite keeps it.
    """
    # SQLite writes the first two words in capitals.
    begins = len("create view")
    return [name for name in VIEWS if held.get(name, "")[begins:] != _view(name)[begins:].rstrip()]


def renew_views(db: Connection, names: Iterable[str]) -> None:
    """Create these views as they are defined now, in the caller's transaction."""
    for name in names:
        db.execute(f"drop view if exists {name}")
        db.execute(_view(name))


def _view(name: str) -> str:
    return f"create view {name} as {VIEWS[name]}"


def change_list(entry: HistoryEntry) -> str:
    """What a version changed, as `change_lists` holds it: how many changes of each severity, the notes, the changes."""
    if entry.changelog is None:
        return "[]"
    counts, language = entry.changelog.counts, entry.version.document.language
    rows = [_row(change, language) for change in entry.changelog.changes]
    data = ([counts.get(name, 0) for name in _SEVERE], [note.says for note in entry.changelog.notes], rows)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()


def _row(change: Change, language: str | None) -> list[Any]:
    # Wording alone: that it is so, how it came about, and no more; of such changes a moved section has dozens.
    told = change.severity.rank > Severity.COSMETIC.rank
    side = change.new or change.old
    section = side.section[-1] if told and side and side.section else ""
    flags = (0 if change.judged else _UNJUDGED) | (_WITHDRAWN if change.withdrawn else 0)
    row = [
        KINDS.index(change.kind.value), SEVERITIES.index(change.severity.value), DIRECTIONS.index(change.direction.value),
        round(change.certainty.severity * 100), round(change.certainty.direction * 100),
        [TOPICS.index(topic) if topic in TOPICS else topic for topic in change.topics],
        " ".join(reason.rule for reason in change.reasons), _shortened(section, LONGEST_SECTION),
        short_headline(change.headline) if told else "", None if change.language == language else change.language or "", flags,
    ]  # fmt: skip
    while row[-1] in (0, None, ""):
        row.pop()
    return row


def short_headline(headline: str) -> str:
    """A headline with the beginnings of its quotes alone."""
    short = _QUOTE.sub(lambda found: f"“{_shortened(found[1], LONGEST_QUOTE)}”", headline)
    return _shortened(short, LONGEST_HEADLINE)


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[:most]
    # At a blank, if that is not far: Japanese has none.
    whole = cut.rpartition(" ")[0]
    return f"{(whole if len(whole) > most // 2 else cut).rstrip(' ,;:')}…"


def put_change_list(db: Connection, policy_id: str, position: int, entry: HistoryEntry) -> None:
    """Store what a version changed."""
    db.execute("insert or replace into change_lists values (?, ?, ?)", (policy_id, position, change_list(entry)))
