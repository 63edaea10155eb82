"""Reviews in the app: the list, one change with its trail, and what is recorded."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from monitor.cli import main
from monitor.store.lock import store_lock
from monitor.web.access import Access
from monitor.web.reviewing import ReviewFilters, review_filters_of
from tests.cli.conftest import BROKEN, Page, User, policy_page
from tests.net.web_server import WebServer
from tests.render import hostile
from tests.sampling import sampled

from .conftest import TOKEN, WAIT, Site, serving
from .test_screens import Elements, joined

TICK = re.compile(r'<input type="checkbox" id="t\d+" name="(change-[^"]+)" value="([^"]*)"')
CHANGE = re.compile(r"/-/reviews/[a-z]+/[0-9a-f]{14}-[0-9a-f]{16}")
KNOWN = {"decision": "accepted", "by": "Kim Ode", "note": "Covered by the agreement.\r\nOf 2025."}


@pytest.fixture(scope="module")
def one_change(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a policy that was checked twice and changed once. Not to be changed."""
    home, server = tmp_path_factory.mktemp("one-change"), WebServer()
    page = Page(server)
    policy = {"id": "larkspur", "name": "Larkspur", "url": page.url, "tags": ["shops"]}
    (home / "config.yaml").write_text(json.dumps({"policies": [policy]}))
    for body in (policy_page(), policy_page(sharing=BROKEN)):
        page.body = body
        assert main(["--config", str(home / "config.yaml"), "--quiet", "run"]) == 0
    server.stop()
    return home


@pytest.fixture
def changed(user: User, one_change: Path) -> Iterator[Site]:
    """The app over a copy of it: one open change."""
    shutil.copytree(one_change, user.home, dirs_exist_ok=True)
    with serving(user.home / "config.yaml") as site:
        yield site


def ticks(site: Site, query: str = "") -> dict[str, str]:
    return dict(TICK.findall(site.get(f"/-/reviews{query}").text))


def form(site: Site, path: str) -> dict[str, str]:
    """The hidden fields of the form of one change."""
    text = site.get(path).text
    return {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("token", "change", "verdict")}  # type: ignore[index]


def ledger(home: Path) -> list[dict[str, str]]:
    path = home / "snapshots/.record/ledger.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    return [line for line in lines if "by" in line]


def test_a_change_is_reviewed_from_its_own_page(changed: Site, user: User) -> None:
    assert "1 change not reviewed yet." in changed.get("/-/reviews").text
    shown = re.search(r'href="/(larkspur/\d{14}--\d{14}\.html)', changed.get("/-/reviews").text)[1]  # type: ignore[index]
    (path,) = set(CHANGE.findall(changed.get(f"/{shown}").text))
    answer = changed.post("/-/review", KNOWN | form(changed, path))
    assert answer.url.endswith(f"{path}?done=1")
    assert "Recorded in the ledger." in answer.text
    (line,) = ledger(user.home)
    assert (line["state"], line["by"], line["note"]) == ("accepted", "Kim Ode", "Covered by the agreement.\nOf 2025.")
    assert "Accepted by Kim Ode" in changed.get(f"/{shown}").text
    assert "Nothing is open." in changed.get("/-/reviews").text
    assert user("verify").code == 0
    # A second decision stands beside the first.
    changed.post("/-/review", KNOWN | form(changed, path) | {"decision": "escalated", "note": ""})
    trail = changed.get(path).text.partition('class="trail"')[2]
    assert trail.index("Escalated") < trail.index("Accepted")
    assert len(ledger(user.home)) == 2


def test_several_are_reviewed_at_once(user: User, page: Page) -> None:
    user.configure(*({"id": f"p{n:02}", "name": f"Vendor {n}", "url": f"{page.url}?{n}", "tags": [f"t{n % 2}"]} for n in range(28)))
    user("run", "--quiet")
    page.body = policy_page(sharing=BROKEN)
    user("run", "--quiet", "--force")
    with serving(user.home / "config.yaml") as site:
        first, second = ticks(site), ticks(site, "?page=2")
        assert (len(first), len(second)) == (25, 3)
        answer = site.post("/-/review", KNOWN | first | {"tag": "", "order": "unreviewed"})
        assert "25 reviews recorded" in answer.text
        assert list(ticks(site))[:3] == list(second), "what nobody has looked at comes first"
        assert set(ticks(site, "?state=open")) == set(second)
        assert len(ticks(site, "?state=accepted&tag=t1")) + len(ticks(site, "?state=accepted&tag=t0")) == 25
        assert len(ticks(site, "?order=newest&policy=p03")) == 1
        assert ticks(site, "?state=dismissed") == {}
    assert len(ledger(user.home)) == 25


REFUSED = [
    ({"decision": ""}, "Choose what was decided."),
    ({"decision": "adored"}, "Choose what was decided."),
    ({"by": "  "}, "Say who decided."),
    ({"by": "K" * 121}, "at most 120 are kept"),
    ({"note": "n" * 4001}, "at most 4,000 are kept"),
    ({"verdict": "0" * 16}, "is not what this page showed"),
]


@pytest.mark.parametrize(("fields", "says"), sampled(REFUSED, 2, rows=True))
def test_what_cannot_be_recorded_is_told_with_what_was_typed(changed: Site, user: User, fields: dict[str, str], says: str) -> None:
    (path,) = set(CHANGE.findall(changed.get("/-/reviews").text))
    answer = changed.post("/-/review", KNOWN | form(changed, path) | fields)
    assert answer.status_code == 422
    assert "Not recorded." in answer.text
    assert says in answer.text
    assert fields.get("note", "Covered by the agreement.") in answer.text
    assert ledger(user.home) == []


