"""The sentences of all versions of all policies, each once, with the versions in which it stands: what full-text search looks in.

A policy's sentences are kept in compressed blocks and numbered; `sentence_words` is a full-text table without content over these numbers.
A span says in which versions a sentence stands, by their position in the history. One more version costs the sentences that are new in it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from sqlite3 import Connection
from typing import Any, NamedTuple, Protocol

EDITION = "1"
"""Raise it when sentences are cut or their terms are made another way: every policy's sentences are then stored again."""
_BLOCK = 32
"""Sentences of one block: a larger one is smaller on disk, and takes longer to read for the one sentence of it that is found."""


class StoredSentence(NamedTuple):
    """A sentence, a list item, a row or a heading, with what stands above it. None of the three has a line break."""

    text: str
    lead_in: str
    """The line that introduces its list or table, if any."""
    heading: str
    """The nearest heading, if any."""


class Standing(NamedTuple):
    """A sentence of a policy, and versions in a row that have it, by position."""

    policy: str
    first: int
    gone: int | None
    """The first version without it; None when it stands in the last one."""
    sentence: StoredSentence


class BlocksMoved(Exception):
    """Between two questions, sentences got other places."""


class TextReader(Protocol):
    """Reads what the index holds."""

    def text(self, sha256: str) -> str:
        """A text by its digest; raises ValueError when it is damaged or missing."""
        ...

    def plain(self, value: str | bytes) -> str:
        """What was packed; raises ValueError when it is damaged."""
        ...


class TextCutter(Protocol):
    """Cuts texts into what can be found."""

    def sentences(self, text: str) -> Iterable[StoredSentence]:
        """The sentences of a text that have a term."""
        ...

    def terms(self, sentence: str) -> Sequence[str]:
        """The terms of a sentence: letters and digits, without blanks."""
        ...


def has_full_text(db: Connection) -> bool:
    """False where SQLite was built without FTS5; then nothing is stored to search in."""
    return db.execute("select 1 from pragma_module_list where name = 'fts5'").fetchone() is not None


def drop_sentences(db: Connection, policy_id: str) -> None:
    """Delete all sentences of a policy.

    Their numbers stay in the full-text table, which could forget them only if it were told their terms again; they are never given away
    a second time, so they lead nowhere.
    """
    if is_searchable(db):
        for first, count in db.execute("select first, count from sentence_blocks where policy = ?", (policy_id,)).fetchall():
            db.execute("delete from sentence_spans where sentence between ? and ?", (first, first + count - 1))
        db.execute("delete from sentence_blocks where policy = ?", (policy_id,))
        db.execute("delete from searchable where policy = ?", (policy_id,))


def is_searchable(db: Connection) -> bool:
    """False when the tables are not there, because SQLite was built without FTS5."""
    return db.execute("select 1 from sqlite_master where name = 'sentence_words'").fetchone() is not None


def put_sentences(
    db: Connection, policy_id: str, before: Sequence[str], after: Sequence[str], texts: TextReader, cutter: TextCutter
) -> None:
    """Bring a policy's sentences up to date with its versions.

    Args:
        db: in a transaction.
        policy_id: whose.
        before: the digests of the texts of the versions that the sentences were brought up to date with last, oldest first.
        after: those of the versions that there are now.
        texts: reads the texts.
        cutter: cuts texts.
    """
    if not is_searchable(db):
        return
    if db.execute("select 1 from searchable where policy = ? and edition = ?", (policy_id, EDITION)).fetchone() is None:
        drop_sentences(db, policy_id)
        before = ()
        db.execute("insert into searchable values (?, ?)", (policy_id, EDITION))
    edit = _Edit.between(before, after)
    if edit is not None:
        numbers = {sentence: number for number, sentence in _sentences(db, policy_id, texts)}
        cut = (cutter.sentences(texts.text(after[at])) for at in range(edit.start, edit.new_end))
        _put(db, policy_id, edit, cut, cutter, numbers)


