from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import compare
from monitor.core.arrange.groups import Group, groups_of, leaders
from monitor.core.text.edits import edits
from monitor.model import Change, ChangeKind, Direction, Reason, Severity, Side

_MIRRORED = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
_TURNED = {Direction.WEAKENS: Direction.STRENGTHENS, Direction.STRENGTHENS: Direction.WEAKENS}


def side(text: str, section: str = "1. Sharing", lead_in: str = "") -> Side:
    return Side(text, (section,), (0, len(text)), lead_in)


def reworded(old: str, new: str, *, headline: str = "", severity: Severity = Severity.MATERIAL, topic: str = "retention") -> Change:
    return Change(
        f"{old}>{new}", ChangeKind.REWORDED, severity, Direction.WEAKENS, (topic,), side(old), side(new), edits(old, new),
        (Reason("period", "A period changed.", old),), headline or f"“{old}” is now “{new}”",
    )  # fmt: skip


def listed(old: str = "", new: str = "", *, lead_in: str = "We share data with:", direction: Direction = Direction.WEAKENS) -> Change:
    kind = ChangeKind.ADDED if new else ChangeKind.REMOVED
    sides = (side(old, lead_in=lead_in) if old else None, side(new, lead_in=lead_in) if new else None)
    return Change(old + new, kind, Severity.MINOR, direction, ("third-party-sharing",), *sides, (), (), f"{kind}: {old or new}")


def test_one_edit_in_three_sections_is_told_once_with_its_count() -> None:
    changes = [reworded(f"We keep {what} for 30 days.", f"We keep {what} for 90 days.") for what in ("logs", "mails", "photos")]
    (group,) = groups_of(changes)
    assert (group.id, group.count) == (changes[0].id, 3)
    assert group.headline == "“30 days” is now “90 days” (in 3 places)"
    assert leaders([group]) == {change.id: changes[0].id for change in changes}


def test_a_section_is_named_only_where_all_changes_stand_in_it() -> None:
    first, second = (reworded(f"{what} stay 30 days.", f"{what} stay 90 days.") for what in ("Logs", "Refunds"))
    elsewhere = replace(second, new=side("Refunds stay 90 days.", "9. Refunds"))
    assert [groups_of([first, other])[0].shown.new.section for other in (second, elsewhere)] == [("1. Sharing",), ()]  # type: ignore[union-attr]


def test_what_every_headline_says_before_its_quote_is_said_of_all() -> None:
    said = "Retention period is now 90 days, was 30: “{}”"
    texts = [(f"We keep {what} for 30 days.", f"We keep {what} for 90 days.") for what in ("logs", "mails")]
    (group,) = groups_of([reworded(old, new, headline=said.format(new)) for old, new in texts])
    assert group.headline == "Retention period is now 90 days, was 30 (in 2 places)"


def test_the_unit_belongs_to_a_number() -> None:
    days, euros = reworded("It takes 30 days.", "It takes 14 days."), reworded("It costs 30 euros.", "It costs 14 euros.")
    assert [group.count for group in groups_of([days, euros])] == [1, 1]


def test_a_change_that_is_told_alone_stays_as_it_is() -> None:
    one = reworded("We keep logs.", "We sell logs.")
    assert groups_of([one]) == (Group((one,), one),)
    assert leaders(groups_of([one])) == {}


@pytest.mark.parametrize("other", [{"severity": Severity.CRITICAL}, {"topic": "payments"}])
def test_what_was_judged_differently_is_told_apart(other: dict[str, object]) -> None:
    changes = [reworded("Logs stay 30 days.", "Logs stay 90 days."), reworded("Mails stay 30 days.", "Mails stay 90 days.", **other)]  # type: ignore[arg-type]
    assert len(groups_of(changes)) == 2


def test_a_small_word_is_no_common_edit_of_material_changes() -> None:
    changes = [reworded("We will pay you.", "We may pay you."), reworded("We will ask you.", "We may ask you.")]
    assert len(groups_of(changes)) == 2
    assert len(groups_of([replace(change, headline="A promise became a possibility.") for change in changes])) == 1


