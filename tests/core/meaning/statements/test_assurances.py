"""What a sentence assures its reader of, on sentences of our own; half of them are traps."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from monitor.core.meaning.assurances.kinds import KINDS
from monitor.core.meaning.statements.assurances import Assurance, assurances_of, may_assure
from monitor.core.text.tokens import word_row

TABLE = Path(__file__).parent / "assurances.yaml"
NAMES = frozenset({"acme"})


def told(text: str) -> tuple[Assurance, ...]:
    lead_in, _, own = text.rpartition(">>")
    return assurances_of(own, lead_in, NAMES)


def rows() -> list[object]:
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return [pytest.param(kind, text, id=f"{kind}: {text[:50]}") for kind, texts in table.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), rows())
def test_kind(kind: str, text: str) -> None:
    kinds = {found.kind for found in told(text)}
    assert kind in kinds if kind != "none" else not kinds
    assert kind == "none" or may_assure(frozenset(word_row(text)))


def test_every_kind_has_examples() -> None:
    assert set(yaml.safe_load(TABLE.read_text(encoding="utf-8"))) == {*KINDS, "none"}


def test_an_assurance_knows_its_words_and_what_tells_it() -> None:
    [found] = told("You may lodge a complaint in Graz.")
    assert (found.kind, found.sign) == ("redress", "complaint")
    assert {"lodg", "complaint", "graz"} & found.scope


def test_a_page_that_was_run_together_is_not_read() -> None:
    assert told("You are entitled to this " + "and that " * 70 + ".") == ()


def test_words_that_tell_none_are_not_read() -> None:
    assert not may_assure(frozenset({"bread", "butter"}))
