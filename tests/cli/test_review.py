"""`review`: what people decided about changes, as a user meets it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import BROKEN, Mailbox, Page, User, policy_page

CHANGE = "northwind@2024-04-02T19:26:08Z"


@pytest.fixture
def alerted(user: User, watched: Callable[..., None], page: Page) -> User:
    """A tracked page that changed once, while it was watched."""
    assert user("run").code == 0
    page.body = policy_page(sharing=BROKEN)
    assert user("run").code == 0
    return user


def reference(user: User) -> str:
    (change,) = user("review", "list", "--format", "json").json["changes"]
    return f"larkspur@{change['captured_at']}"


def test_an_open_change_is_listed_until_it_is_reviewed(alerted: User) -> None:
    listed = alerted("review", "list", "--open")
    assert "  critical  " in listed.out
    assert "Open: nobody has reviewed it" in listed.out
    done = alerted("review", reference(alerted), "--as", "accepted", "--note", "No action:\nour data is not sold", "--by", "Kim")
    assert done.code == 0
    assert ": accepted by Kim (critical: " in done.out
    assert alerted("review", "list", "--open").out == "Nothing is open.\n"
    shown = alerted("review", "list").out
    assert "    Accepted by Kim on " in shown
    assert "    | No action:\n    | our data is not sold\n" in shown
    assert "Accepted by Kim" in alerted("log", "larkspur").out
    (_, version) = alerted("log", "larkspur", "--format", "json").json["versions"]
    assert (version["review"]["state"], version["review"]["by"]) == ("accepted", "Kim")
    assert alerted("export", "json", "larkspur").json["versions"][1]["review"]["by"] == "Kim"
    assert alerted("verify").code == 0


def test_everything_open_is_reviewed_at_once(alerted: User) -> None:
    assert alerted("review", "--all-open", "--as", "reviewed", "--tag", "eu").code == 2
    config = alerted.home / "config.yaml"
    config.write_text(config.read_text().replace('"id": "larkspur"', '"id": "larkspur", "tags": ["eu"]'))
    done = alerted("review", "--all-open", "--as", "reviewed", "--tag", "eu", "--by", "Kim", "--format", "json").json
    (one,) = done["reviewed"]
    assert (done["schema"], one["policy"], one["review"]["state"]) == ("policy-monitor/review/1", "larkspur", "reviewed")
    assert alerted("review", "--all-open", "--as", "reviewed", "--by", "Kim").out == "Nothing is open.\n"


def test_several_reviews_stand_side_by_side_and_lists_show_one_state(alerted: User) -> None:
    about = reference(alerted)
    assert alerted("review", about, "--as", "escalated", "--by", "Kim").code == 0
    assert alerted("review", "list", "--as", "escalated").out.count("Escalated by Kim") == 1
    assert alerted("review", about, about, "--as", "dismissed", "--by", "Lee").code == 0
    assert alerted("review", "list", "--as", "escalated").out == "No changes to review.\n"
    (change,) = alerted("review", "list", "larkspur", "--as", "dismissed", "--format", "json").json["changes"]
    assert [one["by"] for one in change["reviews"]] == ["Kim", "Lee"]
    assert "(after 1 earlier review)" in alerted("review", "list").out


def test_whoever_reviews_nothing_is_told_nothing(alerted: User) -> None:
    for page in (alerted.home / "reports").rglob("*.html"):
        assert "eviewed" not in page.read_text().replace("can be reviewed with", ""), page
    assert "eview" not in alerted("log").out + alerted("status").out
    assert alerted("review", reference(alerted), "--as", "accepted", "--by", "Kim").code == 0
    overview = (alerted.home / "reports" / "index.html").read_text()
    assert "Accepted by Kim" in overview
    assert "Not reviewed" not in overview


def test_what_nobody_reviewed_comes_first_on_the_overview(alerted: User, page: Page) -> None:
    assert alerted("review", reference(alerted), "--as", "accepted", "--by", "Kim").code == 0
    page.body = policy_page(sharing=BROKEN, retention="Your account information is never deleted.")
    assert alerted("run").code == 0
    overview = (alerted.home / "reports" / "index.html").read_text()
    assert 'id="f-open"' in overview
    assert "s-open" in overview
    assert "Nobody has reviewed 1 change that alerted." in (alerted.home / "reports" / "larkspur" / "index.html").read_text()


def test_a_change_of_the_past_is_not_open_but_can_be_reviewed(kept: User) -> None:
    listed = kept("review", "list", "--open")
    assert listed.out == "Nothing is open.\n"
    assert "5 changes found in archives or files were never reviewed" in listed.err
    assert kept("review", "list", "--open", "--archived").out.count("Open: ") == 5
    assert kept("review", CHANGE, "--as", "accepted", "--by", "Kim").code == 0
    assert kept("review", "--all-open", "--archived", "--as", "dismissed", "--by", "Kim").out.count("dismissed by Kim") == 4
    assert kept("review", "list", "--open", "--archived").out == "Nothing is open.\n"


def test_a_date_names_the_version_that_began_then_or_was_in_force(kept: User) -> None:
    assert kept("review", "northwind@2024", "--as", "reviewed", "--by", "Kim").out.startswith(f"{CHANGE}: ")
    assert kept("review", "northwind@2025-01-01", "--as", "reviewed", "--by", "Kim").out.startswith(f"{CHANGE}: ")
    first = kept("review", "northwind@2010", "--as", "reviewed", "--by", "Kim").out
    assert first.startswith("northwind@2010-03-14T09:12:44Z: reviewed by Kim (none: first version")


MISTAKES: list[tuple[list[str], str]] = [
    (["northwind@2024"], "say what was decided: --as reviewed|accepted|escalated|dismissed"),
    (["--as", "accepted"], "name the changes as ID@DATE, or give --all-open"),
    ([CHANGE, "--all-open", "--as", "accepted"], "name the changes as ID@DATE, or give --all-open"),
    (["northwind", "--as", "accepted"], "northwind: expected ID@DATE; `policy-monitor review list northwind`"),
    (["northwind@", "--as", "accepted"], "northwind@: expected ID@DATE"),
    (["northwind@20", "--as", "accepted"], "'20' is not a date"),
    (["northwind@1999", "--as", "accepted"], "northwind has no version as old as 1999"),
    (["nowhere@2024", "--as", "accepted"], "there is no policy 'nowhere'"),
    ([CHANGE, "--as", "accepted", "--by", " "], "say who reviewed: --by NAME"),
    ([CHANGE, "--as", "accepted", "--open"], "--open is for `review list`"),
    ([CHANGE, "--as", "accepted", "--tag", "eu"], "--archived and --tag go with --all-open"),
    (["list", "--note", "x"], "`review list` only lists"),
    (["list", "--open", "--as", "accepted"], "cannot be combined"),
    (["list", "--tag", "eu"], "no policy has the tag eu"),
]


def test_mistakes_are_named_and_record_nothing(kept: User) -> None:
    for argv, says in MISTAKES:
        result = kept("review", *argv)
        assert (result.code, says in result.err) == (2, True), (argv, result.err)
    assert kept("review", "list", "--format", "json").json["open"] == 0
    assert not (kept.home / "snapshots" / ".record" / "ledger.jsonl").exists()


def test_one_wrong_name_among_several_records_nothing(kept: User) -> None:
    assert kept("review", CHANGE, "northwind@1999", "--as", "accepted", "--by", "Kim").code == 2
    assert "by Kim" not in kept("log").out


def test_the_user_of_this_machine_is_the_default(kept: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "kim")
    assert "reviewed by kim" in kept("review", CHANGE, "--as", "reviewed").out


@pytest.mark.slow
def test_a_review_survives_what_is_done_to_a_store(kept: User) -> None:
    assert kept("review", CHANGE, "--as", "escalated", "--by", "Kim", "--note", "<b>&\x1b[2J").code == 0
    for command in (["report", "--rederive"], ["verify", "--rebuild"], ["pack"], ["rename", "northwind", "teapots"], ["run"]):
        assert kept(*command).code == 0
        assert "Escalated by Kim" in kept("log").out, command
    (change,) = kept("review", "list", "teapots", "--as", "escalated", "--format", "json").json["changes"]
    assert (change["policy"], change["review"]["note"]) == ("teapots", "<b>& [2J")
    assert "&lt;b&gt;&amp; [2J" in (kept.home / "reports" / "teapots" / "index.html").read_text()
    assert kept("verify").code == 0


def test_a_digest_says_what_was_decided_while_it_waited(user: User, page: Page, mailbox: Mailbox) -> None:
    email = {"to": ["a@reader.example"], "from": "m@reader.example", "url": mailbox.url}
    user.configure({"id": "larkspur", "name": "Larkspur", "url": page.url}, alerts={"email": email})
    assert user("run").code == 0
    page.body, mailbox.refuse = policy_page(sharing=BROKEN), True
    user("run")
    assert user("review", reference(user), "--as", "accepted", "--by", "Kim").code == 0
    mailbox.refuse = False
    assert user("alerts", "--retry").code == 0
    (mail,) = mailbox.mails
    plain, html = (part.get_content() for part in mail.iter_parts())
    assert "  Review:  Accepted by Kim on " in plain
    assert "Accepted by Kim on " in html
