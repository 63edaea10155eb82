"""The output of `diff --explain`: which changes it explains, on a screen and as JSON."""

from __future__ import annotations

import pytest

from tests.cli.conftest import User
from tests.sampling import sampled

OLD = "# Privacy\n\nWe do not sell your data to anyone.\n\nWe keep logs for 30 days.\n\nOur shop is green and opens at nine.\n"
NEW = "# Privacy\n\nWe may sell your data to anyone.\n\nWe keep logs for 24 months.\n\nOur shop is gray and opens at nine.\n"


@pytest.fixture
def two(user: User) -> User:
    (user.home / "old.md").write_text(OLD)
    (user.home / "new.md").write_text(NEW)
    (user.home / "calm.md").write_text(OLD.replace("green", "blue"))
    return user


def test_without_a_change_it_explains_all_that_matter(two: User) -> None:
    out = two("diff", "old.md", "new.md", "--explain").out
    assert "promise-withdrawn" in out
    assert "retention-doubled" in out
    assert "A statement that the company does not sell was removed" in " ".join(out.split())
    assert "39%" in out
    assert "gray" not in out


def test_without_any_that_matters_it_explains_the_first(two: User) -> None:
    out = two("diff", "old.md", "calm.md", "--explain").out
    assert out.startswith("1. ")
    assert "blue" in out


def test_one_change_by_its_number_or_its_id(two: User) -> None:
    first = two("diff", "old.md", "new.md", "--format", "json").json["changes"][0]
    by_number = two("diff", "old.md", "new.md", "--explain", "1").out
    assert two("diff", "old.md", "new.md", "--explain", first["id"]).out == by_number
    assert first["headline"] in " ".join(by_number.split())
    assert "2. " not in by_number


@pytest.mark.parametrize(
    "argv",
    sampled(
        [
            ("--explain", "old.md", "new.md"),
            ("old.md", "--explain", "new.md"),
            ("old.md", "new.md", "--explain"),
            ("--format", "text", "--explain", "old.md", "new.md"),
            ("--explain", "--exit-code", "old.md", "new.md"),
            ("--explain", "--", "old.md", "new.md"),
        ],
        3,
    ),
)
def test_the_option_may_be_given_anywhere(two: User, argv: tuple[str, ...]) -> None:
    assert two("diff", *argv).out == two("diff", "old.md", "new.md", "--explain").out


@pytest.mark.parametrize(
    "argv",
    sampled(
        [
            ("--explain", "2", "old.md", "new.md"),
            ("old.md", "--explain", "2", "new.md"),
            ("old.md", "new.md", "--explain", "2"),
            ("old.md", "new.md", "--explain=2"),
            ("--explain=2", "old.md", "new.md"),
            ("--explain", "2", "--", "old.md", "new.md"),
        ],
        3,
    ),
)
def test_its_value_may_be_given_anywhere(two: User, argv: tuple[str, ...]) -> None:
    out = two("diff", *argv).out
    assert out.startswith("2. ")
    assert "\n1. " not in out


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("--explain",), "missing argument 'OLD'"),
        (("old.md", "--explain"), "missing argument 'NEW'"),
        (("old.md", "new.md", "more.md", "--explain"), "unexpected extra argument"),
        (("--explain", "old.md", "new.md", "--nothing"), "no such option"),
        (("old.md", "new.md", "--explain", "--format"), "--format"),
    ],
)
def test_too_few_and_too_many_words_are_a_usage_error(two: User, argv: tuple[str, ...], says: str) -> None:
    result = two("diff", *argv)
    assert result.code == 2
    assert says in result.err.lower().replace("old'", "OLD'").replace("new'", "NEW'")


def test_stored_versions_are_explained_in_any_place(kept: User) -> None:
    old, new = "northwind@2014", "northwind"
    after = kept("diff", old, new, "--explain")
    assert after.code == 0
    assert after.out.startswith("1. ")
    assert kept("diff", "--explain", old, new).out == after.out
    assert kept("diff", "--explain", "1", old, new).out == kept("diff", old, new, "--explain=1").out
    first = kept("diff", old, new, "--format", "json").json["changes"][0]["id"]
    assert first in kept("diff", "--explain", first, old, new).out


@pytest.mark.parametrize("wanted", ["0", "99", "nobody", "²", "١", "+1", "1.0", "9" * 60])
def test_an_unknown_change_is_a_usage_error(two: User, wanted: str) -> None:
    result = two("diff", "old.md", "new.md", "--explain", wanted)
    assert result.code == 2
    assert f"--explain {wanted}: no such change; give a number from 1 to" in result.err


def test_a_wrong_change_is_repeated_in_short_and_without_what_steers_a_terminal(two: User) -> None:
    result = two("diff", "old.md", "new.md", "--explain", "\x1b[31m\u202e" + "9" * 5000)
    assert result.code == 2
    assert "\x1b" not in result.err
    assert "\u202e" not in result.err
    assert len(result.err) < 300


def test_the_beginning_of_an_id_names_no_change(two: User) -> None:
    first = two("diff", "old.md", "new.md", "--format", "json").json["changes"][0]["id"]
    assert two("diff", "old.md", "new.md", "--explain", first[:6]).code == 2


def test_equal_texts_have_no_change_of_any_number(two: User) -> None:
    result = two("diff", "old.md", "old.md", "--explain", "1")
    assert result.code == 2
    assert "--explain 1: there is no change to explain; the two texts are the same." in result.err


def test_explain_does_not_change_the_exit_code(two: User) -> None:
    assert two("diff", "old.md", "new.md", "--explain", "--exit-code", "--quiet").code == 10
    assert two("diff", "old.md", "calm.md", "--explain", "--exit-code", "--format", "json").code == 0


def test_equal_texts_have_nothing_to_explain(two: User) -> None:
    assert "the same" in two("diff", "old.md", "old.md", "--explain").out


def test_json_has_an_explanation_for_each_change_that_was_asked_for(two: User) -> None:
    changes = two("diff", "old.md", "new.md", "--explain", "1", "--format", "json").json["changes"]
    assert ["explanation" in change for change in changes] == [True] + [False] * (len(changes) - 1)
    found = changes[0]["explanation"]
    assert set(found) == {"removed_words", "added_words", "gate", "rules", "speaker", "likelihood", "direction", "topics"}
    assert found["gate"] is None
    assert [rule["rule"] for rule in found["rules"] if rule["speaks"]] == [changes[0]["reasons"][0]["rule"]]
    assert found["likelihood"]["threshold"] == 0.39
    assert found["direction"]["total"] < 0
    assert "explanation" not in two("diff", "old.md", "new.md", "--format", "json").json["changes"][0]


def test_nothing_in_a_policy_steers_the_terminal(two: User) -> None:
    (two.home / "new.md").write_text(NEW.replace("may sell", "may \x1b[31msell\x1b[0m"))
    assert "\x1b" not in two("diff", "old.md", "new.md", "--explain").out


@pytest.mark.parametrize("words", sampled([("--explain", "old.md", "new.md"), ("old.md", "--explain", "new.md")], 2))
def test_explain_may_stand_before_the_texts(two: User, words: tuple[str, ...]) -> None:
    assert two("diff", *words).out == two("diff", "old.md", "new.md", "--explain").out


def test_explain_before_the_texts_still_takes_a_number(two: User) -> None:
    assert two("diff", "--explain", "1", "old.md", "new.md").out == two("diff", "old.md", "new.md", "--explain", "1").out


def test_explain_with_one_text_says_what_is_missing(two: User) -> None:
    result = two("diff", "old.md", "--explain")
    assert result.code == 2
    assert "missing argument 'NEW'" in result.err
