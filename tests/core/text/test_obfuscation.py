"""Letters apart, and digits for letters: put together where they make known words, and nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.compare import compare_documents
from monitor.core.text.obfuscation import _MARKED, LONGEST, _marked, line_starts, lines_apart, put_together
from monitor.core.text.plain_letters import disguise_note, plain_letters
from monitor.model import Document

BEFORE = "# Privacy\n\nWe keep the orders that you place with us for seven years.\n\n"
CLAUSE = "We may sell your personal information to data brokers."


def apart(text: str, between: str) -> str:
    return " ".join(between.join(word) for word in text.split())


@pytest.mark.parametrize(
    "written",
    [
        apart(CLAUSE, " "),
        apart(CLAUSE, "."),
        apart(CLAUSE, "-"),
        apart(CLAUSE, "·"),
        CLAUSE.replace("sell", "s e l l"),
        CLAUSE.replace("sell", "s.e.l.l"),
        CLAUSE.replace("sell", "S-E-L-L"),
        CLAUSE.replace("sell", "s3ll"),
        CLAUSE.replace("sell", "$ell"),
        CLAUSE.replace("data", "d@t@").replace("sell", "se!l"),
        CLAUSE.translate(str.maketrans("eao", "340")),
    ],
)
def test_a_clause_is_judged_like_the_plain_one_and_carries_a_warning(written: str) -> None:
    found = compare_documents(Document(BEFORE), Document(BEFORE + written))
    plain = compare_documents(Document(BEFORE), Document(BEFORE + CLAUSE))
    assert found.severity is plain.severity
    assert found.alert
    assert any("not what they look like" in note.says for note in found.notes)
    assert written in (found.changes[0].new.text if found.changes[0].new else "")


@pytest.mark.parametrize(
    "text",
    [
        "We use 4G, Web3, EC2, S3, H2O, B2B and i18n; see Form W-2, the 401k and COVID-19.",
        "Options: A B C D E F G.",
        "The members are I, e.g. of the U.S.A., i.e. a G7 state, and J. R. R. Tolkien.",
        "Class A B C shares of X Y Z Inc are listed at $5, $12.50 or 30c.",
        "Write to us@wrenfield.example or visit wrenf1eld.example/d4ta.",
        "On the 3rd of May, at 7pm, 24/7, in 1st class, 4x4, mp3s and R2D2.",
        "x - y - z, a * b * c and p | q | r",
        "| a | b | c |\n| --- | --- | --- |\n| n | o | t |",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert plain_letters(text).text == text
    assert disguise_note(text) is None


def test_what_is_put_together_is_told_with_its_place() -> None:
    line = "So we d o  n o t s e l l it, nor r3nt it."
    found = list(put_together(line))
    assert [new for _, _, new in found] == ["do not sell", "rent"]
    assert all(line[start : start + len(old)] == old for start, old, _ in found)


def test_a_short_word_in_signs_counts_only_among_others() -> None:
    assert list(put_together("Our partner W3 is listed.")) == []
    assert [new for _, _, new in put_together("W3 m4y s3ll or r3nt d4ta")] == ["We", "may", "sell", "rent", "data"]


def test_a_title_with_its_letters_apart_keeps_its_capitals() -> None:
    assert [new for _, _, new in put_together("P R I V A C Y P O L I C Y")] == ["PRIVACY POLICY"]


def test_letters_that_make_no_words_stay() -> None:
    assert list(put_together("q x z w v k j x q")) == []


def test_a_passage_without_end_is_left_alone() -> None:
    assert list(put_together(" ".join("sell" * LONGEST))) == []


@given(st.text(alphabet="ab .-*_013$@!|seltnor\n", max_size=80))
def test_places_are_true_and_in_order(text: str) -> None:
    for line in text.split("\n"):
        done = 0
        for start, old, new in put_together(line):
            assert 0 in lines_apart(line)
            assert start >= done
            assert line[start : start + len(old)] == old
            assert new.replace(" ", "").isalpha()
            done = start + len(old)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("We d o  n o t  s e l l it.", "We do not sell it."),
        ("We d.o n.o.t s.e.l.l it.", "We do not sell it."),
        ("We never s*h*a*r*e it.", "We never share it."),
        ("We may s·h·a·r·e it.", "We may share it."),
        ("Your d a t a is kept.", "Your data is kept."),
        ("Your D A T A is kept.", "Your DATA is kept."),
        ("Your r-i-g-h-t-s are kept.", "Your rights are kept."),
        ("They may $hare it.", "They may share it."),
        ("Your p3rsonal d4ta.", "Your personal data."),
        ("Your per$onal inf0rmation.", "Your personal information."),
        ("It is sh4red, s0ld and r3nted.", "It is shared, sold and rented."),
    ],
)
def test_what_is_read(written: str, read: str) -> None:
    plain = plain_letters(written)
    assert plain.text == read
    assert disguise_note(written) is not None
    assert plain.original(0) == 0
    assert written[: plain.original(3)] == written[:3]


@pytest.mark.parametrize(
    "unknown",
    [
        "k u b e r n e t e s x q",
        "z.y.x.w",
        "qu4ntx",
        "x9y8z7",
        "1st",
        "m2",
        "a.m.",
        "p.m.",
        "i.e.",
        "n.b.",
        "B2B",
        "MP3s",
    ],
)
def test_what_makes_no_known_words(unknown: str) -> None:
    assert list(put_together(f"It is {unknown} here.")) == []
    assert plain_letters(f"It is {unknown} here.").disguises == ()


odd_lines = st.text(alphabet="ab Z13$@!|.-'’/&_é٣²\n", max_size=60)


@given(odd_lines)
def test_words_with_signs_are_those_that_the_pattern_finds_at_every_character(text: str) -> None:
    def kept(found: list[re.Match[str]]) -> list[tuple[int, str]]:
        words = [(match.start(), match[0]) for match in found if any(map(str.isalpha, match[0]))]
        return [(at, word) for at, word in words if not word.rstrip("!|").isalpha()]

    for line in text.split("\n"):
        assert kept(list(_marked(line))) == kept(list(_MARKED.finditer(line)))


@given(odd_lines, st.sampled_from(["[0-9]", r"[13](?<=[a-z].)", r" [a-z] ", "’"]))
def test_lines_found_in_a_whole_text_are_those_found_one_by_one(text: str, pattern: str) -> None:
    sought, start, expected = re.compile(pattern), 0, []
    for line in text.split("\n"):
        if sought.search(line):
            expected.append(start)
        start += len(line) + 1
    assert list(line_starts(sought, text)) == expected


def test_a_line_with_letters_apart_is_found_among_others() -> None:
    text = "We keep logs.\nWe may s e l l it.\nIn 2026.\nWe r3nt it."
    assert sorted(set(lines_apart(text))) == [14, 42]
    assert plain_letters(text).text == "We keep logs.\nWe may sell it.\nIn 2026.\nWe rent it."
