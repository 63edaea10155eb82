"""The pages as HTML: what they show, where they lead, and that whatever is typed or stored stays text."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import feedparser
import pytest
from starlette.requests import Request

from monitor.web.changes import Filters
from monitor.web.screens import filters_of, query_of
from tests.cli.conftest import BROKEN, Page, User, policy_page
from tests.render import hostile

from .conftest import Site, serving

SCREENS = ["/-/changes", "/-/search", "/-/reviews", "/-/policies", "/-/add", "/-/doubtful", "/-/alerts", "/-/settings", "/api"]


def rows(text: str) -> list[str]:
    return re.findall(r"<tr>(.*?)</tr>", text.partition("<tbody>")[2], re.DOTALL)


def test_the_reports_are_served_as_they_are_with_a_bar(standing: Site, stored: Path) -> None:
    for name in ("index.html", "northwind/index.html", "northwind/current.html", "northwind/20200218141516--20220809035942.html"):
        written, served = (stored / "reports" / name).read_text(), standing.get(f"/{name}").text
        assert served.partition('<main id="main"')[2] == written.partition('<main id="main"')[2]
        assert '<nav class="bar"' in served
        assert "http-equiv" not in served
    for name in (
        "feed.atom",
        "feed.json",
        "changes.csv.gz",
        "changes.json.gz",
        "northwind/changes.csv",
        "calendar.ics",
        "northwind/feed.atom",
        "northwind/versions.json",
    ):
        assert standing.get(f"/{name}").content == (stored / "reports" / name).read_bytes()
    for name in ("changes.csv", "changes.json"):  # by the names that they had before they were kept packed
        assert standing.get(f"/{name}").content == gzip.decompress((stored / "reports" / f"{name}.gz").read_bytes())


def test_a_page_that_is_not_ours_has_no_bar_and_may_load_nothing(site: Site, kept: User) -> None:
    (kept.home / "reports/notes.html").write_text("<html><head></head><header></header><script>alert(1)</script></html>")
    answer = site.get("/notes.html")
    assert "bar" not in answer.text
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_the_table_is_filtered_sorted_and_led_on_from(standing: Site) -> None:
    every = standing.get("/-/changes").text
    assert len(rows(every)) > 5
    critical = rows(standing.get("/-/changes?severity=critical").text)
    assert critical
    assert all("Critical" in row for row in critical)
    assert rows(standing.get("/-/changes?sort=date&order=asc").text)[0].startswith('<td><time datetime="2013')
    assert rows(every)[0].startswith('<td><time datetime="2024')
    assert 'aria-sort="descending"' in every
    for link in re.findall(r'href="(/northwind/[^"#]+)', every):
        assert standing.get(link).status_code == 200
    assert "No changes match" in standing.get("/-/changes?vendor=nobody").text
    week = standing.get("/-/changes?week=2022-W32").text
    assert "in week 2022-W32" in week
    assert all("2022-08-09" in row for row in rows(week))


def test_htmx_gets_the_table_alone(standing: Site) -> None:
    part = standing.get("/-/changes", headers={"HX-Request": "true"}).text
    assert part.startswith('<section id="table"')
    assert "<html" not in part


@pytest.mark.parametrize(
    "query", ["page=999", "page=-1", "page=x", "page=٣", "sort=x&order=y", "severity=dire", "week=%00", "vendor=" + "v" * 3000]
)
def test_filters_that_are_none_filter_nothing_or_everything(standing: Site, query: str) -> None:
    assert standing.get(f"/-/changes?{query}").status_code == 200


def test_a_feed_with_the_filters_of_the_table(standing: Site) -> None:
    found = feedparser.parse(standing.get("/-/feed.atom?severity=critical").content)
    assert not found.bozo
    assert len(found.entries) == len(rows(standing.get("/-/changes?severity=critical").text))
    assert found.entries[0].link.startswith(standing.address + "/northwind/")
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    assert feedparser.parse(standing.get("/-/feed.atom?vendor=nobody").content).entries == []


def test_policies_show_their_checks_and_are_found(watching: Callable[..., Site], page: Page) -> None:
    site = watching()
    assert "Not checked yet" in site.get("/-/policies").text
    page.status = 500
    site.done(site.post("/-/check"))
    failed = site.get("/-/policies").text
    assert "Check failed" in failed
    for words in ("LARK", "shops", "privacy", page.url):
        assert len(rows(site.get("/-/policies", params={"q": words}).text)) == 1
    assert "No policies match" in site.get("/-/policies?q=teapot").text


def test_a_folder_without_anything_leads_to_the_first_policy(user: User) -> None:
    user.configure()
    with serving(user.home / "config.yaml") as site:
        answer = site.get("/")
        assert answer.url.endswith("/-/policies")
        assert "Add the first one" in answer.text
        for path in SCREENS:
            assert site.get(path).status_code == 200


def test_a_broken_configuration_is_told_with_its_line_and_hides_no_page(site: Site, kept: User) -> None:
    assert "Valid." in site.get("/-/settings").text
    good = (kept.home / "config.yaml").read_text()
    (kept.home / "config.yaml").write_text(good + "colour: blue\n")
    says = site.get("/-/settings").text
    assert "Not valid." in says
    assert f"config.yaml:{len(good.splitlines()) + 1}" in says
    assert site.get("/northwind/index.html").status_code == 200
    assert site.get("/-/policies").status_code == 503
    assert site.get("/api/policies").json()["detail"]
    assert site.post("/-/check").status_code == 503
    (kept.home / "config.yaml").write_text(good)
    assert site.get("/-/policies").status_code == 200


def test_secrets_are_never_shown(user: User, page: Page) -> None:
    alerts = {
        "email": {"to": ["a@reader.example"], "from": "b@reader.example", "url": "smtp://me:${PASSWORD}@127.0.0.1:9"},
        "webhook": ["http://127.0.0.1:9/${HOOK}"],
    }
    user.configure({"id": "larkspur", "name": "Larkspur", "url": page.url}, alerts=alerts)
    with serving(user.home / "config.yaml", environment={"PASSWORD": "hunter2hunter2", "HOOK": "sesamesesame"}) as site:
        site.done(site.post("/-/check"))
        page.body = policy_page(sharing=BROKEN)
        site.done(site.post("/-/check"))
        trial = site.done(site.post("/-/alerts/test"))
        assert "FAILED" in trial
        for text in (trial, *(site.get(path).text for path in (*SCREENS, "/", "/api/policies"))):
            assert "hunter2" not in text
            assert "sesame" not in text
    with serving(user.home / "config.yaml") as site:
        assert "PASSWORD" in site.get("/-/settings").text
        assert "PASSWORD" in site.done(site.post("/-/check"))


# --- payloads -----------------------------------------------------------------------------------------------------------

INPUTS = [
    *(f"/-/changes?{name}={{}}" for name in ("vendor", "tag", "topic", "severity", "week", "policy", "review", "sort", "page")),
    *(f"/-/search?q=sell&{name}={{}}" for name in ("scope", "said", "tag", "topic", "since", "page")),
    *(f"/-/reviews?{name}={{}}" for name in ("state", "tag", "policy", "order", "archived", "page", "done", "by", "note", "decision")),
    *(
        "/-/search?q={}",
        "/-/search?q=%22{}%22&scope=ever",
        "/-/reviews/northwind/{}",
        "/-/reviews/{}/20180524063000-aa",
        "/api/search?q={}",
    ),
    *("/-/policies?q={}", "/-/policies?added={}", "/-/doubtful?policy={}", "/-/add?url={}&name={}&history={}", "/-/jobs/{}"),
    *("/-/doubtful/northwind/{}", "/-/doubtful/{}/20150511220300-aa", "/-/assets/{}", "/-/feed.atom?vendor={}", "/{}", "/api/{}"),
]


KNOWN = {
    *(
        "a",
        "article",
        "b",
        "bdi",
        "body",
        "br",
        "button",
        "caption",
        "circle",
        "code",
        "datalist",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "fieldset",
    ),
    *("footer", "form", "g", "h1", "h2", "head", "header", "html", "input", "ins", "label", "legend", "li", "link", "main", "meta"),
    *("nav", "noscript", "ol", "option", "p", "path", "progress", "q", "rect", "script", "section", "select", "span", "strong", "svg"),
    *("symbol", "table", "tbody", "td", "textarea", "th", "thead", "time", "title", "tr", "ul", "use"),
}


class Elements(HTMLParser):
    """The names of a page's elements and of their attributes, as a browser finds them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names, self.attributes, self.links = Counter[str](), set[str](), set[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action", "hx-get")}

    def inert(self) -> bool:
        live = {name for name in self.attributes if name.startswith("on") or name in ("style", "srcdoc", "formaction")}
        leading = {link for link in self.links if not link.startswith(("/", "#", "http://", "https://"))}
        return self.names.keys() <= KNOWN and self.names["script"] <= 1 and not live and not leading


