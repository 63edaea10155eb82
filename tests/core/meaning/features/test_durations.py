"""Periods and ages: which are read, what of them is a longer keeping or a shorter notice, and what only looks like it."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.durations import periods, periods_of
from monitor.core.meaning.parsed import ParsedText
from tests.core.meaning.features.one_change import change, mirrored, names, seen

GROUP = "durations"
LONGER, SHORTER = "period:changed retention:longer", "period:changed retention:shorter"
TIME_LEFT = names("period:readers-less period:readers-more")
DOUBLED = f"{LONGER} retention:doubled"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30 days", [30.0]),
        ("a 30-day trial", [30.0]),
        ("72-hour", [3.0]),
        ("two (2) years", [730.5]),
        ("thirty-six months", [36 * 30.44]),
        ("twenty-four hours", [1.0]),
        ("ten business days", [10.0]),
        ("ten working days", [10.0]),
        ("5 calendar days", [5.0]),
        ("1 year", [365.25]),
        ("Six Months", [6 * 30.44]),
        ("6 months", [182.64]),
        ("one week or 30 minutes", [7.0, 30 / 1440]),
        ("90\u00a0days", [90.0]),
        ("9999 days", [9999.0]),
        ("from 30 to 60 days", [60.0]),
        ("between 30 days and 60 days", [30.0, 60.0]),
    ],
)
def test_a_number_with_a_unit_is_a_period(text: str, days: list[float]) -> None:
    assert periods(text) == pytest.approx(days)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "in 2024",
        "a few days",
        "every day of the week",
        "daily",
        "16 years old",
        "16 years of age",
        "12345 days",
        "umpteen days",
        "30 daystar lamps",
        "section 30. Days of rest",
        "version 2.30 dayspring",
        "30 of the days",
        "30 euros a month",
    ],
)
def test_what_is_no_period(text: str) -> None:
    assert periods(text) == []


def test_a_side_is_read_for_periods_once() -> None:
    side = ParsedText.of_text("We keep it for 30 days, then for two weeks.")
    assert periods_of(side) == [30.0, 14.0]
    assert periods_of(side) is periods_of(side)


@pytest.mark.parametrize(
    ("old", "new", "forth", "back"),
    [
        ("We keep logs for 30 days.", "We keep logs for 31 days.", LONGER, SHORTER),
        ("We keep logs for 30 days.", "We keep logs for 59 days.", LONGER, SHORTER),
        ("We keep logs for 30 days.", "We keep logs for 60 days.", DOUBLED, SHORTER),
        ("We keep logs for 30 days.", "We keep logs for 90 days.", DOUBLED, SHORTER),
        ("Logs are stored for one week.", "Logs are stored for 6 months.", DOUBLED, SHORTER),
        ("Each cookie expires after 24 hours.", "Each cookie expires after 2 years.", DOUBLED, SHORTER),
        ("The lifespan of a cookie is 1 year.", "The lifespan of a cookie is 13 months.", LONGER, SHORTER),
        ("We purge drafts after 30 days.", "We purge drafts after 45 days.", LONGER, SHORTER),
        ("We keep orders for 2 years and letters for 30 days.", "We keep orders for 2 years and letters for 60 days.", LONGER, SHORTER),
        # one period became two: nothing says which of them took its place
        ("We keep logs for 30 days.", "We keep logs for 30 days and orders for 2 years.", "period:changed", "period:changed"),
        # the same two periods the other way round: one thing is kept for longer, another for a shorter time
        (
            "We keep orders for 2 years and letters for 30 days.",
            "We keep letters for 30 days and orders for 2 years.",
            "period:changed",
            "period:changed",
        ),
        # the period is of a trial, and nothing is kept, on one side or on both
        ("The trial lasts for 30 days.", "We keep your orders for 60 days.", "period:changed", "period:changed"),
        ("The trial lasts for 30 days.", "The trial lasts for 14 days.", "period:changed", "period:changed"),
        ("We answer letters in 30 days.", "We answer letters in 14 days.", "period:changed", "period:changed"),
        # a catalogue is no log, and a bookkeeper keeps nothing of the reader's
        ("The catalogue comes every 30 days.", "The catalogue comes every 60 days.", "period:changed", "period:changed"),
        ("Our bookkeeper calls after 30 days.", "Our bookkeeper calls after 60 days.", "period:changed", "period:changed"),
    ],
)
def test_what_is_kept_for_longer(old: str, new: str, forth: str, back: str) -> None:
    assert seen(GROUP, old, new) == names(forth)
    assert seen(GROUP, new, old) == names(back)
    assert mirrored(GROUP, old, new) == names(back)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We keep logs for 30 days.", "We keep all logs for 30 days."),
        ("We keep logs for thirty days.", "We keep logs for 30 days."),
        ("We keep logs for thirty (30) days.", "We keep logs for 30 days."),
        ("We keep logs for 24 hours.", "We keep logs for one day."),
        ("We keep logs for 7 days.", "We keep logs for a week, that is one week."),
        ("We keep logs for ninety days.", "We keep logs for three months."),
        ("We keep logs for 12 months.", "We keep logs for one year."),
        ("We keep logs for 365 days.", "We keep logs for 1 year."),
        ("We keep logs for two weeks.", "We keep logs for 14 days."),
        ("We keep logs for half a year.", "We keep logs for 6 months."),
        ("We keep logs for 30 minutes.", "We keep logs for 45 minutes."),  # less than a day apart
        ("## 30 boxes and 2 lids", "## 31 boxes and 2 lids"),
        ("Section 4 was written in 2019.", "Section 5 was written in 2024."),
        ("We keep logs.", "We burn logs."),
    ],
)
def test_the_same_periods_show_nothing(old: str, new: str) -> None:
    assert seen(GROUP, old, new) == set()
    assert seen(GROUP, new, old) == set()


@pytest.mark.parametrize(
    ("old", "new", "forth"),
    [
        ("We retain your logs for 30 days.", "We retain your logs as long as we need them.", "period:changed retention:limit-removed"),
        ("We delete your logs after 30 days.", "We delete your logs when we see fit.", "period:changed retention:limit-removed"),
        ("We retain your logs for 30 days.", "", "period:changed retention:limit-removed"),
        # kept, but it isn't said of whom; the concept of retention needs "keep your", "stored for" or the like
        ("Letters we keep 30 days.", "Letters we keep.", "period:changed"),
        ("The trial lasts for 30 days.", "The trial lasts as long as you like.", "period:changed"),
        ("We retain your logs.", "We retain your logs for 30 days.", "period:changed"),
    ],
)
def test_a_limit_that_went(old: str, new: str, forth: str) -> None:
    assert seen(GROUP, old, new) == names(forth)


@pytest.mark.parametrize(
    ("old", "new", "forth", "back"),
    [
        ("We delete your files after 30 days.", "We delete your files immediately.", SHORTER, LONGER),
        ("We delete your files within 30 days.", "We delete your files right away.", SHORTER, LONGER),
        ("We erase your files within 30 days.", "We erase your files at once.", SHORTER, LONGER),
        # nothing is erased, on one side or on both
        (
            "We delete your files after 30 days.",
            "We keep your files at once.",
            "period:changed retention:limit-removed",
            "period:changed",
        ),
        ("We keep your files for 30 days.", "We keep your files immediately.", "period:changed retention:limit-removed", "period:changed"),
        # both sides name a period: they are compared, and "immediately" says nothing
        ("We delete your files immediately, in 7 days.", "We delete your files immediately, in 9 days.", LONGER, SHORTER),
        # "immediately" on the side that has the period
        (
            "We immediately delete your files after 30 days.",
            "We delete your files in the end.",
            "period:changed retention:limit-removed",
            "period:changed",
        ),
    ],
)
def test_erased_at_once(old: str, new: str, forth: str, back: str) -> None:
    assert seen(GROUP, old, new) == names(forth)
    assert seen(GROUP, new, old) == names(back)
    assert mirrored(GROUP, old, new) == names(back)


BREACH = "We will notify you of a breach of your data within 3 days."
NOTICE = "We will notify you 30 days before we change this policy."
AWAITED = "You will hear from us within 2 days."


@pytest.mark.parametrize(
    ("old", "new", "forth", "back"),
    [
        (BREACH, BREACH.replace("3 days", "30 days"), "period:changed period:readers-less", "period:changed period:readers-more"),
        (AWAITED, AWAITED.replace("2", "10"), "period:changed period:readers-less", "period:changed period:readers-more"),
        (
            "We will let you know of changes within 2 days.",
            "We will let you know of changes within 10 days.",
            "period:changed notice:longer",
            "period:changed notice:shorter",
        ),
        (NOTICE, NOTICE.replace("30", "60"), "period:changed notice:longer", "period:changed notice:shorter"),
        (NOTICE, NOTICE.replace("30 days", "two weeks"), "period:changed notice:shorter", "period:changed notice:longer"),
        (NOTICE, NOTICE.replace("30 days ", ""), "period:changed notice:period-removed", "period:changed"),
        (NOTICE, "", "period:changed notice:period-removed", "period:changed"),
        # the reader gives notice, and "notify" stands on one side alone
        ("Tell us 30 days before you move.", "Tell us 7 days before you move.", "period:changed", "period:changed"),
        ("We will notify you 30 days before.", "We will ring you 7 days before.", "period:changed", "period:changed"),
        # the same periods in another order
        (
            "We notify you 30 days before a change, 7 days before a sale.",
            "We notify you 7 days before a sale, 30 days before a change.",
            "period:changed",
            "period:changed",
        ),
        # one period became two
        (NOTICE, f"{NOTICE} The fair lasts 3 days.", "period:changed", "period:changed"),
    ],
)
def test_notice(old: str, new: str, forth: str, back: str) -> None:
    assert seen(GROUP, old, new) == names(forth)
    assert seen(GROUP, new, old) == names(back)
    assert mirrored(GROUP, old, new) == names(back)


@pytest.mark.parametrize(
    ("elsewhere", "removed"),
    [
        ("", True),
        ("We will notify you 30 days before any change.", False),
        ("We will notify you 60 days before any change.", False),
        ("We will notify you 29 days before any change.", True),
        ("We will notify you before any change.", True),
        ("The fair lasts for 30 days.", True),
        ("The fair opens in 7 days; we will notify you 30 days before.", False),
        ("We will notify you 7 days before a sale, and 45 days before a change.", False),  # the longest of a sentence counts
        ("We will notify you before any change. The fair lasts for 30 days.", True),
        ("We will notify you before any change\nThe fair lasts for 30 days", True),
        ("It opens again; we will notify you; the fair lasts for 30 days.", True),
        (f"We will notify you 30 days before {'the next and ' * 65}last.", True),  # beyond 800 characters it is no sentence
        (f"We will notify you 30 days before {'the next and ' * 55}last.", False),
    ],
)
def test_a_notice_as_long_may_stand_elsewhere(elsewhere: str, removed: bool) -> None:
    assert ("notice:period-removed" in seen(GROUP, NOTICE, "", rest_new=elsewhere)) is removed


def test_of_several_sentences_the_shortest_notice_must_stand() -> None:
    both = "We notify you 30 days before a change. We notify you 7 days before a sale."
    assert "notice:period-removed" not in seen(GROUP, both, "", rest_new="We notify you 7 days before all that.")
    assert "notice:period-removed" in seen(GROUP, both, "", rest_new="We notify you 6 days before all that.")


def test_another_text_is_read_for_notices_once() -> None:
    one = change(NOTICE, "", rest_new="We will notify you 45 days before any change.")
    assert "notice:period-removed" not in one.features
    assert one.context.new.memory["noticed"] == [45.0]


def test_a_piece_of_800_characters_is_no_sentence() -> None:
    def piece(size: int) -> str:
        head = "We will notify you 30 days before "
        return head + "x" * (size - len(head))

    assert "notice:period-removed" not in seen(GROUP, NOTICE, "", rest_new=piece(799))
    assert "notice:period-removed" in seen(GROUP, NOTICE, "", rest_new=piece(800))


@pytest.mark.parametrize(
    ("old", "new", "forth", "back"),
    [
        ("You must be 16 or older.", "You must be 13 or older.", "age:changed age:lower", "age:changed age:higher"),
        ("You must be 16 or over.", "You must be 18 or over.", "age:changed age:higher", "age:changed age:lower"),
        ("Children under 13 may not join.", "Children under 16 may not join.", "age:changed age:higher", "age:changed age:lower"),
        ("Nobody under the age of 13 may join.", "Nobody under the age of 16 may join.", "age:changed age:higher", "age:changed age:lower"),
        ("You are at least 16.", "You are at least 14.", "age:changed age:lower", "age:changed age:higher"),
        ("Members are aged 16.", "Members are aged 18.", "age:changed age:higher", "age:changed age:lower"),
        ("You must be 16 years old.", "You must be 18 years of age.", "age:changed age:higher", "age:changed age:lower"),
        # the lowest age decides; where it stands, another one changed
        ("From 13 or older; a card from 16 or older.", "From 13 or older; a card from 18 or older.", "age:changed age:higher", None),
        # an age on one side alone
        ("Children may not join.", "Children under 13 may not join.", "", ""),
        ("", "Children under 13 may not join.", "", ""),
        ("Children under 13 may not join.", "", "", ""),
        # figures of other things, and a broken one
        ("Use at least 25.0 Mbps.", "Use at least 15.0 Mbps.", "", ""),
        ("It serves over 20 users.", "It serves over 10 users.", "", ""),
        ("You are at least 13 years old.", "You are at least 1 7 years old.", "", ""),
        # no ages: too small, too large, a number of other things
        ("You must be 16 or older.", "You must be 16 or older, please.", "", ""),
        ("Rows below 4 are hidden.", "Rows below 3 are hidden.", "", ""),
        ("Sums over 30 are paid late.", "Sums over 40 are paid late.", "", ""),
        ("Children under 13 may not join.", "Children under 130 may not join.", "", ""),
        ("We sell 16 boxes.", "We sell 18 boxes.", "", ""),
    ],
)
def test_ages(old: str, new: str, forth: str, back: str | None) -> None:
    assert seen(GROUP, old, new) == names(forth)
    assert mirrored(GROUP, old, new) == seen(GROUP, new, old)
    if back is not None:
        assert seen(GROUP, new, old) == names(back)


@pytest.mark.parametrize(("age", "counts"), [(4, False), (5, True), (25, True), (26, False)])
def test_an_age_is_between_five_and_twenty_five(age: int, counts: bool) -> None:
    assert ("age:changed" in seen(GROUP, "Members are aged 16.", f"Members are aged {age}.")) is counts


def test_the_age_of_a_person_is_no_period() -> None:
    assert seen(GROUP, "You are at least 16 years old.", "You are at least 18 years old.") == {"age:changed", "age:higher"}


def test_very_long_sides() -> None:
    long = "The fair opens at nine and the inn stands by the river. " * 400
    assert seen(GROUP, f"{long}We keep logs for 30 days.", f"{long}We keep logs for 90 days.") == names(DOUBLED)
    assert seen(GROUP, long, f"{long}It ends.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "You must give us {} days' notice before you leave.",
        "You have {} days to recover a deleted picture.",
        "You must keep your receipts for {} days.",
        "We do not delete your pictures before {} days have passed.",
    ],
)
def test_a_period_of_the_readers_is_no_keeping_and_no_notice_of_the_company(text: str) -> None:
    assert seen(GROUP, text.format(60), text.format(10)) - TIME_LEFT == {"period:changed", "period:readers"}


def test_prices_that_are_kept_stable_are_no_data() -> None:
    assert seen(GROUP, "We have kept our prices stable for 5 years.", "We have kept our prices stable for 9 years.") == {"period:changed"}


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        ("You must give us {} days' notice before you leave.", "more"),
        ("You must keep your receipts for {} days.", "more"),
        ("You have {} days to recover a deleted picture.", "less"),
        ("You may return it within {} days.", "less"),
    ],
)
def test_whether_the_reader_has_less_time(text: str, shorter: str) -> None:
    there, back = seen(GROUP, text.format(60), text.format(10)), seen(GROUP, text.format(10), text.format(60))
    assert there & TIME_LEFT == {f"period:readers-{shorter}"}
    assert there & TIME_LEFT != back & TIME_LEFT


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("You must be at least eighteen years old.", "You must be at least sixteen years old.", "age:changed age:lower"),
        ("You must be 16+ to join.", "You must be 18+ to join.", "age:changed age:higher"),
        ("Readers under eighteen need a permit.", "Readers under fourteen need a permit.", "age:changed age:lower"),
        ("We have been here for eighteen years.", "We have been here for nineteen years.", ""),
        ("The tower is 18+ metres high.", "The tower is 16+ metres high.", ""),
    ],
)
def test_ages_in_words(old: str, new: str, found: str) -> None:
    assert {name for name in seen(GROUP, old, new) if name.startswith("age:")} == names(found)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("½ year", 182.625),
        ("1½ years", 547.875),
        ("1 ½ years", 547.875),
        ("1 1/2 years", 547.875),
        ("1/2 year", 182.625),
        ("2,5 years", 913.125),
        ("1.5 years", 547.875),
        ("1,000 days", 1000),
        ("12,500 days", 12500),
        ("one and a half years", 547.875),
        ("a day and a half", 1.5),
        ("three weeks and a half", 24.5),
        ("3/0 days", 3),
        ("a year", 365.25),
        ("a further month", 30.44),
        ("a fortnight", 14),
        ("a decade", 3652.5),
    ],
)
def test_parts_of_a_period(text: str, days: float) -> None:
    assert periods(f"kept for {text}, then erased") == [days]


@pytest.mark.parametrize("text", ["once a year", "on 7/30 days", "1½ years old", "a year and a day"])
def test_what_is_no_part_of_a_period(text: str) -> None:
    assert periods(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "If you believe that we hold letters of a child under {}, please contact us.",
            {"age:changed", "age:of-an-act", "age:fewer-protected"},
        ),
        ("You can find out how to open the shop to a child under {} years old.", {"age:changed", "age:of-an-act"}),
        ("People over {} may vote in our polls.", {"age:changed", "age:of-an-act"}),
        ("Members aged {} or older are allowed to adopt a swan.", {"age:changed", "age:of-an-act"}),
        ("People over {} may vote and open an account.", {"age:changed", "age:lower"}),
        ("You must be over {} to order.", {"age:changed", "age:lower"}),
        ("People over {} may open an account.", {"age:changed", "age:lower"}),
        ("If you are under {} you may not write to us.", {"age:changed", "age:lower"}),
        ("You must be at least {} years old to use the loom.", {"age:changed", "age:lower"}),
        ("People under {} may not join, people over {} may vote.", {"age:changed", "age:lower"}),
    ],
)
def test_an_age_from_which_something_else_is_open(text: str, found: set[str]) -> None:
    assert {name for name in seen(GROUP, text.replace("{}", "18"), text.replace("{}", "16")) if name.startswith("age:")} == found


_MUCH = " ".join(f"The boats of the partner lie at pier {number} beside the old mill." for number in range(12))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Letters are stored for 3 months.", True),
        (f"{_MUCH} Letters are stored for 3 months.", False),
        (f"{_MUCH} We keep your letters for 3 months.", True),
        ("If we cannot hire you, we keep your letters (Art. 6 para. 1 lit. f) for up to 12 months.", True),
        ("We keep the right to close idle accounts after 3 months.", False),
        ("Letters are stored in a chest. The fair lasts for 3 months.", False),
    ],
)
def test_a_limit_of_keeping_that_went_is_one_of_the_company(text: str, told: bool) -> None:
    assert ("retention:limit-removed" in seen(GROUP, text, "")) is told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We give two months' notice if we close a stall.", "We give 14 days' notice if we close a stall."),
        ("We tell you 30 days before we close a stall.", "We tell you 7 days before we close a stall."),
    ],
)
def test_a_warning_that_comes_later_leaves_less_time(old: str, new: str) -> None:
    assert "period:readers-less" in seen(GROUP, old, new)
    assert "period:readers-more" in seen(GROUP, new, old)


def test_a_period_of_something_else_is_no_warning() -> None:
    found = seen(GROUP, "We give you two months to think about it.", "We give you 14 days to think about it.")
    assert "notice:shorter" not in found
