"""Lists that are written are read again as what they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.config.settings import PolicySettings
from monitor.portfolio.listed import Listed
from monitor.portfolio.reading import read_list
from monitor.portfolio.writing import FORMATS, lost, safe_cell, written

POLICIES = [
    PolicySettings(id="larkspur", name="Larkspur", url="https://larkspur.example/privacy", tags=["crm", "key accounts"]),
    PolicySettings(id="larkspur-terms", name="Larkspur", document="Terms of Service", url="https://larkspur.example/terms?a=1&b=2"),
    PolicySettings(
        id="odd", name="=1+1 <&> \"x\", 'y'; ü", document="Cookie Policy", url="https://odd.example/c", tags=["@home"], history="wayback"
    ),
    PolicySettings(
        id="two",
        name="Two",
        url="https://two.example/1",
        urls=["https://two.example/2"],
        select=["#a"],
        remove=[".b"],
        browser=True,
        paused=True,
    ),
]


def read_back(kind: str, folder: Path) -> list[Listed]:
    files = written(kind, POLICIES)
    suffix = {"csv": ".csv", "opml": ".opml", "urls": ".txt", "urlwatch": ".yaml", "changedetection": ".json", "ota": ""}[kind]
    for name, text in files.items():
        (folder / (name or f"list{suffix}")).write_text(text, encoding="utf-8")
    found = read_list(folder if kind == "ota" else folder / f"list{suffix}")
    assert found.left_out == []
    return found.documents


@pytest.mark.parametrize("kind", FORMATS)
def test_addresses_come_back(kind: str, tmp_path: Path) -> None:
    found = {url for one in read_back(kind, tmp_path) for url in one.urls}
    several = kind in ("csv", "urls", "ota")
    assert found == {url for policy in POLICIES for url in (policy.addresses if several else policy.addresses[:1])}


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind not in ("urls",)])
def test_names_come_back(kind: str, tmp_path: Path) -> None:
    names = {one.urls[0]: one.name for one in read_back(kind, tmp_path)}
    # A formula is taken for a name only where an apostrophe says so, which is a custom of tables.
    expected = {policy.addresses[0]: policy.name for policy in POLICIES if kind == "csv" or policy.id != "odd"}
    assert {url: name for url, name in names.items() if url in expected} == expected


@pytest.mark.parametrize("kind", ["csv", "opml", "urlwatch", "ota"])
def test_kinds_of_documents_come_back(kind: str, tmp_path: Path) -> None:
    assert {one.urls[0]: one.document for one in read_back(kind, tmp_path)} == {policy.addresses[0]: policy.document for policy in POLICIES}


@pytest.mark.parametrize("kind", ["csv", "opml", "urlwatch", "changedetection"])
def test_tags_come_back(kind: str, tmp_path: Path) -> None:
    found = {one.urls[0]: one.tags for one in read_back(kind, tmp_path)}
    assert found["https://larkspur.example/privacy"] == ("crm", "key accounts")


@pytest.mark.parametrize("kind", ["urlwatch", "changedetection", "ota"])
def test_selectors_and_browser_come_back(kind: str, tmp_path: Path) -> None:
    (two,) = [one for one in read_back(kind, tmp_path) if one.urls[0] == "https://two.example/1"]
    assert ([s.css for s in two.select], [s.css for s in two.remove], two.browser) == (["#a"], [".b"], True)


def test_ids_and_history_come_back_from_a_table(tmp_path: Path) -> None:
    found = read_back("csv", tmp_path)
    assert [one.id for one in found] == [policy.id for policy in POLICIES]
    assert [one.history for one in found] == ["none" if policy.history == "none" else policy.history for policy in POLICIES] or found[
        2
    ].history == "wayback"


def test_no_cell_is_a_formula() -> None:
    assert "'=1+1" in written("csv", POLICIES)[""]
    assert safe_cell("Larkspur") == "Larkspur"
    assert safe_cell("@home") == "'@home"


def test_declarations_of_one_company_share_a_file_unless_they_are_of_one_kind() -> None:
    same = [PolicySettings(id=f"k{n}", name="Kites", url=f"https://kites.example/{n}") for n in range(2)]
    files = written("ota", [*POLICIES[:2], *same])
    assert sorted(files) == ["kites-2.json", "kites.json", "larkspur.json"]
    assert sorted(json.loads(files["larkspur.json"])["terms"]) == ["Privacy Policy", "Terms of Service"]


@pytest.mark.parametrize("kind", ["urlwatch", "changedetection"])
def test_pauses_come_back(kind: str, tmp_path: Path) -> None:
    assert {one.urls[0]: one.paused for one in read_back(kind, tmp_path)} == {one.addresses[0]: one.paused for one in POLICIES}


@pytest.mark.parametrize("kind", ["urlwatch", "changedetection", "ota"])
def test_what_is_left_out_of_a_whole_page_comes_back(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = PolicySettings(id="r", name="R", url="https://r.example/privacy", remove=["nav", ".banner"])
    monkeypatch.setitem(globals(), "POLICIES", [policy])
    (one,) = read_back(kind, tmp_path)
    assert one.select == ()
    assert ", ".join(s.css for s in one.remove) == "nav, .banner"
    assert lost(kind, [policy]) == {}


def test_what_a_format_has_no_place_for_is_told() -> None:
    assert lost("csv", POLICIES) == {"selectors": ["two"], "pages that need a browser": ["two"], "pauses": ["two"]}
    assert lost("opml", POLICIES) == {"further pages": ["two"], "where the past is": ["odd"]} | lost("csv", POLICIES)
    assert lost("ota", POLICIES) == {"tags": ["larkspur", "odd"], "where the past is": ["odd"], "pauses": ["two"]}
    assert lost("urlwatch", POLICIES) == {"further pages": ["two"], "where the past is": ["odd"]}
    # That of larkspur.example/terms is known by its address.
    assert lost("changedetection", POLICIES) == {"kinds of documents": ["odd"]} | lost("urlwatch", POLICIES)
    dated = PolicySettings(id="d", name="D", url="https://d.example/", select=[{"css": "#a", "valid_until": "2020-01-01"}, "#b"])
    assert lost("ota", [dated]) == {"dates of selectors": ["d"]}
    assert json.loads(written("ota", [dated])["d.json"])["terms"]["Privacy Policy"]["select"] == ["#b"]


@pytest.mark.parametrize("kind", FORMATS)
def test_whatever_is_not_told_comes_back(kind: str, tmp_path: Path) -> None:
    """Each part by itself: either the format says that it has no place for it, or it is there again."""
    parts: list[dict[str, Any]] = [
        {"urls": ["https://p.example/2"]}, {"select": ["#a", "#b"]}, {"remove": [".b"]}, {"browser": True}, {"paused": True},
        {"tags": ["a", "b c"]}, {"document": "Acceptable Use Policy"}, {"history": "wayback"},
    ]  # fmt: skip
    for number, part in enumerate(parts):
        policy = PolicySettings(id="p", name="P", url="https://p.example/privacy", **part)
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(globals(), "POLICIES", [policy])
            folder = tmp_path / str(number)
            folder.mkdir()
            (one, *_) = read_back(kind, folder)
        same = (
            one.urls == policy.addresses
            and ", ".join(s.css for s in one.select) == ", ".join(s.css for s in policy.select)
            and [s.css for s in one.remove] == [s.css for s in policy.remove]
            and (one.browser, one.paused, one.tags) == (policy.browser, policy.paused, tuple(policy.tags))
            and (one.document or "Privacy Policy") == policy.document
            and (one.history or "none") == policy.history
        )
        assert same is not bool(lost(kind, [policy])), (kind, part)


@pytest.mark.parametrize(
    "part",
    [
        {"schedule": "0 6 * * *"}, {"alerts": {"to": "kim@reader.example"}}, {"threshold": "minor"}, {"language": "de"},
        {"live": False}, {"follow": "frame"},
    ],
)  # fmt: skip
def test_no_format_has_a_place_for_settings_of_its_own(part: dict[str, Any]) -> None:
    policy = PolicySettings(id="p", name="P", url="https://p.example/privacy", **part)
    for kind in FORMATS:
        assert lost(kind, [policy]) == {"alerts, schedules and other settings of their own": ["p"]}


@pytest.mark.parametrize("part", [{"source": "desk:a"}, {"history": "plugin:desk"}, {"extractor": "epub"}, {"screens": ["strict"]}])
def test_no_format_has_a_place_for_plug_ins(part: dict[str, Any]) -> None:
    policy = PolicySettings(id="p", name="P", url="https://p.example/privacy", **part)
    for kind in FORMATS:
        assert lost(kind, [policy]) == {"parts of plug-ins": ["p"]}
