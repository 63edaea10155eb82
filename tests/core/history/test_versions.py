"""Which captures are one version: those that read the same, noise and tickers apart."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.history.admission import AcceptedCapture
from monitor.core.history.noise import normalize_text
from monitor.core.history.text_cache import TextCache
from monitor.core.history.tickers import Tickers, find_tickers, number_lines
from monitor.core.history.versions import chain_versions
from monitor.model import Document, Version
from tests.sampling import examples

from .timeline_world import A, B, C, day, seen


def capture(text: str, number: float) -> AcceptedCapture:
    return AcceptedCapture(seen(text, number).record, Document(text))


def chained(*texts: str, tickers: Tickers | None = None) -> list[Version]:
    """The versions of captures on successive days."""
    return chain_versions("heron", [capture(text, number) for number, text in enumerate(texts)], TextCache(), tickers or Tickers())


def outline(versions: list[Version]) -> list[tuple[str, int]]:
    return [(version.document.text, version.captures) for version in versions]


def test_no_captures_no_versions() -> None:
    assert chained() == []


def test_a_version_spans_its_captures() -> None:
    (version,) = chained(A, A, A)
    assert (version.policy, version.captured_at, version.last_seen, version.captures) == ("heron", day(0), day(2), 3)
    assert version.returns_to is None


def test_a_version_carries_the_record_of_its_first_capture() -> None:
    first = seen(A, 0, archive_url="https://archive.example/web/2020/a")
    later = seen(A, 1)
    (version,) = chain_versions("heron", [AcceptedCapture(one.record, Document(A)) for one in (first, later)], TextCache(), Tickers())
    assert version.archive_url == "https://archive.example/web/2020/a"
    assert (version.source, version.url, version.snapshot_sha256) == (first.record.source, first.record.url, first.record.sha256)
    assert version.sha256 == Document(A).sha256


def test_each_change_of_text_is_a_version() -> None:
    assert outline(chained(A, B, B, C)) == [(A, 1), (B, 2), (C, 1)]


def test_noise_is_no_version_and_the_first_spelling_is_kept() -> None:
    noisy = A.replace("'", "’").replace("\n\n", "\n\n\n")
    assert outline(chained(A, noisy, A)) == [(A, 3)]
    assert outline(chained(noisy, A)) == [(noisy, 2)]


def test_a_return_carries_the_very_document_and_says_when_it_was_first_seen() -> None:
    first, _, third = chained(A, B, A.replace("\n\n", "\n\n\n"))
    assert third.document is first.document
    assert (first.returns_to, third.returns_to) == (None, day(0))


def test_two_captures_at_one_moment_are_told_apart() -> None:
    """A new text at the moment of another one is no return, although their moments agree."""
    captures = [capture(A, 0), capture(B, 0), capture(A, 1)]
    versions = chain_versions("heron", captures, TextCache(), Tickers())
    assert [version.returns_to for version in versions] == [None, None, day(0)]


MASKED = A.replace("privacy@heronlane.example", "[email protected]")
OTHER = A.replace("privacy@heronlane.example", "data@heronlane.example")


def test_a_masked_address_is_the_address_that_stands_there_otherwise() -> None:
    assert MASKED != A
    assert outline(chained(A, MASKED, A)) == [(A, 3)]
    assert outline(chained(MASKED, A, MASKED)) == [(MASKED, 3)]


def test_another_address_is_another_version_even_after_a_masked_one() -> None:
    """The masked one is taken for the first address that is shown, and the next one differs from that."""
    assert outline(chained(A, OTHER)) == [(A, 1), (OTHER, 1)]
    assert outline(chained(MASKED, A, OTHER)) == [(MASKED, 2), (OTHER, 1)]


def test_ticking_lines_make_no_versions() -> None:
    texts = [f"{A}\n\n{1000 + 37 * number} readers now\n" for number in range(9)]
    tickers = find_tickers((day(number), number_lines(normalize_text(text))) for number, text in enumerate(texts))
    assert outline(chained(*texts, tickers=tickers)) == [(texts[0], 9)]
    assert len(chained(*texts)) == 9, "without having found the ticker each is a version"


# --- laws -------------------------------------------------------------------------------------------------------------

stories = st.lists(st.sampled_from([A, B, C, MASKED, OTHER, A.replace("\n\n", "\n\n\n"), B.replace("'", "’")]), max_size=12)


@settings(max_examples=examples(40))
@given(stories)
def test_every_capture_belongs_to_one_version(story: list[str]) -> None:
    versions = chained(*story)
    assert sum(version.captures for version in versions) == len(story)
    moments = [moment for version in versions for moment in (version.captured_at, version.last_seen)]
    assert moments == sorted(moments)
    assert all(left.sha256 != right.sha256 for left, right in pairwise(versions))


@settings(max_examples=examples(40))
@given(stories)
def test_a_text_is_new_once_and_returns_to_its_first_day_afterwards(story: list[str]) -> None:
    first_day: dict[str, object] = {}
    for version in chained(*story):
        assert version.returns_to == first_day.get(version.sha256)
        first_day.setdefault(version.sha256, version.captured_at)


@settings(max_examples=examples(40))
@given(stories)
def test_chaining_the_versions_again_changes_nothing(story: list[str]) -> None:
    """Of texts that mask no address; one that does is kept as it came, and chained anew it goes with whatever address follows."""
    story = [text for text in story if text != MASKED]
    texts = [version.document.text for version in chained(*story)]
    assert [version.document.text for version in chained(*texts)] == texts


@settings(max_examples=examples(40))
@given(stories, st.integers(0, 11))
def test_a_capture_seen_twice_only_counts_once_more(story: list[str], at: int) -> None:
    repeated = [*story[: at + 1], *story[at : at + 1], *story[at + 1 :]]
    assert [version.document.text for version in chained(*repeated)] == [version.document.text for version in chained(*story)]
