"""The fold over one policy's captures: what is stopped or lost is told, and the rest is derived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from monitor.core.history.blame import BlamedStatement, blame
from monitor.corpus.fold import Derived, fold
from monitor.corpus.partition import HeldCapture, Material, Partition, record_of
from monitor.errors import BytesLost, PlaybackFailed, ReadingStopped
from monitor.model import Changelog, Document, ExtractionResult, Severity
from monitor.workers.analysis import InProcess
from tests.corpus.collections import SALE, policy, text

TEXTS = [text("Larkspur"), text("Larkspur", sharing=SALE), text("Larkspur", sharing=SALE, months=24)]


def captures(bodies: Sequence[bytes | Exception]) -> Material:
    def reader(body: bytes | Exception):  # type: ignore[no-untyped-def]
        def read() -> bytes:
            if isinstance(body, Exception):
                raise body
            return body

        return read

    held = []
    for n, body in enumerate(bodies):
        record = record_of("larkspur", sequence=n + 1, captured_at=datetime(2020 + n, 1, 1, tzinfo=UTC), media_type="text/markdown")
        held.append(HeldCapture(record, str(n), reader(body), "technical" if n == 2 else None))
    return Material(tuple(held))


def folded(bodies: Sequence[str | bytes | Exception], analysis: InProcess | None = None, tracing=blame) -> Derived:  # type: ignore[no-untyped-def]
    given = [body.encode() if isinstance(body, str) else body for body in bodies]
    return fold(Partition(policy(), "Larkspur", "folder", "/x"), captures(given), analysis or InProcess(), tracing)


class Slow(InProcess):
    """Stops at what names a company."""

    def __init__(self, name: str, *, reading: bool) -> None:
        self.name, self.reading, self.asked = name, reading, 0

    def read(self, body: bytes, **more: object) -> ExtractionResult:  # type: ignore[override]
        self.asked += 1
        if self.reading and self.name.encode() in body:
            raise ReadingStopped("Reading the page took too much.", reason="reader-memory")
        return super().read(body, **more)  # type: ignore[arg-type]

    def compare(self, old: Document, new: Document, **_: object) -> Changelog:
        if not self.reading and self.name in new.text:
            raise ReadingStopped("Comparing the texts took too much.", reason="reader-cpu")
        return super().compare(old, new)


def test_the_history_with_the_statements_in_force() -> None:
    found = folded(TEXTS)
    assert [entry.changelog.severity if entry.changelog else None for entry in found.entries] == [
        None,
        Severity.CRITICAL,
        Severity.MATERIAL,
    ]
    kept = next(one for one in found.statements if "24 months" in one.text)
    assert (kept.origin.introduced, kept.origin.reworded, found.dated) == (0, 2, True)
    assert list(found.recorded_as.values()) == ["technical"]


def test_a_capture_that_cannot_be_read_is_refused_and_named() -> None:
    found = folded([TEXTS[0], TEXTS[1].replace("Larkspur", "Bindweed"), TEXTS[2]], Slow("Bindweed", reading=True))
    assert [one.verdict.reason for one in found.rejections] == ["reader-memory"]
    assert len(found.entries) == 2
    assert found.stopped == ("2021-01-01T00:00:00Z: Reading the page took too much.",)


def test_texts_that_cannot_be_compared_make_an_unjudged_change() -> None:
    found = folded([TEXTS[0], TEXTS[1].replace("Larkspur", "Bindweed")], Slow("Bindweed", reading=False))
    assert found.entries[1].changelog is not None
    (change,) = found.entries[1].changelog.changes
    assert (change.judged, change.reasons[0].rule) == (False, "not-compared")
    assert found.stopped


def test_lost_bytes_are_listed() -> None:
    found = folded([TEXTS[0], BytesLost("Gone.", reason="bytes-missing"), PlaybackFailed("Changed since.")])
    assert [one.verdict.reason for one in found.rejections] == ["bytes-missing", "playback-failed"]
    assert len(found.entries) == 1


def test_equal_bytes_are_read_once() -> None:
    counting = Slow("nothing", reading=True)
    folded([TEXTS[0], TEXTS[1], TEXTS[0], TEXTS[1]], counting)
    assert counting.asked == 2


def test_where_tracing_takes_too_much_the_text_in_force_is_told_without_dates() -> None:
    def bounded(texts: Sequence[str]) -> Sequence[BlamedStatement]:
        if len(texts) > 1:
            raise ReadingStopped("Tracing took too much.", reason="reader-cpu")
        return blame(texts)

    found = folded(TEXTS, tracing=bounded)
    assert found.statements
    assert (found.dated, found.stopped) == (False, ("Tracing took too much.",))


def test_where_not_even_that_is_possible_there_are_no_statements() -> None:
    def never(texts: Sequence[str]) -> Sequence[BlamedStatement]:
        raise ReadingStopped("Tracing took too much.", reason="reader-cpu")

    assert folded(TEXTS, tracing=never).statements == ()


def test_a_policy_without_a_capture() -> None:
    found = folded([])
    assert (found.entries, found.rejections, found.statements) == ((), (), ())
