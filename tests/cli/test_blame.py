"""`blame`, and its page in the report."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import BROKEN, PROMISE, User
from tests.cli.past_captures import archived, moment

NEWS = f"{BROKEN} We write down which of our letters you open."


def test_each_statement_has_the_versions_that_introduced_and_reworded_it(user: User) -> None:
    archived(user, [PROMISE, PROMISE.replace("third parties", "advertisers"), BROKEN, NEWS])
    assert user("backfill", "larkspur").code == 0
    found = user("blame", "larkspur", "--format", "json").json
    assert (found["schema"], found["versions"], found["version"]["captured_at"]) == ("policy-monitor/blame/1", 4, moment(3))
    by_start = {one["text"][:20]: one for one in found["statements"]}
    kept = by_start["Invoices are kept fo"]
    assert (kept["introduced"]["captured_at"], kept["reworded"], kept["section"][-1]) == (moment(0), None, "5. Retention")
    assert by_start["We write down which "]["introduced"]["captured_at"] == moment(3)
    text = user("show", "larkspur").out
    assert all(text[slice(*one["span"])] == one["text"] for one in found["statements"])


def test_the_command_and_the_page_say_the_same(user: User) -> None:
    archived(user, [PROMISE, BROKEN, NEWS])
    user("backfill", "larkspur")
    lines = user("blame", "larkspur").out.splitlines()
    (news,) = [line for line in lines if "letters you open" in line]
    assert news.startswith(moment(2)[:10])
    page = Path("reports/larkspur/current.html").read_text()
    assert "blamed" in page
    before, _, _ = page.partition("letters you open")
    assert before.rpartition('class="since"')[2].count(moment(2)) == 1


def test_the_page_names_both_versions_of_each_statement(user: User) -> None:
    archived(user, [PROMISE, PROMISE.replace("third parties", "advertisers"), BROKEN, NEWS])
    user("backfill", "larkspur")
    page = Path("reports/larkspur/current.html").read_text()
    rows = {row.partition("</")[0].rpartition(">")[2]: row for row in page.partition('class="origins"')[2].split("<tr>")}
    statements = user("blame", "larkspur", "--format", "json").json["statements"]
    assert len(rows) - 2 == len(statements)  # what stands before the first row, and the head
    for one in statements:
        (row,) = [row for text, row in rows.items() if text.startswith(one["text"].lstrip("# ")[:30])]
        assert one["introduced"]["captured_at"] in row
        assert row.count(one["reworded"]["captured_at"] if one["reworded"] else "never") >= 1


def test_there_must_be_a_version(user: User) -> None:
    archived(user, [PROMISE])
    result = user("blame", "larkspur")
    assert result.code == 2
    assert "backfill larkspur" in result.err
