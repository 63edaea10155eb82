from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser

import html5lib
import pytest

from monitor.model import Reason, Severity
from monitor.notify.email_body import WIDTH, compose
from monitor.notify.presenter import CHANGES_IN_MESSAGE, view_alerts
from monitor.sources.chromium import executable

from .hostile import hostile
from .samples import OLD_PROMISE, alert, gained, reworded, side, withdrawn


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


def test_an_alert_without_changes_is_still_a_message() -> None:
    message = compose([alert([], report=None)])
    assert message.subject == "[none] Northwind Privacy Policy: changed"
    assert "no change" in message.text
    assert "Report" not in message.text


def test_the_text_part_answers_why_when_and_where() -> None:
    text = compose([alert(notes=(Reason("silent", "The printed date did not move.", ""),))]).text
    flat = " ".join(text.split())
    for sentence in (
        "Seen from at least 18 May 2010 to 1 November 2016; gone by 29 December 2016.",
        "Not there on 1 November 2016; first seen on 29 December 2016.",
        "Old wording last seen on 1 November 2016; new wording first seen on 29 December 2016.",
        "Sent because this change is critical (rule promise-withdrawn) and your threshold is material.",
        "Based on: “does NOT share, sell, rent, or trade”",
        "CRITICAL · against you · removed · Sale of data, Third-party sharing · in “6. Sharing”",
        "MATERIAL · in your favour · added · User rights · in “8. Your rights”",
        "captured 18 May 2010, 04:23 UTC, last seen 1 November 2016, 09:30 UTC",
        "Report: reports/northwind/20100518042315--20161229064321.html",
        "Note: The printed date did not move.",
    ):
        assert sentence in flat
    assert "deleted" not in text
    assert all(len(line) <= 78 or "https://" in line for line in text.splitlines())
    assert flat.startswith("Northwind Privacy Policy: 1 critical, 2 material and 1 cosmetic change.")


def test_long_lists_are_counted() -> None:
    many = [withdrawn(id=f"c{n}", old=side(f"{n} " + "word " * 400)) for n in range(60)]
    message = compose([alert(many)])
    assert f"… and {60 - CHANGES_IN_MESSAGE} more in the report." in message.text
    assert f"… and {60 - CHANGES_IN_MESSAGE} more in the report." in message.html
    assert len(message.html.encode()) < 100_000


def test_a_digest_of_many_policies_stays_small() -> None:
    many = [alert([withdrawn(old=side("word " * 400)), reworded()], id=f"a{n}", name=f"Company {n}") for n in range(40)]
    message = compose([alert([gained()], id="first"), *many])
    assert len(message.html.encode()) < 100_000
    assert f"… and {41 - CHANGES_IN_MESSAGE} more alerts" in message.text
    assert message.text.startswith("41 policy changes:\n\nCompany 0\n")


def test_the_report_is_linked_when_it_is_published() -> None:
    message = compose([alert()], report_base="https://monitor.example.org/")
    link = "https://monitor.example.org/reports/northwind/20100518042315--20161229064321.html"
    assert link in message.text
    assert f'href="{link}"' in message.html
    assert "https://other.example/r.html" in compose([alert(report="https://other.example/r.html")], report_base="https://m.example").text


def test_a_report_that_is_not_published_is_a_file_on_the_other_machine() -> None:
    message = compose([alert()])
    name = "reports/northwind/20100518042315--20161229064321.html"
    assert f"  Report:  {name}\n           (a file, below the folder that holds config.yaml)" in message.text
    assert "(a file, below the folder that holds config.yaml)" in message.html
    published = compose([alert()], report_base="https://m.example")
    assert "a file in the folder" not in published.text + published.html


def test_what_the_counts_name_and_the_message_leaves_out_is_said() -> None:
    """ "1 critical and 1 minor change" above a single change reads as if one had been lost."""
    quiet = [replace(reworded(), id=f"q{n}", severity=Severity.MINOR) for n in range(2)]
    for text in (compose([alert([withdrawn(), *quiet])]).text, compose([alert([withdrawn(), *quiet])]).html):
        assert "Not shown here: 2 minor changes (in the report)." in text
    assert "Not shown here: 2 minor changes.\n" in compose([alert([withdrawn(), *quiet], report=None)]).text
    for alone in (compose([alert([withdrawn()])]), compose([alert(quiet)])):
        assert "Not shown here" not in alone.text + alone.html


