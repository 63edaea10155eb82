"""`compare-vendors`, and the pages of what policies say now."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PROMISE, User, policy_page
from tests.cli.past_captures import START, archived, moment

SOLD = "We may sell your personal information to data brokers."
NEVER = "We do not sell your personal information."
GERMAN = """<!doctype html><html lang="de"><head><title>Datenschutz</title></head><body><main><h1>Datenschutzerklärung</h1>
<p>Wir nehmen den Schutz Ihrer Daten ernst und erklären hier, was wir erheben und warum wir es tun.</p><h2>Speicherung</h2>
<p>Wir speichern Ihre Daten zwölf Monate lang. Rechnungen bewahren wir sieben Jahre auf, wie es das Gesetz verlangt.</p>
<p>Wir verkaufen Ihre Daten nicht. Schreiben Sie uns jederzeit, wenn Sie Fragen zu dieser Erklärung haben.</p></main></body></html>"""


def compared(user: User, topic: str, *argv: str) -> dict[str, Any]:
    result = user("compare-vendors", "--topic", topic, *argv, "--format", "json")
    assert result.code == 0, result.err
    assert result.json["schema"] == "policy-monitor/compare-vendors/1"
    return {one["policy"]: one for one in result.json["policies"]}


def several(user: User, **histories: list[str | bytes]) -> None:
    """One policy per history, and one that has none."""
    policies = []
    for name, sharings in histories.items():
        archived(user, sharings, folder=name)
        page = {"id": name, "name": name.title(), "url": f"https://{name}.example/privacy", "live": False, "history": f"dir:{name}"}
        policies.append({**page, "tags": [name[0]]})
    user.configure(*policies, {"id": "empty", "name": "Empty", "url": "https://empty.example/privacy", "live": False, "history": "none"})
    for name in histories:
        assert user("backfill", name).code == 0


def test_who_says_what_and_since_when(user: User) -> None:
    several(user, kites=[NEVER, f"{NEVER} We like bees."], larks=[PROMISE, SOLD], german=[GERMAN.encode()])
    found = compared(user, "sale-of-data")
    assert {name: one["state"] for name, one in found.items()} == {
        "kites": "says", "larks": "says", "german": "not-read", "empty": "no-version",
    }  # fmt: skip
    (never,), (sold,) = found["kites"]["sentences"], found["larks"]["sentences"]
    assert (never["text"], never["polarity"], never["since"]) == (NEVER, "denied", moment(0))
    assert (sold["text"], sold["polarity"], sold["since"]) == (SOLD, "affirmed", moment(1))
    assert {one["state"] for one in compared(user, "ai-training").values()} == {"nothing", "not-read", "no-version"}
    assert list(compared(user, "sale-of-data", "--tag", "k")) == ["kites"]
    assert list(compared(user, "sale-of-data", "larks")) == ["larks"]
    text = user("compare-vendors", "--topic", "sale-of-data").out
    assert f"since {moment(0)[:10]}  [Denied] {NEVER}" in text
    assert f"since {moment(1)[:10]}  {SOLD}" in text
    assert "Not read: topics are recognised in English texts only." in text
    assert "recognised in 2 of 4 policies" in text


def test_the_pages_say_the_same(user: User) -> None:
    several(user, kites=[NEVER, f"{NEVER} We like bees."], larks=[PROMISE, SOLD])
    shown = plain(Path("reports/topic-sale-of-data.html"))
    assert f"Denied. “{NEVER}” Since {START:%-d %B %Y}" in shown
    assert f"“{SOLD}” Since" in shown
    assert "Empty Privacy Policy" in shown
    assert "No version yet." in shown
    assert "No sentence about it was recognised" in plain(Path("reports/topic-ai-training.html"))
    own = plain(Path("reports/kites/statements.html"))
    assert f"Sale of data Denied. “{NEVER}”" in own
    assert "Nothing recognised" in own
    assert 'href="statements.html"' in Path("reports/kites/index.html").read_text()
    assert 'href="topics.html"' in Path("reports/index.html").read_text()
    assert user("verify").code == 0


def test_only_pages_of_what_changed_are_written(user: User) -> None:
    several(user, kites=[NEVER], larks=[PROMISE])
    pages = [*Path("reports").glob("topic*.html"), *Path("reports").glob("*/statements.html")]
    before = {page: page.stat().st_mtime_ns for page in pages}
    archived(user, [PROMISE, SOLD], folder="larks")
    several_again = {"id": "larks", "name": "Larks", "url": "https://larks.example/privacy", "live": False, "history": "dir:larks"}
    kites = {"id": "kites", "name": "Kites", "url": "https://kites.example/privacy", "live": False, "history": "dir:kites"}
    empty = {"id": "empty", "name": "Empty", "url": "https://empty.example/privacy", "live": False, "history": "none"}
    user.configure(kites, several_again, empty)
    assert user("backfill", "larks").code == 0
    written = {page for page in pages if page.stat().st_mtime_ns != before[page]}
    assert Path("reports/topic-sale-of-data.html") in written
    assert Path("reports/larks/statements.html") in written
    assert Path("reports/kites/statements.html") not in written
    assert Path("reports/topic-retention.html") not in written


def test_denials_in_lists_are_quoted_with_what_introduces_them(user: User) -> None:
    archived(user, ["We never:</p><ul><li>sell your health data</li><li>sell your letters unless you agree</li></ul><p>"])
    user("backfill", "larkspur")
    sentences = compared(user, "sale-of-data")["larkspur"]["sentences"]
    assert [(one["lead_in"], one["polarity"], one["conditional"]) for one in sentences] == [
        ("We never:", "denied", False),
        ("We never:", "denied", True),
    ]
    assert "[Denied, with a condition] We never: - sell your letters" in user("compare-vendors", "--topic", "sale-of-data").out


def test_rows_have_their_columns_and_answers_their_questions(user: User) -> None:
    table = "<table><tr><th>Data</th><th>Sold</th></tr><tr><td>E-mail address</td><td>No</td></tr></table>"
    archived(user, [f"Read on.</p><h3>Do you sell my data?</h3><p>No, and we never have.</p>{table}<p>"])
    user("backfill", "larkspur")
    answer, row = compared(user, "sale-of-data")["larkspur"]["sentences"]
    assert (answer["lead_in"], answer["text"], answer["polarity"]) == ("Do you sell my data?", "No, and we never have.", "denied")
    assert (row["columns"], row["text"], row["polarity"]) == ("Data | Sold", "| E-mail address | No |", "denied")
    shown = user("compare-vendors", "--topic", "sale-of-data").out
    assert "[Denied] Do you sell my data? No, and we never have." in shown
    assert "[Denied] E-mail address | No (columns: Data | Sold)" in shown


def test_what_an_alert_names_is_not_called_nothing(user: User) -> None:
    archived(user, ["Moths sells garden chairs and lamps."])
    user("backfill", "larkspur")
    found = compared(user, "sale-of-data")["larkspur"]
    assert (found["state"], found["sentences"]) == ("perhaps", [])
    assert [one["text"] for one in found["perhaps"]] == ["Moths sells garden chairs and lamps."]
    shown = user("compare-vendors", "--topic", "sale-of-data").out
    assert "No sentence is plainly about it; these may be." in shown
    assert "Moths sells garden chairs and lamps." in shown
    assert "recognised in 0 of 1 policy" in shown


def test_many_that_may_be_about_it_are_counted(user: User) -> None:
    archived(
        user, [" ".join(f"Moths sells {thing} and lamps." for thing in ("chairs", "tables", "pots", "rakes", "hoes", "seats", "tools"))]
    )
    user("backfill", "larkspur")
    assert "2 further sentences may be about it" in user("compare-vendors", "--topic", "sale-of-data").out


def test_policy_text_stays_text(user: User) -> None:
    evil = "We may sell your personal information to &lt;script&gt;alert(1)&lt;/script&gt; \x1b[31m brokers."
    archived(user, [evil])
    user("backfill", "larkspur")
    for page in ("reports/topic-sale-of-data.html", "reports/larkspur/statements.html"):
        assert "<script" not in Path(page).read_text()
        assert "alert(1)" in Path(page).read_text()
    assert "\x1b" not in user("compare-vendors", "--topic", "sale-of-data").out


def test_too_many_policies_for_pages(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    several(user, kites=[NEVER])
    assert Path("reports/topic-retention.html").exists()
    for module in ("monitor.render.in_force_pages", "monitor.render.site", "monitor.pipeline.in_force"):
        monkeypatch.setattr(f"{module}.MOST_VENDORS", 1)
    user("report")
    Path("reports/topics.html").unlink()
    user("report")
    assert not Path("reports/topic-retention.html").exists()
    assert "compare-vendors --topic" in Path("reports/topics.html").read_text()
    assert compared(user, "sale-of-data")["kites"]["state"] == "says"


def test_what_can_t_be_compared(user: User) -> None:
    archived(user, [policy_page()])
    assert (user("compare-vendors").code, user("compare-vendors", "--topic", "bees").code) == (2, 2)
    assert "the topics are" in user("compare-vendors", "--topic", "bees").err
    assert user("compare-vendors", "--topic", "retention", "nobody").code == 2
    assert compared(user, "retention")["larkspur"]["state"] == "no-version"


def test_json_is_one_document(user: User) -> None:
    archived(user, [NEVER])
    user("backfill", "larkspur")
    assert json.loads(user("compare-vendors", "--topic", "retention", "--format", "json").out)["topic"] == "retention"


def plain(page: Path) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.read_text().partition("<main")[2])).split()).replace(" .", ".")


def test_a_promise_that_was_turned_round_is_as_old_as_its_turn(user: User) -> None:
    archived(user, ["We do not sell your personal information to data brokers.", SOLD])
    user("backfill", "larkspur")
    (sold,) = compared(user, "sale-of-data")["larkspur"]["sentences"]
    assert (sold["since"], "introduced" in sold) == (moment(1), False)
    for page in ("reports/topic-sale-of-data.html", "reports/larkspur/statements.html"):
        items = [one for one in Path(page).read_text().split("<li>") if "data brokers" in one]
        assert items
        assert all(moment(1)[:10] in one.partition("</li>")[0] for one in items)
        assert not any(moment(0)[:10] in one.partition("</li>")[0] for one in items)
