from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import Reason, Severity
from monitor.notify.presenter import (
    CHAT,
    MAIL,
    SUBJECT_LIMIT,
    Escaping,
    alerted_changes,
    view_alert,
    view_alerts,
    write_subject,
)
from monitor.present.inert import MARK_OFF, MARK_ON

from .hostile import HOSTILE, hostile
from .samples import OLD_PROMISE, alert, cosmetic, gained, reworded, side, withdrawn

# --- subjects ------------------------------------------------------------------------------------------------------------


def test_the_subject_names_policy_severity_and_headline() -> None:
    assert write_subject([alert([withdrawn()])]) == (
        "[critical] Northwind Privacy Policy: Withdrawn: the promise not to share, sell, rent or trade your data"
    )
    assert write_subject([alert()]).endswith("(+2 more)")


def test_a_long_headline_is_cut_and_the_count_stays() -> None:
    subject = write_subject([alert([withdrawn(headline="word " * 100), gained()], name="N" * 200)])
    assert len(subject) <= 160
    assert subject.endswith("[…] (+1 more)")


def test_a_subject_of_a_long_statement_shows_the_words_that_are_different() -> None:
    long = "You can object to the use of your data for direct marketing at any time, and without any reason given,"
    said = f"“{long} by writing to us” is now “{long} in your account”"
    subject = write_subject([alert([replace(gained(), headline=said)])])
    assert subject.endswith(": “…reason given, by writing to us” is now “…reason given, in your account”")


@pytest.mark.parametrize(
    ("change", "headline"),
    [
        (withdrawn(headline=""), "A promise not to share, sell, rent or trade your data is gone"),
        (
            withdrawn(headline="", reasons=()),
            "Removed: “Northwind does NOT share, sell, rent, or trade your personal data with third parties for their promotional […]",
        ),
        (cosmetic(), "Moved: “Hello.”"),
    ],
)
def test_without_a_headline_the_reason_speaks_or_the_kind(change: object, headline: str) -> None:
    assert write_subject([alert([change])]).endswith(headline)  # type: ignore[list-item]


def test_a_digests_subject_names_each_policy_once() -> None:
    alerts = [alert([reworded()], name="Acme"), alert(), alert([gained()], name="Acme")]
    assert write_subject(alerts) == "[critical] 3 policy changes: Northwind Privacy Policy; Acme Privacy Policy"
    assert len(write_subject([alert(name=f"Company {n}" * 9) for n in range(30)])) <= SUBJECT_LIMIT


def test_an_alert_without_changes_has_a_subject() -> None:
    assert write_subject([alert([])]) == "[none] Northwind Privacy Policy: changed"


@pytest.mark.parametrize("payload", HOSTILE)
def test_a_subject_is_one_inert_line(payload: str) -> None:
    one = alert([withdrawn(headline=f"{payload}\r\nBcc: x@evil.example")], name=payload)
    for escaping in (MAIL, CHAT):
        subject = write_subject([one], escaping)
        assert not set("\r\n") & set(subject)
        assert "x@evil" not in subject
    assert not set("<>*`~|") & set(write_subject([one], CHAT))


# --- which changes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("threshold", "ids"),
    [
        (Severity.CRITICAL, ["c1"]),
        (Severity.MATERIAL, ["c1", "c2", "c3"]),
        (Severity.MINOR, ["c1", "c2", "c3"]),
        (Severity.COSMETIC, ["c1", "c2", "c3", "c9"]),
    ],
)
def test_an_alert_is_about_the_changes_at_its_threshold(threshold: Severity, ids: list[str]) -> None:
    assert [change.id for change in alerted_changes(alert(threshold=threshold))] == ids


def test_if_no_change_reaches_the_threshold_all_are_shown() -> None:
    assert [change.id for change in alerted_changes(alert([reworded(), cosmetic()], threshold=Severity.CRITICAL))] == ["c2", "c9"]


def test_the_changes_of_a_message_are_divided_among_its_alerts() -> None:
    views = view_alerts([alert(id="a"), alert(id="b")], limit=4)
    assert [(len(view.changes), view.more) for view in views] == [(2, 1), (2, 1)]
    assert [len(view.changes) for view in view_alerts([alert(id=str(n)) for n in range(5)], limit=3)] == [1, 1, 1]


# --- one alert -----------------------------------------------------------------------------------------------------------


def test_an_alert_has_its_captures_counts_and_links() -> None:
    view = view_alert(alert(notes=(Reason("silent", "The stated date did not change.", ""),)), limit=2)
    assert (view.title, view.severity) == ("Northwind Privacy Policy", "critical")
    assert view.counts == "1 critical, 2 material and 1 cosmetic change"
    assert view.before.says == "captured 18 May 2010, 04:23 UTC, last seen 1 November 2016, 09:30 UTC"
    assert view.after.says == "captured 29 December 2016, 06:43 UTC"
    assert view.before.link == "https://archive.example/web/20100518042315/https://www.northwind.example/privacy"
    assert view.page == "https://www.northwind.example/privacy"
    assert view.notes == ("The stated date did not change.",)
    assert (len(view.changes), view.more) == (2, 1)


def test_a_capture_without_an_archive_has_no_link_and_one_seen_once_has_one_date() -> None:
    one = alert(archived=False)
    once = replace(one, old=replace(one.old, last_seen=one.old.captured_at))
    view = view_alert(once, limit=1)
    assert view.after.link is None
    assert view.before.says == "captured 18 May 2010, 04:23 UTC"