def test_the_root_comes_last_and_says_what_it_is_for() -> None:
    root = "ab" * 32
    message = compose([replace(alert(), root=root)])
    assert message.text.index(f"Root of the record: {root}\n") > message.text.index("Rule ")
    for text in (" ".join(message.text.split()).replace("`", ""), message.html):
        assert "policy-monitor verify --against ROOT shows later whether the record was altered since" in text
        assert root in text
    assert "\n\n\n" not in message.text
    assert "Root of the record" not in compose([alert()]).text


def test_other_is_no_topic_beside_one_with_a_name() -> None:
    assert "Other" not in compose([alert([replace(gained(), topics=("user-rights", "other"))])]).text
    assert "Other" in compose([alert([replace(gained(), topics=("other",))])]).text


def test_without_an_archive_there_is_no_link_to_a_copy() -> None:
    message = compose([alert(archived=False)])
    assert message.html.count("archived copy") == 1


def test_policy_text_is_inert_in_both_parts() -> None:
    message = compose([hostile()])
    links = Links()
    links.feed(message.html)
    allowed = {"https://www.northwind.example/privacy"}
    assert {href for href in links.hrefs if not href.startswith("https://archive.example/web/")} == allowed
    assert links.loads == []
    assert not links.tags & {"script", "img", "iframe", "form"}
    for text in (message.subject, message.text):
        assert not re.search(r"(?<![/\w])(https?://|www\.)\S*evil|evil\.example|@evil", text)
    assert "{{ 7" in message.html
    html5lib.HTMLParser(strict=True).parse(message.html)


def test_nothing_is_fetched_and_the_style_is_inline() -> None:
    html = compose([alert()]).html
    assert "url(" not in html
    assert "@import" not in html
    assert html.count('style="') > 20


def test_changed_words_are_marked_in_html() -> None:
    html = compose([alert([reworded()])]).html
    assert re.search(r"<del [^>]*>30 days</del>\.", html)
    assert re.search(r"<ins [^>]*>as long as necessary</ins>\.", html)


def test_a_wording_that_is_all_of_the_evidence_is_quoted_once() -> None:
    message = compose([alert([withdrawn(reasons=(Reason("promise-withdrawn", "The promise is gone.", OLD_PROMISE),))])])
    assert message.text.count("third parties") == message.html.count("third parties") == 1
    assert "Based on the old wording." in " ".join(message.text.split())
    assert "Based on the old wording." in message.html


def test_both_parts_say_the_same() -> None:
    message = compose([alert([reworded(), gained()])])
    text = " ".join(message.text.split())
    shown = " ".join("".join(html5lib.parse(message.html, namespaceHTMLElements=False).find("body").itertext()).split())
    for view in view_alerts([alert([reworded(), gained()])]):
        for change in view.changes:
            for part in (change.headline, " · ".join(change.facts), change.when, change.because):
                assert part in text
                assert part in shown


def test_a_digest_has_a_rule_between_its_alerts_in_the_text_part() -> None:
    message = compose([alert(id="a", name="Acme"), alert(id="b", name="Brill")])
    blocks = message.text.split("=" * WIDTH)
    assert [block.split()[0] for block in blocks] == ["2", "Acme", "Brill"]
    assert message.html.count("<h1") == 3


@pytest.mark.browser
@pytest.mark.skipif(executable() is None, reason="no Chromium is installed; set CHROMIUM")
def test_the_html_part_in_a_browser() -> None:
    """In a thread of its own: other tests of this process may run a browser, and with it an event loop, in the main thread."""
    pytest.importorskip("playwright.sync_api")
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_check_mails).result()


def _check_mails() -> None:
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        requests: list[str] = []
        for width, scheme in ((390, "light"), (1024, "dark")):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.set_default_timeout(300_000)
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


def test_both_parts_of_a_mail_say_what_was_decided() -> None:
    message = compose([replace(alert(), review="Dismissed by <Kim> on 3 May 2026.")])
    assert "  Review:  Dismissed by <Kim> on 3 May 2026.\n" in message.text
    assert "Dismissed by &lt;Kim&gt; on 3 May 2026." in message.html
    plain = compose([alert()])
    assert "Review" not in plain.text
    assert ">Review<" not in plain.html
