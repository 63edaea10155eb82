"""What is noise between two captures, and what is not."""

import pytest

from monitor.core.history.noise import normalize_text, same_emails

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
