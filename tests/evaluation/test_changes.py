"""Single labelled changes: which candidate answers a label, and what becomes a row to learn from."""

from __future__ import annotations

import pytest

from evaluation import change_figures
from evaluation.changes import LabelledChange, answering, change_rows, labelled_changes
from evaluation.rows import words
from monitor.core.compare import candidates_of
from monitor.core.meaning.assess import decide
from monitor.core.meaning.classifier import shipped
from monitor.core.meaning.document_context import document_context
from monitor.core.meaning.observation import observe
from monitor.model import Document

OLD = "# Privacy Policy\n\nWe collect your name.\n\nWe do not sell your personal information.\n"
NEW = "# Privacy Policy\n\nWe collect your name.\n\nWe may sell your personal information.\n"


def labelled(old: str, new: str, **label: object) -> LabelledChange:
    before, after = Document(old), Document(new)
    found, candidates = candidates_of(before, after)
    context = document_context(before, after, found, candidates)
    fields = {"id": "x1", "service": "Shop", "weight": 2.0, "topics": ["sale-of-data"], "promise": "-", "old": old, "new": new}
    return LabelledChange({**fields, **label}, observe(candidates[0], context))


def sides(old: str, new: str) -> list[list[str]]:
    return [words(old), words(new)]


def test_the_candidate_with_most_words_in_common_answers() -> None:
    candidates = [sides("We keep it.", "We keep it well."), sides("We sell it to them.", "We never sell it to them.")]
    assert answering(sides("We sell it to them", "We never sell it to them"), candidates) == 1


def test_a_label_of_other_words_is_answered_by_none() -> None:
    assert answering(sides("Cookies are used", ""), [sides("We sell it to them.", "")]) is None


def test_a_settled_change_is_no_row() -> None:
    changed = labelled(OLD, NEW, materiality="critical", direction="weakens")
    same = labelled("We honour it.\n", "We honor it.\n", materiality="cosmetic", direction="neutral")
    rows = change_rows([changed, same])
    assert [(row.covers, row.pair.service, row.pair.set) for row in rows] == [((0,), "Shop", "changes")]


def test_figures_count_what_the_scorer_counts() -> None:
    found = labelled(OLD, NEW, materiality="critical", direction="weakens", promise="withdrawn")
    figures = change_figures.figures([found], [decide(found.change, shipped())])
    assert figures["material F1"] == figures["direction right where said"] == figures["lost promises told as a loss"] == 1
    assert figures["direction opposite, of told"] == 0


def test_a_false_alert_counts_by_its_weight() -> None:
    found = labelled(OLD, NEW, materiality="minor", direction="neutral", weight=3.0)
    assert change_figures.figures([found], [decide(found.change, shipped())])["material precision"] == 0


def test_without_the_large_set_there_is_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICY_MONITOR_SHARED", str(tmp_path))
    assert list(labelled_changes()) == []
    change_figures.main([])
    assert "missing" in capsys.readouterr().out