def joined(longest: int = 150) -> list[str]:
    """The payloads, as many in one text as a field takes."""
    found = [""]
    for payload in hostile.PAYLOADS:
        found = [*found[:-1], f"{found[-1]} {payload}"] if len(found[-1]) + len(payload) < longest else [*found, payload]
    return found


@pytest.mark.parametrize("parts", [pytest.param(20, id="some"), pytest.param(5, id="more", marks=pytest.mark.slow)])
@pytest.mark.parametrize("number", range(len(INPUTS)))
def test_what_is_typed_stays_text(standing: Site, number: int, parts: int) -> None:
    """Each input gets a fifth of the payloads, or a twentieth; together, all of them."""
    place = INPUTS[number]
    for payload in joined()[number % parts :: parts]:
        answer = standing.get(place.replace("{}", quote(payload, safe="")))
        assert answer.status_code in (200, 404, 422), payload
        if "html" in answer.headers["Content-Type"]:
            assert Elements(answer.text).inert(), payload


def test_what_is_sent_stays_text(site: Site) -> None:
    for payload in joined()[::5]:
        said = site.post("/-/add", dict.fromkeys(("url", "name", "document", "policy_id", "history"), payload))
        assert said.status_code == 422
        assert Elements(said.text).inert(), payload
        assert Elements(site.post("/-/pause", {"policy": payload}).text).inert(), payload