def test_nothing_ticked_is_told_and_keeps_the_filters(changed: Site, user: User) -> None:
    answer = changed.post("/-/review", KNOWN | {"state": "open", "tag": "shops"})
    assert "Tick the changes" in answer.text
    assert '<option value="open" selected>' in answer.text
    ticked = changed.post("/-/review", KNOWN | ticks(changed) | {"decision": ""})
    assert re.search(r'name="change-larkspur@[^>]* checked', ticked.text)
    assert ledger(user.home) == []


@pytest.mark.parametrize(
    "change", sampled(["larkspur@20200101000000-0000000000000000", "nobody@x", "@", "../..", "larkspur@", "x" * 3000], 2)
)
def test_a_change_that_is_none(changed: Site, user: User, change: str) -> None:
    answer = changed.post("/-/review", KNOWN | {"change": change, "verdict": ""})
    assert answer.status_code == 404
    many = changed.post("/-/review", KNOWN | {f"change-{change}": "v"})
    assert many.status_code == 422
    assert ledger(user.home) == []
    assert changed.get("/-/reviews/larkspur/20200101000000-0000000000000000").status_code == 404


def test_while_a_command_writes_nothing_that_was_typed_is_lost(changed: Site, user: User) -> None:
    (path,) = set(CHANGE.findall(changed.get("/-/reviews").text))
    with store_lock(user.home / "snapshots", wait=0, owner="policy-monitor daemon"):
        answer = changed.post("/-/review", KNOWN | form(changed, path))
    assert "in use by policy-monitor daemon" in answer.text
    assert "Covered by the agreement." in answer.text
    assert ledger(user.home) == []


def test_two_people_at_once_are_both_recorded(changed: Site, user: User) -> None:
    (path,) = set(CHANGE.findall(changed.get("/-/reviews").text))
    fields = KNOWN | form(changed, path)
    cookies = changed.visitor.cookies.get_dict()

    def post(name: str) -> int:
        return requests.post(f"{changed.address}/-/review", data=fields | {"by": name}, cookies=cookies, timeout=WAIT).status_code

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(post, ("Kim", "Ode", "Lee"))) == {200}
    assert sorted(line["by"] for line in ledger(user.home)) == ["Kim", "Lee", "Ode"]
    assert user("verify").code == 0


def test_without_a_token_or_from_elsewhere_nothing_is_recorded(changed: Site, user: User) -> None:
    chosen = KNOWN | ticks(changed)
    for fields, headers in (
        ({"token": ""}, {}),
        ({"token": "forged"}, {}),
        ({}, {"Origin": "https://evil.example"}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
        ({}, {"Host": "evil.example"}),
    ):
        assert changed.post("/-/review", chosen | fields, headers=headers).status_code == 403
    assert changed.get("/-/review").status_code in (404, 405)
    assert ledger(user.home) == []


def test_behind_a_proxy_the_user_of_the_proxy_has_decided(changed: Site, user: User) -> None:
    with serving(user.home / "config.yaml", Access(user_header="X-Remote-User"), {}) as site:
        site.visitor.headers["X-Remote-User"] = "kim@reader.example"
        text = site.get("/-/reviews").text
        assert 'name="by"' not in text
        site.post("/-/review", KNOWN | ticks(site) | {"by": "Somebody Else", "token": TOKEN.search(text)[1]})  # type: ignore[index]
    assert [line["by"] for line in ledger(user.home)] == ["kim@reader.example"]


@pytest.mark.parametrize("step", [pytest.param(5, id="some"), pytest.param(1, id="every", marks=pytest.mark.slow)])
def test_payloads_stay_text(changed: Site, user: User, step: int) -> None:
    (path,) = set(CHANGE.findall(changed.get("/-/reviews").text))
    for number, payload in enumerate(joined(100)[::step]):
        sent = {"by": payload[:120], "note": payload, "state": payload, "tag": payload, "policy": payload, "order": payload}
        refused = changed.post("/-/review", form(changed, path) | sent | {"decision": payload})
        assert Elements(refused.text).inert(), payload
        assert Elements(changed.post("/-/review", sent | {"change": payload}).text).inert(), payload
        if number % 6 == 0:
            kept = changed.post("/-/review", form(changed, path) | sent | {"decision": "reviewed"})
            assert Elements(kept.text).inert(), payload
    for shown in (path, "/-/reviews"):
        assert Elements(changed.get(shown).text).inert(), shown
    for shown in ("/", "/larkspur/index.html"):
        assert "<script>window" not in changed.get(shown).text
    assert len(hostile.PAYLOADS) >= 60
    assert ledger(user.home)


def test_filters_of_an_address() -> None:
    assert review_filters_of({}) == ReviewFilters()
    assert review_filters_of({"state": "dire", "order": "up", "archived": "yes"}) == ReviewFilters()
    chosen = ReviewFilters("open", "a&b", "larkspur", archived=True, order="newest")
    assert chosen.address(page=2) == "/-/reviews?state=open&tag=a%26b&policy=larkspur&archived=1&order=newest&page=2"
    assert ReviewFilters().address() == "/-/reviews"
