"""The figures of the languages: cases, and the table in the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.languages import CRITICAL, DOCUMENT, GROUPS, Case, cases, document_of, figures, languages, main, placed


def test_every_promise_makes_five_cases() -> None:
    own = [one for one in cases("de") if one.name == "sell" and one.group in GROUPS]
    assert [one.group for one in own] == ["withdrawn", "turned round", "narrowed", "kept in other words", "kept elsewhere"]


@pytest.mark.parametrize("code", languages())
def test_every_promise_of_the_rule_table_has_cases(code: str) -> None:
    withdrawn = {one.name for one in cases(code) if one.group == "withdrawn"}
    assert withdrawn.issuperset(CRITICAL)


def test_the_docs_have_the_figures() -> None:
    assert figures() in DOCUMENT.read_text(encoding="utf-8")


def test_figures_replace_the_table_that_stands_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "languages.md"
    page.write_text("# Title\n\n<!-- languages -->\n| old |\n|---|\n<!-- end -->\n\nMore.\n", encoding="utf-8")
    monkeypatch.setattr("evaluation.languages.DOCUMENT", page)
    monkeypatch.setattr("evaluation.languages.figures", lambda: "| new |")
    monkeypatch.setattr("sys.argv", ["languages", "--write"])
    expected = "# Title\n\n<!-- languages -->\n| new |\n<!-- end -->\n\nMore.\n"
    for _ in range(2):
        main()
        assert page.read_text(encoding="utf-8") == expected


def test_a_sentence_is_placed_in_a_section() -> None:
    whole = document_of("de")
    assert "\n\nWir löschen nichts.\n" in placed(whole, "Wir löschen nichts.", 1)
    assert placed(whole, None, 1).split() == whole.split()


def test_a_case_that_is_told_wrongly_is_not_right() -> None:
    text = document_of("de")
    assert not Case("de", "withdrawn", "sell", text, text).is_right()
    assert Case("de", "rewording", "same", text, text).is_right()


def test_wrong_cases_are_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = Case("de", "withdrawn", "sell", "Wir speichern 30 Tage.", "Wir speichern 90 Tage.")
    monkeypatch.setattr("evaluation.languages.cases", lambda _: (wrong,))
    monkeypatch.setattr("sys.argv", ["languages", "--wrong", "de"])
    main()
    assert capsys.readouterr().out.startswith("withdrawn: sell\n")
