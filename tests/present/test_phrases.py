from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from monitor.core.meaning.topic_names import TOPICS
from monitor.model import WITHDRAWAL_RULES, Change, ChangeKind, Changelog, Direction, Policy, Reason, Severity, Side
from monitor.notify.chat import chat_text
from monitor.notify.email_body import compose
from monitor.present import phrases
from monitor.render.text import changelog_text
from tests.notify.samples import alert, cosmetic, gained, reworded, withdrawn
from tests.render import sample

BARE = Change("x", ChangeKind.SPLIT, Severity.MINOR, Direction.NEUTRAL, (), None, Side("Some words.", ("A", " ", "B"), (0, 11)), (), ())


def test_dates_are_in_utc_and_in_english() -> None:
    assert phrases.day(sample.at("2010-05-18", 23)) == "18 May 2010"
    assert phrases.minute(sample.at("2010-05-18")) == "18 May 2010, 04:23 UTC"


@pytest.mark.parametrize(("iso", "says"), [("2010-05-01", "1 May 2010"), ("May 2010", "May 2010"), (None, None), ("", None)])
def test_a_stated_date_is_spelled_out_if_it_is_a_date(iso: str | None, says: str | None) -> None:
    assert phrases.stated_date(iso) == says


def test_a_headline_is_the_headline_else_the_first_reason_else_the_words() -> None:
    reason = Reason("r", "Because.", "")
    assert phrases.headline(replace(BARE, headline="Heart.", reasons=(reason,))) == "Heart."
    assert phrases.headline(replace(BARE, reasons=(reason,))) == "Because."
    assert phrases.headline(BARE) == "Split up: “Some words.”"
    assert phrases.headline(replace(BARE, new=None, kind=ChangeKind.MOVED)) == "Moved."
    assert phrases.section(BARE.new) == "A › B"


def test_a_changelogs_headline_goes_by_its_most_serious_change() -> None:
    minor = Changelog((BARE,))
    assert phrases.changelog_headline(minor) == phrases.headline(BARE)
    more = replace(BARE, headline="The address changed.", new=Side("Other words.", (), (0, 3)))
    assert phrases.changelog_headline(Changelog((more, BARE))) == "The address changed (and 1 more)."
    date = replace(BARE, headline="Only a date has changed.", new=Side("1 May 2020", (), (0, 3)))
    assert phrases.changelog_headline(Changelog((date,))) == "Only a date has changed."
    assert phrases.changelog_headline(Changelog((date, more))) == "The address changed (and 1 more).", "what is not only a date comes first"
    address = replace(date, headline="Only a postal address has changed.", new=Side("1 Quay Street", (), (0, 3)))
    assert phrases.changelog_headline(Changelog((date, address))) == "A date has changed (and 1 more).", "two things are not only one"
    assert phrases.changelog_headline(Changelog((replace(BARE, severity=Severity.COSMETIC),))).startswith("Only wording or layout")
    assert phrases.changelog_headline(Changelog((replace(BARE, severity=Severity.CRITICAL, headline="Gone."), BARE))) == "Gone."
    assert phrases.changelog_headline(Changelog(())) == "The two versions say the same thing."


def test_a_section_leaves_out_the_documents_title() -> None:
    assert phrases.section(Side("x", ("Privacy Policy - A", "7. Sharing", "California"), (0, 1))) == "7. Sharing › California"
    assert phrases.section(Side("x", ("Privacy Policy",), (0, 1))) == "Privacy Policy"


def test_reasons_that_say_the_same_are_one_finding_with_all_their_rules() -> None:
    reasons = (Reason("a", "Gone.", "- x"), Reason("b", "Other.", ""), Reason("c", "Gone.", "x"), Reason("d", "Gone.", "y"))
    assert phrases.findings(reasons) == [("Gone.", ("a", "c", "d"), "x … y"), ("Other.", ("b",), "")]


def test_links_are_shown_as_their_text() -> None:
    assert phrases.without_link_targets("See [our page](https://a.example/x) and [this] (that).") == "See our page and [this] (that)."


def test_counts_and_lists_read_as_english() -> None:
    assert phrases.change_counts({"minor": 1}) == "1 minor change"
    assert phrases.change_counts({"critical": 1, "material": 2, "minor": 4}) == "1 critical, 2 material and 4 minor changes"
    assert phrases.change_counts({"critical": 2, "minor": 1}) == "2 critical and 1 minor change"
    assert phrases.change_counts({}) == "no changes"
    assert phrases.plural(1200, "policy", "policies") == "1,200 policies"
    assert (phrases.topic("ai-training"), phrases.topic("sale-of-data"), phrases.source("ftp")) == ("AI training", "Sale of data", "ftp")


