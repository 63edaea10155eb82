"""A whole text answers as a plain search of its words would, however many questions it was asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.meaning.parsed import ParsedDocument, ParsedText, join, read
from monitor.core.text.lexicon import english
from monitor.core.text.phrases import PhraseMatcher, same_suffix
from monitor.core.text.segment import SegmentedText, Unit
from monitor.core.text.word_index import Rows
from tests.sampling import examples

TEXT = """# Privacy

We do not sell your data. We may share your data with partners, and we may share your data with advertisers.

- cookies and similar technologies
- our partners
- our partners
- your precise location, opt-out choices

We may share your data with partners when the law wants it.
"""


def whole(asked: int = 0) -> ParsedDocument:
    """The text, after it was asked something else so often."""
    made = ParsedDocument(SegmentedText(TEXT))
    for _ in range(asked):
        made.has(["we", "may", "share", "your", "data", "with", "nobody"])
    return made


@pytest.mark.parametrize("asked", [0, 500])
@pytest.mark.parametrize(
    "run",
    [
        "we may share your data with partners", "we may share your data", "share your data with advertisers", "cookies", "sell", "zebra",
        "our partners", "partners",
        "our partners your precise location", "data with partners and we may share your data with advertisers",
        "we may share your data with partners and then with nobody else",
    ],
)  # fmt: skip
def test_runs_of_words_are_found_as_a_search_finds_them(run: str, asked: int) -> None:
    text, found = whole(asked), f" {run} "
    assert text.has(run.split()) == (found in text.words)
    assert text.repeats(run.split()) == (text.words.count(found) > 1)
    size = min(5, len(run.split()))
    grams = [run.split()[at : at + size] for at in range(len(run.split()) - size + 1)]
    assert text.holds(run.split()) == sum(f" {' '.join(gram)} " in text.words for gram in grams) / len(grams)


def test_a_text_speaks_of_what_a_search_for_its_terms_finds() -> None:
    text = whole()
    for concept, terms in english().terms.items():
        assert text.speaks_of(concept) == any(term in text.words for term in terms if "*" not in term), concept
    assert text.speaks_of("sell")
    assert not text.speaks_of("arbitrate")


def test_a_side_remembers_what_it_was_asked_by_phrase() -> None:
    side = ParsedText.of_text("Please SEE our list.")
    one, other = PhraseMatcher(same_suffix("see our")), PhraseMatcher(same_suffix("see their"))
    assert [side.says(one), side.says(other), side.says(one)] == [True, False, True]


WORDS = st.sampled_from(["we", "may", "sell", "your", "data", "banks", "never"])
LINE = st.lists(WORDS, max_size=14)
PAGE = st.lists(LINE, max_size=6)
RUN = st.lists(WORDS, min_size=1, max_size=9)


def made(lines: list[list[str]]) -> ParsedDocument:
    return ParsedDocument(SegmentedText("\n".join(" ".join(line) for line in lines)))


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(PAGE, RUN)
def test_what_a_text_has_is_what_a_search_finds(lines: list[list[str]], run: list[str]) -> None:
    text = made(lines)
    assert text.has(run) == (f" {' '.join(run)} " in text.words)


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(PAGE, RUN)
def test_what_stands_twice_stands(lines: list[list[str]], run: list[str]) -> None:
    text = made(lines)
    assert text.has(run) or not text.repeats(run)


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(PAGE, RUN)
def test_a_text_that_is_said_twice_repeats_all_that_it_has(lines: list[list[str]], run: list[str]) -> None:
    assert made([*lines, ["zebra"], *lines]).repeats(run) or not made(lines).has(run)


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(PAGE, RUN, LINE)
def test_more_text_takes_nothing_away(lines: list[list[str]], run: list[str], more: list[str]) -> None:
    short, long = made(lines), made([*lines, more])
    assert long.has(run) or not short.has(run)
    assert long.repeats(run) or not short.repeats(run)
    assert long.holds(run) >= short.holds(run)


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(PAGE, st.lists(WORDS, max_size=40))
def test_the_share_that_stands_lies_between_nothing_and_all(lines: list[list[str]], run: list[str]) -> None:
    text = made(lines)
    share = text.holds(run)
    assert 0.0 <= share <= 1.0
    assert share == 1.0 or not run or not text.has(run)
    assert run or share == 0.0


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.lists(WORDS, min_size=1, max_size=60))
def test_a_text_holds_itself(run: list[str]) -> None:
    assert made([run]).holds(run) == 1.0
    assert made([run]).has(run)
    assert not made([run]).has([*run, "zebra"])


def test_a_long_run_is_asked_for_in_samples() -> None:
    asked: list[list[str]] = []
    text = made([["we"]])
    index = text.index

    class Counted:
        def standing(self, run: list[str], size: int, starts: range) -> int:
            asked.extend(run[at : at + size] for at in starts)
            return index.standing(run, size, starts)

    text.__dict__["index"] = Counted()
    assert text.holds([f"w{n}" for n in range(500)]) == 0.0
    assert 12 <= len(asked) <= 23
    assert {len(run) for run in asked} == {5}


@pytest.mark.parametrize(("run", "share"), [("a b c d e", 1.0), ("a b c d x", 0.0), ("a b c d e x", 0.5), ("a b", 1.0), ("", 0.0)])
def test_the_share_of_five_word_stretches(run: str, share: float) -> None:
    assert made([list("abcdefg")]).holds(run.split()) == share


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("We keep it in a box of our customer servi", "We keep it in a box of our customer servi"),
        ("A line.\nWe keep it in a box of our customer servi\n\n", "We keep it in a box of our customer servi"),
        ("We keep it in a box of our customer service.", ""),
        ("Do we keep it in a box of our customer service?", ""),
        ("We keep it in a box of our customer service!", ""),
        ("(We keep it in a box of our customer service)", ""),
        ("“We keep it in a box of our customer service”", ""),
        ('"We keep it in a box of our customer service"', ""),
        ("A line.\nFernweh GmbH", ""),
        ("", ""),
    ],
)
def test_a_text_that_breaks_off(text: str, end: str) -> None:
    assert ParsedDocument(SegmentedText(text)).broken_end == end


@pytest.mark.parametrize(("length", "broken"), [(19, False), (20, True), (21, True)])
def test_a_last_line_that_breaks_off_has_twenty_characters(length: int, broken: bool) -> None:
    line = "x" * length
    assert ParsedDocument(SegmentedText(f"A line.\n{line}")).broken_end == (line if broken else "")


@pytest.mark.parametrize("length", [59, 60, 61, 200])
def test_of_a_long_last_line_sixty_characters_are_kept(length: int) -> None:
    line = "".join(chr(ord("a") + n % 26) for n in range(length))
    assert ParsedDocument(SegmentedText(line)).broken_end == line[-60:]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("We keep it.", 0),
        ("Here we say: We keep it.", 13),
        ("We keep it. We keep items.", 12),
        ("We keep it. We keep it all.", -1),
        ("We keep it\nand more.", -1),
        ("We keep it", -1),
        ("We keep it ", -1),
        ("We burn it.", -1),
        ("", -1),
    ],
)
def test_where_a_broken_end_goes_on(text: str, place: int) -> None:
    page = ParsedDocument(SegmentedText(text))
    assert [page.goes_on_at("We keep it") for _ in range(2)] == [place, place]


def test_headings_are_kept_by_their_words() -> None:
    page = ParsedDocument(SegmentedText("# Our *Privacy*\n\nWe keep it.\n\n## How we sell-off\n"))
    assert page.titles == {("our", "privacy"), ("how", "we", "sell", "off")}


def test_words_and_letters_of_a_text() -> None:
    page = ParsedDocument(SegmentedText("# Our data\n\nWe don’t sell it."))
    assert page.words == " our data we don't sell it "
    assert page.letters == "ourdatawedon'tsellit"


def test_two_versions_share_the_words_of_their_lines() -> None:
    rows: Rows = {}
    old, new = (ParsedDocument(SegmentedText(f"We keep it.\n{line}"), rows) for line in ("We burn it.", "We sell it."))
    assert old.has(["burn"])
    assert new.has(["sell"])
    assert not old.has(["sell"])
    assert len(rows) == 3


def units(text: str) -> list[Unit]:
    page = SegmentedText(text)
    return [unit for line in range(len(page.lines)) for unit in page.units(line)]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("We keep it.", "We keep it."),
        ("We keep it. We sell it.", "We keep it. We sell it."),
        ("- we keep it\n- we sell it", "- we keep it\n- we sell it"),
        ("We keep it.  ", "We keep it."),
        ("", ""),
    ],
)
def test_units_that_stand_together_are_one_text(text: str, joined: str) -> None:
    assert join(units(text)) == joined
    assert ParsedText.of(units(text)).text == joined


def test_a_side_has_words_concepts_and_frames() -> None:
    side = ParsedText.of(units("We do not sell your data to banks. You may sell it."))
    assert side.words[:5] == ["we", "do", "not", "sell", "your"]
    assert [start for start, _ in side.concepts["sell"]] == [3, 10]
    assert [(frame.role, frame.act) for frame in side.frames if frame.act == "sell"] == [("denial", "sell"), ("duty", "sell")]
    assert side.lower == side.text.lower() == side.lower


def test_a_statement_is_read_once() -> None:
    assert read("We keep it in a box.") is read("We keep it in a box.")
    assert ParsedText.of(units("We keep it in a box.")) is read("We keep it in a box.")
    assert ParsedText.of_text("We keep it in a box.") is not read("We keep it in a box.")


def test_no_unit_at_all_says_nothing() -> None:
    side = ParsedText.of([])
    assert (side.text, side.words, side.concepts, side.frames) == ("", [], {}, [])


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("If you are a member residing outside the EU, the following applies.", False),
        ("These rules hold for readers who are based in the EEA.", False),
        ("User data is transferred outside the EU.", True),
        ("If you live in the UK, your letters may be stored outside the EEA.", True),
        ("Our mills stand outside the EU.", True),
    ],
)
def test_where_readers_live_is_no_transfer(text: str, moves: bool) -> None:
    assert ("transfer" in ParsedText.of_text(text).concepts) is moves
