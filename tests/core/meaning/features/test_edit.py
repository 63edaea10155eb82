"""The edit: which words left and came, of what sort the edit is, dates, names and addresses, and what stands elsewhere."""

from __future__ import annotations

from collections import Counter

import pytest

from monitor.core.meaning.features.form import root
from monitor.core.meaning.word_difference import edit_name
from tests.core.meaning.features.one_change import change, mirrored, names, seen, values

GROUP = "edit"
SORTS = names("edit:function-words edit:inflection edit:spelling edit:region edit:list-entry")


def sorts(old: str, new: str) -> set[str]:
    return seen(GROUP, old, new) & SORTS


def starting(prefix: str, old: str, new: str) -> set[str]:
    return {name for name in seen(GROUP, old, new) if name.startswith(prefix)}


@pytest.mark.parametrize(
    ("old", "new", "removed", "added", "content", "of"),
    [
        ("We keep it in a box.", "We keep it in a cellar.", 1, 1, 2, 12),
        ("We keep it in a box.", "We keep it in the box.", 1, 1, 0, 12),
        ("We keep it in a box.", "We keep it in a dry oak box.", 0, 2, 2, 14),
        ("We keep it.", "They burn boxes and lids.", 3, 5, 4, 8),
    ],
)
def test_extent(old: str, new: str, removed: int, added: int, content: int, of: int) -> None:
    found = values(GROUP, old, new)
    assert found["edit:removed"] == pytest.approx(root(removed))
    assert found["edit:added"] == pytest.approx(root(added))
    assert found["edit:content"] == pytest.approx(root(content))
    assert found["edit:share"] == pytest.approx((removed + added) / of)


@pytest.mark.parametrize(
    ("old", "new", "sizes"),
    [
        ("We keep it in a box.", "We keep it in a dry box.", "edit:one-word edit:few"),
        ("We keep it in a box.", "We keep it in a cellar.", "edit:few"),
        ("We keep it in a box.", "We keep it in the box.", "edit:few"),
        ("We keep it in a box.", "We keep it in a dry cellar.", ""),
        ("We keep it in a box.", "We keep it in a dry oak box.", "edit:few"),
        ("We keep it in a box.", "We keep it in a dry old oak box.", ""),
    ],
)
def test_one_word_and_few_words(old: str, new: str, sizes: str) -> None:
    small = names("edit:one-word edit:few")
    assert seen(GROUP, old, new) & small == names(sizes)
    assert mirrored(GROUP, old, new) & small == names(sizes)


@pytest.mark.parametrize(("old", "new"), [("", "We keep it in a box."), ("We keep it in a box.", "")])
def test_what_came_or_went_as_a_whole_was_not_edited(old: str, new: str) -> None:
    assert starting("edit:", old, new) == {"edit:names:one-sided"}


@pytest.mark.parametrize(
    ("old", "new", "sort"),
    [
        ("We keep it in a box.", "We keep it in the box.", "edit:function-words"),
        ("We may keep it in a box.", "We keep it in a box.", "edit:function-words"),
        ("We keep it in a box.", "We keep it in a cellar.", ""),
        ("We share it in a box.", "We shared it in a box.", "edit:inflection"),
        ("We delete it in a box.", "We are deleting it in a box.", "edit:inflection"),
        ("A record of a box.", "Of a box, records.", "edit:inflection"),
        ("We share it in a box.", "We shared it in the cellar.", ""),
        # a word that only came is no other ending of one that went
        ("We keep it in a box.", "We keep it in a dry box.", ""),
        ("We keep your e-mail in a box.", "We keep your email in a box.", "edit:spelling"),
        ("We keep the data base here.", "We keep the database here.", "edit:spelling"),
        ("We keep it on line.", "We keep it in line.", "edit:function-words"),
        ("We keep it in Germany.", "We keep it in a box.", "edit:region"),
        ("We keep it in a box.", "We keep it in Germany.", "edit:region"),
        ("We keep it in Germany.", "We keep it in France.", ""),  # a region on both sides
        ("We keep it in Germany.", "We keep it in Germany, safely.", ""),
    ],
)
def test_sorts_of_edits(old: str, new: str, sort: str) -> None:
    assert sorts(old, new) == names(sort)
    assert mirrored(GROUP, old, new) & SORTS == names(sort)


