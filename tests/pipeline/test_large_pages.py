"""Large pages wait in a file: what comes back is what came, and a temporary folder that takes nothing costs memory, not pages."""

from __future__ import annotations

import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import Unreachable
from monitor.model import Snapshot
from monitor.pipeline.gather import Answers
from monitor.pipeline.large_pages import LARGE, set_aside
from monitor.sources.interface import Fetched, Unchanged, Validators

AT = datetime(2026, 7, 2, tzinfo=UTC)


def page(body: bytes, url: str = "https://a.example/") -> tuple[str, Fetched]:
    return url, Fetched(Snapshot("p", url, AT, "live", body, 200, "text/html", {"etag": "1"}), Validators("1", None), url)


def test_pages_come_back_as_they_were() -> None:
    unchanged = ("https://b.example/", Unchanged("https://b.example/", AT))
    failed = ("https://c.example/", Unreachable("no answer"))
    answers: Answers = [page(b"a" * LARGE), unchanged, page(b"", "https://d.example/"), failed, page(b"end", "https://e.example/")]
    aside = set_aside(answers)
    assert aside is not None
    assert aside.size == LARGE + 3
    assert [answer.snapshot.body for _, answer in aside.answers if isinstance(answer, Fetched)] == [b"", b"", b""]
    assert aside.answers[1] == unchanged
    assert aside.taken() == answers


def test_pages_of_usual_size_stay_in_memory() -> None:
    assert set_aside([page(b"a" * (LARGE - 1))]) is None
    assert set_aside([]) is None


def test_all_pages_of_a_policy_count_together() -> None:
    half = b"a" * (LARGE // 2)
    assert set_aside([page(half), page(half)]) is not None


def test_a_file_is_gone_when_it_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    aside = set_aside([page(b"a" * LARGE)])
    assert aside is not None
    assert list(tmp_path.iterdir()) == [], "nobody else can open it"
    aside.taken()
    with pytest.raises(ValueError, match="closed"):
        aside.taken()


def test_a_missing_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert set_aside([page(b"a" * LARGE)]) is None


class Disk(io.BytesIO):
    """A file that takes so many bytes, each time at most a part of what it is given, and loses its end."""

    def __init__(self, room: int, *, loses: int = 0) -> None:
        super().__init__()
        self._room, self._loses = room, loses

    def write(self, data: Any) -> int:
        piece = bytes(data[:1_000])
        if self.tell() + len(piece) > self._room:
            raise OSError(28, "No space left on device")
        return super().write(piece)

    def seek(self, *place: int) -> int:
        self.truncate(len(self.getbuffer()) - self._loses)
        return super().seek(*place)


def test_a_temporary_folder_that_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(LARGE - 1)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **how: disk)
    assert set_aside([page(b"a" * LARGE)]) is None
    assert disk.closed


def test_a_disk_that_takes_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [page(b"abc" * LARGE)]
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **how: Disk(4 * LARGE))
    aside = set_aside(answers)
    assert aside is not None
    assert aside.taken() == answers


def test_bytes_that_the_disk_lost_are_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **how: Disk(LARGE, loses=1))
    aside = set_aside([page(b"a" * LARGE)])
    assert aside is not None
    with pytest.raises(OSError, match="not there any more"):
        aside.taken()
