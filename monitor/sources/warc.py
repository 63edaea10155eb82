"""WARC and WACZ files as a history: an index of a file's captures, and their bytes with revisits resolved."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path

from monitor.errors import NotArchived, PlaybackFailed, Unreachable, unreadable
from monitor.model import Capture, Snapshot
from monitor.net.response import MAX_BYTES
from monitor.net.urls import address_key
from monitor.sources.interface import in_range
from monitor.sources.warc_records import READ_ERRORS, WarcContainer, WarcRecord


class WarcHistory:
    """The captures of one WARC file (plain or gzip) or WACZ file. One instance serves all policies, since it indexes the file once.

    Args:
        path: the file.
        max_bytes: size limit of one capture, before and after decompression.

    Attributes:
        damage: one sentence for each point from which a file can't be read; the records before it are used. Filled by the first listing.
    """

    name = "warc"

    def __init__(self, path: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self.path, self._limit = Path(path), max_bytes
        self._container = WarcContainer(self.path)
        self.damage: list[str] = []

    def captures(self, url: str, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        """See HistorySource.captures.

        Raises:
            Unreachable: the file is missing, is not a WARC or WACZ file, or is damaged at its first record.
        """
        key = address_key(url)
        found = (
            capture for capture, record in self._index.items() if address_key(record.url) == key and in_range(record.moment, since, until)
        )
        return iter(sorted(found, key=lambda capture: capture.captured_at))

    def addresses(self) -> list[str]:
        """All URLs that the file holds captures of, sorted."""
        return sorted({record.url for record in self._index.values()})

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        """See HistorySource.fetch."""
        record = self._index.get(capture)
        if record is None:
            raise NotArchived(f"{self.path} has no capture of {capture.url} at {capture.captured_at:%Y-%m-%d %H:%M:%S}.")
        payload_record = self._payload_record(record)
        if payload_record is None:
            says = f"{self.path} records that {record.url} was unchanged on {record.moment:%Y-%m-%d}, but does not contain the bytes."
            raise PlaybackFailed(says, transient=False)
        payload = self._container.payload(payload_record, limit=self._limit)
        headers = dict(payload.headers)
        if record.identity:
            headers["warc-record-id"] = record.identity
        return Snapshot(
            policy=policy,
            url=capture.url,
            captured_at=capture.captured_at,
            source=self.name,
            body=payload.body,
            status=capture.status,
            media_type=payload.headers.get("content-type") or capture.media_type,
            headers=headers,
            archive_digest=capture.digest,
        )

    @cached_property
    def _index(self) -> dict[Capture, WarcRecord]:
        records = self._read()
        self._by_digest = {record.digest: record for record in records if record.kind != "revisit" and record.digest}
        self._by_moment = {(address_key(record.url), record.moment): record for record in records if record.kind != "revisit"}
        index: dict[Capture, WarcRecord] = {}
        for record in records:
            # Of several records with the same URL, time and digest, the first.
            index.setdefault(self._capture(record), record)
        return index

    def _read(self) -> list[WarcRecord]:
        records: list[WarcRecord] = []
        try:
            files = self._container.files()
            if not self.path.is_file():
                raise FileNotFoundError(errno.ENOENT, "no such file")
            with self.path.open("rb"):
                pass  # it may be there and not be readable
        except READ_ERRORS as error:
            says = unreadable(self.path, error) if isinstance(error, OSError) else f"can't read {self.path} ({error}); name another file"
            raise Unreachable(f"{says[:1].upper()}{says[1:]}.", reason="bad-file", transient=False) from error
        for file in files:
            named = f"{self.path}{f' ({file})' if file else ''}"
            records += self._container.records(file, lambda why, named=named: self.damage.append(f"{named} is {why}."))  # type: ignore[misc]
        if not records:
            why = self.damage[0] if self.damage else f"{self.path} has no capture of a web page."
            raise Unreachable(f"{why} Download the file again, or name another.", reason="bad-file", transient=False)
        return records

    def _capture(self, record: WarcRecord) -> Capture:
        resolved = self._payload_record(record) or record
        return Capture(
            url=record.url,
            captured_at=record.moment,
            source=self.name,
            status=record.status or resolved.status,
            media_type=record.media_type or resolved.media_type,
            digest=record.digest,
            length=record.length,
        )

    def _payload_record(self, record: WarcRecord) -> WarcRecord | None:
        """The record that holds the bytes: the record itself, or for a revisit the one that it refers to, or one with the same digest."""
        if record.kind != "revisit":
            return record
        named = self._by_moment.get((address_key(record.refers_to[0]), record.refers_to[1])) if record.refers_to else None
        # The reference names a URL and a second; where a digest is given too, it must agree.
        if named is not None and record.digest in (None, named.digest):
            return named
        return self._by_digest.get(record.digest or "")
