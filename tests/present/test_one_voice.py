"""The page, the mail, the chat and the terminal describe a change in the same words."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from monitor.model import Alert, Change, ChangeKind, Changelog, History, HistoryEntry
from monitor.notify.chat import chat_text, chat_title
from monitor.notify.email_body import compose
from monitor.present import phrases
from monitor.render.site import render_overview, render_policy
from monitor.render.text import changelog_text
from tests.notify.samples import NOON, alert, cosmetic, gained, reworded, side, withdrawn

CHANGES = {
    "withdrawn": withdrawn(), "reworded": reworded(), "gained": gained(), "moved": cosmetic(),
    "split": replace(reworded(), kind=ChangeKind.SPLIT, topics=("choice-consent", "ai-training")),
    "merged": replace(reworded(), kind=ChangeKind.MERGED, topics=("dispute-liability",)),
    "nameless": replace(withdrawn(), headline="", reasons=()),
    "untitled": replace(gained(), new=side("You may ask us to erase it.", "8. Your rights")),
}  # fmt: skip


def flat(text: str) -> str:
    return " ".join(re.sub(r"\n\s*\| ", " ", text).split())


def without_markup(html: str) -> str:
    return flat(unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL))))


def history(one: Alert) -> History:
    return History(one.policy, (HistoryEntry(one.old, None), HistoryEntry(one.new, one.changelog, alert=True)), last_success=NOON)


def page(one: Alert, out: Path) -> str:
    render_policy(history(one), out, now=NOON)
    (changelog,) = out.rglob("*--*.html")
    return without_markup(changelog.read_text(encoding="utf-8"))


@pytest.fixture(params=CHANGES)
def change(request: pytest.FixtureRequest) -> Change:
    return CHANGES[request.param]


def spoken(one: Alert, out: Path) -> dict[str, str]:
    """What each medium says of an alert, on one line."""
    message = compose([one])
    return {
        "page": page(one, out),
        "mail": flat(message.text),
        "mail as HTML": without_markup(message.html),
        "chat": flat(chat_text([one])),
        "terminal": flat(changelog_text(one.changelog, "old", "new", color=False, width=120, verbose=True)),
    }


def test_headline_severity_direction_kind_topics_and_section(change: Change, tmp_path: Path) -> None:
    words = [phrases.headline(change), change.severity.value, *phrases.facts(change)[:2]]
    words += [phrases.topic(slug) for slug in change.topics]
    words.append(phrases.section(change.new or change.old))
    for medium, text in spoken(alert([change]), tmp_path).items():
        for word in words:
            assert word.lower() in text.lower(), (medium, word)


def test_counts_of_all_changes(tmp_path: Path) -> None:
    one = alert()
    for medium, text in spoken(one, tmp_path).items():
        assert "1 critical, 2 material and 1 cosmetic change" in text, medium


def test_when_the_words_were_seen(change: Change, tmp_path: Path) -> None:
    """Except in the terminal: two files have no captures."""
    one = alert([change])
    when = phrases.when(change, one.old.captured_at, one.old.last_seen, one.new.captured_at)
    texts = spoken(one, tmp_path)
    assert [medium for medium, text in texts.items() if when not in text] == ["terminal"]


def test_the_policys_name_and_the_captures(tmp_path: Path) -> None:
    one = alert()
    texts = spoken(one, tmp_path)
    del texts["terminal"]
    for medium, text in texts.items():
        assert phrases.policy_title(one.policy) in text, medium
        assert phrases.minute(one.old.captured_at) in text, medium
        assert phrases.minute(one.new.captured_at) in text, medium


def test_subject_title_feed_and_overview_have_the_same_headline(tmp_path: Path) -> None:
    one = alert()
    headline = phrases.headline(one.changelog.changes[0]).rstrip(".")
    render_policy(history(one), tmp_path, now=NOON)
    overview = render_overview([history(one)], tmp_path, now=NOON)
    for text in (
        compose([one]).subject,
        chat_title([one]),
        (tmp_path / "northwind" / "index.html").read_text(encoding="utf-8"),
        (tmp_path / "feed.atom").read_text(encoding="utf-8"),
        overview.read_text(encoding="utf-8"),
    ):
        assert headline in text


def test_reasons_name_their_rules_and_evidence(tmp_path: Path) -> None:
    for medium, text in spoken(alert([reworded()]), tmp_path).items():
        assert "limit-dropped" in text, medium
        assert re.search(r"based on:? “ ?30 days ?”", text, re.IGNORECASE), medium


def test_an_empty_changelog_reads_the_same(tmp_path: Path) -> None:
    nothing = replace(alert(), changelog=Changelog(()))
    assert phrases.changelog_headline(nothing.changelog) in page(nothing, tmp_path)
    assert phrases.changelog_headline(nothing.changelog) in changelog_text(nothing.changelog, "a", "b", color=False, width=80)
    assert "no changes" in compose([nothing]).text