@pytest.mark.parametrize(
    ("old", "new", "exchanged"),
    [
        ("| Names | No | Yes |", "| Names | Yes | No |", "edit:exchanged edit:exchanged-yes-no"),
        ("It is not sold, it is kept.", "It is sold, it is not kept.", "edit:exchanged edit:exchanged-yes-no"),
        ("Logs 7 years, cards 30 days.", "Logs 30 days, cards 7 years.", "edit:exchanged edit:exchanged-number"),
        ("A copy costs £5 in all.", "A copy costs $5 in all.", "edit:exchanged edit:exchanged-number"),
        ("The seller pays the buyer.", "The buyer pays the seller.", "edit:exchanged"),
        ("The seller pays the buyer.", "The seller pays the banks.", ""),
    ],
)
def test_exchanges(old: str, new: str, exchanged: str) -> None:
    assert starting("edit:exchanged", old, new) == names(exchanged)
    assert starting("edit:exchanged", new, old) == names(exchanged)


LIST = "We keep your name, your address and your letters."


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        (LIST, "We keep your name, your address, your photos and your letters.", True),
        (LIST, "We keep your name, your address or your photos and your letters.", True),
        (LIST, "We keep your name; your address; your photos and your letters.", True),
        # one word may go for it
        (LIST, "We keep your name, your address, your photos and letters.", True),
        # two words went: something was put for something else
        (LIST, "We keep your name, any address, our photos and letters.", False),
        # only three commas, "and" or "or" make a list, counted in the new text
        ("We keep your name and letters.", "We keep your name, photos and letters.", False),
        ("We keep your name, and letters.", "We keep your name, photos, and letters.", True),
        # nothing came
        ("We keep your name, your address, your photos and your letters.", LIST, False),
        (
            "We keep your name, your address, your photos and your letters.",
            "We keep name, your address, your photos and your letters.",
            False,
        ),
        # the sand and the author join nothing
        ("We keep sand.", "We keep brandy, sandwiches from the orchard.", False),
        # up to eight words are an entry
        (LIST, "We keep your name, your address, a b c d e photos and your letters.", True),
        (LIST, "We keep your name, your address, one two three four five six seven photos and your letters.", True),
        (LIST, "We keep your name, your address, one two three four five six seven eight photos and your letters.", False),
        # function words alone are no entry
        (LIST, "We keep your name, and your address and your letters.", False),
        ("", "We keep your name, your address, your photos and your letters.", False),
    ],
)
def test_entries_of_a_list(old: str, new: str, entry: bool) -> None:
    assert ("edit:list-entry" in sorts(old, new)) is entry


@pytest.mark.parametrize(("times", "value"), [(1, 0.0), (2, 0.5), (3, 1.0), (5, 2.0), (6, 2.0), (99, 2.0)])
def test_the_same_edit_elsewhere(times: int, value: float) -> None:
    old, new = "We keep it at Orrery Labs.", "We keep it at Orrery Maps."
    name = edit_name(["labs"], ["maps"])
    assert values(GROUP, old, new, repeats=Counter({name: times}))["edit:repeated"] == value
    assert "edit:repeated" not in values(GROUP, "", new, repeats=Counter({name: times}))


