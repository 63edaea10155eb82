"""Packs the rows of the index, and keeps the texts that packed rows need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from sqlite3 import Connection

from monitor.store.digests import shown, stored
from monitor.store.packed_values import DEEPEST, HEAD, PackedTexts, Stored, bases_of, pack
from monitor.store.patches import Unreadable
from monitor.store.sentences import is_searchable
from monitor.store.value_blocks import ValuePlace, pack_values

# Characters: a shorter value is not worth a blob.
_SHORT = 200


def pack_rows(db: Connection, policy_id: str, snapshots: Sequence[str], texts: PackedTexts) -> int:
    """Packs one policy's rows in the caller's transaction.

    Args:
        db: the index.
        policy_id: whose rows.
        snapshots: the digests of its snapshots, oldest first: neighbours have similar texts.
        texts: reads the texts of the same index.

    Returns:
        Bytes that the rows were relieved of, those of texts apart.
    """
    _pack_texts(db, list(dict.fromkeys(_text_digests(db, policy_id, snapshots))), texts)
    freed = pack_values(db, list(_readings(db, dict.fromkeys(snapshots))), texts)
    _drop_superseded(db, policy_id)
    return freed + pack_values(db, list(_changelogs(db, policy_id)), texts)


def _drop_superseded(db: Connection, policy_id: str) -> None:
    """Deletes the changelogs of earlier engines: they are a cache, and a version has its changelog itself."""
    newer = "select 1 from changelogs c where (c.policy, c.old_sha256, c.new_sha256) = (l.policy, l.old_sha256, l.new_sha256)"
    db.execute(f"delete from changelogs as l where policy = ? and exists ({newer} and c.made > l.made)", (policy_id,))  # noqa: S608 - our own words


def delete_unused_texts(db: Connection) -> None:
    """Deletes the texts that no row names, and that nothing else is packed against."""
    named = "select text_sha256 from readings where text_sha256 is not null union select sha256 from history"
    used = {shown(row[0]) for row in db.execute(named)}
    for table, column in (*_PACKED, *((("sentence_blocks", "sentences"),) if is_searchable(db) else ())):
        sql = f"select substr({column}, 1, {HEAD}) from {table} where typeof({column}) = 'blob'"  # noqa: S608 - our own names
        used.update(digest for (head,) in db.execute(sql) for digest in _bases(head))
    heads = db.execute(f"select sha256, substr(text, 1, {HEAD}) from texts where typeof(text) = 'blob'")  # noqa: S608
    base = {shown(digest): _bases(head) for digest, head in heads}
    waiting = list(used)
    while waiting:
        for digest in base.get(waiting.pop(), []):
            if digest not in used:
                used.add(digest)
                waiting.append(digest)
    unused = [row for row in db.execute("select sha256 from texts").fetchall() if shown(row[0]) not in used]
    db.executemany("delete from texts where sha256 = ?", unused)


_PACKED = (("readings", "reading"), ("changelogs", "changelog"), ("history", "changelog"), ("value_blocks", "body"))
"""Where there may be values that are packed against texts. Before there were blocks, each value was packed by itself."""


def _bases(head: Stored) -> list[str]:
    try:
        return bases_of(head)
    except Unreadable:
        return []


def _text_digests(db: Connection, policy_id: str, snapshots: Sequence[str]) -> Iterator[str]:
    """Of the texts of versions first, in their order: those stay, while others may be of captures that became none."""
    for (digest,) in db.execute("select sha256 from history where policy = ? order by position", (policy_id,)).fetchall():
        yield shown(digest)
    for snapshot in snapshots:
        sql = "select text_sha256 from readings where snapshot_sha256 = ? and text_sha256 is not null"
        yield from (shown(row[0]) for row in db.execute(sql, (stored(snapshot),)).fetchall())


def _pack_texts(db: Connection, digests: Sequence[str], texts: PackedTexts) -> None:
    before: str | None = None
    for digest in digests:
        found = db.execute("select text from texts where sha256 = ?", (stored(digest),)).fetchone()
        if found is None:
            continue
        if isinstance(found[0], str):
            _pack_text(db, digest, found[0], before, texts)
        before = digest


def _pack_text(db: Connection, digest: str, text: str, before: str | None, texts: PackedTexts) -> None:
    chain = list(texts.chain(before)) if before else []
    bases: list[tuple[str, str]] = []
    # A text is never packed against one that is packed against it: a page that goes back to an earlier text would do that.
    if before and len(chain) < DEEPEST and digest not in chain:
        try:
            bases = [(before, texts.text(before))]
        except Unreadable:
            bases = []
    if len(text) >= _SHORT and len(packed := pack(text, bases)) < len(text):
        db.execute("update texts set text = ? where sha256 = ?", (packed, stored(digest)))


def _readings(db: Connection, snapshots: dict[str, None]) -> Iterator[ValuePlace]:
    for digest in map(stored, snapshots):
        sql = "select reader, text_sha256 from readings where snapshot_sha256 = ? order by reader"
        for reader, text in db.execute(sql, (digest,)).fetchall():
            key = (("snapshot_sha256", digest), ("reader", reader))
            yield ValuePlace("readings", "reading", key, () if text is None else (shown(text),))


def _changelogs(db: Connection, policy_id: str) -> Iterator[ValuePlace]:
    """Those of the versions in their order, each after the same one in the table of changelogs, so that both become one; then the rest."""
    sql = "select old_sha256, new_sha256, engine from changelogs where policy = ?"
    cached = {(old, new): engine for old, new, engine in db.execute(sql, (policy_id,)).fetchall()}
    before: bytes | str | None = None
    sql = "select position, sha256, changelog is not null from history where policy = ? order by position"
    for position, digest, changed in db.execute(sql, (policy_id,)).fetchall():
        if before is not None and (engine := cached.pop((before, digest), None)) is not None:
            yield _cached(policy_id, before, digest, engine)
        if changed:
            quoted = (shown(digest),) if before is None else (shown(before), shown(digest))
            yield ValuePlace("history", "changelog", (("policy", policy_id), ("position", position)), quoted)
        before = digest
    for (old, new), engine in cached.items():
        yield _cached(policy_id, old, new, engine)


def _cached(policy_id: str, old: bytes | str, new: bytes | str, engine: str) -> ValuePlace:
    key = (("policy", policy_id), ("old_sha256", old), ("new_sha256", new), ("engine", engine))
    return ValuePlace("changelogs", "changelog", key, (shown(old), shown(new)))
