from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import pytest

from monitor.model import Alert, ChangeKind, Reason, Severity
from monitor.notify.chat import chat_text, chat_title
from monitor.notify.email_body import CHANGES_IN_MESSAGE, compose
from monitor.notify.presenter import MAIL, view_alert, web_address

from .samples import NEW_PROMISE, OLD_PROMISE, alert, cosmetic, gained, reworded, side, withdrawn

CHROMIUM = Path(os.environ.get("POLICY_MONITOR_CHROMIUM", "/usr/bin/chromium"))
HOSTILE = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "&lt;a href=https://evil.example/&gt;click&lt;/a&gt;",
    '"><a href="https://evil.example">x</a>',
    "[click](javascript:window.ran=1)",
    "[click](https://evil.example/x)",
    "{{ 7*7 }}{% raw %}",
    "www.evil.example and https://evil.example/x and a@evil.example",
    "</td></table><style>*{display:none}</style>",
)


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.tags: set[str] = set()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            (self.hrefs if name == "href" else self.loads if name in {"src", "background"} else []).append(value or "")


def hostile() -> Alert:
    changes = [
        reworded(
            headline=text,
            old=side(text, text),
            new=side(text, text),
            edits=(("-", text[:9]), ("=", text[9:14]), ("+", text[14:])),
            reasons=(Reason(text, text, text),),
        )
        for text in HOSTILE
    ]
    return alert(changes, name=HOSTILE[0], report=f"reports/{HOSTILE[1]}", notes=(Reason("n", HOSTILE[2], ""),))


def test_the_subject_tells_policy_severity_and_headline() -> None:
    assert compose([alert([withdrawn()])]).subject == (
        "[critical] Northwind — Privacy Policy: Withdrawn: the promise not to share, sell, rent or trade your data"
    )
    assert compose([alert()]).subject.endswith("(+2 more)")


def test_a_long_headline_is_cut_and_the_count_stays() -> None:
    subject = compose([alert([withdrawn(headline="word " * 100), gained()], name="N" * 200)]).subject
    assert len(subject) <= 160
    assert subject.endswith("[…] (+1 more)")


@pytest.mark.parametrize(
    ("change", "headline"),
    [
        (withdrawn(headline=""), "A promise not to share, sell, rent or trade your data is gone"),
        (withdrawn(headline="", reasons=()), "Words gone in “6. Sharing”"),
        (cosmetic(), "Moved in “6. Sharing”"),
    ],
)
def test_without_a_headline_the_reason_speaks_or_the_kind(change: object, headline: str) -> None:
    assert compose([alert([change])]).subject.endswith(headline)  # type: ignore[list-item]


def test_an_alert_without_changes_is_still_a_message() -> None:
    message = compose([alert([], report=None)])
    assert message.subject == "[none] Northwind — Privacy Policy: changed"
    assert "no change" in message.text
    assert "Report" not in message.text


def test_the_text_part_answers_why_when_and_where() -> None:
    text = compose([alert(notes=(Reason("silent", "The printed date did not move.", ""),))]).text
    flat = " ".join(text.split())
    for sentence in (
        "Stood in the capture of 2016-11-01, gone in the capture of 2016-12-29.",
        "Not there in the capture of 2016-11-01, stands in the capture of 2016-12-29.",
        "The old words stood in the capture of 2016-11-01, the new words stand in the capture of 2016-12-29.",
        "Sent because: rule promise-withdrawn is critical, your threshold is material.",
        "Rests on: “does NOT share, sell, rent, or trade”",
        "CRITICAL · against you · in “Privacy Policy › 6. Sharing”",
        "in your favour",
        "captured 2010-05-18 04:23 UTC, last seen 2016-11-01 09:30 UTC",
        "Report: reports/northwind/20100518042315--20161229064321.html",
        "Note: The printed date did not move.",
    ):
        assert sentence in flat
    assert "deleted" not in text
    assert all(len(line) <= 78 or "https://" in line for line in text.splitlines())
    assert "cosmetic" in text.splitlines()[0]


def test_two_captures_of_one_day_are_told_apart_by_minutes() -> None:
    it = alert()
    same_day = it.new.captured_at.replace(hour=1)
    old = type(it.old)(**{name: getattr(it.old, name) for name in it.old.__slots__} | {"captured_at": same_day, "last_seen": same_day})
    view = view_alert(Alert(it.id, it.policy, old, it.new, it.changelog, None, it.created_at), limit=1)
    assert view.changes[0].when == "Stood in the capture of 2016-12-29 01:43 UTC, gone in the capture of 2016-12-29 06:43 UTC."
    assert view.before.says == "captured 2016-12-29 01:43 UTC"


def test_word_marks_show_the_two_sides() -> None:
    view = view_alert(alert([reworded()]), limit=1, dress=MAIL)
    assert view.changes[0].old == ((False, "We keep server logs for "), (True, "30 days"), (False, "."))
    assert view.changes[0].new == ((False, "We keep server logs for "), (True, "as long as necessary"), (False, "."))
    html = compose([alert([reworded()])]).html
    assert re.search(r"<del [^>]*>30 days</del>\.", html)
    assert re.search(r"<ins [^>]*>as long as necessary</ins>\.", html)


