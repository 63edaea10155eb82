"""Whether the index says what the files say."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from monitor.store.database import SqliteFile
from monitor.store.files import SnapshotFiles


def index_faults(index: SqliteFile, files: SnapshotFiles, cure: str) -> Iterator[str]:
    """One plain sentence for each fault; none when there is no index.

    Raises:
        StoreError: the index or a ledger can't be read.
    """
    says = [row[0] for row in index.rows("pragma quick_check(1)")]
    if says not in ([], ["ok"]):
        yield f"{index.path} is damaged ({says[0].splitlines()[-1]}); {cure}"
        return
    yield from _strangers(index, files, cure)
    yield from _altered_texts(index, cure)


def _strangers(index: SqliteFile, files: SnapshotFiles, cure: str) -> Iterator[str]:
    sql = "select policy, snapshot_sha256 from versions union select policy, snapshot_sha256 from rejections"
    known: dict[str, set[str]] = {}
    for policy, digest in index.rows(sql):
        known.setdefault(policy, set()).add(digest)
    for policy, digests in sorted(known.items()):
        for digest in sorted(digests - {record.sha256 for record in files.records(policy)}):
            yield f"the index knows a snapshot {digest[:16]}… of {policy} that the files don't hold; {cure}"
    if known:
        for policy in files.policies():
            if policy not in known and files.records(policy):
                yield f"the index knows nothing of {policy}, of which snapshots are held; run `policy-monitor report --rederive`"


def _altered_texts(index: SqliteFile, cure: str) -> Iterator[str]:
    for (digest,) in index.rows("select sha256 from texts order by sha256"):
        text = index.row("select text from texts where sha256 = ?", (digest,))
        if text is not None and sha256(text[0].encode()).hexdigest() != digest:
            yield f"the text {digest[:16]}… in {index.path} was altered; {cure}"
    lost = "select distinct policy, sha256 from versions where sha256 not in (select sha256 from texts) order by 1, 2"
    for policy, digest in index.rows(lost):
        yield f"the text {digest[:16]}… of {policy} is missing from {index.path}; {cure}"
