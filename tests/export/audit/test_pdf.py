"""The PDF, read again: all of it is on its pages, in its own fonts, and the same bytes each time."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from monitor.export.audit.pdf import MOST_CHANGES, MOST_ROOTS, AuditDocument
from monitor.export.audit.report import AuditReport, LoggedRoot
from monitor.model import Direction, Opinion, OpinionQuote, SecondReading, Severity

from . import sample

LONG = "https://tickets.example/" + "x" * 400
WORDS = "We may share your personal information with selected partners for their own purposes. " * 40


def read(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def outside(pdf: bytes) -> list[str]:
    """Letters that stand outside of the margins, with their pages."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), start=1):
        width, height, text = page.get_width(), page.get_height(), page.get_textpage()
        for n in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(n)
            if right > left and not (left >= 40 and right <= width - 40 and bottom >= 20 and top <= height - 20):
                found.append(f"page {number}: {text.get_text_range(n, 1)!r} at {left:.0f}–{right:.0f}, {bottom:.0f}–{top:.0f}")
    return found


def write(report: AuditReport) -> bytes:
    return AuditDocument(report).write()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return write(sample.report())


def test_a_first_version_is_told_once_and_needs_no_review() -> None:
    first = sample.entry(9, "We do not sell your data.")
    text = " ".join(read(write(sample.report(sample.birch(first, reviewed=False))))[1].split())
    assert text.count("irst version") == text.count("- first version") + text.count("first version on record")
    assert "No review is due: there is no earlier version to compare it with." in text


def test_the_title_page_says_what_it_is(plain: bytes) -> None:
    title = read(plain)[0]
    for says in (
        "Audit pack",
        "2 November 2026 to 22 November 2026",
        "3 policies, all that are tracked",
        "they are no longer tracked: oak",
        "policy-monitor 0.1.0, engine 8, reader 6",
        "c" * 64,
        f"policy-monitor verify --against {'c' * 64}",
        "sha256sum --check --quiet",
        "1 policy has a week without any successful check",
        "the roots do not bind them",
    ):
        assert says in " ".join(title.split()), says


def test_every_policy_has_its_weeks_its_changes_and_its_reviews(plain: bytes) -> None:
    text = " ".join(" ".join(read(plain)).split())
    for says in (
        "Checked twice, nothing changed.",
        "GAP: no successful check. 1 check failed (timeout); 1 check showed no policy (bot-wall).",
        "Withdrawn: a promise. (reworded; weakens). In “4. Sharing”.",
        "Before: We do not sell your data. After: We may sell your data.",
        "Accepted by Kim Ode on 12 November 2026.",
        "=Discussed. No action.",
        "refused",
        "the same text",
        sample.BEFORE.version.sha256,
    ):
        assert says in text, says


def test_the_same_report_gives_the_same_bytes(plain: bytes) -> None:
    assert write(sample.report()) == plain


def test_nothing_leaves_the_pages() -> None:
    new = sample.changed(*(sample.change(WORDS, LONG, name=f"c{n}") for n in range(MOST_CHANGES + 3)))
    given = sample.review(new, note=f"{LONG} {WORDS}"[:4000], by="K" * 120)
    one = sample.birch(new)
    policy = replace(one.policy, name="Unbroken" * 30, document=LONG, urls=(LONG, LONG), tags=tuple(f"tag-{n}" for n in range(60)))
    one = replace(one, policy=policy, reviews=[replace(one.reviews[0], review=given)] * 3, rejected=list(one.rejected) * 40)
    pdf = write(sample.report(one, *(sample.cedar() for _ in range(8)), untracked=tuple(f"gone-{n}" for n in range(99))))
    assert outside(pdf) == []
    text = " ".join(" ".join(read(pdf)).split())
    assert "3 further changes: tables/changes.csv has all of them." in text


def test_a_text_below_a_name_in_another_font_is_in_its_own() -> None:
    """After a bold cell, the line below a Thai name came out in the wrong font, so that nobody could read it."""
    cells = []
    for n, name in enumerate(("จักรยาน", "שלום", "مرحبا", "हिन्दी", "Ромашка") * 3):
        one = sample.birch(reviewed=False)
        cells.append(replace(one, policy=replace(one.policy, id=f"vendor-{n}", name=name)))
    text = " ".join(read(write(sample.report(*cells))))
    assert all(text.count(f"vendor-{n}") >= 2 for n in range(len(cells)))