def test_a_cut_in_the_middle_of_changed_words_leaves_no_mark_behind() -> None:
    long = "data " * 300
    change = reworded(old=side(long), new=side("x"), edits=(("=", "We "), ("-", long), ("-", " "), ("-", "\x07"), ("+", "x")))
    old = view_alert(alert([change]), limit=1).changes[0].old
    assert [changed for changed, _ in old] == [False, True]
    assert old[-1][1].endswith("[…]")


def test_long_lists_are_counted() -> None:
    many = [withdrawn(id=f"c{n}", old=side("word " * 400)) for n in range(60)]
    message = compose([alert(many)])
    assert f"… and {60 - CHANGES_IN_MESSAGE} more in the report." in message.text
    assert f"… and {60 - CHANGES_IN_MESSAGE} more in the report." in message.html
    assert len(message.html.encode()) < 100_000


def test_a_digest_of_many_policies_stays_small() -> None:
    many = [alert([withdrawn(old=side("word " * 400)), reworded()], id=f"a{n}", name=f"Company {n}") for n in range(40)]
    message = compose([alert([gained()], id="first"), *many])
    assert len(message.html.encode()) < 100_000
    assert f"… and {41 - CHANGES_IN_MESSAGE} more alerts" in message.text
    assert message.text.startswith("Company 0")


def test_the_report_is_linked_when_it_is_published() -> None:
    message = compose([alert()], report_base="https://monitor.example.org/")
    link = "https://monitor.example.org/reports/northwind/20100518042315--20161229064321.html"
    assert link in message.text
    assert f'href="{link}"' in message.html
    assert "https://other.example/r.html" in compose([alert(report="https://other.example/r.html")], report_base="https://m.example").text


def test_without_an_archive_no_copy_is_promised() -> None:
    message = compose([alert(archived=False)])
    assert message.html.count("archived copy") == 1


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://a b", 'https://a"b', "https://a\r\nb", "", None, "data:text/html,x", "https://a<b"]
)
def test_what_is_no_web_address_is_not_linked(address: str | None) -> None:
    assert web_address(address) is None


def test_policy_text_is_inert_in_both_parts_and_in_chats() -> None:
    message = compose([hostile()])
    links = Links()
    links.feed(message.html)
    allowed = {"https://www.northwind.example/privacy"}
    assert {href for href in links.hrefs if not href.startswith("https://archive.example/web/")} == allowed
    assert links.loads == []
    assert not links.tags & {"script", "img", "iframe", "form"}
    for text in (message.subject, message.text, chat_title([hostile()]), chat_text([hostile()])):
        assert not re.search(r"(?<![/\w])(https?://|www\.)\S*evil|evil\.example|@evil", text)
    assert "{{ 7" in message.html
    html5lib.HTMLParser(strict=True).parse(message.html)


def test_nothing_is_fetched_and_the_style_is_inline() -> None:
    html = compose([alert()]).html
    assert "url(" not in html
    assert "@import" not in html
    assert html.count('style="') > 20


@pytest.mark.parametrize("limit", [3500, 1000, 400, 160, 90])
def test_a_chat_message_keeps_to_its_length(limit: int) -> None:
    text = chat_text([alert()], limit=limit)
    assert len(text) <= limit
    assert text.startswith("Northwind — Privacy Policy")


def test_a_chat_message_says_why() -> None:
    text = chat_text([alert([withdrawn(), reworded(), *[gained()] * 8], threshold=Severity.MINOR)])
    assert OLD_PROMISE in text
    assert "Sent because: rule promise-withdrawn is critical, your threshold is minor. Rests on:" in text
    assert re.search(r"… and \d more in the report", text)
    assert "more; see the reports" in chat_text([alert(id=str(n)) for n in range(12)])


def test_a_chat_message_without_section_and_reasons() -> None:
    change = withdrawn(kind=ChangeKind.ADDED, old=None, new=side(NEW_PROMISE), reasons=(), headline="")
    bare = alert([change], report=None)
    assert "Sent because: this change is critical" in chat_text([bare])
    assert "www[.]northwind-partners[.]example" in chat_text([bare])


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}; set POLICY_MONITOR_CHROMIUM")
def test_the_html_part_in_a_browser() -> None:
    """In a thread of its own: other tests of this process may keep a browser, and with it an event loop, in the main one."""
    pytest.importorskip("playwright.sync_api")
    with ThreadPoolExecutor(1) as aside:
        aside.submit(_look_at_mails).result()


def _look_at_mails() -> None:
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        requests: list[str] = []
        for width, scheme in ((390, "light"), (1024, "dark")):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.on("request", lambda request: requests.append(request.url))
            for it in (alert(), hostile()):
                page.set_content(compose([it]).html)
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert page.evaluate("window.ran") is None
            page.set_content(compose([alert()]).html)
            assert page.get_by_role("heading", name="Withdrawn: the promise not to share").is_visible()
            background = page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
            assert background == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(22, 27, 34)")
        assert requests == []
        browser.close()


def test_words_that_stand_above_are_not_said_twice() -> None:
    reasons = (
        Reason("promise-withdrawn", "The promise is gone.", OLD_PROMISE),
        Reason("negation-changed", "One word turned it.", "does NOT"),
    )
    change = withdrawn(reasons=reasons)
    (view,) = view_alert(alert([change]), limit=5).changes
    assert [rule.rests_on for rule in view.rules] == ["Rests on the old words above.", "Rests on: “does NOT”"]
    message = compose([alert([change])])
    assert message.text.count("third parties") == 1
    assert "Rests on the old words above." in " ".join(message.text.split())
    assert "Rests on the old words above." in message.html
