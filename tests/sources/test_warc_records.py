"""Single records: what a header states, what a payload is, and where a damaged file stops."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import PlaybackFailed
from monitor.sources.warc_records import WarcContainer, WarcRecord

from .sample_warc import PAGES, URL, write_sample


def records(path: Path, member: str = "") -> tuple[list[WarcRecord], list[str]]:
    damage: list[str] = []
    return list(WarcContainer(path).records(member, damage.append)), damage


@pytest.mark.parametrize("name", ["sample.warc", "sample.warc.gz"])
def test_headers_state_what_was_written(tmp_path: Path, name: str) -> None:
    found, damage = records(write_sample(tmp_path / name))
    assert damage == []
    assert [record.kind for record in found] == ["response", "response", "revisit"]
    assert [record.moment for record in found] == [moment for moment, _ in PAGES]
    first, second, revisit = found
    assert (first.url, first.status, first.media_type) == (URL, 200, "text/html")
    assert first.identity.startswith("<urn:uuid:")
    assert len(first.digest) == 32
    assert revisit.refers_to == (URL, PAGES[1][0])
    assert revisit.digest == second.digest
    assert first.location.offset < second.location.offset < revisit.location.offset


@pytest.mark.parametrize("name", ["sample.warc", "sample.warc.gz"])
def test_payloads_are_the_bytes_of_the_site(tmp_path: Path, name: str) -> None:
    path = write_sample(tmp_path / name)
    payload = WarcContainer(path).payload(records(path)[0][1], limit=1_000)
    assert payload.body == PAGES[1][1]
    assert payload.headers["content-type"] == "text/html"
    assert "set-cookie" not in payload.headers


def test_a_payload_over_the_limit(tmp_path: Path) -> None:
    path = write_sample(tmp_path / "sample.warc.gz")
    with pytest.raises(PlaybackFailed, match=r"sample\.warc\.gz \(record at byte [\d,]+\) exceeds the 10 byte limit"):
        WarcContainer(path).payload(records(path)[0][0], limit=10)


def test_members_of_a_wacz_are_listed_in_order(tmp_path: Path) -> None:
    plain = write_sample(tmp_path / "part.warc.gz")
    with zipfile.ZipFile(tmp_path / "two.wacz", "w") as package:
        package.write(plain, "archive/b.warc.gz")
        package.write(plain, "archive/a.warc.gz")
        package.writestr("archive/notes.txt", "no records")
        package.writestr("pages/pages.jsonl", "{}")
    container = WarcContainer(tmp_path / "two.wacz")
    assert container.files() == ["archive/a.warc.gz", "archive/b.warc.gz"]
    found, damage = records(tmp_path / "two.wacz", "archive/b.warc.gz")
    assert (len(found), damage) == (3, [])
    assert container.payload(found[0], limit=1_000).body == PAGES[0][1]


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_truncated_file_is_read_up_to_the_last_whole_record(tmp_path: Path, cut: int) -> None:
    whole = write_sample(tmp_path / "sample.warc")
    start = records(whole)[0][1].location.offset
    part = tmp_path / "part.warc"
    part.write_bytes(whole.read_bytes()[: start + cut])
    found, damage = records(part)
    assert [record.moment for record in found] == [PAGES[0][0]]
    assert len(damage) == 1


def test_fractions_of_a_second_are_dropped(tmp_path: Path) -> None:
    path = write_sample(tmp_path / "sample.warc")
    path.write_bytes(path.read_bytes().replace(b"2019-03-01T08:00:00Z", b"2019-03-01T08:00:00.75Z", 1))
    assert records(path)[0][0].moment == datetime(2019, 3, 1, 8, tzinfo=UTC)
