"""What is left out of alerts that many are held of, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.model import Notice, NoticeKind, Policy
from monitor.store.alert_texts import in_brief, without_text, without_texts
from tests.notify.samples import alert

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)


def test_texts_are_left_out_and_what_names_them_is_not() -> None:
    whole = alert()
    bare = without_texts(whole)
    assert whole.new.document.text
    assert (bare.old.document.text, bare.new.document.text) == ("", "")
    assert (bare.new.sha256, bare.new.captured_at) == (whole.new.sha256, whole.new.captured_at)
    assert bare.new.document.effective_date == whole.new.document.effective_date
    assert bare.changelog == whole.changelog
    assert without_text(whole.new) == bare.new


def test_in_brief_there_is_what_reports_count() -> None:
    whole = alert()
    brief = in_brief(whole)
    assert brief.changelog.severity is whole.changelog.severity
    assert brief.changelog.counts == whole.changelog.counts
    assert [one.headline for one in brief.changelog.changes] == [one.headline for one in whole.changelog.changes]
    assert not any(one.old or one.new or one.edits for one in brief.changelog.changes)
    assert brief.changelog.passages == ()
    assert (brief.id, brief.policy, brief.report) == (whole.id, whole.policy, whole.report)


def test_notices_have_no_texts() -> None:
    notice = Notice("n", Policy("acme", "Acme"), NoticeKind.UNREADABLE, NOON, "timeout", "No response.", NOON)
    assert without_texts(notice) is in_brief(notice) is notice