@pytest.mark.parametrize(
    ("old", "new", "dates"),
    [
        ("Last updated: 3 March 2023.", "Last updated: 3 March 2024.", "edit:number edit:date-only text:date-line"),
        ("Last updated: March 3, 2023.", "Last updated: May 4, 2024.", "edit:number edit:date-only text:date-line"),
        ("Version 2.3 of 12.04.2019.", "Version 2.4 of 12.04.2024.", "edit:number edit:date-only text:date-line"),
        ("We met on 3 March 2023 in Bern.", "We met on 4 March 2023 in Bern.", "edit:number edit:date-only"),
        # the day is no date, and neither is a number of days
        ("We keep it for 30 days.", "We keep it for 60 days.", "edit:number"),
        ("We keep 3 boxes.", "We keep 4 boxes.", "edit:number"),
        # a word of substance beside the date
        ("We met on 3 March 2023 in Bern.", "We met on 4 March 2023 in Basel.", "edit:number"),
        ("We met on 3 March 2023 in Bern.", "We met you on 4 March 2023 in Bern.", "edit:number edit:date-only"),
        # a month is a date with any number behind it
        ("We met on 3 March 2023 in Bern.", "We met on 4 April 2023 in Bern.", "edit:number edit:date-only"),
        # no number changed, though a date stands there
        ("Last updated: 3 March 2023, in Bern.", "Last updated: 3 March 2023, in Basel.", "text:date-line"),
        ("We met on 3 March 2023 in Bern.", "We met on 3 March 2023 in Basel.", ""),
        ("Last updated in spring, in Bern.", "Last updated in spring, in Basel.", ""),
        ("We update 30 boxes.", "We update 31 boxes.", "edit:number"),
        # of a number that only came, or only went
        ("We met in Bern.", "We met in Bern in 2023.", "edit:number edit:date-only"),
        ("We met in Bern in 2023.", "We met in Bern.", "edit:number edit:date-only"),
    ],
)
def test_numbers_and_dates(old: str, new: str, dates: str) -> None:
    found = {name for name in seen(GROUP, old, new) if name.startswith(("edit:number", "edit:date", "text:date"))}
    assert found == {f"{name}:reworded" for name in names(dates)}
    assert mirrored(GROUP, old, new) >= found


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Last updated: 3 March 2023.", "edit:number text:date-line"),  # "updated" is a word of substance, and no date
        ("Effective 12.04.2019", "edit:number text:date-line"),
        ("3 March 2023", "edit:number edit:date-only"),
        ("We met in Bern in 2023.", "edit:number"),
        ("We keep 3 boxes.", "edit:number"),
        ("We met in May.", ""),
    ],
)
def test_dates_that_came_or_went(text: str, dates: str) -> None:
    for old, new in (("", text), (text, "")):
        found = {name for name in seen(GROUP, old, new) if name.startswith(("edit:number", "edit:date", "text:date"))}
        assert found == {f"{name}:one-sided" for name in names(dates)}


def test_a_line_with_a_date_is_short() -> None:
    """Both sides together hold fewer than 300 characters."""

    def sides(size: int) -> tuple[str, str]:
        old = "Last updated: 3 March 2023 in Bern."
        return old, "Last updated: 3 March 2023 in " + "x" * (size - len(old) - 1 - 31) + "."

    for size, short in ((299, True), (300, False)):
        old, new = sides(size)
        assert len(f"{old} {new}") == size
        assert ("text:date-line:reworded" in seen(GROUP, old, new)) is short


def test_of_a_long_text_only_a_date_is_changed() -> None:
    """However long the text is, a number that changed in it may be a date; but it is no line with a date."""
    long = f"Last updated: 3 March 2023. {'We keep letters in a box by the river. ' * 10}"
    assert {"edit:number:reworded", "edit:date-only:reworded"} == {
        name for name in seen(GROUP, long, long.replace("2023", "2024")) if "date" in name or "number" in name
    }


@pytest.mark.parametrize(
    ("old", "new", "share"),
    [
        ("We keep it with Orrery.", "We keep it with Fernweh.", 1.0),
        ("We keep it with Orrery.", "We keep it with them.", 1.0),
        ("We keep it with Orrery.", "We keep it in boxes.", 0.5),
        ("We keep it in sacks.", "We keep it in boxes.", 0.0),
        ("We keep it.", "Boxes keep it.", 0.0),  # a capital that begins a sentence
        ("We keep it. Orrery keeps it.", "We keep it. Fernweh keeps it.", 0.0),
        ("We keep it, Orrery keeps it.", "We keep it, Fernweh keeps it.", 1.0),
        ("We keep it in Orrery’s box.", "We keep it in Fernweh's box.", 0.5),  # the pattern reads the text as it stands
        ("We keep it in U.S. boxes.", "We keep it in boxes.", 0.0),
        ("", "We keep it with Orrery.", 0.5),
        ("We keep it with Orrery.", "", 0.5),
    ],
)
def test_names(old: str, new: str, share: float) -> None:
    kind = "reworded" if old and new else "one-sided"
    assert values(GROUP, old, new)[f"edit:names:{kind}"] == pytest.approx(share)
    assert values(GROUP, new, old)[f"edit:names:{kind}"] == pytest.approx(share)


