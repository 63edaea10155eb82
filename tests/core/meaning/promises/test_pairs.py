"""A promise that was withdrawn and the statement that took its place are one change, though few words are the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.compare import compare
from monitor.core.diff.align import align
from monitor.core.diff.candidates import Candidate, group
from monitor.core.meaning.promises.pairs import with_counterparts
from monitor.core.text.segment import SegmentedText
from monitor.model import ChangeKind
from tests.sampling import examples

PROMISE = "We do not sell or trade your personal data."
ADMISSION = "Personal data about customers may be sold, where it is asked for, to selected partners of ours."
FILLER = "Boots are mended in the old mill by the river."
MORE = "Packs last for years and are tested on the hills."


def page(*sections: tuple[str, str]) -> str:
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in sections) + f"\n\n## Shop\n\n{FILLER}\n"


def candidates(old: str, new: str) -> list[Candidate]:
    found = align(SegmentedText(old), SegmentedText(new))
    return with_counterparts(group(found), found)


def pairs(old: str, new: str) -> set[tuple[str, str]]:
    """What stands on both sides of a rewording, one statement each."""
    return {
        (c.old[0].text.strip(), c.new[0].text.strip())
        for c in candidates(old, new)
        if c.kind is ChangeKind.REWORDED and len(c.old) == len(c.new) == 1
    }


def sides(old: str, new: str) -> set[tuple[str, str]]:
    return {("".join(u.text for u in c.old).strip(), "".join(u.text for u in c.new).strip()) for c in candidates(old, new)}


@pytest.mark.parametrize(
    "after",
    [
        ADMISSION,
        "Partners who ask for it may be sold personal data.",
        "Personal data is shared, and at times traded, with a circle of partners.",
        "We collect personal data, track readers by it and sell what we learn.",
    ],
)
def test_the_statement_in_the_place_of_a_promise(after: str) -> None:
    old, new = page(("Sharing", PROMISE)), page(("Sharing", after))
    assert (PROMISE, after) in sides(old, new)
    assert (after, PROMISE) in sides(new, old)


def test_it_may_stand_in_another_part_of_the_section() -> None:
    old = page(("Sharing", f"{PROMISE}\n\n{MORE}"), ("Other", "The inn is open."))
    new = page(("Sharing", f"{MORE}\n\n{ADMISSION}"), ("Other", "The inn is open."))
    assert (PROMISE, ADMISSION) in pairs(old, new)
    assert (ADMISSION, PROMISE) in pairs(new, old)


def test_under_another_heading_most_words_must_be_the_same() -> None:
    old = page(("Sharing", f"{PROMISE} {MORE}"), ("Numbers", "The inn is open."))
    far = page(("Sharing", MORE), ("Numbers", f"The inn is open. {ADMISSION}"))
    like = "Nobody will sell or trade your personal data."
    near = page(("Sharing", MORE), ("Numbers", f"The inn is open. {like}"))
    assert (PROMISE, ADMISSION) not in pairs(old, far)
    assert (PROMISE, like) in pairs(old, near)


@pytest.mark.parametrize(
    "after",
    [
        "The inn serves personal meals and trades them for boots at noon.",
        "The data of the weather station are personal to the miller.",
        "You must not sell a seat on the river ferry.",
    ],
)
def test_a_statement_about_another_thing_is_no_counterpart(after: str) -> None:
    old = page(("Sharing", f"{PROMISE}\n\n{MORE}"), ("Other", "The inn is open."))
    new = page(("Sharing", MORE), ("Other", f"The inn is open.\n\n{after}"))
    assert (PROMISE, after) not in pairs(old, new)


def test_headings_are_no_counterparts() -> None:
    old = page(("Sharing", f"{PROMISE} {MORE}"))
    new = page(("Sharing", MORE), ("Selling and trading your personal data", "The inn is open."))
    assert not {after for before, after in pairs(old, new) if before == PROMISE}


def test_a_counterpart_stands_for_one_promise_only() -> None:
    other = "We never sell personal data of children."
    old = page(("Sharing", f"{PROMISE}\n\n{MORE}\n\n{other}"))
    new = page(("Sharing", f"{MORE}\n\n{ADMISSION}"))
    assert sum(after == ADMISSION for _, after in pairs(old, new)) <= 1


def test_two_promises_find_their_own_counterparts() -> None:
    old = page(("Names", f"We never sell your name.\n\n{MORE}"), ("Photos", f"We never share your photos.\n\n{FILLER}"))
    new = page(
        ("Names", f"{MORE}\n\nYour name may be sold to whoever asks us for it at the door."),
        ("Photos", f"{FILLER}\n\nYour photos may be shared with whoever asks us for them by letter."),
    )
    found = pairs(old, new)
    assert ("We never sell your name.", "Your name may be sold to whoever asks us for it at the door.") in found
    assert ("We never share your photos.", "Your photos may be shared with whoever asks us for them by letter.") in found


def test_the_rest_of_a_run_stays_a_change_of_its_own() -> None:
    old = page(("Sharing", f"{PROMISE} Parcels are insured. Letters are not."))
    new = page(("Sharing", f"Boots are repaired. {ADMISSION}"))
    texts = sides(old, new)
    everything = "".join(before for before, _ in texts)
    assert all(part in everything for part in (PROMISE, "Parcels are insured.", "Letters are not."))


def test_without_a_promise_the_candidates_stay_as_they_are() -> None:
    old, new = page(("Sharing", "We sell boots.")), page(("Sharing", "We mend boots."))
    found = align(SegmentedText(old), SegmentedText(new))
    grouped = group(found)
    assert with_counterparts(grouped, found) == grouped


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # The same promise elsewhere, in brackets, moved, and in other words: nothing was withdrawn.
        ((("Sharing", f"{PROMISE} {MORE}"), ("Other", "An inn.")), (("Sharing", MORE), ("Other", f"An inn. {PROMISE}"))),
        ((("Sharing", f"{PROMISE} {MORE}"),), (("Sharing", f"{MORE} ({PROMISE})"),)),
        ((("Sharing", f"{PROMISE}\n\n{MORE}"),), (("Sharing", f"{MORE}\n\n{PROMISE}"),)),
        ((("Sharing", f"{PROMISE} {MORE}"),), (("Sharing", f"{MORE} Your personal data is neither sold nor traded by us."),)),
        ((("Sharing", f"{PROMISE} {MORE}"),), (("Sharing", f"{MORE} We will never sell, rent or trade your personal data."),)),
        ((("Sharing", f"{PROMISE} {PROMISE}"),), (("Sharing", PROMISE),)),
    ],
    ids=["elsewhere", "brackets", "moved", "other words", "stronger", "twice"],
)
def test_a_promise_that_still_stands_was_not_withdrawn(old: tuple[tuple[str, str], ...], new: tuple[tuple[str, str], ...]) -> None:
    rules = {reason.rule for change in compare(page(*old), page(*new)).changes for reason in change.reasons}
    assert not {rule for rule in rules if "withdrawn" in rule or "flipped" in rule}, rules


@pytest.mark.parametrize(
    "after",
    [
        "",
        ADMISSION,
        "We sell or trade your personal data.",
        "We do not sell or trade boots.",
        "You must not sell or trade your personal data.",
    ],
)
def test_a_promise_that_no_longer_stands_raises_an_alert(after: str) -> None:
    assert compare(page(("Sharing", f"{PROMISE} {MORE}")), page(("Sharing", f"{after} {MORE}"))).alert


STATEMENTS = st.lists(
    st.sampled_from([PROMISE, ADMISSION, FILLER, MORE, "We never share your name.", "Your name may be shared."]), max_size=6
)


@settings(max_examples=examples(60), deadline=None, derandomize=True)
@given(STATEMENTS, STATEMENTS)
def test_pairing_loses_no_statement_and_makes_none(before: list[str], after: list[str]) -> None:
    """Each statement stands in as many candidates after the pairing as before."""
    old, new = (page(("Sharing", "\n\n".join(texts))) for texts in (before, after))
    found = align(SegmentedText(old), SegmentedText(new))
    grouped = group(found)
    paired = with_counterparts(grouped, found)
    for side in ("old", "new"):
        units = [sorted((u.start, u.end) for c in made for u in getattr(c, side)) for made in (grouped, paired)]
        assert units[0] == units[1]
    assert all(c.old or c.new for c in paired)


@pytest.mark.xfail(strict=True, reason="The document's own title counts as a heading that two sections have in common.")
def test_the_title_of_the_document_makes_no_two_sections_alike() -> None:
    old = "# Privacy\n\n" + page(("Sharing", f"{PROMISE} {MORE}"), ("Numbers", "The inn is open."))
    new = "# Privacy\n\n" + page(("Sharing", MORE), ("Numbers", f"The inn is open. {ADMISSION}"))
    assert (PROMISE, ADMISSION) not in pairs(old, new)