def tidy_words(db: Connection) -> None:
    """Join what the full-text table keeps for each transaction, so that it takes less space and is read faster."""
    if is_searchable(db):
        db.execute("insert into sentence_words (sentence_words) values ('optimize')")


class _Edit(NamedTuple):
    """What became of a list of versions: those from `start` to `old_end` were replaced by those from `start` to `new_end`."""

    start: int
    old_end: int
    new_end: int
    old_count: int
    new_count: int

    @classmethod
    def between(cls, before: Sequence[str], after: Sequence[str]) -> _Edit | None:
        most = min(len(before), len(after))
        start = next((n for n in range(most) if before[n] != after[n]), most)
        last = next((n for n in range(most - start) if before[-1 - n] != after[-1 - n]), most - start)
        edit = cls(start, len(before) - last, len(after) - last, len(before), len(after))
        return edit if len(before) != len(after) or edit.start < edit.new_end else None

    def kept(self, first: int, gone: int | None) -> Iterator[tuple[int, int]]:
        """What is left of a span: up to two stretches, in the new positions."""
        end, shift = self.old_count if gone is None else gone, self.new_count - self.old_count
        for low, high, by in ((first, min(end, self.start), 0), (max(first, self.old_end), end, shift)):
            if low < high:
                yield low + by, high + by


def _put(
    db: Connection,
    policy_id: str,
    edit: _Edit,
    texts: Iterable[Iterable[StoredSentence]],
    cutter: TextCutter,
    numbers: dict[StoredSentence, int],
) -> None:
    """Write the spans of the sentences that the edit concerns.

    A span that ended where the edit begins may go on in it, so it is among them; all that ended earlier are left alone.
    """
    held: dict[int, list[tuple[int, int | None]]] = {}
    for number, *span in db.execute(_SPANS, (policy_id, edit.start)):
        held.setdefault(number, []).append((span[0], span[1]))
    stretches = {number: [part for span in spans for part in edit.kept(*span)] for number, spans in held.items()}
    for at, sentences in enumerate(texts, start=edit.start):
        found = dict.fromkeys(sentences)
        if new := [sentence for sentence in found if sentence not in numbers]:
            numbers.update(_add(db, policy_id, new, cutter))
        for sentence in found:
            stretches.setdefault(numbers[sentence], []).append((at, at + 1))
    for number, parts in stretches.items():
        spans = [(first, None if end == edit.new_count else end) for first, end in _joined(parts)]
        if spans != (old := sorted(held.get(number, []))):
            db.executemany("delete from sentence_spans where sentence = ? and first = ?", [(number, first) for first, _ in old])
            db.executemany("insert into sentence_spans values (?, ?, ?)", [(number, *span) for span in spans])


_SPANS = """
select s.sentence, s.first, s.gone from sentence_blocks b
join sentence_spans s on s.sentence >= b.first and s.sentence < b.first + b.count
where b.policy = ? and (s.gone is null or s.gone >= ?)
"""


