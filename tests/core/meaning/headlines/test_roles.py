"""What a clause is there for, and what its words count for that."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.meaning.headlines.roles import PROMISE, literal_of, role_of, standing
from monitor.core.text.lexicon import load
from monitor.model import Direction

ROLES = {
    "ban": [
        "You may not lend your ticket to anyone.",
        "Guests must not feed the geese.",
        "Do not post pictures of other guests.",
        "Members agree not to copy the map of the mill.",
        "Advertising of fireworks is prohibited.",
        "Boats with motors are not allowed on the pond.",
        "We do not allow content that mocks other guests.",
        "Ads must not promise a win.",
    ],
    "right": [
        "You may ask us to erase your letters.",
        "Right to restriction: you may stop us from using your letters.",
        "Residents of the valley can object to the use of their names.",
        "You are entitled to a refund within 14 days.",
        "Parents may request a copy of what we hold about their child.",
    ],
    "act": [
        "We may share your letters with brokers.",
        "Our partners collect the places you visit.",
        "Your calls are recorded, and your messages are stored.",
        "Alderwood Ltd may track which pages you open.",
    ],
    "power": [
        "We reserve the right to close the pond.",
        "You grant us a perpetual licence to your photos.",
        "We may suspend your membership.",
    ],
    "duty": ["You must tell us your age.", "Members are solely responsible for their boats."],
    "pointer": [
        "For more information on how we share your data, see our notice.",
        "Please refer to the rules of the pond.",
        "This should be read together with the rules of the mill.",
        "You can find the list of partners at the gate.",
    ],
    "contact": [
        "Write to the keeper at help@mill.example.",
        "You can contact our officer by telephone: +44 20 7946 0000.",
        "If you have any questions, ring the bell.",
        "Please contact us.",
    ],
    "introduction": [
        "This section explains how we use cookies.",
        "Our privacy notice describes what we do with letters.",
        "We would like to inform you about our arrangement with the ferry.",
        "Welcome to the mill!",
    ],
    "example": ["For example, we keep the date of your visit.", "This includes the names of your guests."],
    "definition": ["“Content” means letters and pictures.", "For the purposes of this section, a guest is whoever comes by boat."],
    "exception": ["This does not apply to members of the club.", "Your rights under the law remain unaffected.", "We do allow parody."],
    "condition": ["where we no longer need the letters", "if you objected to it"],
    "feature": ["You can show visitors what you bake."],
    "instruction": ["Tap Menu and choose Report.", "Submit your report."],
    "boilerplate": ["All provisions of this part will survive termination of the lease.", "Headings are for convenience only."],
    "remedy": ["For more information on how to opt out, follow the links at the gate."],
    "title": ["17.4 No Waiver", "11/02/2021", "(Effective date: 3/25/2022)", "Last updated: 11 September 2025", "10.1."],
    "plain": ["The mill is green.", "Bread is baked at dawn by the river."],
}


@pytest.mark.parametrize(("role", "text"), [(role, text) for role, texts in ROLES.items() for text in texts])
def test_what_a_clause_is_there_for(role: str, text: str) -> None:
    assert role_of(text).name == role


@pytest.mark.parametrize("text", ["You will not be charged for it.", "You may not be able to see it.", "You will not receive any letters."])
def test_what_the_reader_is_told_to_expect_is_no_ban(text: str) -> None:
    assert role_of(text).name != "ban"


@pytest.mark.parametrize("number", ["", "12.7 ", "A. ", "(ii) "])
def test_a_number_before_a_clause_changes_nothing(number: str) -> None:
    assert role_of(f"{number}This section explains how we use cookies.").name == "introduction"


@pytest.mark.parametrize("weak", ["pointer", "contact", "introduction", "example", "definition", "exception", "instruction", "boilerplate"])
@pytest.mark.parametrize("strong", ["ban", "right", "act", "power", "duty", "plain"])
def test_what_matters_comes_before_what_stands_around_it(strong: str, weak: str) -> None:
    assert role_of(ROLES[strong][0]).share > role_of(ROLES[weak][0]).share


def test_a_clause_that_goes_the_way_that_is_said_counts_more_than_one_that_does_not() -> None:
    ban, right = ROLES["ban"][0], ROLES["right"][0]
    for came, way in ((True, Direction.WEAKENS), (False, Direction.STRENGTHENS)):
        shares = [
            standing(role_of(text), text, came=came, direction=way) / standing(role_of(text), text, came=came) for text in (ban, right)
        ]
        assert shares[0] > 1 > shares[1]


def test_with_no_direction_only_the_role_counts() -> None:
    text = "We may share your letters with brokers."
    assert standing(role_of(text), text, came=True) == standing(role_of(text), text, came=False) == role_of(text).share


def test_a_promise_serves_the_reader_where_it_came() -> None:
    text = "We never sell your letters."
    there = standing(PROMISE, text, came=True, direction=Direction.STRENGTHENS)
    assert there > standing(PROMISE, text, came=True, direction=Direction.WEAKENS)
    assert there == standing(PROMISE, text, came=False, direction=Direction.WEAKENS)


def test_an_amount_or_a_period_counts() -> None:
    with_one, without = "We keep your letters for 30 days.", "We keep your letters for some days."
    assert standing(role_of(with_one), with_one, came=True) > standing(role_of(without), without, came=True)


def test_a_line_that_goes_on_with_a_sentence_begun_elsewhere_counts_less() -> None:
    whole, rest = "Names of guests and boats of the club", "names of guests and boats of the club"
    assert standing(role_of(rest), rest, came=True) < standing(role_of(whole), whole, came=True)


LISTED = load("headline_roles.en.yaml")["roles"]
CLAUSES = [clause for clauses in ROLES.values() for clause in clauses]
ODD = ["You may aſk for a refund.", "Opt out of prınts.", "ADS MUST NOT PROMİSE A WIN.", "You cannot ﬂy.", ""]


@pytest.mark.parametrize(
    ("source", "literal"),
    [
        (r"\brefunds?\b", "refund"),
        (r"\S@\S", "@"),
        (r"colou{0,1}r of\b", "colo"),
        (r"(?<!reserve )right to", "right to"),
        (r"[a-z]+ of the (?:mill|pond)", " of the "),
        (r"data|content", ""),
        (r"\bno\.? seven\w*", " seven"),
    ],
)
def test_a_pattern_asks_for_the_letters_outside_its_groups(source: str, literal: str) -> None:
    assert literal_of(source) == literal


@pytest.mark.parametrize("clause", [*CLAUSES, *ODD])
def test_what_a_pattern_finds_holds_its_letters(clause: str) -> None:
    for row in LISTED:
        for source in row["any_of"]:
            found = re.search(source, clause.lower(), re.IGNORECASE)
            assert not found or literal_of(source) in clause.lower()


@given(st.lists(st.sampled_from(" ".join([*CLAUSES, *ODD]).split()), max_size=14).map(" ".join))
def test_a_role_is_that_of_the_first_row_of_which_a_pattern_is_found(clause: str) -> None:
    found = next((row["name"] for row in LISTED if re.search("|".join(row["any_of"]), f"well {clause}", re.IGNORECASE)), "plain")
    assert role_of(f"well {clause}").name in (found, "title")
