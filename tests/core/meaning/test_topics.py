"""What a change is about."""

from math import fsum, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.observation import Observation, observe
from monitor.core.meaning.parsed import ParsedDocument, ParsedText
from monitor.core.meaning.topic_names import TOPICS
from monitor.core.meaning.topics import (
    CLOSE,
    MOST,
    NEAR,
    check,
    led_by,
    meaning_of,
    own_weights,
    ranked,
    scores,
    scores_of,
    topics_of,
    traits,
    traits_of_statement,
    votes,
)
from monitor.core.text.segment import SegmentedText
from monitor.model import ChangeKind
from tests.core.policy_sentences import scraps

OF_TERMS = ("acceptable-use", "account-termination", "content-license", "dispute-liability", "payments")
"""Topics of which terms of service speak, and privacy policies seldom."""


def seen(old: str, new: str, kind: str = "privacy") -> Observation:
    pages = SegmentedText(old), SegmentedText(new)
    units = [tuple(u for line in range(len(page.lines)) for u in page.units(line)) for page in pages]
    return observe(Candidate(ChangeKind.REWORDED, *units), DocumentContext(ParsedDocument(pages[0]), ParsedDocument(pages[1]), kind=kind))


@pytest.mark.parametrize(
    ("old", "new", "topic"),
    [
        ("", "We now collect your fingerprints and face geometry.", "data-collected"),
        ("", "We use your messages to train our AI models.", "ai-training"),
        ("We never sell or rent personal data.", "", "sale-of-data"),
        ("", "We share your details with partners and other third parties.", "third-party-sharing"),
        ("", "We show targeted ads and track you across other websites.", "advertising-tracking"),
        ("We keep your messages for 30 days.", "We keep your messages for 24 months.", "retention"),
        ("You have the right to lodge a complaint.", "", "user-rights"),
        ("You can opt out in your privacy settings.", "", "choice-consent"),
        ("", "Children under 13 may not use the service.", "children-age"),
        ("", "Data may be transferred to countries outside the EEA under standard contractual clauses.", "international-transfer"),
        ("", "All claims go to binding arbitration; class actions are waived.", "dispute-liability"),
        ("", "You grant us a perpetual licence to your content.", "content-license"),
        ("", "You may not post spam or impersonate others.", "acceptable-use"),
        ("", "We may suspend or terminate your account.", "account-termination"),
        ("", "The subscription renews and the fee is not refundable.", "payments"),
        ("All data is encrypted with TLS.", "We use reasonable security measures.", "security"),
        ("", "We disclose data to law enforcement under a court order.", "legal-disclosure"),
    ],
)
def test_the_topic_is_among_those_named(old, new, topic):
    assert topic in topics_of(seen(old, new, "terms" if topic in OF_TERMS else "privacy"), None)


@pytest.mark.parametrize(("behind", "leads"), [(NEAR - 0.01, "payments"), (NEAR + 0.01, "security")])
def test_the_topic_of_the_rule_leads_where_it_is_nearly_as_likely(behind: float, leads: str) -> None:
    learned = {"intercept": {**dict.fromkeys(TOPICS, -99.0), "security": 0.0, "payments": -behind}, "weights": {}}
    assert topics_of(seen("", "Hello."), "payments", learned)[0] == leads


def test_a_rule_of_another_topic_than_the_words_leads_nowhere() -> None:
    change = seen("", "You can close your account at any time, and we may suspend your account.", "terms")
    assert topics_of(change, "children-age") == topics_of(change, None)


@pytest.mark.parametrize("first", [None, "security"])
@pytest.mark.parametrize("text", ["", "Hello.", "We share, sell, keep, delete, train, track, charge and terminate."])
def test_one_to_three_known_topics_each_once(text, first):
    named = topics_of(seen("", text), first)
    assert 1 <= len(named) <= MOST
    assert len(set(named)) == len(named)
    assert set(named) <= set(TOPICS)


def test_most_likely_first():
    change = seen("", "We keep your payment data for 24 months, then it is erased.")
    found, named = scores(change), ranked(change)
    assert list(named) == sorted(named, key=lambda topic: -found[topic])


def test_nothing_needs_to_be_learned():
    change = seen("We never sell or rent personal data.", "")
    assert ranked(change, {"intercept": {}, "weights": {}})[0] == "sale-of-data"


def test_the_same_topics_whichever_side_is_older():
    texts = "We keep logs for 30 days.", "We keep logs and messages for 24 months."
    assert scores(seen(*texts)) == pytest.approx(scores(seen(*reversed(texts))))


def test_the_votes_for_a_topic_add_up_to_its_score() -> None:
    change = seen("We never sell or rent personal data.", "We share it with advertisers.")
    found = scores(change)
    rest = {topic: found[topic] - sum(adds for _, adds in votes(change, topic).values()) for topic in TOPICS}
    intercept = {topic: scores(seen("", ""))[topic] - sum(adds for _, adds in votes(seen("", ""), topic).values()) for topic in TOPICS}
    assert rest == pytest.approx(intercept)


@pytest.mark.parametrize(
    ("first", "named", "led"),
    [
        ("retention", ("security", "retention"), ("retention", "security")),
        ("retention", ("security", "payments", "user-rights"), ("retention", "security", "payments")),
        ("retention", ("retention",), ("retention",)),
        ("retention", (), ("retention",)),
    ],
)
def test_a_topic_put_in_front_stands_once(first: str, named: tuple[str, ...], led: tuple[str, ...]) -> None:
    assert led_by(first, named) == led


def test_what_changed_speaks_louder_than_what_stands() -> None:
    change = seen("We keep orders and payment data.", "We sell orders and payment data.")
    found = traits(change)
    assert found["changed:sell"] > 0
    assert "changed:financial" not in found
    assert "named:financial" in found


