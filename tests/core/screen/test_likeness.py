"""How much a text speaks like a policy, in any language of the lists."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.screen.likeness import likeness
from tests.sampling import examples


@pytest.mark.parametrize(
    ("text", "distinct"),
    [
        ("We process your personal data with your consent.", 3),
        ("Wir verarbeiten personenbezogene Daten mit Ihrer Einwilligung.", 4),
        ("当社はお客様の個人情報を第三者に提供しません。", 4),
        ("Bright lamps for dark evenings.", 0),
        ("", 0),
    ],
)
def test_different_policy_words_of_the_best_fitting_language(text: str, distinct: int) -> None:
    assert likeness(text).distinct == distinct


def test_repeating_a_word_makes_a_text_denser_but_not_richer() -> None:
    once, often = likeness("consent given by a person here"), likeness("consent consent consent here")
    assert once.distinct == often.distinct == 1
    assert once.density < often.density


def test_addresses_of_links_are_not_read() -> None:
    assert likeness("See [here](https://a.example/privacy/consent)").distinct == 0


@settings(max_examples=examples(150), deadline=None, derandomize=True)
@given(st.text(max_size=120))
def test_likeness_is_never_negative(text: str) -> None:
    found = likeness(text)
    assert found.distinct >= 0
    assert found.density >= 0
    assert (found.distinct == 0) == (found.density == 0)
