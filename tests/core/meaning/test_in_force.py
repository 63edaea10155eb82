"""What a text says, sentence by sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from monitor.core.meaning import in_force
from monitor.core.meaning.in_force import SentenceInForce, is_read, sentences_in_force
from monitor.core.meaning.topic_names import DENIABLE, TOLD, Told
from tests.core.meaning.in_force_cases import Case, names, rows, says, silent

TEXT = """# Privacy Policy of Heronbrook

Last updated: 3 May 2021

## 1. Sharing

We do not sell your personal information. We may share your e-mail address with advertising partners.

We never:

- sell your health data
- track you across other sites unless you agree

## 2. Retention

We keep your account data for 12 months after your last visit.

## 3. Fees

A late payment costs 10 euros.

Thank you for reading.
"""


def read(text: str, language: str | None = "en", known: dict[str, tuple[Told, ...]] | None = None) -> list[SentenceInForce]:
    return [one for _, one in sentences_in_force(text, language, "privacy", known) if one is not None]


def told(text: str, topic: str) -> list[tuple[str, str, bool]]:
    return [(text[slice(*one.span)], said.polarity, said.conditional) for one in read(text) for said in plainly(one, topic)]


def plainly(one: SentenceInForce, topic: str) -> list[Told]:
    return [said for said in one.told if said.topic == topic and said.plainly]


def test_sentences_stand_under_their_topics_as_they_stand_in_the_text() -> None:
    assert told(TEXT, "retention") == [("We keep your account data for 12 months after your last visit.", "affirmed", False)]
    assert told(TEXT, "sale-of-data") == [
        ("We do not sell your personal information.", "denied", False),
        ("- sell your health data", "denied", False),
    ]
    assert told(TEXT, "payments") == [("A late payment costs 10 euros.", "unclear", False)]


def test_an_item_is_read_with_what_introduces_it() -> None:
    (health,) = [one for one in read(TEXT) if "health" in TEXT[slice(*one.span)]]
    assert (health.above.lead_in, health.section) == ("We never:", ("Privacy Policy of Heronbrook", "1. Sharing"))
    (turned,) = [one for one in read(TEXT.replace("We never:", "We may:")) if one.above.lead_in and plainly(one, "sale-of-data")]
    assert plainly(turned, "sale-of-data")[0].polarity == "affirmed"


def test_a_condition_is_noticed() -> None:
    assert ("- track you across other sites unless you agree", "denied", True) in told(TEXT, "advertising-tracking")


def test_labels_headings_and_thanks_say_nothing() -> None:
    shown = [(TEXT[slice(*one.span)], any(said.plainly for said in one.told)) for one in read(TEXT)]
    assert not [text for text, _ in shown if text.startswith(("#", "Last", "We never:"))]
    assert not [text for text, about in shown if about and text.startswith("Thank")]


def test_what_is_known_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = dict(sentences_in_force(TEXT, "en", "privacy"))
    known = {key: () if one is None else one.told for key, one in first.items()}
    asked: list[str] = []
    answer = in_force._told
    monkeypatch.setattr(in_force, "_told", lambda unit, *others: asked.append(unit.text.strip()) or answer(unit, *others))
    assert read(TEXT, known=known) == read(TEXT)[:0] + [one for one in first.values() if one is not None]
    asked.clear()
    changed = TEXT.replace("12 months", "24 months")
    again = read(changed, known=known)
    assert asked == ["We keep your account data for 24 months after your last visit."]
    assert again == read(changed)


@pytest.mark.parametrize(("language", "read_in"), [("en", True), ("en-GB", True), (None, True), ("de", False), ("ja", False)])
def test_topics_are_recognised_in_english(language: str | None, read_in: bool) -> None:
    assert is_read(language) is read_in
    assert bool(read(TEXT, language)) is read_in


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# Privacy", "| a | b |\n| - | - |", "- \n- x", "We never:", "\x00", "会 " * 500, "a" * 50_000]
)
def test_texts_that_say_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "topic", "polarity"),
    [
        ("You may not:\n\n- sell your account data to others", "sale-of-data", "unclear"),
        ("You agree not to sell your personal data to others.", "sale-of-data", "unclear"),
        (
            "We share:\n\n| Data | Shared with advertisers |\n| --- | --- |\n| We share your location with advertisers | No |",
            "third-party-sharing",
            "denied",
        ),
        ("You may ask us at any time to delete your personal data.", "user-rights", "unclear"),
        ("We don't think that we sell your personal data to others.", "sale-of-data", "unclear"),
        ("We sell your personal data to no one.", "sale-of-data", "denied"),
        ("We do not sell your personal data; your personal data may be sold with our business.", "sale-of-data", "both"),
        ("We never sell your personal data, and we tell you when that changes.", "sale-of-data", "denied"),
        ("We use your messages to train our machine learning models.", "ai-training", "affirmed"),
        ("We do not use your messages to train our machine learning models.", "ai-training", "denied"),
        ("We share your location with advertisers.", "third-party-sharing", "affirmed"),
        ("We may disclose your e-mail address to our partners.", "third-party-sharing", "affirmed"),
        ("Our vendors are prohibited from selling your personal data.", "sale-of-data", "unclear"),
        ("If we sell your personal data, we tell you.", "sale-of-data", "unclear"),
    ],
)
def test_only_what_the_company_says_of_itself_is_called_denied_or_affirmed(text: str, topic: str, polarity: str) -> None:
    found = {said.polarity for one in read(text) for said in plainly(one, topic)}
    assert found <= {polarity, "unclear"}
    assert polarity in found or not found


@pytest.mark.parametrize("row", rows(), ids=names())
def test_a_careful_reader_finds_it_where_he_looks_for_it(row: dict[str, Any]) -> None:
    told = [said for said in says(row).told() if said.topic == row["topics"][0]]
    found = "plainly" if any(said.plainly for said in told) else "perhaps" if told else "nowhere"
    assert found == row.get("found", "plainly")
    assert {said.polarity for said in told} <= {row["polarity"], "unclear", "both" if row["topics"][0] not in DENIABLE else ""}


@pytest.mark.parametrize("row", rows(), ids=names())
def test_the_same_words_that_say_nothing_on_it_are_not_plainly_about_it(row: dict[str, Any]) -> None:
    told = [said for said in silent(row).told() if said.topic == row["topics"][0] and said.plainly]
    assert bool(told) is (row.get("control") == "shown")


def test_what_an_alert_is_filed_under_is_found_there() -> None:
    unlike = [one.text for row in rows() for one in (says(row),) if not _agrees(one)]
    # The alert reads the question of this row without its answer.
    assert [text for text in unlike if "Do we sell your data? | No" not in text] == []


def _agrees(one: Case) -> bool:
    alert, told = one.alert(), one.told()
    if alert is None:
        return False
    # "New promise: not to sell it" is no affirmation, and "New: training of AI" no denial.
    said = {said.polarity for said in told if said.topic in alert.topics and not said.conditional}
    turned = {"New promise:": {"affirmed"}, "New:": {"denied"}}
    told_otherwise = any(alert.headline.startswith(opening) and said == polarity for opening, polarity in turned.items())
    return not told_otherwise and (alert.topics[0] not in TOLD or any(said.topic == alert.topics[0] for said in told))


def test_the_guide_tells_how_often_it_is_right() -> None:
    told = {id(row): [said for said in says(row).told() if said.topic == row["topics"][0]] for row in rows()}
    plainly = sum(any(said.plainly for said in found) for found in told.values())
    perhaps = sum(bool(found) and not any(said.plainly for said in found) for found in told.values())
    asked = [row for row in rows() if row["topics"][0] in DENIABLE and row["polarity"] in ("affirmed", "denied")]
    right = sum(any(said.polarity == row["polarity"] for said in told[id(row)]) for row in asked)
    shown = sum(row.get("control") == "shown" for row in rows())
    guide = " ".join((Path(__file__).parents[3] / "docs/guide/using.md").read_text(encoding="utf-8").split())
    assert f"{plainly} of {len(told)} were found plainly under their main topic and {perhaps} as perhaps about it" in guide
    assert f"it was said rightly for {right} of {len(asked)} whether it is done, for the others it was left open, and for none" in guide
    assert f"{len(told) - shown} of {len(told)} were not taken for a statement on the topic" in guide