def test_mentions_count_by_their_root_up_to_three() -> None:
    one, many = (traits(seen("", "We sell it. " * times))["named:sell"] for times in (1, 9))
    assert one == 0.5
    assert many == pytest.approx(3**0.5 / 2)


def test_a_stem_is_told_as_a_word() -> None:
    assert "“mill”" in meaning_of("word:mill")
    assert "heading" in meaning_of("heading:mill")
    assert "sell" in meaning_of("changed:sell")


def test_words_that_changed_count_more_than_words_that_stand() -> None:
    found = traits(seen("We keep orders.", "We keep parcels."))
    assert found["word:parcel"] == found["word:ord"] > found["word:keep"] > 0
    assert "word:we" not in found


def test_the_words_of_a_long_statement_count_less_each() -> None:
    short, long = (traits(seen("", f"We keep orders{more}."))["word:keep"] for more in ("", " in cool dry cellars beside barrels of cider"))
    assert short > long > 0


def test_words_of_the_nearest_heading_count_most() -> None:
    old, new = "# Cellar rules\n\n## Barrels\n\nWe keep two.\n", "# Cellar rules\n\n## Barrels\n\nWe keep three.\n"
    pages = SegmentedText(old), SegmentedText(new)
    lines = "We keep two.", "We keep three."
    units = [tuple(page.units(page.lines.index(line))) for page, line in zip(pages, lines, strict=True)]
    context = DocumentContext(ParsedDocument(pages[0]), ParsedDocument(pages[1]))
    found = traits(observe(Candidate(ChangeKind.REWORDED, *units), context))
    assert found["heading:barrel"] > found["heading:cellar"] > 0


def test_what_was_learned_of_words_is_heard() -> None:
    learned = {"intercept": dict.fromkeys(TOPICS, -9.0), "weights": {"word:barrel": {"security": 40.0}}}
    assert ranked(seen("", "We keep barrels."), learned)[0] == "security"


@pytest.mark.parametrize(
    "learned",
    [
        {"intercept": {}, "weights": {"word:barrel": {"cellars": 1.0}}},
        {"intercept": {"cellars": 1.0}, "weights": {}},
        {"intercept": {}, "weights": {"stem:barrel": {"security": 1.0}}},
        {"intercept": {}, "weights": {"word:barrel": {"security": "much"}}},
        {"intercept": {}},
    ],
)
def test_unknown_topics_and_traits_are_refused(learned: dict[str, dict[str, object]]) -> None:
    with pytest.raises(ValueError, match=r"topic_model\.json"):
        check(learned)


def test_a_topic_too_unlikely_beside_the_likeliest_is_not_named() -> None:
    change = seen("", "We keep it.")
    close, far = log(CLOSE) + 0.01, log(CLOSE) - 0.01
    base = dict.fromkeys(TOPICS, -99.0)
    learned = {"intercept": {**base, "security": 0.0, "payments": close, "retention": -50.0, "user-rights": far}, "weights": {}}
    found = ranked(change, learned)
    assert found[:2] == ("security", "payments")
    assert "user-rights" not in found


def test_topics_as_likely_as_each_other_go_by_their_names() -> None:
    learned = {"intercept": {**dict.fromkeys(TOPICS, -99.0), "security": 0.0, "payments": 0.0}, "weights": {}}
    assert ranked(seen("", "Hello."), learned)[:2] == ("payments", "security")


@given(
    st.lists(
        st.one_of(scraps, st.sampled_from(["# Retention", "## Do we sell it?", "We never:", "- share it", "***", "7 §", ""])), max_size=8
    ),
    st.sampled_from(["privacy", "terms", "cookies", "rules"]),
)
def test_a_statement_is_about_what_it_is_about_when_it_is_added(lines: list[str], kind: str) -> None:
    """Without the comparison with nothing: the same traits with the same values, hence the same scores to the last bit."""
    document = ParsedDocument(SegmentedText("\n".join(lines)))
    context = DocumentContext(ParsedDocument(SegmentedText("")), document, kind)
    for line in range(len(document.page.lines)):
        for unit in document.page.units(line):
            whole = observe(Candidate(ChangeKind.ADDED, (), (unit,)), context)
            alone = traits_of_statement(ParsedText.of((unit,)), document.page.section(line), kind)
            assert alone == traits(whole)
            assert scores_of(alone) == scores(whole)


@pytest.mark.parametrize(("old", "new"), [("", "We sell your name to brokers."), ("We keep logs for a week.", "We keep logs for a year.")])
def test_what_speaks_for_a_topic_adds_up_to_its_score(old: str, new: str) -> None:
    change = seen(old, new)
    nothing = scores(change, {"intercept": {}, "weights": {}})
    own = {name: own_weights(name) for name in traits(change)}
    for topic in TOPICS:
        assert nothing[topic] == pytest.approx(sum(dict(own[name]).get(topic, 0.0) * value for name, value in traits(change).items()))
        shipped = fsum(added for _, added in votes(change, topic).values())
        assert scores(change)[topic] - shipped == pytest.approx(
            scores(seen("", "Xyzzy qux."))[topic] - fsum(added for _, added in votes(seen("", "Xyzzy qux."), topic).values())
        )


def test_learned_weights_and_those_of_the_vocabulary_are_added() -> None:
    change = seen("", "We sell your name to brokers.")
    learned = {"intercept": {"payments": -1.0}, "weights": {"changed:sell": {"payments": 2.0, "other": 0.0}}}
    plain = scores(change, {"intercept": {}, "weights": {}})
    assert scores(change, learned)["payments"] == pytest.approx(plain["payments"] - 1.0 + 2.0 * traits(change)["changed:sell"])
    assert scores(change, learned)["other"] == plain["other"]
