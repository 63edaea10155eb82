"""Packs long values of the index in blocks: the changelogs of one policy have much in common with each other, and so have its extractions.

A row names its value by the block and the place in it. A block never changes: to add to it, it is written again under another number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from monitor.store.packed_values import PackedTexts, Stored, block_of, item, pack
from monitor.store.patches import Unreadable

_MOST, _MOST_CHARACTERS = 32, 500_000
"""Values of a block, and characters of them together. Whoever reads one of them unpacks them all."""
BETWEEN = "\n"
"""Stands between the values of a block, which are JSON on one line."""


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """Where a value stands, and the texts that it quotes."""

    table: str
    column: str
    key: tuple[tuple[str, object], ...]
    """Columns that identify the row, with their values."""
    texts: tuple[str, ...] = ()
    """Their digests, the older one first."""

    def value(self, db: Connection) -> Stored | None:
        """What stands there."""
        found = db.execute(f"select {self.column} from {self.table} where {self._where}", self._values).fetchone()  # noqa: S608 - our own names
        return None if found is None else found[0]

    def put(self, db: Connection, value: Stored) -> None:
        """Put something else there."""
        db.execute(f"update {self.table} set {self.column} = ? where {self._where}", (value, *self._values))  # noqa: S608

    @property
    def _where(self) -> str:
        return " and ".join(f"{name} = ?" for name, _ in self.key)

    @property
    def _values(self) -> tuple[object, ...]:
        return tuple(value for _, value in self.key)


def pack_values(db: Connection, places: Sequence[ValuePlace], texts: PackedTexts) -> int:
    """Put values into blocks. Full blocks stay as they are; a value that cannot be read stays where it is.

    Args:
        db: in a transaction.
        places: where the values of one kind and policy stand, neighbours in time side by side. Equal neighbours become one.
        texts: reads the values and the texts that they quote.

    Returns:
        Bytes that the rows were relieved of.
    """
    held = [_block_at(db, place) for place in places]
    if None not in held:
        return 0
    last = _not_full(db, [number for number in held if number is not None])
    writer = _Writer(db, texts)
    before: ValuePlace | None = None
    freed = 0
    for place, number in zip(places, held, strict=True):
        if number is None or number == last:
            value = place.value(db) or ""
            try:
                writer.add(place, texts.plain(value), before)
            except Unreadable:
                continue
            freed += len(value)
        before = None if number is None else place
    writer.finish()
    return freed


def drop_unused_blocks(db: Connection) -> None:
    """Delete the blocks that no row names: those that were written again, and those of which nothing is left."""
    used: set[int] = set()
    for table, column in ITEMS:
        # A row's number alone, where there are thousands of changelogs that are not packed.
        rows = db.execute(f"select distinct substr({column}, 1, 5) from {table} where typeof({column}) = 'blob'")  # noqa: S608
        used.update(number for (head,) in rows if (number := block_of(head)) is not None)
    unused = [row for row in db.execute("select id from value_blocks").fetchall() if row[0] not in used]
    db.executemany("delete from value_blocks where id = ?", unused)


ITEMS = (("readings", "reading"), ("changelogs", "changelog"), ("history", "changelog"))
"""Tables and columns of which the values are in blocks."""


def _block_at(db: Connection, place: ValuePlace) -> int | None:
    value = place.value(db)
    return block_of(value) if isinstance(value, bytes) else None


def _not_full(db: Connection, numbers: Sequence[int]) -> int | None:
    """The block that was written last, if it has room."""
    if not numbers:
        return None
    last = max(numbers)
    found = db.execute("select count from value_blocks where id = ?", (last,)).fetchone()
    return last if found is not None and found[0] < _MOST else None


class _Writer:
    """Collects values until they fill a block."""

    def __init__(self, db: Connection, texts: PackedTexts) -> None:
        self._db, self._texts = db, texts
        self._waiting: dict[str, list[ValuePlace]] = {}

    def add(self, place: ValuePlace, value: str, before: ValuePlace | None) -> None:
        """A value; `before` is its neighbour, if that is in a block that stays."""
        if BETWEEN in value:
            return
        if before is not None and (same := before.value(self._db)) is not None and self._texts.plain(same) == value:
            place.put(self._db, same)
            return
        # Only a value that is new closes a block, so that the same one, which comes next, is still found in it.
        if value not in self._waiting and self._is_full(value):
            self.finish()
        self._waiting.setdefault(value, []).append(place)

    def finish(self) -> None:
        """Write what is waiting."""
        if not self._waiting:
            return
        places = [place for group in self._waiting.values() for place in group]
        quoted = [name for place in (places[0], places[-1]) for name in place.texts]
        # The first text and the last: what came and went in between stands in the values themselves.
        body = pack(BETWEEN.join(self._waiting), list(_present(self._texts, dict.fromkeys((*quoted[:1], *quoted[-1:])))))
        number = self._db.execute("insert into value_blocks (count, body) values (?, ?)", (len(self._waiting), body)).lastrowid or 0
        for at, group in enumerate(self._waiting.values()):
            for place in group:
                place.put(self._db, item(number, at))
        self._waiting = {}

    def _is_full(self, value: str) -> bool:
        return len(self._waiting) >= _MOST or sum(map(len, self._waiting)) + len(value) > _MOST_CHARACTERS


def _present(texts: PackedTexts, digests: dict[str, None]) -> Iterator[tuple[str, str]]:
    """The texts with these digests, without those that are missing."""
    for digest in digests:
        try:
            yield digest, texts.text(digest)
        except Unreadable:
            continue