LONG = "Larkspur does NOT share, sell, rent, or trade your personal information with third parties"


@pytest.mark.parametrize(
    ("text", "limit", "brief"),
    [
        (f"“{LONG}” is now “Larkspur may share it”", 260, "“Larkspur does NOT share, sell…” is now “Larkspur may share it”"),
        (f"Sharing: “{LONG}” replaced by “We may”", 260, "Sharing: “Larkspur does NOT share, sell…” replaced by “We may”"),
        (
            f"“{LONG}” is now “Larkspur may share it with partners”",
            70,
            "“Larkspur does NOT share, sell…” is now “Larkspur may share it with…",
        ),
        ("“We may” is now “We will”", 260, "“We may” is now “We will”"),
        (
            "“We do not sell your personal information to anybody” is now “We do not sell your personal information to anyone”",
            260,
            "“…information to anybody” is now “We do not sell your personal information to anyone”",
        ),
        (
            "“We delete your account data after a year or two at most” replaced by “We delete your account data”",
            260,
            "“…account data after a year or…” replaced by “We delete your account data”",
        ),
        ("“We do not share what you tell us with anybody” is now “We do”", 260, "“We do not share what you tell us…” is now “We do”"),
        (f"Withdrawn: “{LONG}”", 30, "Withdrawn: “Larkspur does…"),
        (f"“{LONG}” is now said twice", 260, f"“{LONG}” is now said twice"),
        ("Retention period is now 24 months, was 12", 260, "Retention period is now 24 months, was 12"),
        (f"“{'x' * 300}” is now “y”", 100, f"“{'x' * 33}…” is now “y”"),
        ("", 10, ""),
    ],
)
def test_of_two_quotes_the_second_is_seen(text: str, limit: int, brief: str) -> None:
    assert phrases.in_brief(text, limit) == brief
    assert len(phrases.in_brief(text, limit)) <= limit


def test_shortening_cuts_between_words_and_never_exceeds_its_limit() -> None:
    assert phrases.shorten("one two three four", 12) == "one two…"
    assert len(phrases.shorten("x" * 300, 100)) == 100
    assert phrases.shorten("one, two; three", 10) == "one, two…"
    assert phrases.shorten("The promise is gone – “We do not sell it”", 26) == "The promise is gone…"


def test_every_severity_direction_kind_and_topic_has_a_name() -> None:
    assert {s.value for s in phrases.SEVERITIES} == {s.value for s in Severity} - {"none"}
    assert phrases.DIRECTIONS.keys() == {d.value for d in Direction}
    assert phrases.KINDS.keys() == set(ChangeKind)
    assert phrases.TOPICS.keys() == set(TOPICS)
    assert len(set(phrases.TOPICS.values())) == len(TOPICS)
    assert phrases.topic("house-pets") == "House pets"


def test_the_facts_of_a_change_are_its_direction_kind_topics_and_section() -> None:
    assert phrases.facts(withdrawn()) == ("against you", "removed", "Sale of data, Third-party sharing", "in “6. Sharing”")
    assert phrases.facts(gained())[:2] == ("in your favour", "added")
    assert phrases.facts(replace(BARE, new=None)) == ("neutral", "split up")


def test_a_policy_is_named_by_company_and_document() -> None:
    assert phrases.policy_title(Policy("x", "Northwind")) == "Northwind Privacy Policy"
    assert phrases.policy_title(Policy("x", "Northwind", "")) == "Northwind"


# --- when ----------------------------------------------------------------------------------------------------------------

CAPTURES = (sample.at("2014-06-11"), sample.at("2015-02-03"), sample.at("2016-12-29"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (withdrawn(), "Seen from at least 11 June 2014 to 3 February 2015; gone by 29 December 2016."),
        (gained(), "Not there on 3 February 2015; first seen on 29 December 2016."),
        (reworded(), "Old wording last seen on 3 February 2015; new wording first seen on 29 December 2016."),
        (cosmetic(), "Last seen in its old place on 3 February 2015; first seen in its new place on 29 December 2016."),
    ],
)
def test_when_says_what_captures_prove_and_no_more(change: Change, says: str) -> None:
    assert phrases.when(change, *CAPTURES) == says


def test_a_withdrawn_promise_is_gone_even_if_replaced() -> None:
    replaced = replace(reworded(), reasons=(Reason("sharing-promise-withdrawn", "It is gone.", "We never sell"),))
    assert replaced.withdrawn
    assert phrases.when(replaced, *CAPTURES).endswith("; gone by 29 December 2016.")


