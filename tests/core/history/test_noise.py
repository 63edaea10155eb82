"""What is noise between two captures, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.history.noise import AMOUNTS, _normal_line, is_short, normalize_text, same_emails
from tests.core.policy_sentences import scraps, statements, texts

from .timeline_world import A, fold, seen, story

LONG = "It governs all that you publish on our pages and in our shops, wherever you live, and whatever any of your guests publishes there."
SAME = {
    "spacing": ("We keep  it.\n\n\nAlways.", "We keep it.\nAlways."),
    "quotes and dashes": ("We – the “shop” – don’t sell…", 'We - the "shop" - don\'t sell...'),
    "emphasis": ("**We** never _sell_ data.", "We never sell data."),
    "headings": ("Rights\n======\n\nYou may ask.", "## Rights\n\nYou may ask."),
    "bullets": ("* one thing\n* two things", "- one thing\n- two things"),
    "link targets": ("Read [the terms](https://a.example/1).", 'Read [the terms](https://b.example/2 "title").'),
    "anchors with spaces": ("1. [What we collect](#WHAT WE COLLECT)", "1. What we collect"),
    "images": ("![](https://cdn1.example/a.png)\nText.", "Text."),
    "hidden addresses": ("Write to info@shop.example today.", "Write to [[email protected]](/cdn-cgi/l/email-protection#1a2b) today."),
    "escaped hidden address": ("Write to info@shop.example today.", r"Write to [\[email protected\]](https://a.example/cdn-cgi/x) today."),
    "hidden address cut in two": ("Write to info@shop.example", "Write to [email protected]p.example"),
    "invisible signs": ("We\u200b keep\u00ad it.", "We keep it."),
    "copyright year": ("© 2023 Shop Ltd. All rights reserved.", "© 2024 Shop Ltd. All rights reserved."),
    "clock": ("Server time 12:00:01", "Server time 13:45:59"),
    "build": ("Build 4711-a3", "Build 4712-b9"),
    "token": ("Session id: 9f86d081884c7d659a2feaa0c55ad015", "Session id: 60303ae22b998861bce3b28f33eec1be"),
    "ticker": (
        "BTC\n\n94,543.08\n\n+0.17%\n\nETH\n\n3,278.31\n\n+1.00%\n\nXRP\n\n2.51\n\n-0.20%",
        "ETH\n\n3,279.00\n\n+1.10%\n\nBTC\n\n95,000.00\n\n-0.27%\n\nXRP\n\n2.50\n\n-0.21%",
    ),
}
DIFFERENT = {
    "a number in a sentence": ("We keep your data for 30 days.", "We keep your data for 90 days."),
    "a price": ("| Basic | 9.99 |\n| Pro | 19.99 |", "| Basic | 9.99 |\n| Pro | 29.99 |"),
    "a fee of three lines": ("Basic fee\n\n2.5%", "Basic fee\n\n3.5%"),
    "a date": ("Last updated: 3 March 2021", "Last updated: 4 March 2021"),
    "a word": ("We may share data.", "We may sell data."),
    "an address": ("Write to a@shop.example.", "Write to b@shop.example."),
    "a link's words": ("See [the terms](https://a.example).", "See [the rules](https://a.example)."),
    "words in round brackets": ("[Partners](see our list) may use it.", "[Partners](and anyone else) may use it."),
    "a year in a sentence": (f"© law of 2019 applies. {LONG}", f"© law of 2024 applies. {LONG}"),
    "opening hours": ("Call us 9:00 to 17:00", "Call us 9:00 to 16:00"),
}  # fmt: skip


def equal(old, new):
    a, b = normalize_text(old), normalize_text(new)
    return a.key == b.key and same_emails(a.emails, b.emails)


@pytest.mark.parametrize("name", SAME)
def test_noise(name):
    assert equal(*SAME[name])


@pytest.mark.parametrize("name", DIFFERENT)
def test_not_noise(name):
    assert not equal(*DIFFERENT[name])


def test_noise_makes_no_version():
    noisy = A.replace("privacy@heronlane.example", "[email protected]").replace("we", "we").replace('"', "”")
    line = fold(story(A, noisy, A, noisy))
    assert [entry.version.captures for entry in line.entries] == [4]


def test_two_addresses_are_two_versions_even_with_a_hidden_one_between():
    hidden, other = A.replace("privacy@", "[email protected]p."), A.replace("privacy@", "data@")
    assert len(fold(story(A, A.replace("privacy@heronlane.example", "[email protected]"), other)).entries) == 2
    assert hidden != A


def test_a_number_that_ticks_makes_no_versions_and_a_price_that_changes_twice_does():
    ticking = [seen(f"{A}\n\n{number * 37 + 1000} readers now\n", number) for number in range(9)]
    assert len(fold(ticking).entries) == 1
    yearly = [seen(f"{A}\n\nMembership: {price} pounds\n", year * 365) for year, price in enumerate((9, 10, 12, 15, 20, 25))]
    assert len(fold(yearly).entries) == 6


def test_sentences_never_tick():
    sentences = [seen(A.replace("sixty days", f"{number} days"), number) for number in range(60, 70)]
    assert len(fold(sentences).entries) == 10


# --- what is kept of a text -------------------------------------------------------------------------------------------


def test_addresses_are_noted_in_order_and_masked_ones_as_unknown() -> None:
    text = normalize_text("Write to A.Smith@Shop.example, to [email protected] or to data@shop.example.")
    assert text.emails == ("a.smith@shop.example", None, "data@shop.example")
    assert text.lines == ("Write to ⟨e-mail⟩, to ⟨e-mail⟩ or to ⟨e-mail⟩.",)


@pytest.mark.parametrize(
    ("known", "seen", "same"),
    [
        ((), (), True),
        (("a@x.example",), ("a@x.example",), True),
        (("a@x.example",), (None,), True),
        ((None,), (None,), True),
        (("a@x.example",), ("b@x.example",), False),
        (("a@x.example",), (), False),
        (("a@x.example", None), (None, "b@x.example"), True),
    ],
)
def test_a_masked_address_may_be_any(known: tuple[str | None, ...], seen: tuple[str | None, ...], same: bool) -> None:
    assert same_emails(known, seen) is same_emails(seen, known) is same


def test_a_market_ticker_is_reduced_to_a_mark() -> None:
    text = normalize_text(SAME["ticker"][0])
    assert text.lines == (AMOUNTS,)
    assert text.ticker
    assert {"94,543.08", "+0.17%", "ETH"} <= text.amounts


def test_a_long_table_of_amounts_is_one_line_that_keeps_its_amounts() -> None:
    text = normalize_text("Small\n\n9.99\n\nMedium\n\n19.99\n\nLarge\n\n29.99")
    assert text.lines == (f"{AMOUNTS} Small 9.99 Medium 19.99 Large 29.99",)
    assert not text.ticker


def test_a_row_of_a_markdown_table_is_no_widget() -> None:
    assert normalize_text("| 9.99 |\n" * 8).amounts == frozenset()


def test_the_end_of_a_wrapped_sentence_is_no_widget() -> None:
    """Were "30 days." a line of its own, a time to the second in it would be taken for a clock."""
    wrapped = "We keep what you send to our customer service for at most\n12:00:00 hours."
    assert normalize_text(wrapped).lines == (wrapped.replace("\n", " "),)


def test_a_line_after_a_long_one_may_still_be_an_item() -> None:
    assert len(normalize_text("We share what you give us with all of the following firms:\n- Acme\n- Bank").lines) == 3


@pytest.mark.parametrize(("line", "short"), [("9.99", True), ("Last updated: 3 March 2021", True), (LONG, False), ("", True)])
def test_short_lines(line: str, short: bool) -> None:
    assert is_short(line) is short


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Updated 3 hours ago", "Updated ⟨ago⟩"),
        ("Ray ID: 7f2b9c", "Ray ID ⟨id⟩"),
        ("Ref 123e4567-e89b-12d3-a456-426614174000", "Ref ⟨id⟩"),
        ("© 2019-2024 Shop", "© ⟨year⟩ Shop"),
        ("© 2019 - present Shop", "© ⟨year⟩ Shop"),
        ("Call 0800 1234567890123456", "Call 0800 1234567890123456"),
        ("abcdefabcdefabcdef", "abcdefabcdefabcdef"),
    ],
)
def test_what_differs_between_two_downloads(line: str, kept: str) -> None:
    assert normalize_text(line).lines == (kept,)


@pytest.mark.parametrize("odd", ["", "\n", " \t\n", "\x00", "\r\n", "---", "| --- |", "[", "](", "\ufeff", "©", "@", "[email protected]"])
def test_odd_texts_have_a_key(odd: str) -> None:
    assert len(normalize_text(odd).key) == 64


# --- laws -------------------------------------------------------------------------------------------------------------


@given(texts)
def test_typography_never_changes_the_key(text: str) -> None:
    other = text.replace(" ", "  ").replace("'", "’").replace("We ", "**We** ").replace("\n\n", "\n\n\n").replace("e-mail", "e–mail")
    assert normalize_text(other).key == normalize_text(text).key


@given(scraps)
def test_what_is_left_has_no_blank_lines_and_single_spaces(text: str) -> None:
    for line in normalize_text(text).lines:
        assert line.strip()
        assert "  " not in line


@given(texts, statements)
def test_a_statement_more_is_another_key(text: str, more: str) -> None:
    assert normalize_text(f"{text}\n\n{more}\n").key != normalize_text(text).key


@given(st.integers(1, 400), st.integers(1, 400))
def test_a_number_in_a_sentence_always_counts(one: int, other: int) -> None:
    sentence = "We keep the logs of our servers for {} days and no longer."
    assert equal(sentence.format(one), sentence.format(other)) is (one == other)


@given(scraps)
def test_a_text_is_the_same_as_itself_with_every_address_masked(text: str) -> None:
    one, other = normalize_text(f"{text}\n\nWrite to a@shop.example."), normalize_text(f"{text}\n\nWrite to [email protected].")
    assert one.key == other.key
    assert same_emails(one.emails, other.emails)


@given(st.one_of(texts, scraps))
def test_a_line_that_was_read_before_reads_the_same(text):
    assert normalize_text(text) == normalize_text(text)
    assert normalize_text(f"{text}\n\n{text}").emails == normalize_text(text).emails * 2


@pytest.mark.parametrize("words", [20, 2_000])
def test_clocks_go_from_lines_of_any_length(words):
    """Lines of thousands of characters are not remembered."""
    lead = "This policy was last updated {} days ago. " + "We keep it. " * words
    assert equal(lead.format(3), lead.format(4))
    assert not equal(lead.format(3), lead.format(3) + "Always.")


def test_versions_with_most_lines_in_common_are_read_for_their_news():
    lines = [f"We keep what you send us in part {n} of our shop for {n} days, and nobody else reads it there." for n in range(300)]
    normalize_text("\n\n".join(lines))
    before = _normal_line.cache_info().misses
    normalize_text("\n\n".join([*lines[:-1], "We keep nothing that you send us, and nobody else reads it anywhere."]))
    assert _normal_line.cache_info().misses == before + 1