def test_an_edit_without_words_of_substance_has_no_names() -> None:
    assert not starting("edit:names", "We keep it in a box.", "We keep it in the box.")


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("Write to a@x.example, please.", True),
        ("We live at 4 Mill Street in the old town.", True),
        ("Write to us at P.O. Box 12 in town.", True),
        ("Ring us; tel 12 or fax 13, any day.", True),
        ("Use our e-mail form for all letters.", True),
        ("Ring 555-123 on any day of the week.", True),
        ("Ring (0555) 123 on any day of the week.", True),
        ("We live on the second floor of the mill.", True),
        ("We live by the river in the old mill.", False),
        ("We stream films and telegrams, all floored.", False),
        ("We keep 30 boxes and 300 lids in the mill.", False),
        ("We keep 1, 200 lids in all the mills.", False),
        ("The streets are dry, and the roads as well.", False),
    ],
)
def test_contacts(text: str, contact: bool) -> None:
    assert ("text:contact:one-sided" in seen(GROUP, "", text)) is contact
    assert ("text:contact:one-sided" in seen(GROUP, text, "")) is contact
    assert ("text:contact:reworded" in seen(GROUP, text, "We keep boxes.")) is contact
    assert ("text:contact:reworded" in seen(GROUP, "We keep boxes.", text)) is contact


@pytest.mark.parametrize(
    ("old", "new", "negation"),
    [
        ("We do not sell it.", "We do sell it.", "removed:negation:reworded"),
        ("We do sell it.", "We do not sell it.", "added:negation:reworded"),
        ("We sell it.", "We never sell it.", "added:negation:reworded"),
        ("We sell it.", "We can't sell it.", "added:negation:reworded"),
        ("", "We never sell it.", "added:negation:one-sided"),
        ("We never sell it.", "", "removed:negation:one-sided"),
        # the same denial in other words
        ("We do not sell it.", "We never sell it.", ""),
        ("We do not sell it.", "We don't sell it.", ""),
        # pseudo-negations deny nothing
        ("We sell it to mills.", "We sell it not only to mills.", ""),
        ("We sell it to mills.", "We sell it to mills, without limitation.", ""),
        ("We keep it for 30 days.", "We keep it for no longer than 30 days.", ""),
        ("We keep it for 30 days.", "We keep it for no more than 30 days.", ""),
        ("We sell it.", "We sell it whether or not you like it.", ""),
        ("We share it.", "We share it, but not without your consent.", "added:negation:reworded"),
        # a knot is no "not", and a nun is no "no"
        ("We tie it.", "We knot it, now, in another cannon.", ""),
        # two denials more, one less
        ("We do not sell it, and never rent it.", "We do not sell or rent it.", "removed:negation:reworded"),
    ],
)
def test_negations(old: str, new: str, negation: str) -> None:
    found = {name for name in seen(GROUP, old, new) if ":negation:" in name}
    assert found == names(negation)
    turned = {name.replace("removed", "+").replace("added", "removed").replace("+", "added") for name in found}
    assert {name for name in mirrored(GROUP, old, new) if ":negation:" in name} == turned


