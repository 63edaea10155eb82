"""What one text hands on to the next."""

from __future__ import annotations

import itertools
import json

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.history.blame import StatementTracing, blame
from monitor.core.history.carry_over import first_step, from_data, step_between, to_data, units_of, words_digest
from monitor.core.text.segment import SegmentedText

LINES = ("We keep logs. We sell nothing.", "We use cookies.", "- an item", "## Sharing", "", "***", "We keep logs for 30 days.", "We read.")
texts = st.lists(st.sampled_from(LINES), max_size=6).map("\n".join)


@given(st.lists(texts, min_size=1, max_size=5))
def test_statements_are_traced_through_kept_steps(chain: list[str]) -> None:
    cut = [SegmentedText(text) for text in chain]
    steps = [first_step(cut[0]), *(step_between(old, new) for old, new in itertools.pairwise(cut))]
    tracing = StatementTracing()
    for step in steps:
        tracing.follow(from_data(json.loads(json.dumps(to_data(step)))))
    assert tracing.statements(chain[-1]) == blame(chain)


@given(texts, texts)
def test_every_line_comes_from_somewhere_once(old: str, new: str) -> None:
    step = step_between(SegmentedText(old), SegmentedText(new))
    kept = [j + n for _, j, count in step.same for n in range(count)]
    lines = kept + [j for _, j in step.moved] + [line for line, _ in step.cut]
    spoken = [number for number, line in enumerate(new.split("\n")) if line.strip()]
    assert sorted(line for line in lines if line in spoken) == spoken
    assert len(lines) == len(set(lines))


@given(texts, texts)
def test_every_unit_of_a_cut_line_is_matched_or_added(old: str, new: str) -> None:
    step = step_between(SegmentedText(old), SegmentedText(new))
    named = [place for _, places, _, _ in step.matches for place in places] + [place for place, _ in step.added]
    assert sorted(named) == [(line, at) for line, count in sorted(step.cut) for at in range(count)]


def test_what_stays_takes_no_room() -> None:
    text = SegmentedText("\n\n".join(f"We keep number {n} for a year. We sell nothing." for n in range(200)))
    step = step_between(text, SegmentedText(text.text.replace("number 77 ", "number 777 ")))
    assert len(step.same) <= 2
    assert len(json.dumps(to_data(step))) < 500


def test_words_count_and_not_how_they_are_set() -> None:
    (_, one), (_, other) = [*units_of(SegmentedText("We *never* sell it.")), *units_of(SegmentedText("- we never sell it"))]
    assert words_digest(one) == words_digest(other) != ""
    assert [words_digest(unit) for _, unit in units_of(SegmentedText("***"))] == [""]
