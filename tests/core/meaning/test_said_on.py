"""What a sentence says on a topic."""

from __future__ import annotations

import pytest

from monitor.core.meaning.fragments import NOTHING_ABOVE, Above
from monitor.core.meaning.said import statements_said
from monitor.core.meaning.said_on import declared, is_about_other_things, is_recipient, may_state, said_on, states

SALE, SHARING, TRAINING, TRACKING = "sale-of-data", "third-party-sharing", "ai-training", "advertising-tracking"
NOBODY: frozenset[str] = frozenset()


def told(topic: str, text: str, above: Above = NOTHING_ABOVE) -> tuple[str, bool]:
    stated = statements_said(text, "" if above.is_question else above.lead_in)
    said = said_on(topic, text, above, stated, NOBODY)
    return str(said.polarity), said.conditional


@pytest.mark.parametrize(
    ("text", "topic", "polarity"),
    [
        ("We do not sell your data, but we share it with partners.", SALE, "denied"),
        ("We do not sell your data, but we share it with partners.", SHARING, "affirmed"),
        ("We do not sell your data.", SHARING, "unclear"),  # what is not sold may be shared
        ("We may sell your data to brokers.", SHARING, "affirmed"),
        ("We use your photos to train our AI.", TRAINING, "affirmed"),
        ("We use AI to sort your mail.", TRAINING, "unclear"),
        ("We share your data with advertisers.", TRACKING, "affirmed"),
        ("You can share your photos with friends.", SHARING, "unclear"),
        ("Publishers must not track your visits.", TRACKING, "unclear"),
        ("Our partners never sell your data.", SALE, "denied"),
        ("We may change this policy without telling you.", "notice-of-changes", "unclear"),
        ("We do not give refunds.", "payments", "denied"),
    ],
)
def test_each_topic_has_its_own_answer(text: str, topic: str, polarity: str) -> None:
    assert told(topic, text)[0] == polarity


@pytest.mark.parametrize(
    ("question", "answer", "topic", "expected"),
    [
        ("Do you sell my data?", "No, never.", SALE, ("denied", False)),
        ("Do you sell my data?", "Yes, unless you opt out.", SALE, ("affirmed", True)),
        ("Is my data sold?", "Not at the moment.", SALE, ("denied", False)),
        ("Do you share my data?", "Only with couriers.", SHARING, ("unclear", False)),
        ("Do you tell me before you sell my data?", "Yes.", SALE, ("unclear", False)),
        ("Is it true that you never sell my data?", "Yes.", SALE, ("unclear", False)),
        ("Who buys my data?", "No one.", SALE, ("unclear", False)),
        ("Can I have my data deleted?", "No.", "user-rights", ("denied", False)),
        ("Do you sell my data?", "Bees are nice.", SALE, ("unclear", False)),
    ],
)
def test_an_answer_says_what_its_question_asks(question: str, answer: str, topic: str, expected: tuple[str, bool]) -> None:
    assert told(topic, answer, Above(question)) == expected


@pytest.mark.parametrize(
    ("row", "head", "topic", "polarity"),
    [
        ("| Names | No | Yes |", "| Data | Sold | Shared with partners |", SALE, "denied"),
        ("| Names | No | Yes |", "| Data | Sold | Shared with partners |", SHARING, "affirmed"),
        ("| Names | ✗ |", "| Data | Do we sell it? |", SALE, "denied"),
        ("| Do we sell your data? | No |", "", SALE, "denied"),
        ("| Do we sell your data? | No |", "| Question | Answer |", SALE, "denied"),
        ("| Names | No | Yes |", "| Data | Sold to brokers | Sold to insurers |", SALE, "both"),
        ("| Names | No |", "| Data | Needed |", SALE, "unclear"),
        ("| Acme Inc. | hosting |", "| Sub-processor | Task |", SHARING, "affirmed"),
        ("| _ga | two years |", "| Cookie | Lifetime |", TRACKING, "affirmed"),
        ("| Acme Inc. | hosting |", "| Company | Task |", SHARING, "unclear"),
    ],
)
def test_a_row_says_what_its_columns_ask(row: str, head: str, topic: str, polarity: str) -> None:
    assert told(topic, row, Above(head=head))[0] == polarity


