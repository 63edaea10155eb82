"""`extract`: the text of a file or a page."""

from __future__ import annotations

from pathlib import Path

from .conftest import Page, User


def test_extract_reads_files_and_addresses(user: User, page: Page) -> None:
    Path("page.html").write_bytes(page.body)
    markdown = user("extract", "page.html").out
    assert "## 4. Sharing" in markdown
    assert "Home" not in markdown
    document = user("extract", page.url, "--format", "json").json
    assert document["text"].strip() == markdown.strip()
    assert (document["schema"], document["stated_date"]) == ("policy-monitor/document/1", "2020-03-01")
    assert user("extract", "page.html", "--select", "footer").out.strip() == "© Larkspur Bicycles"


def test_the_markdown_shows_underscores_and_stars_and_json_has_the_words(user: User) -> None:
    Path("page.html").write_text("<h1>Cookies</h1><p>We set __ads_id and _ga* for a year to count the visits of our shop.</p>")
    assert "We set \\_\\_ads\\_id and \\_ga\\* for a year" in user("extract", "page.html").out
    assert "We set __ads_id and _ga* for" in user("extract", "page.html", "--format", "json").json["text"]