def _joined(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for first, end in sorted(parts):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((first, end))
    return found


def _add(db: Connection, policy_id: str, new: Sequence[StoredSentence], cutter: TextCutter) -> dict[StoredSentence, int]:
    """Store sentences that the policy did not have yet, and number them."""
    (used,) = db.execute("select used from sentence_numbers").fetchone()
    numbers = {sentence: used + n for n, sentence in enumerate(new, start=1)}
    db.execute("update sentence_numbers set used = ?", (used + len(new),))
    for at in range(0, len(new), _BLOCK):
        block = new[at : at + _BLOCK]
        packed = zlib.compress("\n".join(field for sentence in block for field in sentence).encode("utf-8", "surrogatepass"), 9)
        db.execute("insert into sentence_blocks values (?, ?, ?, ?)", (used + at + 1, policy_id, len(block), packed))
    rows = ((number, " ".join(dict.fromkeys(cutter.terms(sentence.text)))) for sentence, number in numbers.items())
    db.executemany("insert into sentence_words (rowid, words) values (?, ?)", rows)
    return numbers


def _sentences(db: Connection, policy_id: str, texts: TextReader) -> Iterator[tuple[int, StoredSentence]]:
    for first, packed in db.execute("select first, sentences from sentence_blocks where policy = ?", (policy_id,)).fetchall():
        yield from enumerate(_Block(packed, texts.plain), start=first)


def block_text(sentences: bytes, plain: Callable[[bytes], str]) -> str:
    """The sentences of a block, each with its lead-in and heading, a line for each of the three.

    Args:
        sentences: as they are stored: as they were added, or as they were packed.
        plain: unpacks what was packed.

    Raises:
        ValueError: the block is damaged.
    """
    try:
        # What zlib writes begins with an x, and what is packed does not.
        if sentences[:1] != b"x":
            return plain(sentences)
        return zlib.decompress(sentences).decode("utf-8", "surrogatepass")
    except (zlib.error, TypeError, IndexError) as error:
        raise ValueError(f"sentences that can't be unpacked: {error}") from error


class _Block:
    """The sentences of a block; each is made when it is asked for, since a search asks for one of them."""

    def __init__(self, packed: bytes, plain: Callable[[bytes], str]) -> None:
        """Raises ValueError when it is damaged."""
        self._fields = block_text(packed, plain).split("\n")
        if len(self._fields) % 3:
            raise ValueError(f"sentences that can't be unpacked: {len(self._fields)} fields")

    def __len__(self) -> int:
        return len(self._fields) // 3

    def __iter__(self) -> Iterator[StoredSentence]:
        return (self[at] for at in range(len(self)))

    def __getitem__(self, at: int) -> StoredSentence:
        return StoredSentence._make(self._fields[3 * at : 3 * at + 3])


_FOUND = """
select w.rowid, s.first, s.gone, (select first from sentence_blocks where first <= w.rowid order by first desc limit 1)
from sentence_words w join sentence_spans s on s.sentence = w.rowid where sentence_words match ? order by w.rowid
"""
_BLOCKS = "select first, policy, sentences from sentence_blocks where first in (select value from json_each(?))"
_AT_ONCE = 500
"""Blocks read with one query. Of thousands of policies, a query for each block took longer than all the rest."""


def find_standings(
    rows: Callable[[str, Sequence[object]], list[tuple[Any, ...]]], needed: Sequence[tuple[str, bool]], plain: Callable[[bytes], str]
) -> Iterator[Standing]:
    """Every standing of the sentences that have all of some terms, in the order in which the sentences were stored.

    Args:
        rows: asks the file.
        needed: the terms, each with whether it is only the beginning of one.
        plain: unpacks what was packed.

    Raises:
        BlocksMoved: another process packed them meanwhile; ask again.
        ValueError: a block is damaged.
    """
    match = " AND ".join(f'"{term}"{"*" if begun else ""}' for term, begun in dict.fromkeys(needed))
    found = rows(_FOUND, (match,))
    blocks: list[int] = list(dict.fromkeys(row[3] for row in found if row[3] is not None))
    at = 0
    for start in range(0, len(blocks), _AT_ONCE):
        known = {first: (policy, packed) for first, policy, packed in rows(_BLOCKS, (json.dumps(blocks[start : start + _AT_ONCE]),))}
        for first in blocks[start : start + _AT_ONCE]:
            if first not in known:
                raise BlocksMoved
            policy, packed = known[first]
            sentences = _Block(packed, plain)
            # The numbers of a block are in a row, and so are its results; those that no block has belong to sentences that were deleted.
            while at < len(found) and (found[at][3] is None or found[at][3] == first):
                number, since, gone, of = found[at]
                if of is not None and number - first < len(sentences):
                    yield Standing(policy, since, gone, sentences[number - first])
                at += 1