@pytest.mark.parametrize(
    ("old", "new", "modals"),
    [
        ("We may keep it.", "We will keep it.", "removed:may:reworded added:will:reworded"),
        ("We will keep it.", "We keep it.", "removed:will:reworded"),
        ("", "You must keep it and you should like it.", "added:must:one-sided added:should:one-sided"),
        ("We shall keep it.", "", "removed:shall:one-sided"),
        ("It may end in May.", "It may end in June.", "removed:may:reworded"),  # the month is read as the verb
        ("We keep it in a can.", "We keep it in cans.", "removed:can:reworded"),
        ("We may keep it.", "We may burn it.", ""),
        ("Our last will.", "Our last wills.", "removed:will:reworded"),
    ],
)
def test_modal_verbs(old: str, new: str, modals: str) -> None:
    verbs = ("may", "will", "must", "should", "shall", "can", "could", "might", "would")
    found = {name for name in seen(GROUP, old, new) if name.split(":")[1] in verbs}
    assert found == names(modals)


LINE = "We keep your orders in a locked room by the river."


@pytest.mark.parametrize(
    ("old", "new", "rest_old", "rest_new", "name", "value"),
    [
        (LINE, "", LINE, LINE, "elsewhere:removed", 1.0),
        (LINE, "", LINE, "", "elsewhere:removed", 0.0),
        ("", LINE, LINE, LINE, "elsewhere:added", 1.0),
        ("", LINE, "", LINE, "elsewhere:added", 0.0),
    ],
)
def test_what_stands_elsewhere(old: str, new: str, rest_old: str, rest_new: str, name: str, value: float) -> None:
    found = values(GROUP, old, new, rest_old=rest_old, rest_new=rest_new)
    assert found[name] == value
    assert [other for other in found if other.startswith("elsewhere:")] == [name, "elsewhere:twice"]


@pytest.mark.parametrize(
    ("new", "rest", "share"),
    [(LINE, LINE, 1.0), (LINE, "", 0.0), (f"{LINE}\nWe burn the rest of it in a stove.", LINE, 0.5), (f"{LINE}\n---", LINE, 0.5)],
)
def test_what_its_own_text_says_twice(new: str, rest: str, share: float) -> None:
    assert values(GROUP, "", new, rest_new=rest)["elsewhere:twice"] == share
    assert values(GROUP, new, "", rest_old=rest)["elsewhere:twice"] == share


def test_a_rewording_is_not_looked_for_elsewhere() -> None:
    assert not starting("elsewhere:", LINE, LINE.replace("orders", "letters"))


def test_headings_are_edited_like_statements() -> None:
    assert seen(GROUP, "## Where we keep boxes", "## Where we keep lids") >= names("edit:removed edit:added edit:few")
    assert sorts("## Sharing boxes", "## Shared boxes") == {"edit:inflection"}


def test_a_very_long_side() -> None:
    long = "The inn stands by the river, and the mill is old. " * 300
    found = values(GROUP, long, f"{long}We never sell it.")
    assert found["edit:share"] < 0.01
    assert found["edit:added"] == pytest.approx(root(4))
    assert "added:negation:reworded" in found


def test_an_edit_has_the_features_of_its_mirror() -> None:
    turned = {"removed": "added", "added": "removed"}
    for old, new in (("We may not keep 30 boxes of Orrery.", "We will keep a box of Fernweh."), ("", "Write to a@x.example in May 2023.")):
        forth, back = change(old, new).features, change(old, new).mirrored().features
        edits = {name for name in seen(GROUP, old, new) if name != "edit:repeated"}
        for name in edits:
            assert back[":".join(turned.get(part, part) for part in name.split(":"))] == pytest.approx(forth[name]), name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We keep it in a dry box.", "We keep it in a box."),
        ("We may keep it.", "We must keep it."),
        ("We share it in a box.", "We shared it in the box."),
        ("We keep the data base.", "We keep the database."),
        ("We keep your name, your address and letters.", "We keep your name, your address, your photos in France and letters."),
        ("Write to a@x.example since 3 March 2023, updated.", "Never write to a@x.example since 3 March 2024, updated."),
    ],
)
def test_what_is_only_seen_has_the_value_one(old: str, new: str) -> None:
    counted = ("edit:removed", "edit:added", "edit:content", "edit:share", "edit:repeated", "edit:names")
    found = {name: value for name, value in values(GROUP, old, new).items() if not name.startswith(counted)}
    assert found
    assert set(found.values()) == {1.0}
