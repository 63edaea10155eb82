"""`import list` and `export list`: a preview, then policies in config.yaml with its comments kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import User

LIST = """name,url,tags,document
Larkspur,https://larkspur.example/privacy,"crm, eu",
Larkspur,https://larkspur.example/terms,crm,
Kites,javascript:alert(1),,
Kites,https://kites.example/p,,
Kites,https://www.kites.example/p/,,
"""


@pytest.fixture
def listed(user: User) -> User:
    user("init")
    Path("vendors.csv").write_text(LIST)
    return user


def test_a_preview_and_nothing_else(listed: User) -> None:
    before = Path("config.yaml").read_bytes()
    shown = listed("import", "list", "vendors.csv", "--dry-run")
    assert shown.code == 0
    assert "Read a CSV table: 3 policies to add, 2 left out." in shown.out
    assert "larkspur-terms-of-service  Larkspur  Terms of Service" in shown.out
    assert "javascript: addresses are not fetched, only http and https" in shown.out
    assert "the same page as row 5" in shown.out
    assert shown.out.endswith("Nothing was written.\n")
    assert Path("config.yaml").read_bytes() == before


def test_without_a_terminal_nothing_is_written_unless_asked(listed: User) -> None:
    before = Path("config.yaml").read_bytes()
    refused = listed("import", "list", "vendors.csv")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert Path("config.yaml").read_bytes() == before


def test_the_policies_are_added_and_comments_stay(listed: User) -> None:
    before = Path("config.yaml").read_text()
    added = listed("import", "list", "vendors.csv", "--yes", "--tag", "2026", "--history", "wayback")
    assert added.code == 0
    after = Path("config.yaml").read_text()
    assert [line for line in before.splitlines() if line not in after.splitlines() and line != "policies: []"] == []
    policies = listed("status", "--format", "json").json["policies"]
    assert [(one["policy"], one["tags"]) for one in policies] == [
        ("larkspur", ["crm", "eu", "2026"]),
        ("larkspur-terms-of-service", ["crm", "2026"]),
        ("kites", ["2026"]),
    ]
    assert after.count("history: wayback") == before.count("history: wayback") + 3
    again = listed("import", "list", "vendors.csv", "--yes", "--format", "json").json
    assert (again["policies"], again["written"]) == ([], False)
    assert {one["why"] for one in again["left_out"]} >= {"it is already tracked, as 'kites'"}


def test_json(listed: User) -> None:
    found = listed("import", "list", "vendors.csv", "--yes", "--format", "json").json
    assert found["written"] is True
    assert found["policies"][0] == {
        "id": "larkspur",
        "name": "Larkspur",
        "document": "Privacy Policy",
        "url": "https://larkspur.example/privacy",
        "tags": ["crm", "eu"],
        "notes": [],
    }
    assert found["left_out"][0] == {
        "where": "row 4",
        "what": "javascript:alert(1)",
        "why": "javascript: addresses are not fetched, only http and https",
    }


def test_long_lists_are_cut_on_the_screen(listed: User) -> None:
    Path("many.txt").write_text("".join(f"https://v{n}.example/privacy\n" for n in range(100)))
    assert "… and 70 more (--all shows them)" in listed("import", "list", "many.txt", "--dry-run").out
    assert "v99.example" in listed("import", "list", "many.txt", "--dry-run", "--all").out


def test_a_list_that_is_none(listed: User) -> None:
    Path("odd.json").write_text("{}")
    assert listed("import", "list", "odd.json").code == 2
    assert listed("import", "list", "missing.csv").code == 2
    assert listed("import", "list", "vendors.csv", "--history", "nonsense").code == 2


def test_a_configuration_that_is_invalid_is_not_touched(listed: User) -> None:
    Path("config.yaml").write_text("policies: 7\n")
    assert listed("import", "list", "vendors.csv", "--yes").code == 2
    assert Path("config.yaml").read_text() == "policies: 7\n"


@pytest.mark.slow
def test_five_thousand_rows(listed: User) -> None:
    rows = "".join(f'Vendor {n},https://v{n}.example/privacy,"a, b{n % 9}",Privacy Policy\n' for n in range(5_000))
    Path("many.csv").write_text("name,url,tags,document\n" + rows)
    assert listed("import", "list", "many.csv", "--yes").code == 0
    assert Path("config.yaml").read_text().count("\n  - id: vendor-") == 5_000
    assert "5,000 left out" in listed("import", "list", "many.csv", "--dry-run").out.replace("5000", "5,000")


@pytest.mark.parametrize("form", ["csv", "opml", "urls", "urlwatch", "changedetection", "ota"])
def test_round_trip(listed: User, form: str) -> None:
    listed("import", "list", "vendors.csv", "--yes")
    target = Path("out" if form == "ota" else {"urlwatch": "out.yaml", "changedetection": "out.json"}.get(form, f"out.{form}"))
    assert listed("export", "list", "--format", form, "-o", str(target)).code == 0
    listed("init", "other")
    assert listed("--config", "other/config.yaml", "import", "list", str(target), "--yes").code == 0
    urls = [one["urls"] for one in json.loads(listed("--config", "other/config.yaml", "check", "--format", "json").out)["policies"]]
    assert sorted(urls) == sorted(one["urls"] for one in listed("check", "--format", "json").json["policies"])


def test_export_of_some(listed: User) -> None:
    listed("import", "list", "vendors.csv", "--yes")
    assert listed("export", "list", "--format", "urls", "--tag", "eu").out == "https://larkspur.example/privacy\n"
    assert listed("export", "list", "kites").out.splitlines()[1].startswith("kites,Kites,Privacy Policy,https://kites.example/p")
    assert listed("export", "list", "nobody").code == 2
    assert listed("export", "list", "--format", "ota").code == 2
    assert listed("export", "json").code == 2
    assert listed("export", "json", "kites", "--tag", "eu").code == 2


def test_what_is_lost_is_told_with_the_policies(listed: User) -> None:
    rows = "".join(f"  - {{id: v{n}, name: V{n}, url: 'https://v{n}.example/privacy', select: [main]}}\n" for n in range(13))
    Path("config.yaml").write_text(f"policies:\n{rows}")
    told = listed("export", "list", "--format", "csv", "-o", "out.csv").err
    assert "csv has no place for selectors (v0, v1, v2, v3, v4, v5, v6, v7, v8, v9 and 3 more)." in told
    assert "no place" not in listed("export", "list", "--format", "ota", "-o", "out").err
    assert "urls contains only addresses" in listed("export", "list", "--format", "urls", "-o", "out.txt").err


def test_columns_that_nothing_is_taken_from_are_named(listed: User) -> None:
    Path("table.csv").write_text("vendor,url,owner,,Risk level\nAlder,https://alder.example/privacy,R. Lind,x,high\n", encoding="utf-8")
    shown = listed("import", "list", "table.csv", "--dry-run").out
    assert "Columns that are not used: owner, Risk level. For tags, name the column `tags`." in shown
    assert listed("import", "list", "table.csv", "--dry-run", "--format", "json").json["unused_columns"] == ["owner", "Risk level"]
    Path("plain.csv").write_text("vendor,url\nAlder,https://alder.example/privacy\n", encoding="utf-8")
    assert "not used" not in listed("import", "list", "plain.csv", "--dry-run").out
