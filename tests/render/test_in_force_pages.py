"""The pages of what policies say now."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from monitor.core.meaning.topic_names import DENIABLE, TOLD, Told
from monitor.model import Policy
from monitor.present.phrases import TOPICS
from monitor.render.in_force_pages import (
    MOST_VENDORS,
    STATES,
    DatedSentence,
    Vendor,
    comparison_page,
    statements_page,
    topic_page,
    topics_page,
)

THEN, NOW = datetime(2020, 1, 2, tzinfo=UTC), datetime(2024, 5, 6, tzinfo=UTC)


def sentence(
    text: str = "We never sell your letters.",
    topics: tuple[str, ...] = ("sale-of-data",),
    polarity: str = "denied",
    *,
    lead_in: str = "",
    head: str = "",
    plain: bool = True,
    section: tuple[str, ...] = ("2. Selling",),
    conditional: bool = False,
) -> DatedSentence:
    return DatedSentence(text, lead_in, head, section, THEN, tuple(Told(one, polarity, conditional, plain) for one in topics))


def vendor(name: str, *sentences: DatedSentence, read: bool = True, version: bool = True) -> Vendor:
    moment = NOW if version else None
    return Vendor(Policy(name.lower(), name), moment, moment, is_read=read, sentences=sentences)


def words(page: str) -> str:
    shown = " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())
    return re.sub(r" (?=[.,;:])", "", shown)


@pytest.mark.parametrize(
    ("polarity", "conditional", "topic", "marked"),
    [
        ("denied", False, "sale-of-data", "Denied"),
        ("denied", True, "sale-of-data", "Denied, with a condition"),
        ("denied", False, "retention", "Denied"),
        ("both", False, "sale-of-data", "Partly denied"),
        ("both", True, "retention", "Partly denied, with a condition"),
        ("affirmed", True, "sale-of-data", ""),
        ("unclear", False, "sale-of-data", "Unclear whether it is done"),
        ("unclear", False, "dispute-liability", ""),
    ],
)
def test_what_stands_beside_a_quotation(polarity: str, conditional: bool, topic: str, marked: str) -> None:
    assert sentence(topics=(topic,), polarity=polarity, conditional=conditional).marked(topic) == marked


@pytest.mark.parametrize(
    ("one", "topic", "state"),
    [
        (vendor("Kites", sentence()), "sale-of-data", "says"),
        (vendor("Kites", sentence()), "retention", "nothing"),
        (vendor("Kites", sentence(polarity="unclear")), "sale-of-data", "unclear"),
        (vendor("Kites", sentence(polarity="unclear"), sentence()), "sale-of-data", "says"),
        (vendor("Kites", sentence(topics=("payments",), polarity="unclear")), "payments", "says"),
        (vendor("Kites", read=False), "sale-of-data", "not-read"),
        (vendor("Kites", version=False), "sale-of-data", "no-version"),
        (vendor("Kites", read=False, version=False), "sale-of-data", "no-version"),
    ],
)
def test_the_state_of_a_vendor(one: Vendor, topic: str, state: str) -> None:
    assert one.state(topic) == state
    shown = words(comparison_page(topic, [one]))
    assert all((says in shown) is (name == state) for name, says in STATES.items())


def test_a_quotation_has_what_introduces_it() -> None:
    one = sentence("- sell your letters", lead_in="We never:")
    assert one.quoted == "We never: - sell your letters"
    assert "Denied. “We never: - sell your letters”" in words(statements_page(vendor("Kites", one)))


def test_a_sentence_has_the_date_of_its_words_and_its_heading() -> None:
    assert "“We never sell your letters.” Since 2 January 2020; under “2. Selling”." in words(statements_page(vendor("Kites", sentence())))
    assert "“We never sell your letters.” Since 2 January 2020." in words(statements_page(vendor("Kites", sentence(section=()))))


def test_a_policy_by_topic() -> None:
    page = statements_page(vendor("Kites", sentence("We keep letters.", ("retention",), "affirmed"), sentence()))
    assert re.findall(r'<section id="([\w-]+)"', page) == ["sale-of-data", "retention"]
    silent = words(page).partition("Nothing recognised")[2]
    assert TOPICS["payments"] in silent
    assert TOPICS["retention"] not in silent


def test_a_row_has_the_heads_of_its_columns() -> None:
    one = sentence("| Names | No |", head="| Data | Sold |")
    assert "Denied. “Names | No” Since 2 January 2020; in the columns “Data | Sold”; under “2. Selling”." in words(
        statements_page(vendor("Kites", one))
    )


def test_a_question_is_quoted_once() -> None:
    one = sentence("No.", lead_in="Do you sell it?", section=("Questions", "Do you sell it?"))
    assert "Denied. “Do you sell it? No.” Since 2 January 2020." in words(statements_page(vendor("Kites", one)))


def test_what_may_be_about_a_topic_is_quoted_as_such() -> None:
    likely = sentence("Chairs are sold at night.", polarity="unclear", plain=False)
    alone, beside = vendor("Kites", likely), vendor("Larks", sentence(), likely)
    assert (alone.state("sale-of-data"), beside.state("sale-of-data")) == ("perhaps", "says")
    assert likely.marked("sale-of-data") == ""
    for page in (statements_page(alone), comparison_page("sale-of-data", [alone])):
        assert "No sentence is plainly about it; these may be. 1 sentence that may be about it “Chairs are sold at night.”" in words(page)
        assert "<details open>" in page
    for page in (statements_page(beside), comparison_page("sale-of-data", [beside])):
        assert "1 sentence that may be about it “Chairs are sold at night.”" in words(page)
        assert "<details>" in page
    assert TOPICS["sale-of-data"] not in words(statements_page(alone)).partition("Nothing recognised")[2]
    order = comparison_page("sale-of-data", [vendor("Ants"), alone, beside])
    assert re.findall(r'<a href="(\w+)/statements.html">', order) == ["larks", "kites", "ants"]


def test_the_list_of_topics_counts_those_that_may_be_about_it() -> None:
    likely = vendor("Moths", sentence(plain=False))
    assert f"{TOPICS['sale-of-data']}: 1 policy, and perhaps 1 more" in words(topics_page([vendor("Larks", sentence()), likely]))
    assert f"{TOPICS['sale-of-data']}: perhaps 1 policy" in words(topics_page([likely]))


def test_a_sentence_stands_under_each_of_its_topics() -> None:
    page = words(statements_page(vendor("Kites", sentence(topics=("sale-of-data", "retention")))))
    assert page.count("We never sell your letters.") == 2


def test_what_is_not_read_or_not_there_is_said() -> None:
    assert STATES["not-read"] in words(statements_page(vendor("Kites", read=False)))
    assert "No versions recorded yet." in words(statements_page(vendor("Kites", version=False)))
    assert "Nothing recognised" not in words(statements_page(vendor("Kites", version=False)))


def test_vendors_side_by_side_those_that_speak_first() -> None:
    page = comparison_page(
        "sale-of-data", [vendor("Moths"), vendor("Larks", sentence()), vendor("Ants", version=False), vendor("Bees", sentence())]
    )
    assert re.findall(r'<a href="(\w+)/statements.html">', page) == ["bees", "larks", "moths"]


def test_a_policy_without_a_version_has_no_page_to_link_to() -> None:
    assert "statements.html" not in comparison_page("retention", [vendor("Ants", version=False)])


def test_the_list_of_topics() -> None:
    page = topics_page([vendor("Larks", sentence()), vendor("Moths")])
    assert re.findall(r'href="(topic-[\w-]+\.html)"', page) == [topic_page("sale-of-data")], "no link to a page that says nothing"
    assert f"{TOPICS['sale-of-data']}: 1 policy" in words(page)
    _, _, silent = words(page).partition("No sentence was recognised about: ")
    assert all(TOPICS[topic] in silent for topic in TOLD if topic != "sale-of-data")
    assert "No sentence was recognised" not in words(topics_page([vendor("Larks", sentence(topics=TOLD))]))


def test_too_many_vendors_are_told_of_the_command() -> None:
    page = topics_page([vendor("Moths")] * (MOST_VENDORS + 1))
    assert "topic-" not in page.partition("<main")[2]
    assert "compare-vendors" in page


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "[click](javascript:alert(1))",
        "{{ 7 * 7 }}",
        "\x00\x1b[31m\ud800\u202e",
        "&lt;b&gt;",
        "]]><svg/onload=alert(1)>",
    ],
)
def test_policy_text_is_never_markup(text: str) -> None:
    one = Vendor(Policy("kites", text, text), NOW, NOW, is_read=True, sentences=(sentence(text, lead_in=text, section=(text,)),))
    for page in (statements_page(one), comparison_page("sale-of-data", [one])):
        assert not re.search(r"<(?:script|img|svg/|b>)", page)
        assert "javascript:" not in "".join(re.findall(r'href="[^"]*"', page))
        assert "49" not in page.partition("<main")[2] or "7 * 7" in page
        page.encode()


def test_the_topics_shown_have_names() -> None:
    assert set(TOLD) <= TOPICS.keys()
    assert set(TOLD) >= DENIABLE
