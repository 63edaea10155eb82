"""The dates that a policy states about itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text.dates import stated_dates
from tests.sampling import examples


def read(text: str) -> str | None:
    """The date that is read behind the words that announce one."""
    return stated_dates(f"Last updated: {text}")[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 28, 2016", "2016-03-28"),
        ("March 28th , 2016", "2016-03-28"),
        ("the 1st of June 2024", "2024-06-01"),
        ("28-Mar-2016", "2016-03-28"),
        ("2024-05-03", "2024-05-03"),
        ("2024/5/3", "2024-05-03"),
        ("2024年5月3日", "2024-05-03"),
        ("2024 年 5 月 3 日", "2024-05-03"),
        ("25/05/2018", "2018-05-25"),
        ("05/25/2018", "2018-05-25"),
        ("05/05/2018", "2018-05-05"),
        ("03.04.2020", "2020-04-03"),
        ("3. März 2021", "2021-03-03"),
        ("1er août 2023", "2023-08-01"),
        ("3 de mayo de 2022", "2022-05-03"),
        ("12 dicembre 2022", "2022-12-12"),
        ("7 februari 2020", "2020-02-07"),
        ("29 February 2024", "2024-02-29"),
    ],
)
def test_dates_of_many_spellings(text: str, day: str) -> None:
    assert read(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2020",
        "31 February 2020",
        "29 February 2023",
        "99/99/2020",
        "2020-13-01",
        "May 2020",
        "May 3",
        "1 Foo 2020",
        "",
        "3 May 1820",
        "0/0/2000",
    ],
)
def test_what_is_no_date_or_could_be_two_is_none(text: str) -> None:
    assert read(text) is None


def test_the_first_date_counts() -> None:
    assert read("From 1 May 2020 to 2 June 2021") == "2020-05-01"


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_in_the_usual_spellings(day: date) -> None:
    for spelled in (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day:%d-%b-%Y}",
    ):
        assert read(spelled) == day.isoformat(), spelled


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.text("0123456789-/. 年月日MayJune", max_size=30))
def test_any_text_has_a_valid_date_or_none(text: str) -> None:
    found = read(text)
    assert found is None or date.fromisoformat(found)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Last updated: 1 May 2024", ("2024-05-01", None)),
        ("Effective 1 May 2024", ("2024-05-01", None)),
        ("Last updated: 1 May 2024. Effective: 1 May 2024", ("2024-05-01", None)),
        ("Last updated: 1 May 2024. Effective: 1 June 2024", ("2024-05-01", "2024-06-01")),
        ("Dernière mise à jour : 3 mai 2024\n\nEn vigueur depuis le 1er juin 2024", ("2024-05-03", "2024-06-01")),
        ("Fassung vom 25.05.2018", ("2018-05-25", None)),
        ("最終更新日 2024年5月3日", ("2024-05-03", None)),
        ("Founded in 1999, we have grown since May 3, 2001.", (None, None)),
        ("# Updated\n\n3 May 2024", ("2024-05-03", None)),
        ("We have updated this.\n\nMeet us on 3 May 2024", (None, None)),
        ("Updated 03/04/2020", (None, None)),
        ("", (None, None)),
    ],
)
def test_stated_and_effective_dates(text: str, dates: tuple[str | None, str | None]) -> None:
    assert stated_dates(text) == dates


def test_a_date_at_the_bottom_is_found_and_one_in_the_middle_is_not() -> None:
    filler = "We keep it. " * 1000
    assert stated_dates(f"{filler}\n\nStand: 25. Mai 2018")[0] == "2018-05-25"
    assert stated_dates(f"{filler}\n\nStand: 25. Mai 2018\n\n{filler}") == (None, None)


def test_the_top_outranks_the_bottom() -> None:
    assert stated_dates("Updated 1 May 2024\n\n" + "We keep it. " * 1000 + "\n\nUpdated 1 May 2020")[0] == "2024-05-01"


def test_a_list_of_former_versions_states_its_first_date() -> None:
    assert stated_dates("Last updated 3 May 2024\nPrevious version of 1 May 2022\nPrevious version of 1 May 2020")[0] == "2024-05-03"


def test_a_page_of_years_is_read_to_its_end() -> None:
    assert stated_dates("2020 " * 20_000) == (None, None)
