"""Declarations of Open Terms Archive: selectors, combined documents, history files, and what has no counterpart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import UsageError
from monitor.portfolio.listed import ListedSelector
from monitor.portfolio.open_terms import declarations_in, is_declaration, read_declaration_file, read_declarations, write_declaration
from monitor.portfolio.reading import read_list


def declare(folder: Path, name: str, terms: Any, *, key: str = "terms", history: Any = None, title: str = "Larkspur Bicycles") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"name": title, key: terms}))
    if history is not None:
        (folder / f"{name}.history.json").write_text(json.dumps(history))
    return path


PAGE = {"fetch": "https://larkspur.example/privacy", "select": [".policy"], "remove": ".ad", "executeClientScripts": True}


@pytest.mark.parametrize("key", ["terms", "documents"])
def test_a_declaration(tmp_path: Path, key: str) -> None:
    found = read_list(declare(tmp_path / "d", "larkspur", {"Privacy Policy": PAGE}, key=key))
    (one,) = found.documents
    assert (one.name, one.document, one.urls, one.browser) == (
        "Larkspur Bicycles",
        "Privacy Policy",
        ("https://larkspur.example/privacy",),
        True,
    )
    assert (one.select, one.remove, one.notes) == ((ListedSelector(".policy"),), (ListedSelector(".ad"),), ())


def test_a_combined_document_has_several_pages_and_one_selector(tmp_path: Path) -> None:
    pages = [{"fetch": "https://larkspur.example/1", "select": "#a"}, {"fetch": "https://larkspur.example/2"}]
    (one,) = read_list(declare(tmp_path / "d", "x", {"Terms of Service": {"combine": pages, "select": ".b", "filter": ["tidy"]}})).documents
    assert one.urls == ("https://larkspur.example/1", "https://larkspur.example/2")
    assert one.select == (ListedSelector("#a, .b"),)
    assert one.notes == ("its filter tidy is JavaScript",)


def test_selectors_of_the_history_file_hold_until_its_dates(tmp_path: Path) -> None:
    past = [
        {"fetch": PAGE["fetch"], "select": "#second", "validUntil": "2021-05-01T12:00:00Z"},
        {"fetch": "https://old.larkspur.example/", "select": "#first", "validUntil": "2019-01-01T00:00:00Z"},
    ]
    (one,) = read_list(declare(tmp_path / "d", "x", {"Privacy Policy": PAGE}, history={"Privacy Policy": past})).documents
    assert one.select == (
        ListedSelector("#first", "", "2019-01-01T00:00:00Z"),
        ListedSelector("#second", "2019-01-01T00:00:00Z", "2021-05-01T12:00:00Z"),
        ListedSelector(".policy", "2021-05-01T12:00:00Z", ""),
    )
    assert one.notes == ("until 2019-01-01 it was at another address",)


def test_a_range_between_elements_is_told(tmp_path: Path) -> None:
    ranged = {"fetch": PAGE["fetch"], "select": {"startBefore": "#a", "endBefore": "#b"}}
    (one,) = read_list(declare(tmp_path / "d", "x", {"Privacy Policy": ranged})).documents
    assert (one.select, one.notes) == ((), ("one of its selectors is a range between two elements",))


def test_what_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    folder.mkdir()
    declare(folder / "declarations", "good", {"Privacy Policy": PAGE})
    declare(
        folder / "declarations",
        "bad",
        {"A": {"fetch": "javascript:alert(1)"}, "B": {}, "C": [], "D": {"combine": []}, "E": {"combine": [7]}},
    )
    (folder / "declarations/broken.json").write_text("{")
    (folder / "declarations/deep.json").write_text("[" * 200_000)
    (folder / "declarations/list.json").write_text("[]")
    (folder / "declarations/large.json").write_text(" " * 2_000_001)
    (folder / "declarations/link.json").symlink_to("/etc/passwd")
    (folder / "README.md").write_text("x")
    found = read_list(folder)
    assert [one.where for one in found.documents] == ["good, Privacy Policy"]
    assert {one.where: one.why for one in found.left_out} == {
        "bad, A": "javascript: addresses are not fetched, only http and https",
        "bad, B": "it has no address",
        "bad, C": "it declares no page",
        "bad, D": "it has no address",
        "bad, E": "it has no address",
        "broken.json": "it is not valid JSON",
        "deep.json": "it is nested too deeply",
        "list.json": "it is not a declaration: it has no `name` and `terms`",
        "large.json": "it has more than 2,000,000 bytes",
    }


def test_a_folder_without_declarations(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no declarations"):
        read_declaration_file(tmp_path)
    assert declarations_in(tmp_path) == []


def test_what_is_a_declaration() -> None:
    assert is_declaration({"name": "x", "terms": {}}) is False  # nothing is declared, and `documents` is missing as well
    assert is_declaration({"name": "x", "terms": {"A": {}}})
    assert not is_declaration({"terms": {"A": {}}})
    assert not is_declaration([])


@pytest.mark.parametrize("urls", [["https://larkspur.example/p"], ["https://larkspur.example/1", "https://larkspur.example/2"]])
def test_round_trip(tmp_path: Path, urls: list[str]) -> None:
    given = {"document": "Terms of Service", "urls": urls, "select": [".a"], "remove": [".b"], "browser": True}
    path = tmp_path / "larkspur.json"
    path.write_text(write_declaration("Larkspur: Co", [given]))
    (one,) = read_declarations([path]).documents
    assert (one.name, one.document, list(one.urls), one.browser) == ("Larkspur: Co", "Terms of Service", urls, True)
    assert ([s.css for s in one.select], [s.css for s in one.remove]) == ([".a"], [".b"])