def test_captures_are_named_by_day_or_by_minute_if_on_one_day() -> None:
    morning, noon = sample.at("2020-05-01", 6), sample.at("2020-05-01", 12)
    assert phrases.when(withdrawn(), morning, morning, noon) == "Seen on 1 May 2020, 06:23 UTC; gone by 1 May 2020, 12:23 UTC."
    assert phrases.when(reworded(), morning, morning, noon) == (
        "Old wording last seen on 1 May 2020, 06:23 UTC; new wording first seen on 1 May 2020, 12:23 UTC."
    )


# --- withdrawn promises --------------------------------------------------------------------------------------------------


def test_the_rules_that_withdraw_a_promise_are_those_of_the_rule_table() -> None:
    import monitor

    rows = yaml.safe_load((Path(monitor.__file__).parent / "vocabulary" / "rules.yaml").read_text(encoding="utf-8"))
    rules = rows if isinstance(rows, list) else rows["rules"]
    assert {rule["id"] for rule in rules if rule["id"].endswith(("promise-withdrawn", "commitment-withdrawn"))} == WITHDRAWAL_RULES


@pytest.mark.parametrize("rule", ["right-added", "not-promise-withdrawn", "promise-withdrawn-nearly"])
def test_other_rules_withdraw_nothing(rule: str) -> None:
    assert not reworded(reasons=(Reason(rule, "Something.", ""),)).withdrawn


def test_evidence_that_is_a_whole_side_is_named_not_quoted() -> None:
    change = reworded()
    assert change.old is not None
    assert phrases.whole_side(change, f"- {change.old.text}") == "the old wording"
    assert phrases.whole_side(change, "We keep server logs  for as long as necessary.") == "the new wording"
    assert phrases.whole_side(change, "30 days") == ""


def test_several_items_of_a_list_are_bullets_and_a_dash_within_a_line_stays() -> None:
    assert phrases.lists_items("- your name;\n- your age.")
    assert not phrases.lists_items("- your name - if you give it")
    assert phrases.with_bullets("- your name - if given;\n  * your age.") == "• your name - if given;\n  • your age."
    assert phrases.with_bullets("- 30 days\n- 60 days", begins_line=False) == "- 30 days\n• 60 days"


def test_an_unclear_direction_says_nothing_about_whom_the_change_serves() -> None:
    unsaid = replace(withdrawn(), direction=Direction.UNCLEAR)
    assert phrases.facts(unsaid) == ("removed", "Sale of data, Third-party sharing", "in “6. Sharing”")
    terminal, mail = changelog_text(Changelog((unsaid,)), "old", "new", color=False, width=100), compose([alert([unsaid])])
    for shown in (terminal, mail.text, mail.html, chat_text([alert([unsaid])]), chat_text([alert([unsaid])], limit=300)):
        assert "against you" not in shown
        assert "your favour" not in shown
        assert "neutral" not in shown
        assert "unclear" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- sell your **data** to [partners](https://x.example)", "sell your data to partners"),
        ("## Sharing", "Sharing"),
        ("* rent it", "rent it"),
        ("We sell 3 * 4 ** 5 things", "We sell 3 * 4 ** 5 things"),
        ("-5 degrees", "-5 degrees"),
        ("**", "**"),
        ("", ""),
    ],
)
def test_a_sentence_without_marks(text: str, shown: str) -> None:
    assert phrases.without_marks(text) == shown


def test_other_says_nothing_beside_a_topic_with_a_name() -> None:
    assert phrases.topics(["user-rights", "other", "retention"]) == ["User rights", "Retention"]
    assert phrases.topics(["other"]) == ["Other"]
    assert phrases.topics([]) == []


def test_two_long_quotes_both_begin_with_what_is_different() -> None:
    said = "“We keep the data of your account for 12 months” is now “We keep the data of your account for 24 months”, and more"
    assert phrases.with_brief_quotes(said, 60) == "“…account for 12 months” is now “…account for 24 months”, and more"
    assert phrases.with_brief_quotes(said, 200).endswith("is now “We keep the data of your account for 24 months”, and more")
    apart = "“Our partners receive the data of your account at once” is now “Nobody but us ever receives the data of your account”"
    assert phrases.in_brief(apart, 70) == "“Our partners receive the data of…” is now “Nobody but us ever…"
    assert phrases.with_brief_quotes("Removed: “We never sell.”", 5) == "Removed: “We never sell.”"
