"""The gates in their order: what each lets pass, with traps that look like it and must not."""

from __future__ import annotations

from collections import Counter

import pytest

from monitor.core.meaning.immaterial import immaterial
from monitor.model import Severity
from tests.core.meaning.changes import corpus, documents, observations, observed
from tests.core.meaning.gates import gate
from tests.sampling import SOME_OR_EVERY

PROMISE = "We do not sell or share your letters with banks in town."


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("We keep it - always.", "We keep it – always.", "typography"),
        ("Write us an e-mail.", "Write us an email.", "typography"),
        ("See [our list](/a) of banks.", "See [our list](/b) of banks.", "typography"),
        ("We **never** keep it.", "We never keep it.", "typography"),
        ("© 2023 Fernweh Outfitters.", "© 2024 Fernweh Outfitters.", "page-date"),
        ("Mail help@fernweh.example.", "Mail desk@fernweh.example.", "contact-address"),
        ("", "[Home](/) [Shop](/shop) [Sale](/sale)", "menu"),
        ("Last updated: 3 March 2023", "Last updated: 9 June 2024", "date"),
        ("(a) cards; (b) letters; (c) pens", "Cards – Letters – Pens", "numbering"),
        ("You may withdraw your consent.", "You may revoke your consent.", "synonym"),
        ("We do not sell your name.", "Your name is not sold.", "promise-reworded"),
        ("Note that Quillberry has no say.", "Note that Inkwell Press Ltd has no say.", "entity-renamed"),
        ("Our office is at 12 Mill Lane, Leeds.", "Our office is at 7 Barge Street, York.", "contact-address"),
        ("", "Larchmere Desk is a leading provider of boots.", "company-talk"),
        ("", "Links to other websites have a privacy policy of their own.", "link-disclaimer"),
        ("Our printer recieves the text.", "Our printer receives the text.", "spelling"),
    ],
)
def test_each_gate(old: str, new: str, rule: str) -> None:
    assert gate(old, new) == gate(new, old) == rule


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Two content words exchanged: as a set, the words are the same or nearly so.
        ("We keep letters and burn cards.", "We keep letters and send cards."),
        ("Banks send data to shops about orders.", "Banks send orders to shops about parcels."),
        # Numbers, amounts, periods and ages.
        ("We keep letters for 30 days.", "We keep letters for 60 days."),
        ("You pay 2 euros for a copy.", "You pay 5 euros for a copy."),
        ("You must be 16 to write to us.", "You must be 13 to write to us."),
        ("We answer within 10 days.", "We answer within 10 weeks."),
        ("Interest is 1.5 % a year.", "Interest is 15 % a year."),
        # Yes and no.
        ("We do not sell your letters.", "We do sell your letters."),
        ("We sell your letters.", "We never sell your letters."),
        ("You can delete your letters.", "You cannot delete your letters."),
        ("The use is lawful here.", "The use is unlawful here."),
        # Who does it, to whom.
        ("You pay us for the copy.", "We pay you for the copy at once."),
        ("We tell the police at once.", "We tell the banks at once."),
        ("Your doctor reads the letters.", "Your employer reads the letters."),
        # May, must and will.
        ("We may sell your letters.", "We will sell your letters."),
        ("We will erase your letters.", "We may erase your letters."),
        # Conditions and exceptions.
        ("We share letters.", "We share letters if you agree."),
        ("We never share letters.", "We never share letters, except with banks."),
        ("We share letters with your consent.", "We share letters."),
        # Something came or went.
        (PROMISE, ""),
        ("", "We sell your letters to banks."),
        ("You may opt out on this page.", ""),
    ],
)
def test_traps_that_pass_no_gate(old: str, new: str) -> None:
    assert gate(old, new) is None
    assert gate(new, old) is None


def test_words_that_were_run_together() -> None:
    assert gate("We keep letters inthis box for ten days.", "We keep letters in this box for ten days.") is not None


def test_a_promise_that_stands_twice_may_go_once() -> None:
    """Case promise-kept-twice."""
    change = observed(PROMISE, "", rest_old=PROMISE, rest_new=PROMISE)
    passed = immaterial(change)
    assert passed is not None
    assert passed.rule == "stands-elsewhere"


def test_a_promise_that_stood_once_may_not_go() -> None:
    assert immaterial(observed(PROMISE, "")) is None
    assert immaterial(observed(PROMISE, "", rest_old="We sell letters.", rest_new="We sell letters.")) is None


def test_advertising_of_intruders() -> None:
    """Case foreign-text."""
    spam = "Play roulette and blackjack at the top casino sites and collect your betting credit today, with poker and jackpot."
    passed = immaterial(observed("", spam))
    assert passed is not None
    assert (passed.rule, passed.severity) == ("foreign-text", Severity.MINOR)


def test_one_word_of_gambling_is_no_advertising() -> None:
    assert gate("", "We share your letters with a casino in the next town.") != "foreign-text"


def test_a_table_of_contents() -> None:
    old, new = documents("", "1. How we keep letters\n2. How we burn cards\n3. Whom we tell of both")
    sections = "\n\n".join(
        f"## {title}\n\n{text}"
        for title, text in (
            ("1. How we keep letters", "In a box."), ("2. How we burn cards", "In a stove."), ("3. Whom we tell of both", "Nobody at all."),
        )
    )  # fmt: skip
    change, *_ = observations(*(type(side)(side.text + "\n" + sections + "\n") for side in (old, new)))
    passed = immaterial(change)
    assert passed is not None
    assert passed.rule == "contents"


@pytest.mark.no_cover
@SOME_OR_EVERY
def test_every_gate_is_cosmetic_or_minor_and_passes_both_ways(step: int) -> None:
    """What comes in through a gate goes out through it: no gate turns with the direction of the change."""
    passed = [(change, found) for change in corpus(step) if (found := immaterial(change))]
    assert len(passed) > 80 / step
    for _, found in passed:
        assert found.severity in (Severity.COSMETIC, Severity.MINOR)
        assert found.says.endswith(".")
    kinds = Counter(found.rule for _, found in passed)
    assert len(kinds) >= (12 if step == 1 else 6)
    one_way = [
        (found.rule, change.old.text, change.new.text)
        for change, found in passed
        if (back := immaterial(change.mirrored())) is None or back.rule != found.rule
    ]
    assert not one_way