def test_what_cannot_be_shown_is_said_on_the_title_page() -> None:
    one = sample.birch()
    document = AuditDocument(sample.report(replace(one, policy=replace(one.policy, name="明るい会社"))))
    title, overview, *_ = read(document.write())
    assert document.missing == {"Japanese"}
    assert "The fonts of the PDF lack Japanese: " in " ".join(title.split())
    assert "[5 characters: Japanese] Privacy Policy" in " ".join(overview.split())


def test_a_long_log_of_roots_is_cut_and_said_to_be() -> None:
    roots = [LoggedRoot(sample.START + n * sample.DAY / 100, f"{n:064x}", n) for n in range(MOST_ROOTS + 7)]
    text = " ".join(read(write(sample.report(roots=roots))))
    assert f"{0:064x}" in text
    assert f"{MOST_ROOTS + 6:064x}" in text
    assert f"The first and the last {MOST_ROOTS // 2} of {MOST_ROOTS + 8}" in " ".join(text.split())


def test_nothing_stored_is_a_document_too() -> None:
    empty = sample.policy("birch", [], [], in_force_before=None, tracked_since=None, weeks=(), fault="its ledger is damaged")
    pdf = write(sample.report(empty, roots=(), root_before=None, root_now=None))
    text = " ".join(" ".join(read(pdf)).split())
    assert "Nothing is stored." in text
    assert "its ledger is damaged" in text


def test_years_without_anything_to_say_are_one_row_and_quiet_weeks_never() -> None:
    start = sample.START - 700 * sample.DAY
    weeks = sample.weeks_of(
        start,
        sample.END,
        now=sample.NOW,
        checks=[sample.check(day) for day in (-12, -3, 1, 8, 15)],
        begun=[],
        tracked_since=sample.START - 14 * sample.DAY,
        logged_since=start,
        watched=True,
    )
    pdf = write(sample.report(sample.policy("birch", [], [], weeks=list(weeks))))
    text = " ".join(" ".join(read(pdf)).split())
    assert "Not tracked yet. (98 weeks)" in text
    assert text.count("Checked once, nothing changed.") == 5
    assert len(read(pdf)) <= 4


def read_by(reading: SecondReading | None) -> str:
    report = sample.report()
    policies = [replace(one, versions=[replace(version, second=reading) for version in one.versions]) for one in report.policies]
    return " ".join(" ".join(read(write(replace(report, policies=policies)))).split())


def test_what_a_second_reader_said_stands_beside_the_verdict() -> None:
    opinion = Opinion("They may sell it, says the model.", Severity.MINOR, Direction.NEUTRAL, ("other",), (OpinionQuote("may sell", True),))
    text = read_by(SecondReading("tiny:1b", sample.START, "1", opinion))
    versions = sum(len(one.versions) for one in sample.report().policies)
    assert text.count("Second reader (tiny:1b, 2 November 2026): minor") == versions >= 1
    assert text.count("They may sell it, says the model.") == versions
    assert "; this program: " in text
    assert "Second reader" not in read_by(None)


def test_an_answer_that_was_dropped_is_told_as_dropped() -> None:
    text = read_by(SecondReading("tiny:1b", sample.START, "1", None, "invented-quote", "it quotes words that stand in neither text"))
    assert "Its answer was dropped: it quotes words that stand in neither text." in text


def test_a_second_reader_that_talks_on_is_cut_and_stays_on_the_page() -> None:
    opinion = Opinion("word\u202e" * 2_000, Severity.MATERIAL, Direction.WEAKENS, ("other",), ())
    report = sample.report()
    policies = [
        replace(one, versions=[replace(v, second=SecondReading("x" * 90, sample.START, "1", opinion)) for v in one.versions])
        for one in report.policies
    ]
    pdf = write(replace(report, policies=policies))
    assert outside(pdf) == []
    assert "…" in "".join(read(pdf))
