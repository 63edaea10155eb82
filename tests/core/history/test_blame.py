"""Blame: who brought each statement, through rewordings, moves, splits and returns."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.history.blame import BlamedStatement, Origin, StatementTracing, blame
from monitor.core.history.carry_over import first_step, step_between
from monitor.core.text.segment import segmented

FIRST = """# Privacy Policy

## 1. What we keep

We keep your name and your address for orders. We never sell your personal information to anybody.

## 2. Cookies

We use cookies to remember your basket.

## 3. Contact

Write to us with any question about this policy.
"""
LOGS = "We write down which pages you visit and when."
SECOND = FIRST.replace("for orders.", f"for orders. {LOGS}")
THIRD = SECOND.replace("to anybody", "to data brokers or advertisers")
COOKIES = "We use cookies to remember your basket."
MOVED = THIRD.replace(f"## 2. Cookies\n\n{COOKIES}\n\n", "").rstrip() + f"\n\n{COOKIES}\n"


def origin(texts: list[str], start: str) -> Origin:
    (found,) = [one for one in blame(texts) if one.text.startswith(start)]
    return found.origin


def test_one_version_brought_everything() -> None:
    found = blame([FIRST])
    assert {one.origin for one in found} == {Origin(0)}
    assert [one.text for one in found][:3] == ["# Privacy Policy", "## 1. What we keep", "We keep your name and your address for orders."]
    assert all(FIRST[slice(*one.span)] == one.text for one in found)


def test_an_addition_and_a_rewording() -> None:
    chain = [FIRST, SECOND, THIRD, THIRD]
    assert origin(chain, "We write down") == Origin(1)
    assert origin(chain, "We never sell") == Origin(0, reworded=2)
    assert origin(chain, "We keep your name") == Origin(0)


def test_a_move_is_followed() -> None:
    found = origin([FIRST, SECOND, THIRD, MOVED], "We use cookies")
    assert (found.introduced, found.reworded, found.moved) == (0, None, 3)


def test_what_came_back_says_where_it_previously_in() -> None:
    found = origin([SECOND, FIRST, SECOND], "We write down")
    assert found == Origin(2, previously_in=0)


def test_typography_alone_rewords_nothing() -> None:
    quoted = FIRST.replace("We use cookies", "We use “cookies”")
    assert origin([FIRST, quoted], "We use “cookies”").reworded is None


def test_a_split_is_a_rewording_of_one_statement() -> None:
    old = "We share your address with carriers that deliver your parcels, and with the bank that handles your payments."
    new = "We share your address with carriers that deliver your parcels. We share it with the bank that handles your payments."
    found = blame([old, new])
    assert {one.origin.introduced for one in found} == {0}


def test_nothing_to_blame() -> None:
    assert blame([]) == ()
    assert blame(["", "\n\n"]) == ()
    assert blame(["", "We sell nothing."])[0].origin == Origin(1)


def test_of_statements_merged_the_oldest_introduced_it_and_the_newest_rewording_counts() -> None:
    whole = "We use your address to bring the parcel and to answer letters about the order."
    first = "We use your address to bring the parcel."
    second = "We also use it to answer letters about the order."
    (one,) = blame([first, f"{first} {second}", f"{first} {second}", whole])
    assert one.origin == Origin(0, reworded=3)


def test_a_moved_statement_may_be_reworded_later() -> None:
    later = MOVED.replace(COOKIES, "We use cookies to remember your basket and your language.")
    found = origin([FIRST, THIRD, MOVED, later], "We use cookies")
    assert (found.introduced, found.moved, found.reworded) == (0, 2, 3)


def test_a_statement_that_never_left_was_in_no_earlier_version() -> None:
    assert all(one.origin.previously_in is None for one in blame([FIRST, SECOND, THIRD]))


def test_sections_kinds_and_spans_are_those_of_the_newest_text() -> None:
    text = "# Policy\n\n## Data\n\n- Name\n\n| Who | Why |\n\n  We keep logs.  \n"
    found = blame(["", text])
    assert [(one.kind, one.section) for one in found] == [
        ("heading", ()), ("heading", ("Policy",)), ("item", ("Policy", "Data")), ("row", ("Policy", "Data")), ("text", ("Policy", "Data")),
    ]  # fmt: skip
    assert [text[slice(*one.span)] for one in found] == [one.text for one in found]
    assert found[-1].text == "We keep logs."


def test_versions_may_come_one_at_a_time() -> None:
    assert blame(iter([FIRST, SECOND])) == blame([FIRST, SECOND])


def test_lines_without_words_begin_anew_each_time() -> None:
    """Nobody means the rule of a table when asking since when a statement stands."""
    assert [one.origin.previously_in for one in blame(["***", "We sell nothing.", "***"])] == [None]


sentences = st.sampled_from([
    "We keep logs.", "We keep logs for 30 days.", "We sell nothing.", "We never sell data.", "You may object.", "# Privacy", "- Cookies",
])  # fmt: skip
versions = st.lists(st.lists(sentences, max_size=6).map("\n\n".join), min_size=1, max_size=5)


@given(versions)
def test_every_statement_has_an_origin_in_order(chain: list[str]) -> None:
    found: tuple[BlamedStatement, ...] = blame(chain)
    last = len(chain) - 1
    for one in found:
        o = one.origin
        assert 0 <= o.introduced <= last
        assert all(o.introduced < later <= last for later in (o.reworded, o.moved) if later is not None)
        assert o.previously_in is None or o.previously_in < o.introduced
    assert [one.span for one in found] == sorted(one.span for one in found)


@given(versions)
def test_a_version_that_changes_nothing_changes_no_blame(chain: list[str]) -> None:
    assert blame([*chain, chain[-1]]) == blame(chain)


@given(versions)
def test_the_statements_are_those_of_the_last_text(chain: list[str]) -> None:
    found = blame(chain)
    assert "".join(chain[-1].split()) == "".join("".join(one.text.split()) for one in found)
    assert all(chain[-1][slice(*one.span)] == one.text for one in found)


@given(versions)
def test_an_older_version_makes_nothing_newer(chain: list[str]) -> None:
    """With a version before all others every place rises by one, and no statement can be introduced later than without it."""
    for before, after in zip(blame(chain), blame(["", *chain]), strict=True):
        assert after.origin.introduced == before.origin.introduced + 1
    for before, after in zip(blame(chain), blame([chain[0], *chain]), strict=True):
        assert after.origin.introduced <= before.origin.introduced + 1


@given(st.lists(st.sampled_from([FIRST, SECOND, THIRD, MOVED, "", "* We keep logs. We sell nothing."]), min_size=1, max_size=6), st.data())
def test_tracing_goes_on_from_what_was_kept_of_it(texts: list[str], data: st.DataObject) -> None:
    """Whichever text it is kept after, as JSON holds it."""
    kept_after = data.draw(st.integers(0, len(texts)))
    tracing = StatementTracing()
    for number, text in enumerate(texts):
        if number == kept_after:
            tracing = StatementTracing.from_data(json.loads(json.dumps(tracing.to_data())))
        assert tracing.texts == number
        page = segmented(text)
        tracing.follow(step_between(segmented(texts[number - 1]), page) if number else first_step(page))
    assert tracing.statements(texts[-1]) == blame(texts)
    assert StatementTracing.from_data(tracing.to_data()).to_data() == tracing.to_data()
