"""Packs the blocks of sentences: small ones that follow each other become one, compressed against a text in which most of them stand.

That text is a whole one, which no other is needed to read: a search may find something in each of thousands of policies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from sqlite3 import Connection
from typing import NamedTuple

from monitor.store.digests import shown
from monitor.store.packed_values import PackedTexts, pack
from monitor.store.patches import Unreadable
from monitor.store.sentences import block_text, is_searchable

_MOST = 64
"""Sentences of a packed block."""


class _Row(NamedTuple):
    """A row of the table of blocks."""

    first: int
    held: int
    sentences: bytes


def pack_sentences(db: Connection, policy_id: str, texts: PackedTexts) -> None:
    """Pack a policy's sentences. What is packed stays as it is, unless there is more to go with it.

    Args:
        db: in a transaction.
        policy_id: whose.
        texts: reads the texts of the same index, which are packed already.
    """
    if not is_searchable(db):
        return
    sql = "select first, count, sentences from sentence_blocks where policy = ? order by first"
    root_at = _roots(db, policy_id, texts)
    for group in list(_groups(_Row._make(row) for row in db.execute(sql, (policy_id,)).fetchall())):
        if len(group) > 1 or group[0].sentences[:1] == b"x":
            _pack_group(db, group, texts, root_at)


def _groups(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    """Blocks whose numbers follow each other, as many as make one."""
    group: list[_Row] = []
    for row in rows:
        if group and (row.first != group[-1].first + group[-1].held or row.first + row.held > group[0].first + _MOST):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _pack_group(db: Connection, group: list[_Row], texts: PackedTexts, root_at: Callable[[int], str | None]) -> None:
    first, end = group[0].first, group[-1].first + group[-1].held
    (position,) = db.execute("select min(first) from sentence_spans where sentence between ? and ?", (first, end - 1)).fetchone()
    root = root_at(position or 0)
    try:
        text = "\n".join(block_text(row.sentences, texts.plain) for row in group)
        packed = pack(text, [] if root is None else [(root, texts.text(root))])
    except ValueError:
        return  # damaged, or half a character, which only the older form can hold
    db.executemany("delete from sentence_blocks where first = ?", [(row.first,) for row in group[1:]])
    db.execute("update sentence_blocks set count = ?, sentences = ? where first = ?", (end - first, packed, first))


def _roots(db: Connection, policy_id: str, texts: PackedTexts) -> Callable[[int], str | None]:
    """Finds the text at the bottom of what a version's text is packed against."""
    rows = db.execute("select sha256 from history where policy = ? order by position", (policy_id,)).fetchall()
    known: dict[str, str] = {}

    def root_at(position: int) -> str | None:
        if not rows:
            return None
        digest = shown(rows[min(position, len(rows) - 1)][0])
        if digest not in known:
            try:
                known[digest] = list(texts.chain(digest))[-1]
            except Unreadable:
                return None
        return known[digest]

    return root_at