@pytest.mark.parametrize(
    ("above", "entry", "expected"),
    [
        (Above("We share your data with:"), "- our hosts", ("affirmed", False)),
        (Above("We share your data with:"), "- no advertisers", ("unclear", False)),
        (Above("We share your data with:"), "- banks, if you pay by card", ("affirmed", True)),
        (Above("We share your data only with:"), "- our hosts", ("affirmed", False)),
        (Above("We do not share your data with:"), "- advertisers", ("denied", False)),
        (Above("We do not share your data except with:"), "- our hosts", ("unclear", False)),
        (Above("You can ask us not to share your data with:"), "- our hosts", ("unclear", False)),
        (Above("You must not share your data with:"), "- thieves", ("unclear", False)),
        (Above(heading="Sub-processors"), "- Acme Inc., hosting", ("affirmed", False)),
        (Above(heading="Who receives your data"), "- Acme Inc., hosting", ("affirmed", False)),
        (Above(heading="With whom we do not share data"), "- Acme Inc., hosting", ("unclear", False)),
        (Above(heading="Our founders"), "- Anna, cook", ("unclear", False)),
    ],
)
def test_an_entry_says_what_its_list_says(above: Above, entry: str, expected: tuple[str, bool]) -> None:
    assert told(SHARING, entry, above) == expected


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Do you share for marketing?", "we share for marketing"),
        ("Will you ever sell my data?", "we will ever sell your data"),
        ("Can I opt out?", "you can opt out"),
        ("Is there a fee?", "there is a fee"),
        ("Does Heron sell it?", "heron sell it"),
        ("Why?", ""),
        ("", ""),
    ],
)
def test_what_a_yes_states(question: str, statement: str) -> None:
    assert declared(question) == statement


@pytest.mark.parametrize(
    ("text", "topic", "above", "aside"),
    [
        ("We sell garden chairs.", SALE, NOTHING_ABOVE, True),
        ("Moss sells courses.", SALE, NOTHING_ABOVE, True),
        ("We sell your letters.", SALE, NOTHING_ABOVE, False),
        ("We rent a list of e-mail addresses.", SALE, NOTHING_ABOVE, False),
        ("Moss does not sell products for purchase by children.", SALE, NOTHING_ABOVE, True),
        ("We share an office.", SHARING, NOTHING_ABOVE, True),
        ("Banks learn why you were refused.", SHARING, NOTHING_ABOVE, False),
        ("- bakers", SHARING, Above("We share an office with:"), True),
        ("- bakers", SHARING, Above("We share your data with:"), False),
        ("No.", SALE, Above("Do you sell my letters?"), False),
        ("No.", SALE, Above("Do you sell breakfast?"), True),
        ("| Is breakfast sold? | No |", SALE, Above(head="| Question | Answer |"), True),
        ("We keep garden chairs.", "retention", NOTHING_ABOVE, False),
    ],
)
def test_goods_are_no_data(text: str, topic: str, above: Above, aside: bool) -> None:
    lead_in = "" if above.is_question else above.lead_in
    assert is_about_other_things(topic, text, above, statements_said(text, lead_in)) is aside


@pytest.mark.parametrize(
    ("text", "topic", "stated"),
    [
        ("We share it with advertising partners.", TRACKING, True),
        ("We share it with couriers.", TRACKING, False),
        ("We track you.", TRACKING, True),
        ("You may track your parcel.", TRACKING, False),
        ("We sell it.", "retention", False),
    ],
)
def test_what_states_an_act_of_a_topic(text: str, topic: str, stated: bool) -> None:
    assert states(topic, text, statements_said(text)) is stated
    assert may_state(topic, frozenset(text.lower().strip(".").split())) or not stated


def test_who_is_listed_as_a_recipient() -> None:
    headings = [
        "Sub-processors",
        "Subprocessors",
        "Recipients of data",
        "Who receives it",
        "Companies with which we share data",
        "Our team",
    ]
    assert [is_recipient(Above(heading=one)) for one in headings] == [True] * 5 + [False]
