"""The gates of the kinds of assurance: cheap, and never closed to what the kind reads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from monitor.core.meaning.assurances.kinds import BY_CUE, FIRM, KINDS, Kind
from monitor.core.text.tokens import word_row

TABLE = yaml.safe_load((Path(__file__).parents[1] / "statements" / "assurances.yaml").read_text(encoding="utf-8"))


def may_stand(kind: Kind, *texts: Iterable[str]) -> bool:
    """True where each gate of a kind finds one of its words in a unit or in the line that introduces it."""
    words = frozenset().union(*texts)
    return all(not gate.isdisjoint(words) for gate in kind.gates)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in TABLE.items() if kind != "none" for text in texts])
def test_a_gate_lets_pass_what_its_kind_reads(kind: str, text: str) -> None:
    lead_in, _, own = text.rpartition(">>")
    assert may_stand(KINDS[kind], word_row(own), word_row(lead_in))


def test_short_forms_pass_as_well() -> None:
    assert may_stand(KINDS["abstaining"], word_row("We don't call you."))
    assert not may_stand(KINDS["abstaining"], word_row("We don't sing."))


def test_every_kind_has_words_that_tell_it() -> None:
    assert {kind for kinds in BY_CUE.values() for kind in kinds} == set(KINDS)
    assert set(KINDS) > FIRM


def test_the_gate_for_many_units_is_the_gate_for_each() -> None:
    units = [frozenset(word_row(text)) for text in ("You may cancel.", "Cancel culture.", "We may sing.", "You can close your account.")]
    held = {word: [at for at, words in enumerate(units) if word in words] for word in frozenset().union(*units)}
    for kind in KINDS.values():
        assert kind.places(held) == [at for at, words in enumerate(units) if may_stand(kind, words)]
