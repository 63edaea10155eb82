"""What a change looks like: its kind, its length, its form, who speaks."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.form import root
from tests.core.meaning.features.changes import names, values

SENTENCE = "We keep the letters that you send to our shop."


@pytest.mark.parametrize(
    ("old", "new", "expected", "never"),
    [
        ("", SENTENCE, {"kind:added", "size:added", "voice:we", "voice:you"}, {"kind:removed", "form:unstopped:added", "form:short:added"}),
        (SENTENCE, "", {"kind:removed", "size:removed"}, {"kind:added", "kind:reworded"}),
        (SENTENCE, "We keep the parcels that you send to our shop.", {"kind:reworded", "size:reworded"}, {"form:verbless"}),
        ("", "Bread and cake", {"form:short:added", "form:unstopped:added", "form:verbless"}, {"form:heading", "form:question"}),
        ("", "Do you sell my data?", {"form:question"}, {"form:unstopped:added"}),
        ("", "## New bread", {"form:heading"}, set()),
        ("", "- bread\n- cake", {"form:item"}, {"form:heading"}),
        ("", "| Name | Purpose |\n| --- | --- |\n| Larch | hosting |", {"form:row:added"}, {"form:item"}),
        ("", "[Terms](https://x.example/t) [Help](https://x.example/h)", {"form:links"}, set()),
        ("", "For example, we keep your letters in a drawer.", {"cue:example:one-sided"}, {"cue:pointer:one-sided"}),
        ("", "Please see our list of carriers in section 4.", {"cue:pointer:one-sided"}, {"cue:example:one-sided"}),
    ],
)
def test_what_is_seen(old: str, new: str, expected: set[str], never: set[str]) -> None:
    found = names("form", old, new)
    assert expected <= found
    assert not never & found


def test_a_longer_text_counts_more_but_less_and_less() -> None:
    short, long = ("We keep your letters." + " They are in a drawer." * n for n in (1, 20))
    assert values("form", "", short)["size:added"] < values("form", "", long)["size:added"]
    assert root(4) - root(1) > root(100) - root(97)
    assert root(200) == root(5000)


def test_a_list_of_names_is_not_prose() -> None:
    listed = "Larch, Maple, Birch, Alder, Hazel, Rowan, Cedar, Aspen, Willow, Poplar"
    assert "prose:list-like" in names("form", "", listed)
    assert "prose:list-like" not in names("form", "", SENTENCE)