def test_stored_payloads_stay_text(user: User, page: Page) -> None:
    names = [{"id": f"h{n}", "name": payload or "x", "url": f"{page.url}?{n}", "tags": ["t"]} for n, payload in enumerate(hostile.PAYLOADS)]
    printable = [one for one in names if one["name"].strip() and one["name"].isprintable()]
    user.configure(*printable)
    with serving(user.home / "config.yaml") as site:
        for path in ("/-/policies", "/-/policies?page=2", "/-/changes", "/api/policies?limit=1000"):
            answer = site.get(path)
            assert answer.status_code == 200, answer.text
            if "html" in answer.headers["Content-Type"]:
                assert Elements(answer.text).inert()
            else:
                assert len(json.loads(answer.text)["policies"]) == len(printable)


# --- filters in addresses -----------------------------------------------------------------------------------------------


def asking(query: str) -> Any:
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("", Filters()),
        ("vendor=a&tag=b&topic=c&severity=minor&week=2026-W48&policy=d", Filters("a", "d", "b", "c", "minor", "2026-W48")),
        ("sort=vendor&order=asc", Filters(sort="vendor", ascending=True)),
        ("sort=text&order=up", Filters()),
        ("review=open&sort=review", Filters(review="open", sort="review")),
        ("review=adored", Filters()),
        ("vendor=a&vendor=b", Filters(vendor="b")),
        ("vendor=" + "a" * 300, Filters(vendor="a" * 200)),
        ("other=1", Filters()),
    ],
)
def test_filters_of_an_address(query: str, filters: Filters) -> None:
    assert filters_of(asking(query)) == filters


@pytest.mark.parametrize(
    ("filters", "more", "query"),
    [
        (Filters(), {}, {}),
        (Filters(vendor="a b"), {}, {"vendor": "a b"}),
        (Filters(sort="vendor", ascending=True), {}, {"sort": "vendor", "order": "asc"}),
        (Filters(severity="minor"), {"page": 3}, {"severity": "minor", "page": "3"}),
        (Filters(week="2026-W48"), {"page": 1}, {"week": "2026-W48"}),
        (Filters(review="escalated"), {}, {"review": "escalated"}),
    ],
)
def test_an_address_of_filters(filters: Filters, more: dict[str, Any], query: dict[str, str]) -> None:
    assert query_of(filters, more) == query
    if not more:
        assert filters_of(asking(urlencode(query))) == filters


def test_many_rows_are_shown_in_pages(user: User, tmp_path: Path) -> None:
    policies = [{"id": f"p{n}", "name": f"Policy {n}", "url": f"https://p{n}.example/"} for n in range(120)]
    user.configure(*policies)
    with serving(user.home / "config.yaml") as site:
        first, last = site.get("/-/policies").text, site.get("/-/policies?page=3").text
        assert (len(rows(first)), len(rows(last))) == (50, 20)
        assert "Page 1 of 3" in first
        assert "Previous page" not in first
        assert 'href="/-/policies?q=&amp;page=2"' in first
        assert "Next page" not in last
        assert "Page 3 of 3" in site.get("/-/policies?page=99").text