@pytest.mark.parametrize(
    ("report", "base", "link"),
    [
        ("reports/a.html", None, None),
        ("reports/a.html", "https://m.example", "https://m.example/reports/a.html"),
        ("/reports/a.html", "https://m.example/watch/", "https://m.example/watch/reports/a.html"),
        ("https://other.example/a.html", "https://m.example", "https://other.example/a.html"),
        ("https://other.example/a.html", None, "https://other.example/a.html"),
        ("reports/a b.html", "https://m.example", None),
        (None, "https://m.example", None),
    ],
)
def test_a_report_is_linked_where_it_is_published(report: str | None, base: str | None, link: str | None) -> None:
    view = view_alert(alert(report=report), limit=1, report_base=base)
    assert (view.report, view.report_link) == (report, link)


# --- one change ----------------------------------------------------------------------------------------------------------


def test_a_change_says_why_it_was_sent() -> None:
    first, second, third = view_alert(alert([withdrawn(), reworded(reasons=()), gained()], threshold=Severity.MINOR), limit=5).changes
    assert first.because == "Sent because this change is critical (rule promise-withdrawn) and your threshold is minor."
    assert second.because == "Sent because this change is material and your threshold is minor."
    assert third.facts == ("in your favour", "added", "User rights", "in “8. Your rights”")


def test_rules_that_say_the_same_are_one_finding() -> None:
    reasons = (Reason("a", "Gone.", "x"), Reason("b", "Gone.", "y"), Reason("c", "Other.", ""))
    (view,) = view_alert(alert([withdrawn(reasons=reasons)]), limit=1).changes
    assert [(f.rules, f.says, f.based_on) for f in view.findings] == [("a, b", "Gone.", "Based on: “x … y”"), ("c", "Other.", "")]


def test_long_parts_are_cut() -> None:
    long = "word " * 500
    reason = Reason("rule " * 100, long, long)
    (view,) = view_alert(alert([withdrawn(headline=long, old=side(long + "end", long), reasons=(reason,) * 9)]), limit=1).changes
    assert len(view.headline) <= 520
    assert len(view.old_text) <= 600
    assert all(len(fact) <= 120 for fact in view.facts)
    assert len(view.findings) == 1
    assert len(view.findings[0].based_on) < 260
    assert "[…]" in view.because


def test_nothing_hostile_survives_in_any_value() -> None:
    for escaping in (MAIL, CHAT):
        view = view_alert(hostile(), limit=99, escaping=escaping)
        for change in view.changes:
            values = [change.headline, *change.facts, change.old_text, change.new_text, change.when, change.because]
            values += [part for f in change.findings for part in (f.rules, f.says, f.based_on)]
            assert not any("evil.example" in value or MARK_ON in value or MARK_OFF in value for value in values)


def test_word_marks_show_the_two_sides() -> None:
    view = view_alert(alert([reworded()]), limit=1, escaping=MAIL)
    assert view.changes[0].old == ((False, "We keep server logs for "), (True, "30 days"), (False, "."))
    assert view.changes[0].new == ((False, "We keep server logs for "), (True, "as long as necessary"), (False, "."))


def test_a_cut_in_the_middle_of_changed_words_leaves_no_mark_behind() -> None:
    long = "data " * 300
    change = reworded(old=side(long), new=side("x"), edits=(("=", "We "), ("-", long), ("-", " "), ("-", "\x07"), ("+", "x")))
    old = view_alert(alert([change]), limit=1).changes[0].old
    assert [changed for changed, _ in old] == [False, True]
    assert old[-1][1].endswith("[…]")


def test_evidence_that_is_quoted_above_is_not_quoted_again() -> None:
    reasons = (
        Reason("promise-withdrawn", "The promise is gone.", OLD_PROMISE),
        Reason("negation-changed", "One word turned it.", "does NOT"),
        Reason("bare", "Nothing is quoted.", ""),
    )
    (view,) = view_alert(alert([withdrawn(reasons=reasons)]), limit=5).changes
    assert [finding.based_on for finding in view.findings] == ["Based on the old wording.", "Based on: “does NOT”", ""]


def test_chats_get_whole_wordings_without_marks() -> None:
    (view,) = view_alert(alert([reworded()]), limit=1, escaping=CHAT).changes
    assert view.old == ((False, "We keep server logs for 30 days."),)
    assert view.new_text == "We keep server logs for as long as necessary."
    (only,) = view_alert(alert([gained()]), limit=1).changes
    assert (only.old, only.old_text) == ((), "")


def test_an_address_across_a_changed_word_is_still_made_inert() -> None:
    edits = (("=", "See https:"), ("+", "//evil"), ("=", ".exam"), ("+", "ple"), ("=", " now"))
    change = reworded(old=side("See https:.exam now"), new=side("See https://evil.example now"), edits=edits)
    (view,) = view_alert(alert([change]), limit=1).changes
    assert view.new_text == "See https[:]//evil[.]example now"
    assert [changed for changed, _ in view.new] == [False, True, False, True, False]


@pytest.mark.parametrize("escaping", [MAIL, CHAT])
def test_list_items_on_one_line_are_separated_by_bullets(escaping: Escaping) -> None:
    made = replace(gained(), new=side("- your location;\n- your date of birth."), edits=())
    assert view_alert(alert([made]), escaping=escaping, limit=1).changes[0].new_text == "• your location; • your date of birth."


# --- reviews -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("escaping", [MAIL, CHAT])
def test_a_review_is_shown_inert_and_cut(escaping: Escaping) -> None:
    one = replace(alert(), review="Accepted by <!channel> *Kim*\x1b[31m on 3 May 2026. " + "x" * 900)
    shown = view_alert(one, limit=3, escaping=escaping).review
    assert shown is not None
    assert shown.startswith("Accepted by ")
    assert len(shown) <= 300
    assert "\x1b" not in shown
    assert ("<!channel>" in shown) is (escaping is MAIL)
    assert view_alert(alert(), limit=3).review is None
