"""A purpose or a recipient more, or less, of what is done with the reader's data."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of

BASE = "We use your data to improve the service"


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (f"{BASE}.", f"{BASE} and for marketing."),
        (f"{BASE}.", f"{BASE} and to develop new products."),
        ("We send your order data to couriers.", "We send your order data to couriers and to credit agencies."),
        ("Uploads are scanned for viruses.", "Uploads are scanned for viruses and for content that breaks our rules."),
    ],
)
def test_a_purpose_more_is_against_the_reader_and_one_less_for_him(less: str, more: str) -> None:
    for old, new, way in ((less, more, "worse"), (more, less, "better")):
        turn = turn_of(old, new)
        assert turn is not None
        assert (turn.kind, turn.way) == ("items", way)


def test_of_a_purpose_that_protects_nobody_can_tell_whom_it_serves() -> None:
    turn = turn_of(f"{BASE}.", f"{BASE} and to prevent fraud.")
    assert turn is not None
    assert (turn.kind, turn.way) == ("items", "either")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{BASE}.", f"{BASE}, for example to mend faults."),
        (f"{BASE}.", f"{BASE}, with the exception of your address."),
        ("You use our data to plan trips.", "You use our data to plan trips and to book them."),
        ("We use tents to camp.", "We use tents to camp and for shade."),
    ],
)
def test_examples_exceptions_and_what_is_no_data_turn_nothing(old: str, new: str) -> None:
    turn = turn_of(old, new)
    assert turn is None or turn.kind != "items"
