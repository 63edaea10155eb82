"""An index beside the real one: empty, except for what can't be found again or is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.meaning.uncompared import uncompared
from monitor.model import Changelog, Document, ExtractionResult, PageFacts
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.readings import reader_of
from monitor.pipeline.scratch import ScratchIndex, beside_of
from tests.pipeline.pipeline_world import BAD, POLICY, World, open_world, run

STOPPED = ExtractionResult(None, PageFacts(media_type="text/html", body_bytes=1), ("reader-cpu", "It took too long."))
REFUSED = ExtractionResult(None, PageFacts(media_type="text/html", body_bytes=1), ("empty", "The page shows no text."))
UNCOMPARED = uncompared(Document(text="We keep logs."), Document(text="We keep all."), "It took too long.")


@pytest.fixture
def context(tmp_path: Path) -> MonitorContext:
    world = World()
    context = open_world(tmp_path, world)
    run(context, world)
    run(context, world, BAD)
    return context


def _scratch(context: MonitorContext, tmp_path: Path, *, reuse: bool = False) -> ScratchIndex:
    return ScratchIndex(tmp_path / "scratch.sqlite", context.index, context.archive, POLICY.id, reuse=reuse)


def _asked(context: MonitorContext, place: int = 0) -> tuple[str, str]:
    record = context.archive.records(POLICY.id)[place]
    return record.sha256, reader_of(POLICY, record)


def test_it_is_empty(context: MonitorContext, tmp_path: Path) -> None:
    assert context.index.extraction(*_asked(context)) is not None
    with _scratch(context, tmp_path) as index:
        assert index.extraction(*_asked(context)) is None
        assert not list(index.entries(POLICY.id))


def test_with_reuse_it_has_what_the_real_one_has(context: MonitorContext, tmp_path: Path) -> None:
    context.index.store_changelog(POLICY.id, "a", "b", "1", Changelog(()))
    with _scratch(context, tmp_path, reuse=True) as index:
        assert index.extraction(*_asked(context)) == context.index.extraction(*_asked(context))
        assert index.changelog(POLICY.id, "a", "b", "1") == Changelog(())
        assert index.changelog(POLICY.id, "a", "c", "1") is None
        assert index.live is context.index


def test_the_text_of_lost_bytes_is_the_real_ones(context: MonitorContext, tmp_path: Path) -> None:
    record = context.archive.records(POLICY.id)[0]
    (context.archive.root / record.path).unlink()
    with _scratch(context, tmp_path) as index:
        assert index.extraction(*_asked(context)) == context.index.extraction(*_asked(context))
        assert index.extraction(*_asked(context, 1)) is None


def test_what_is_stopped_is_counted(context: MonitorContext, tmp_path: Path) -> None:
    with _scratch(context, tmp_path) as index:
        index.store_extraction(*_asked(context), REFUSED)
        index.store_changelog(POLICY.id, "a", "b", "1", Changelog(()))
        assert index.stopped == 0
        index.store_extraction(*_asked(context), STOPPED)
        index.store_changelog(POLICY.id, "a", "b", "1", UNCOMPARED)
        assert index.stopped == 2


def test_once_begun_anew_it_takes_what_was_stopped_and_nothing_else(context: MonitorContext, tmp_path: Path) -> None:
    context.index.store_extraction(*_asked(context), STOPPED)
    context.index.store_changelog(POLICY.id, "a", "b", "1", UNCOMPARED)
    context.index.store_changelog(POLICY.id, "a", "c", "1", Changelog(()))
    with _scratch(context, tmp_path) as index:
        assert index.extraction(*_asked(context)) is None
        assert index.changelog(POLICY.id, "a", "b", "1") is None
        index.store_extraction(*_asked(context), REFUSED)
        index.begin_anew()
        assert index.extraction(*_asked(context)) == STOPPED
        assert index.extraction(*_asked(context, 1)) is None
        assert index.changelog(POLICY.id, "a", "b", "1") == UNCOMPARED
        assert index.changelog(POLICY.id, "a", "c", "1") is None
        assert (index.taken, index.stopped) == (2, 0)


def test_names_of_several_at_a_time() -> None:
    assert len({beside_of(number) for number in range(4)}) == 4
