"""The gate before an alignment never hides a counterpart: answers are those of aligning every text, and most texts are not aligned."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.diff.align import align
from monitor.core.history import phrase_search
from monitor.core.history.phrase_likeness import MIN_SIMILARITY, MIN_SIMILARITY_IN_PLACE, NO, similarity_of, stems
from monitor.core.history.phrase_search import SearchableText, StatementMatch, find_statement
from monitor.core.text.tokens import FUNCTION, words
from tests.core.policy_sentences import scraps, statements, texts


def plainly(phrase: str, text: SearchableText, exact_texts: Sequence[SearchableText]) -> StatementMatch | None:
    """The definition: every statement is judged, and the text is aligned with each that holds the exact words."""
    wanted = words(phrase)
    place = text.find_exact(wanted)
    if place is not None:
        return text.match(*place, exact=True, similarity=1.0)
    if sum(word not in FUNCTION for word in wanted) < 3:
        return None
    content = {word for word in stems(wanted) if word not in FUNCTION and word != NO}
    found = []
    for number, unit in enumerate(text.unit_words):
        if len(content.intersection(stems(unit))) >= len(content) * MIN_SIMILARITY_IN_PLACE:
            similarity = similarity_of(wanted, unit)
            if similarity >= MIN_SIMILARITY:
                found.append(text.match(number, number, exact=False, similarity=similarity))
    for exact_text in exact_texts:
        found += _aligned(wanted, exact_text, text)
    return max(found, key=lambda match: match.similarity, default=None)


def _aligned(wanted: list[str], exact_text: SearchableText, text: SearchableText) -> list[StatementMatch]:
    place = exact_text.find_exact(wanted)
    if place is None:
        return []
    starts = {unit.start for unit in exact_text.units[place[0] : place[1] + 1]}
    numbers = {unit.start: number for number, unit in enumerate(text.units)}
    found = []
    for match in align(exact_text.segmented, text.segmented).matches:
        if starts & {unit.start for unit in match.old}:
            first, last = numbers[match.new[0].start], numbers[match.new[-1].start]
            similarity = similarity_of(wanted, [word for unit in text.unit_words[first : last + 1] for word in unit])
            if similarity >= MIN_SIMILARITY_IN_PLACE:
                found.append(text.match(first, last, exact=False, similarity=similarity))
    return found


def history(chance: random.Random, body: list[str], versions: int) -> list[str]:
    """Texts of a policy whose statements are reworded, split, merged, moved, dropped and doubled, a few at a time."""
    body, made = list(body), []
    for _ in range(versions):
        made.append("".join(one + chance.choice((" ", " ", "\n\n", "\n- ")) for one in body))
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(body))
            edit = chance.choice((_drop_words, _split, _merge, _move, _double, _swap))
            body = edit(chance, body, at) or body
    return made


def _drop_words(chance: random.Random, body: list[str], at: int) -> list[str]:
    kept = body[at].split()
    kept.pop(chance.randrange(len(kept)))
    return [*body[:at], " ".join(kept) or "None.", *body[at + 1 :]]


def _split(chance: random.Random, body: list[str], at: int) -> list[str]:
    parts = body[at].split()
    cut = chance.randint(0, len(parts))
    first, second = " ".join(parts[:cut]), " ".join(parts[cut:])
    return [*body[:at], *(one.capitalize().rstrip(".") + "." for one in (first, second) if one), *body[at + 1 :]]


def _merge(chance: random.Random, body: list[str], at: int) -> list[str]:
    if at + 1 >= len(body):
        return body
    return [*body[:at], body[at].rstrip(".") + chance.choice((" and ", ", ")) + body[at + 1], *body[at + 2 :]]


def _move(chance: random.Random, body: list[str], at: int) -> list[str]:
    rest = [*body[:at], *body[at + 1 :]]
    rest.insert(chance.randint(0, len(rest)), body[at])
    return rest


def _double(chance: random.Random, body: list[str], at: int) -> list[str]:
    return [*body, body[at]] if len(body) < 40 else body


def _swap(chance: random.Random, body: list[str], at: int) -> list[str]:
    change = chance.choice((("your", "their"), ("not ", ""), ("may", "will"), ("e-mail", "email"), ("30", "90"), ("share", "disclose")))
    return [*body[:at], body[at].replace(*change), *body[at + 1 :]]


@given(st.lists(statements, min_size=3, max_size=14), st.randoms(use_true_random=False), st.data())
def test_made_up_histories_get_the_answers_of_aligning_everything(body: list[str], chance: random.Random, data: st.DataObject) -> None:
    versions = [SearchableText(text) for text in history(chance, body, 8)]
    sentence = data.draw(st.sampled_from(body))
    phrase = " ".join(sentence.split()[data.draw(st.integers(0, 2)) :])
    exact = [one for one in versions if one.find_exact(words(phrase)) is not None]
    references = [exact[0], exact[-1]] if len(exact) > 1 else exact
    for text in versions:
        assert find_statement(phrase, text, references) == plainly(phrase, text, references)


@given(st.one_of(texts, scraps), st.one_of(texts, scraps), statements)
def test_so_do_any_two_texts(one: str, other: str, phrase: str) -> None:
    held, text = SearchableText(f"{one}\n\n{phrase}\n"), SearchableText(other)
    assert find_statement(phrase, text, [held]) == plainly(phrase, text, [held])


PHRASE = "We will never sell your personal information to advertisers or to data brokers"
AROUND = "We keep your orders for seven years.\n\n{}\n\nYou may write to us at any time."
REWORDED = [
    "We will never sell your personal information to anyone for money.",
    "We will never sell it. Your personal information goes to advertisers or to data brokers.",
    "We keep your orders safe and will never sell your personal information to advertisers.",
    "- We will never sell\n- your personal information",
    "Never will we sell: your personal information, to advertisers; or to data brokers",
]


@pytest.mark.parametrize("reworded", REWORDED)
def test_a_split_or_merged_statement_passes(reworded: str) -> None:
    held, text = SearchableText(AROUND.format(PHRASE + ".")), SearchableText(AROUND.format(reworded))
    assert find_statement(PHRASE, text, [held]) == plainly(PHRASE, text, [held])


def test_one_that_is_spelt_in_another_way_is_paired_as_equal() -> None:
    phrase = "We e-mail everyone an e-mail"
    held, text = SearchableText(AROUND.format(phrase + ".")), SearchableText(AROUND.format("We email everyone an email."))
    assert find_statement(phrase, text, [held]) == plainly(phrase, text, [held])


def test_a_text_that_only_has_old_sentences_is_not_aligned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence that stands in both texts is no counterpart of another, however alike."""
    held = SearchableText(AROUND.format(PHRASE + ".\n\nWe will never sell your personal information to schools."))
    text = SearchableText(AROUND.format("We will never sell your personal information to schools."))
    expected = plainly(PHRASE, text, [held])
    monkeypatch.setattr(phrase_search, "align", None)
    assert find_statement(PHRASE, text, [held]) == expected
