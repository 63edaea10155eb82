"""Packs the rows of the index, and keeps the texts that packed rows need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from sqlite3 import Connection

from monitor.store.packed_values import DEEPEST, HEAD, PackedTexts, Stored, bases_of, pack, reference, referenced
from monitor.store.patches import Unreadable

# Characters: a shorter value is not worth a blob.
_SHORT = 200
# Values, fewer of which do not make up for the example that they are packed against.
_ENOUGH = 3


def pack_rows(db: Connection, policy_id: str, snapshots: Sequence[str], texts: PackedTexts) -> None:
    """Packs one policy's rows in the caller's transaction.

    Args:
        db: the index.
        policy_id: whose rows.
        snapshots: the digests of its snapshots, oldest first: neighbours have similar texts.
        texts: reads the texts of the same index.
    """
    _pack_texts(db, list(dict.fromkeys(_text_digests(db, policy_id, snapshots))), texts)
    _pack_readings(db, list(dict.fromkeys(snapshots)), texts)
    changelogs = _pack_changelogs(db, policy_id, texts)
    before = None
    # Keys first, then one value at a time: the changelogs of a long history do not fit into memory together.
    for row, digest in db.execute("select rowid, sha256 from history where policy = ? order by position", (policy_id,)).fetchall():
        changelog = db.execute("select changelog from history where rowid = ?", (row,)).fetchone()[0]
        if changelog is not None and (plain := _superseded(db, policy_id, changelog, texts)) is not None:
            # Its own again, before what it referred to goes.
            db.execute("update history set changelog = ? where rowid = ?", (plain, row))
            changelog = plain
        if isinstance(changelog, str):
            same = changelogs(before, digest, changelog) if before else None
            if same is not None:
                db.execute("update history set changelog = ? where rowid = ?", (same, row))
            else:
                _put(db, "history", "changelog", row, changelog, _present(texts, [before, digest] if before else [digest]))
        before = digest
    _drop_superseded(db, policy_id)


def _superseded(db: Connection, policy_id: str, changelog: Stored, texts: PackedTexts) -> str | None:
    """What a version refers to, if an engine before the last one made it; None for any other."""
    key = referenced(changelog) if isinstance(changelog, bytes) else None
    if key is None:
        return None
    sql = "select engine, changelog from changelogs where policy = ? and old_sha256 = ? and new_sha256 = ? order by rowid desc"
    rows = db.execute(sql, (policy_id, *key[:2])).fetchall()
    return next((texts.plain(held) for engine, held in rows[1:] if engine == key[2]), None)


def _drop_superseded(db: Connection, policy_id: str) -> None:
    """Deletes the changelogs of earlier engines: they are a cache, and no version refers to them any more."""
    newest = "select max(rowid) from changelogs where policy = ? group by old_sha256, new_sha256"
    db.execute(f"delete from changelogs where policy = ? and rowid not in ({newest})", (policy_id, policy_id))  # noqa: S608 - our own words


def keep_referenced(db: Connection, row: tuple[str, str, str, str, str], texts: PackedTexts) -> None:
    """Before a changelog is replaced by another one: versions that refer to it get it as their own.

    Args:
        db: the index.
        row: the new row: policy, old digest, new digest, engine, changelog.
        texts: reads the texts of the same index.
    """
    *key, changelog = row
    sql = "select changelog from changelogs where policy = ? and old_sha256 = ? and new_sha256 = ? and engine = ?"
    found = db.execute(sql, key).fetchone()
    if found is None or isinstance(found[0], str):
        return  # only packed ones are referred to
    try:
        held = texts.plain(found[0])
    except Unreadable:
        return
    if held != changelog:
        values = (held, row[0], reference(row[1], row[2], row[3]))
        db.execute("update history set changelog = ? where policy = ? and changelog = ?", values)


def delete_unused_texts(db: Connection) -> None:
    """Deletes the texts that no row names, and that nothing else is packed against."""
    used = {row[0] for row in db.execute("select text_sha256 from readings where text_sha256 is not null union select sha256 from history")}
    for table, column in (("readings", "reading"), ("changelogs", "changelog"), ("history", "changelog")):
        sql = f"select substr({column}, 1, {HEAD}) from {table} where typeof({column}) = 'blob'"  # noqa: S608 - our own names
        used.update(digest for (head,) in db.execute(sql) for digest in _bases(head))
    heads = db.execute(f"select sha256, substr(text, 1, {HEAD}) from texts where typeof(text) = 'blob'")  # noqa: S608
    base = {digest: _bases(head) for digest, head in heads}
    waiting = list(used)
    while waiting:
        for digest in base.get(waiting.pop(), []):
            if digest not in used:
                used.add(digest)
                waiting.append(digest)
    unused = [row for row in db.execute("select sha256 from texts").fetchall() if row[0] not in used]
    db.executemany("delete from texts where sha256 = ?", unused)


def _bases(head: Stored) -> list[str]:
    try:
        return bases_of(head)
    except Unreadable:
        return []


def _text_digests(db: Connection, policy_id: str, snapshots: Sequence[str]) -> Iterator[str]:
    """Of the texts of versions first, in their order: those stay, while others may be of captures that became none."""
    yield from (row[0] for row in db.execute("select sha256 from history where policy = ? order by position", (policy_id,)).fetchall())
    for digest in snapshots:
        sql = "select text_sha256 from readings where snapshot_sha256 = ? and text_sha256 is not null"
        yield from (row[0] for row in db.execute(sql, (digest,)).fetchall())


def _pack_texts(db: Connection, digests: Sequence[str], texts: PackedTexts) -> None:
    before: str | None = None
    for digest in digests:
        found = db.execute("select text from texts where sha256 = ?", (digest,)).fetchone()
        if found is None:
            continue
        if isinstance(found[0], str):
            chain = list(texts.chain(before)) if before else []
            # A text is never packed against one that is packed against it: a page that goes back to an earlier text would do that.
            against = [before] if before and len(chain) < DEEPEST and digest not in chain else []
            _put(db, "texts", "text", digest, found[0], _present(texts, against), key="sha256")
        before = digest


def _pack_readings(db: Connection, snapshots: Sequence[str], texts: PackedTexts) -> None:
    sql = "select rowid, {} from readings where snapshot_sha256 = ?"
    held = (row for digest in snapshots for row in db.execute(sql.format(f"substr(reading, 1, {HEAD})"), (digest,)).fetchall())
    example = _example(db, "readings", "reading", held, 2, texts)
    for digest in snapshots:
        for row, reading, text in db.execute(sql.format("reading, text_sha256"), (digest,)).fetchall():
            _put(db, "readings", "reading", row, reading, [*example, *_present(texts, [text] if text else [])])


def _example(
    db: Connection, table: str, column: str, held: Iterable[tuple[int, Stored]], bases: int, texts: PackedTexts
) -> list[tuple[str, str]]:
    """What the values of a policy are packed against besides the texts that they quote: one of them, because they have much in common.

    It is kept among the texts, and shrinks the changelogs of made-up histories by a third.

    Args:
        db: the index.
        table: where the values stand.
        column: likewise.
        held: the row and beginning of each of them.
        bases: how many texts a value has that was packed against an example.
        texts: reads the texts.
    """
    loose = []
    for row, head in held:
        if isinstance(head, bytes) and len(names := _bases(head)) == bases:
            return _present(texts, names[:1])  # the same as last time
        if isinstance(head, str):
            loose.append(row)
    if len(loose) < _ENOUGH:
        return []
    (value,) = db.execute(f"select {column} from {table} where rowid = ?", (loose[0],)).fetchone()  # noqa: S608 - our own names
    digest = sha256(value.encode()).hexdigest()
    db.execute("insert or ignore into texts values (?, ?)", (digest, pack(value)))
    return [(digest, value)]


def _pack_changelogs(db: Connection, policy_id: str, texts: PackedTexts) -> Callable[[str, str, str], bytes | None]:
    """Packs the changelogs; returns what finds the one between two texts that equals a given one."""
    sql = "select rowid, old_sha256, new_sha256, engine from changelogs where policy = ? order by rowid"
    # Of several engines the last one: what the others said is dropped.
    last: dict[tuple[str, str], tuple[str, int]] = {}
    heads = f"select rowid, substr(changelog, 1, {HEAD}) from changelogs where policy = ? order by rowid"  # noqa: S608 - a number
    example = _example(db, "changelogs", "changelog", db.execute(heads, (policy_id,)).fetchall(), 3, texts)
    for row, old, new, engine in db.execute(sql, (policy_id,)).fetchall():
        changelog = db.execute("select changelog from changelogs where rowid = ?", (row,)).fetchone()[0]
        _put(db, "changelogs", "changelog", row, changelog, [*example, *_present(texts, [old, new])])
        last[old, new] = engine, row

    def find(old: str, new: str, changelog: str) -> bytes | None:
        if (old, new) not in last:
            return None
        engine, row = last[old, new]
        held = db.execute("select changelog from changelogs where rowid = ?", (row,)).fetchone()[0]
        # Only a packed one: `keep_referenced` relies on it.
        return reference(old, new, engine) if isinstance(held, bytes) and texts.plain(held) == changelog else None

    return find


def _present(texts: PackedTexts, digests: Sequence[str]) -> list[tuple[str, str]]:
    """The texts with these digests, without those that are missing."""
    found = []
    for digest in dict.fromkeys(digests):
        try:
            found.append((digest, texts.text(digest)))
        except Unreadable:
            continue
    return found


def _put(
    db: Connection, table: str, column: str, row: object, value: Stored, bases: Sequence[tuple[str, str]], *, key: str = "rowid"
) -> None:
    """Replaces a value by its packed form, if it is text and long enough."""
    if not isinstance(value, str) or len(value) < _SHORT:
        return
    packed = pack(value, bases)
    if len(packed) < len(value):
        db.execute(f"update {table} set {column} = ? where {key} = ?", (packed, row))  # noqa: S608 - our own names
