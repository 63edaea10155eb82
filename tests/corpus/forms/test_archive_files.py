"""WARC files as a collection."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.corpus.forms import form_of, partitions
from monitor.corpus.task import DERIVED, Order, derive_partition
from monitor.errors import UsageError
from tests.corpus.collections import SALE, text
from tests.corpus.conftest import rows

pytestmark = pytest.mark.usefixtures("quick")
LARKSPUR, QUILLON = "https://larkspur.example/privacy", "https://quillon.example/privacy"


def page(words: str) -> bytes:
    parts = "".join(f"<h2>{line[3:]}</h2>" if line.startswith("## ") else f"<p>{line}</p>" for line in words.splitlines() if line)
    return f"<!DOCTYPE html><html><body><main>{parts}</main></body></html>".encode()


def warc(path: Path, *captures: tuple[str, str, bytes, str]) -> Path:
    """A file with captures (address, ISO date, body, media type)."""
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, moment, body, media_type in captures:
            head = StatusAndHeaders("200 OK", [("Content-Type", media_type)], protocol="HTTP/1.1")
            record = writer.create_warc_record(url, "response", BytesIO(body), http_headers=head, warc_headers_dict={"WARC-Date": moment})
            writer.write_record(record)
    return path


def test_captures_of_one_address_are_one_policy_across_files(tmp_path: Path) -> None:
    source, target = tmp_path / "c", tmp_path / "t"
    warc(
        source / "a.warc.gz",
        ("http://www.larkspur.example/privacy/", "2022-01-01T00:00:00Z", page(text("Larkspur")), "text/html"),
        (QUILLON, "2022-01-01T00:00:00Z", page(text("Quillon")), "text/html"),
        ("https://larkspur.example/lamp.png", "2022-01-01T00:00:00Z", b"\x89PNG", "image/png"),
        ("https://larkspur.example/robots.txt", "2022-01-01T00:00:00Z", b"User-agent: *", "text/plain"),
    )
    warc(source / "b.warc.gz", (LARKSPUR, "2024-01-01T00:00:00Z", page(text("Larkspur", sharing=SALE)), "text/html"))
    assert form_of(str(source)) == "warc"
    found = {one.service: one for one in partitions(str(source))}
    assert list(found) == ["larkspur.example", "quillon.example"]
    assert derive_partition(found["larkspur.example"], Order(str(target))).state == DERIVED
    policy = found["larkspur.example"].policy.id
    assert [row["captured_at"].year for row in rows(target, "versions", policy)] == [2022, 2024]
    assert [row["withdrawn"] for row in rows(target, "changes", policy)] == [True]


def test_a_damaged_file_does_not_hide_the_others(tmp_path: Path) -> None:
    warc(tmp_path / "c" / "a.warc.gz", (LARKSPUR, "2022-01-01T00:00:00Z", page(text("Larkspur")), "text/html"))
    (tmp_path / "c" / "b.warc.gz").write_bytes(b"no archive")
    damaged, larkspur = partitions(str(tmp_path / "c"))
    assert "b.warc.gz" in damaged.says
    assert larkspur.service == "larkspur.example"


def test_a_single_file_is_a_collection(tmp_path: Path) -> None:
    file = warc(tmp_path / "a.warc.gz", (LARKSPUR, "2022-01-01T00:00:00Z", page(text("Larkspur")), "text/html"))
    assert form_of(str(file)) == "warc"
    assert len(list(partitions(str(file)))) == 1


@pytest.mark.parametrize("content", [b"", b"no archive at all"])
def test_a_file_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.warc.gz").write_bytes(content)
    with pytest.raises(UsageError, match=r"a\.warc\.gz"):
        list(partitions(str(tmp_path / "a.warc.gz")))
