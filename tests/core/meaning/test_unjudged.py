"""Changes in languages without a vocabulary: told with their words, never called cosmetic, and quiet where nothing changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.arrange.groups import groups_of
from monitor.core.compare import compare
from monitor.core.text.language import judged
from monitor.model import Change, ChangeKind, Changelog, Direction, Policy, Severity
from tests.core.foreign_policies import POLICIES

LANGUAGES = [pytest.param(code, id=code) for code in POLICIES if not judged(code)]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def told(changelog: Changelog) -> Change:
    """The only change that is told, which must be told as not judged."""
    (change,) = [change for change in changelog.changes if change.severity is not Severity.COSMETIC]
    assert (change.severity, change.direction, change.judged) == (Severity.MATERIAL, Direction.UNCLEAR, False)
    assert changelog.alert
    assert "not judged" in change.headline
    return change


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_lost_denial_is_told(code: str) -> None:
    policy = POLICIES[code]
    for old, new in ((policy.denial, policy.affirmed), (policy.affirmed, policy.denial)):
        change = told(compare(policy.text.replace(policy.denial, old), policy.text.replace(policy.denial, new)))
        assert change.language == code
        assert [side.text for side in (change.old, change.new) if side] == [old, new]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_changed_number_is_told(code: str) -> None:
    policy = POLICIES[code]
    change = told(compare(policy.text, policy.text.replace(policy.period, policy.longer)))
    assert change.kind is ChangeKind.REWORDED
    assert "".join(text for mark, text in change.edits if mark != "+") == policy.period
    changed = "".join(text for mark, text in change.edits if mark != "=")
    assert len(changed) < len(policy.period) / 2, "only the words around the number are marked"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_withdrawn_promise_is_told(code: str) -> None:
    policy = POLICIES[code]
    without = policy.text.replace(policy.promise + "\n\n", "")
    gone, come = told(compare(policy.text, without)), told(compare(without, policy.text))
    assert (gone.kind, come.kind) == (ChangeKind.REMOVED, ChangeKind.ADDED)
    assert [side.text for side in (gone.old, come.new) if side] == [policy.promise] * 2


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_same_text_is_no_change(code: str) -> None:
    assert compare(POLICIES[code].text, POLICIES[code].text).changes == ()


@pytest.mark.parametrize("code", LANGUAGES)
def test_white_space_markup_and_punctuation_are_quiet(code: str) -> None:
    policy = POLICIES[code]
    marked = policy.text.replace(policy.denial, f"**{policy.denial}**").replace(policy.about, f"{policy.about.rstrip('.。।។')} !")
    quoted = policy.text.replace(policy.promise, f"«{policy.promise}»").replace(policy.period, policy.period.translate(FULL_WIDTH))
    for other in (marked, quoted):
        assert {change.severity for change in compare(policy.text, other).changes} <= {Severity.COSMETIC}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_statement_in_another_place_is_quiet(code: str) -> None:
    policy = POLICIES[code]
    moved = policy.text.replace(f"{policy.promise}\n\n", "").replace(policy.about, f"{policy.promise}\n\n{policy.about}")
    assert {change.severity for change in compare(policy.text, moved).changes} <= {Severity.COSMETIC}


def test_an_item_under_another_lead_in_is_told() -> None:
    text = "# ポリシー\n\n当社は次の情報を収集します：\n\n- お名前\n- {}\n\n当社は次の情報を決して収集しません：\n\n- {}\n- 指紋\n"
    old, new = text.format("ご住所\n- 購入履歴", "位置情報"), text.format("ご住所", "購入履歴\n- 位置情報")
    for one, other in ((old, new), (new, old)):
        change = told(compare(one, other))
        assert change.headline.startswith("Moved, not judged (Japanese)")


def test_a_sentence_under_another_heading_is_told() -> None:
    text = "# Polityka\n\n## Czego nie robimy\n\nNic z tego nie robimy:\n\n{}## Co robimy\n\nTo jest u nas prawda.\n\n{}"
    moved = "Sprzedajemy dane osobowe naszych klientów.\n\n"
    change = told(compare(text.format(moved, ""), text.format("", moved)))
    assert "now stands under" in change.headline


@pytest.mark.parametrize("threshold", [Severity.CRITICAL, Severity.MATERIAL, Severity.MINOR])
def test_what_is_not_judged_alerts_at_every_threshold_unless_that_is_off(threshold: Severity) -> None:
    policy = POLICIES["ja"]
    changelog = compare(policy.text, policy.text.replace(policy.denial, policy.affirmed))
    watched = Policy("heron", "Heron", threshold=threshold)
    assert changelog.alerting(watched) == changelog.changes
    assert changelog.alerting(replace(watched, alert_unjudged=False)) == ()


def test_a_japanese_notice_on_an_english_page_is_told_as_japanese() -> None:
    english = "# Privacy Policy\n\nWe collect the data that you give to us when you order a lamp, and we keep it for two years.\n\n{}\n"
    policy = POLICIES["ja"]
    assert told(compare(english.format(policy.denial), english.format(policy.affirmed))).language == "ja"


def test_the_same_number_changed_in_many_places_is_one_group_that_says_it_was_not_judged() -> None:
    text = "# ポリシー\n\n当社は注文の記録を30日間保存します。\n\n問い合わせの記録は、その後30日間だけ保存されます。\n"
    (group,) = groups_of(compare(text, text.replace("30", "90")).changes)
    assert group.count == 2
    assert group.headline.startswith("Changed, not judged (Japanese): ")
