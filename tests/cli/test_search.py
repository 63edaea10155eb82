"""`search`: words in every version of every policy."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import BROKEN, PROMISE, User, policy_page
from tests.cli.past_captures import archived, moment

SOLD = "We may sell your personal information to data brokers."


@pytest.fixture
def history(user: User) -> User:
    """Five versions: a promise, two that sell, one that promises again, and one with news."""
    archived(user, [PROMISE, SOLD, f"{SOLD} We like bees.", PROMISE, f"{PROMISE} We like bees."])
    assert user("backfill", "larkspur").code == 0
    return user


def found(user: User, *argv: str) -> Any:
    result = user("search", *argv, "--format", "json")
    assert result.code == 0, result.err
    return result.json


def test_when_words_first_stood_and_when_they_went(history: User) -> None:
    answer = found(history, "sell your personal information")
    assert (answer["schema"], answer["searched"], answer["found"], answer["stands_in"]) == ("policy-monitor/search/1", 1, 1, 0)
    (policy,) = answer["policies"]
    (period,) = policy["periods"]
    at = {name: version["captured_at"] for name, version in period.items()}
    assert at == {"first_in": moment(1), "absent_before": moment(0), "last_in": moment(2), "absent_after": moment(3)}
    assert [one["text"] for one in policy["sentences"]] == [SOLD]
    text = history("search", "sell your personal information").out
    assert f"there since {moment(1)[:10]} (not in the version before" in text
    assert f"gone in the version of {moment(3)[:10]}" in text
    assert SOLD in text
    assert "still there in 0" in text


def test_words_that_came_back_have_two_periods(history: User) -> None:
    (policy,) = found(history, "promotional purposes")["policies"]
    assert [(one["absent_before"] is None, one["absent_after"] is None) for one in policy["periods"]] == [(True, False), (False, True)]
    assert policy["stands"]
    assert "or longer (the oldest version)" in history("search", "promotional purposes").out


def test_in_force_and_since(history: User) -> None:
    assert found(history, "data brokers", "--in-force")["policies"] == []
    assert found(history, "data brokers", "--ever")["found"] == 1
    assert found(history, "bees", "--in-force")["found"] == 1
    assert found(history, "bees", "--since", moment(4)[:10])["found"] == 1
    assert found(history, "data brokers", "--since", moment(3)[:10])["found"] == 1
    assert found(history, "data brokers", "--since", moment(4)[:10])["found"] == 0
    # The oldest version may be as old as anything: nothing shows that it began then.
    assert found(history, "Invoices", "--since", "2000")["found"] == 0


def test_denied_and_affirmed(history: User) -> None:
    denied = found(history, "sell", "--denied")
    assert [one["polarity"] for one in denied["policies"][0]["sentences"]] == ["denied"]
    affirmed = found(history, "sell", "--affirmed")
    assert [(one["text"], one["polarity"]) for one in affirmed["policies"][0]["sentences"]] == [(SOLD, "affirmed")]
    assert "[affirmed] We may sell" in history("search", "sell", "--affirmed").out
    assert found(history, "bees", "--denied")["found"] == 0
    assert found(history, "privacy policy", "--denied")["unclear_left_out"] == 1
    assert "is unclear (search without --denied" in history("search", "privacy policy", "--denied").out


def test_topic_and_tag(history: User) -> None:
    assert found(history, "sell", "--topic", "sale-of-data")["found"] == 1
    assert found(history, "bees", "--topic", "sale-of-data")["found"] == 0
    assert "the topics are" in history("search", "bees", "--topic", "bees").err
    result = history("search", "bees", "--tag", "shops")
    assert (result.code, "no policy has the tag 'shops'" in result.err) == (2, True)
    archived(history, [PROMISE], tags=["shops"])
    assert found(history, "bees", "--tag", "shops")["found"] == 1


def test_several_texts_stand_in_one_sentence(history: User) -> None:
    assert found(history, "brokers", "sell")["found"] == 1
    assert found(history, "brokers", "bees")["found"] == 0
    assert "Found in no version of 1 policy." in history("search", "brokers sell").out


HOSTILE = (
    '"', "AND", "NEAR(sell, 2)", "sell* OR -x", "'; drop table versions; --", "words:sell", "(", "^sell", "{a b}", "sell + your",
    "\ud800sell", "🎉 sell", "sell\x00your", "\x1b[31msell", "%s%n", "../../etc", "*", "**sell**",
)  # fmt: skip


def test_hostile_questions_get_an_answer_or_one_sentence(history: User) -> None:
    for text in HOSTILE:
        result = history("search", "--format", "json", "--", text)
        assert result.code in (0, 2)
        assert len(result.err.splitlines()) == (1 if result.code else 0)
    assert found(history, "bees")["found"] == 1


def test_what_cannot_be_looked_for_is_said_in_one_sentence(user: User) -> None:
    user.configure()
    for text in ("x" * 200_000, "a " * 5_000, "\x00", ""):
        result = user("search", text)
        assert (result.code, len(result.err.splitlines())) == (2, 1)
        assert len(result.err) < 200


def test_texts_without_blanks_between_words(user: User) -> None:
    said = "当社は個人情報を第三者に販売しません。เราไม่ขายข้อมูลส่วนบุคคลของท่านให้แก่ผู้อื่น"
    archived(user, [PROMISE, f"{PROMISE} {said}"])
    user("backfill", "larkspur")
    for words in ("個人情報", "販売しません", "報を第", "ขายข้อมูล"):
        (policy,) = found(user, words)["policies"]
        assert policy["periods"][0]["first_in"]["captured_at"] == moment(1)
    assert found(user, "販売します")["found"] == 0


def test_a_rejected_version_never_stood(history: User) -> None:
    history("reject", f"larkspur@{moment(2)}")
    (policy,) = found(history, "bees")["policies"]
    assert [one["first_in"]["captured_at"] for one in policy["periods"]] == [moment(4)]
    history("accept", f"larkspur@{moment(2)}")
    (policy,) = found(history, "bees")["policies"]
    assert [one["first_in"]["captured_at"] for one in policy["periods"]] == [moment(2), moment(4)]


def write_block_style(user: User) -> None:
    """`rename` and `remove` edit lines, of which the configuration of other tests has too few."""
    lines = ("policies:", "  - id: larkspur", "    name: Larkspur", "    url: https://larkspur.example/privacy", "    live: false")
    (user.home / "config.yaml").write_text("\n".join((*lines, "    history: dir:past", "")))


def test_a_renamed_policy_is_found_under_its_new_name(history: User) -> None:
    write_block_style(history)
    assert history("rename", "larkspur", "lark").code == 0
    answer = found(history, "bees")
    assert ([one["policy"] for one in answer["policies"]], answer["not_tracked"]) == (["lark"], [])


def test_a_removed_policy_is_named_and_not_shown(history: User) -> None:
    write_block_style(history)
    assert history("remove", "larkspur").code == 0
    answer = found(history, "bees")
    assert (answer["policies"], answer["searched"], answer["not_tracked"]) == ([], 0, ["larkspur"])
    assert "no longer tracked, but with these words" in history("search", "bees").out


def test_a_policy_without_versions_is_named(user: User) -> None:
    archived(user, [PROMISE])
    answer = found(user, "bees")
    assert (answer["searched"], answer["without_versions"]) == (0, ["larkspur"])


def test_a_store_of_an_earlier_version_is_made_searchable_first(history: User) -> None:
    before = found(history, "sell")
    with sqlite3.connect("snapshots/index.sqlite") as db:
        db.execute("delete from searchable")
        db.execute("delete from sentence_spans")
    assert found(history, "sell") == before


def test_rebuilt_from_the_files(history: User) -> None:
    before = found(history, "sell*")
    for path in Path("snapshots").glob("index.sqlite*"):
        path.unlink()
    assert history("verify", "--rebuild").code == 0
    assert found(history, "sell*") == before
    history("report", "--rederive")
    assert found(history, "sell*") == before
    with sqlite3.connect("snapshots/index.sqlite") as db:
        sentences = db.execute("select sum(count) from sentence_blocks").fetchone()
    history("report", "--rederive")
    with sqlite3.connect("snapshots/index.sqlite") as db:
        assert db.execute("select sum(count) from sentence_blocks").fetchone() == sentences


def test_a_sqlite_without_full_text_search_is_told(history: User) -> None:
    with sqlite3.connect("snapshots/index.sqlite") as db:
        db.execute("drop table sentence_words")
    result = history("search", "bees")
    assert (result.code, "lacks the FTS5 extension" in result.err) == (2, True)
    assert history("run").code == 0


def test_limit_and_what_a_terminal_shows(user: User) -> None:
    archived(user, [policy_page(sharing=f"{BROKEN} We like \x1b[31m bees.")])
    user("backfill", "larkspur")
    assert "\x1b" not in user("search", "bees").out
    assert "1 policy" in user("search", "bees", "--limit", "1").out


def test_several_sentences_are_counted_in_the_terminal_and_listed_in_json(user: User) -> None:
    archived(user, [f"{PROMISE} We like bees. Bees like us. All bees are ours. Bees dance. Who would not love bees?"])
    user("backfill", "larkspur")
    assert "… and 2 more sentences (--format json has all)" in user("search", "bees").out
    assert len(found(user, "bees")["policies"][0]["sentences"]) == 5


def test_an_item_is_shown_with_what_introduces_it(user: User) -> None:
    archived(user, [f"{PROMISE}</p><p>We never:</p><ul><li>sell your letters</li></ul><p>"])
    user("backfill", "larkspur")
    assert "We never: … sell your letters" in user("search", "sell your letters").out
    (sentence,) = found(user, "sell your letters", "--denied")["policies"][0]["sentences"]
    assert (sentence["lead_in"], sentence["heading"], sentence["polarity"]) == ("We never:", "4. Sharing", "denied")


def test_a_date_that_is_none(user: User) -> None:
    archived(user, [PROMISE])
    result = user("search", "bees", "--since", "yesterday")
    assert (result.code, "is not a date" in result.err) == (2, True)


def test_without_policies_it_says_how_to_add_one(user: User) -> None:
    user.configure()
    assert user("search", "sell").out == "config.yaml tracks no policies yet. Add one: policy-monitor add URL --name NAME\n"