def test_items_under_one_lead_in_are_one_change_of_the_list() -> None:
    changes = [
        listed(new="- Adbeam\n- Cloudy"), listed(old="- Oldhost", direction=Direction.STRENGTHENS), listed(new="- Dataheap"),
        listed(new="- Faceprint", lead_in="We never share data with:"),
    ]  # fmt: skip
    told, other = groups_of(changes)
    assert told.headline == "“We share data with” – 3 added: Adbeam, Cloudy, Dataheap; 1 removed: Oldhost"
    assert told.shown.direction is Direction.UNCLEAR
    assert told.shown.old is not None
    assert told.shown.new is not None
    assert (told.shown.old.text, told.shown.new.text) == ("- Oldhost", "- Adbeam\n- Cloudy\n- Dataheap")
    assert other.headline == "added: - Faceprint"


def test_rows_of_a_table_are_one_change_and_many_are_counted() -> None:
    (group,) = groups_of([listed(new=f"| Firm {n} | mail |", lead_in="") for n in range(7)])
    assert group.headline.startswith("Table rows in “1. Sharing” – 7 added: Firm 0 – mail, Firm 1 – mail")
    assert group.headline.endswith("and 2 more")


def test_a_long_item_is_a_statement_of_its_own() -> None:
    long = "- Adbeam, which may use what it learns about you for itself, unless you have told us that it must not do so"
    assert [group.count for group in groups_of([listed(new=long), listed(new="- Cloudy")])] == [1, 1]


def test_only_reasons_and_topics_of_all_are_given() -> None:
    first, second = (reworded(f"{what} stay 30 days.", f"{what} stay 90 days.") for what in ("Logs", "Mails"))
    extra = replace(first, topics=("retention", "security"), reasons=(*first.reasons, Reason("logs", "Logs are named.", "Logs")))
    (group,) = groups_of([extra, second])
    assert (group.shown.topics, [reason.rule for reason in group.shown.reasons]) == (("retention",), ["period"])


def mirrored(change: Change) -> Change:
    turned = tuple(({"-": "+", "+": "-"}.get(mark, mark), text) for mark, text in change.edits)
    kind, direction = _MIRRORED.get(change.kind, change.kind), _TURNED.get(change.direction, change.direction)
    return replace(change, old=change.new, new=change.old, edits=turned, kind=kind, direction=direction)


_NAMES = st.sampled_from(["Acme", "Brook", "Cedar"])
_WORDS = st.sampled_from(
    ["We keep logs for 30 days.", "We keep logs for 14 days.", "We may ask you.", "We will ask you.", "Pay Acme.", "Pay Apex."]
)
_CHANGES = st.lists(
    st.one_of(
        st.builds(lambda name: listed(new=f"- {name}"), _NAMES),
        st.builds(lambda name: listed(old=f"| {name} | mail |"), _NAMES),
        st.builds(reworded, _WORDS, _WORDS),
    ),
    max_size=12,
)


@given(_CHANGES)
def test_grouping_loses_nothing_is_deterministic_and_mirror_safe(changes: list[Change]) -> None:
    numbered = [replace(change, id=str(number)) for number, change in enumerate(changes)]
    groups = groups_of(numbered)
    assert sorted((change for group in groups for change in group.changes), key=lambda c: int(c.id)) == numbered
    assert groups == groups_of(numbered)
    back = groups_of([mirrored(change) for change in numbered])
    assert [[c.id for c in group.changes] for group in back] == [[c.id for c in group.changes] for group in groups]


def test_a_renamed_company_is_one_group_of_a_comparison() -> None:
    says = [f"Acme {verb} the parcels of its customers." for verb in ("keeps", "sends", "weighs", "counts", "opens")]
    old = "\n\n".join(says)
    changelog = compare(old, old.replace("Acme", "Apex"))
    assert sum(group.count for group in groups_of(changelog.changes)) == len(changelog.changes)
    assert len(groups_of(changelog.changes)) == 1
