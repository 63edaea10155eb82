"""Numbers that tick make no versions, and what moves around the policy weighs little; the policy's own changes keep their weight."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.history.noise import NormalizedText, normalize_text
from monitor.core.history.tickers import MIN_TICKS, Tickers, find_tickers, ignoring_page_noise, number_lines
from monitor.model import Change, ChangeKind, Changelog, Direction, Document, Severity, Side

from .timeline_world import day

MARKET = "BTC\n\n{0},543.08\n\n+0.17%\n\nETH\n\n3,{0}.31\n\n+1.00%\n\nXRP\n\n2.{0}\n\n-0.{0}%\n\n"
PRICES = "BTC\n\n{0},543.08\n\n0.17%\n\nETH\n\n3,{0}.31\n\n1.00%\n\nXRP\n\n2.{0}\n\n0.{0}%\n\n"
"""The same without the signs that give a market ticker away."""
TEXT = "# Privacy\n\nWe keep your data for thirty days and for no longer than that.\n"


def ticking(found: Iterable[tuple[datetime, NormalizedText]]) -> Tickers:
    return find_tickers((at, number_lines(text)) for at, text in found)


def captured(texts: list[str], every: float = 1) -> list[tuple[datetime, NormalizedText]]:
    return [(day(number * every), normalize_text(text)) for number, text in enumerate(texts)]


def keys(texts: list[str], every: float = 1) -> set[str]:
    """The different keys of captures, once their tickers are known."""
    found = captured(texts, every)
    tickers = ticking(found)
    return {tickers.key(text) for _, text in found}


# --- finding them -----------------------------------------------------------------------------------------------------


def readers(*numbers: int) -> list[str]:
    return [f"{TEXT}\n{number} readers now\n" for number in numbers]


def test_a_counter_is_found_and_left_out_of_the_key() -> None:
    assert len(keys(readers(1000, 1037, 1099, 1102, 1300))) == 1


def test_fewer_changes_are_no_counter() -> None:
    assert MIN_TICKS == 4
    assert len(keys(readers(1000, 1037, 1099, 1102))) == 4


def test_slow_changes_are_no_counter() -> None:
    assert len(keys(readers(9, 10, 12, 15, 20, 25), every=365)) == 6
    assert len(keys(readers(9, 10, 12, 15, 20, 25), every=7)) == 1
    assert len(keys(readers(9, 10, 12, 15, 20, 25), every=7.1)) == 6


def test_a_gap_of_the_archive_does_not_end_a_counter() -> None:
    texts = readers(1, 2, 3, 4, 5, 6, 7)
    moments = [0, 1, 2, 3, 4, 400, 800]
    found = [(day(moment), normalize_text(text)) for moment, text in zip(moments, texts, strict=True)]
    tickers = ticking(found)
    assert len({tickers.key(text) for _, text in found}) == 1


def test_ticks_before_a_gap_do_not_add_up_with_those_after_it() -> None:
    texts = readers(1, 2, 3, 4, 5, 6)
    moments = [0, 1, 2, 400, 401, 402]
    assert ticking([(day(moment), normalize_text(text)) for moment, text in zip(moments, texts, strict=True)]) == Tickers()


def test_numbers_in_sentences_never_tick() -> None:
    texts = [TEXT.replace("thirty", str(number)) for number in range(30, 40)]
    assert len(keys(texts)) == 10


def test_a_line_ticks_in_its_layout_alone() -> None:
    """A year later the page was rebuilt: the second line with a number is a price, and the ticker says nothing about it."""
    old, rebuilt = readers(1, 2, 3, 4, 5), [f"{TEXT}\nPrice: {price} pounds\n" for price in (10, 12)]
    found = [*captured(old), (day(400), normalize_text(rebuilt[0])), (day(800), normalize_text(rebuilt[1]))]
    tickers = ticking(found)
    assert len({tickers.key(text) for _, text in found}) == 3


def test_a_table_of_percentages_ticks_wherever_one_was_seen_ticking() -> None:
    tickers = ticking(captured([PRICES.format(number) + TEXT for number in range(40, 46)]))
    assert tickers.amounts
    elsewhere = [normalize_text("Menu\n\n" + PRICES.format(number) + TEXT) for number in (90, 91)]
    assert elsewhere[0].key != elsewhere[1].key
    assert tickers.key(elsewhere[0]) == tickers.key(elsewhere[1])


def test_without_tickers_the_key_is_the_texts_own() -> None:
    text = normalize_text(TEXT)
    assert Tickers().key(text) == text.key


@given(st.lists(st.integers(0, 99_999), min_size=1, max_size=12), st.integers(1, 6))
def test_captures_of_equal_text_count_once(numbers: list[int], times: int) -> None:
    once = [normalize_text(text) for text in readers(*numbers)]
    repeated = [text for text in once for _ in range(times)]
    moments = [day(number / 10) for number in range(len(repeated))]
    assert ticking(zip(moments, repeated, strict=True)).lines.keys() <= ticking(zip(moments, once, strict=False)).lines.keys()


@given(st.lists(st.sampled_from([TEXT, TEXT.replace("thirty", "ninety"), *readers(1, 2)]), max_size=10))
def test_texts_that_differ_in_words_never_share_a_key(texts: list[str]) -> None:
    tickers = ticking(captured(texts))
    assert tickers.key(normalize_text(TEXT)) != tickers.key(normalize_text(TEXT.replace("thirty", "ninety")))


# --- in changes -------------------------------------------------------------------------------------------------------


def change(old: str | None, new: str | None, severity: Severity = Severity.MATERIAL, section: tuple[str, ...] = ()) -> Change:
    old_side, new_side = (None if text is None else Side(text, section, (0, len(text))) for text in (old, new))
    return Change("c", ChangeKind.REWORDED, severity, Direction.WEAKENS, ("other",), old_side, new_side, (), ())


def quieted(*changes: Change, old_page: str = TEXT, new_page: str = TEXT, tickers: Tickers | None = None) -> Changelog:
    quiet = ignoring_page_noise(lambda _old, _new: Changelog(changes), normalize_text, tickers or Tickers())
    return quiet(Document(old_page), Document(new_page))


def severity(old: str | None, new: str | None, *, section: tuple[str, ...] = (), **pages: str) -> Severity:
    return quieted(change(old, new, section=section), **pages).changes[0].severity


WITH_MARKET = {"old_page": MARKET.format(94) + TEXT, "new_page": MARKET.format(95) + TEXT}


def test_numbers_of_a_ticker_are_cosmetic() -> None:
    assert severity("94,543.08", "95,543.08", **WITH_MARKET) is Severity.COSMETIC
    assert severity(None, "-0.95%", **WITH_MARKET) is Severity.COSMETIC


def test_a_stretch_cut_out_of_a_ticker_full_of_links_is_cosmetic() -> None:
    linked = "[BTC](https://x.example/btc) 94,543.08".replace(" ", "\n\n")
    assert severity(f"{linked}\n\n[", f"{linked}\n\n[".replace("94", "95"), **WITH_MARKET) is Severity.COSMETIC


def test_a_whole_table_of_a_page_whose_ticker_was_found_is_cosmetic() -> None:
    pages = {"old_page": PRICES.format(94) + TEXT, "new_page": PRICES.format(95) + TEXT}
    sides = (PRICES.format(94).strip(), PRICES.format(95).strip())
    assert quieted(change(*sides), **pages, tickers=Tickers({}, amounts=True)).severity is Severity.COSMETIC
    assert quieted(change(*sides, section=("Fees",)), **pages).severity is Severity.MATERIAL


def test_a_lowered_change_says_why_and_leans_nowhere() -> None:
    (lowered,) = quieted(change("94,543.08", "95,543.08"), **WITH_MARKET).changes
    assert lowered.direction is Direction.NEUTRAL
    assert [(reason.rule, reason.evidence) for reason in lowered.reasons] == [("ticker", "95,543.08")]
    assert lowered.reasons[0].says.endswith(".")


def test_a_sentence_beside_a_ticker_keeps_its_weight() -> None:
    assert severity("We keep your data for 94 days.", "We keep your data for 95 days.", **WITH_MARKET) is Severity.MATERIAL
    assert severity("Fee: 2.94", "Fee: 2.95", section=("Fees",), **WITH_MARKET) is Severity.MATERIAL


def test_amounts_of_a_page_without_ticker_keep_their_weight() -> None:
    assert severity("9.99", "19.99", section=("Prices",)) is Severity.MATERIAL


@pytest.mark.parametrize(("old", "new"), [("- [Data sale](https://shop.example/1)", None), (None, "[Terms](/t) | [Cookies](/c)")])
def test_entries_of_a_list_of_links_are_minor(old: str | None, new: str | None) -> None:
    assert severity(old, new, section=("Privacy",)) is Severity.MINOR


def test_labels_above_the_first_heading_are_a_menu() -> None:
    assert severity("Back to menu\n\nNews", "Sign in") is Severity.MINOR
    assert severity("Back to menu\n\nNews", "Sign in", section=("Privacy",)) is Severity.MATERIAL
    assert severity("Back to the menu of our shop", "Sign in") is Severity.MATERIAL, "more than a label"


@pytest.mark.parametrize(
    ("new", "section", "page"),
    [
        pytest.param("- Biometric data", ("Privacy", "What we collect"), TEXT, id="under a heading"),
        pytest.param("- Biometric data", (), "We collect:\n\n- Biometric data\n", id="in a text without headings"),
        pytest.param("- [Partners](https://a.example) may buy your data", ("Privacy",), TEXT, id="words beside the link"),
    ],
)
def test_a_term_in_a_list_keeps_its_weight(new: str, section: tuple[str, ...], page: str) -> None:
    assert severity(None, new, section=section, new_page=page) is Severity.MATERIAL


def test_a_change_without_sides_keeps_its_weight() -> None:
    assert severity(None, None) is Severity.MATERIAL


@pytest.mark.parametrize("low", [Severity.MINOR, Severity.COSMETIC])
def test_a_change_is_never_raised(low: Severity) -> None:
    menu = change("- [Data sale](https://shop.example/1)", None, low, ("Privacy",))
    assert quieted(menu).changes == (menu,)


def test_the_most_serious_come_first_again() -> None:
    menu, term = change("[Sale](/s)", None), change("We keep logs.", "We sell logs.", Severity.MATERIAL, ("Logs",))
    assert [one.severity for one in quieted(menu, term).changes] == [Severity.MATERIAL, Severity.MINOR]


def test_notes_and_passages_of_the_comparison_stay() -> None:
    quiet = ignoring_page_noise(lambda _old, _new: Changelog((), notes=()), normalize_text, Tickers())
    assert quiet(Document(TEXT), Document(TEXT)) == Changelog(())
