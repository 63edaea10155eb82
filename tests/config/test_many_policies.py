"""What the configuration knows of many policies: ids of documents, tags, pauses, folders, and values as they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from monitor.config.load import load_settings
from monitor.config.plain_yaml import plain_documents
from monitor.config.slug import document_id, slug_fault
from monitor.config.yaml import read_yaml, scalar
from monitor.errors import ConfigError, UsageError


@pytest.mark.parametrize(
    ("name", "document", "taken", "expected"),
    [
        ("Larkspur", "", [], "larkspur"),
        ("Larkspur", "Privacy Policy", [], "larkspur"),
        ("Larkspur", "Privacy Policy", ["larkspur"], "larkspur-privacy-policy"),
        ("Larkspur", "Terms of Service", [], "larkspur-terms-of-service"),
        ("Larkspur", "Terms of Service", ["larkspur-terms-of-service"], "larkspur-terms-of-service-2"),
        ("Larkspur", "", ["larkspur", "larkspur-privacy-policy"], "larkspur-privacy-policy-2"),
        ("日本", "Terms", [], ""),
        ("Index", "", [], "index-privacy-policy"),
    ],
)
def test_ids_of_documents(name: str, document: str, taken: list[str], expected: str) -> None:
    assert document_id(name, document, taken) == expected


def test_ids_of_long_names_are_valid_and_different() -> None:
    taken: set[str] = set()
    for _ in range(30):
        taken.add(document_id("x" * 200, "Data Processing Addendum " * 5, taken))
    assert len(taken) == 30
    assert not [one for one in taken if slug_fault(one)]


@pytest.mark.parametrize(
    "value",
    [
        "Larkspur",
        "Larkspur Bicycles",
        "Yes",
        "no",
        "Null",
        "7",
        "2024-05-01",
        "a: b",
        "# x",
        "- x",
        "https://larkspur.example/p?a=1&b=2#x",
        "https://larkspur.example/a: b",
        "key-accounts",
        "ü “x” ' \" \\",
        "",
        " ",
        "{a}",
        "[a",
        "&a",
        "*a",
        "!x",
        "%x",
        "@x",
        "`x`",
        "\u2028",
        "1e3",
        "0x1F",
        "true",
        ["a", "b: c", "#d"],
        [{"css": "#x", "valid_from": "2020-01-01"}, ".y"],
        True,
        False,
    ],
)
def test_what_is_written_is_read_as_the_same(value: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"key: {scalar(value)}\n", encoding="utf-8")
    assert read_yaml(path)["key"] == value


def configured(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    return path


def test_tags_and_pauses(tmp_path: Path) -> None:
    settings = load_settings(configured(tmp_path, "policies:\n  - {url: https://a.example/, tags: crm, paused: true}\nremoved: old\n"), {})
    (policy,) = settings.values()
    assert (policy.tags, policy.paused, policy.live) == (("crm",), True, False)
    assert settings.removed == ["old"]
    # Neither is part of what a history depends on.
    assert "crm" not in repr(policy)
    assert "paused" not in repr(policy)


def test_folders_of_renamed_policies(tmp_path: Path) -> None:
    settings = load_settings(configured(tmp_path, "policies:\n  - {id: new, url: https://a.example/, folder: old}\n"), {})
    assert settings.folders == {"new": "old"}
    assert settings.policies[0].kept_in == "old"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("folder: ../x", "folder '../x' is invalid"),
        ("folder: .record", "folder '.record' is invalid"),
        ("folder: b", "belongs to"),
        ("tags: ['']", "at least 1 character"),
    ],
)
def test_what_is_refused(tmp_path: Path, more: str, why: str) -> None:
    text = f"policies:\n  - id: a\n    url: https://a.example/\n    {more}\n  - id: b\n    url: https://b.example/\n"
    with pytest.raises(ConfigError, match=why.replace(".", r"\.")):
        load_settings(configured(tmp_path, text), {})


def test_several_documents_of_a_file() -> None:
    assert plain_documents("a: 1\n---\n- 2\n---\n") == [{"a": 1}, [2], None]
    with pytest.raises(UsageError, match="line 1"):
        plain_documents("a: 'open")


def test_aliases_of_a_list_are_bounded() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(9))
    with pytest.raises(UsageError, match="aliases"):
        plain_documents(bomb)
    with pytest.raises(UsageError, match="nested"):
        plain_documents("[" * 5_000)


@pytest.mark.parametrize("text", ["", "# a remark only\n", "---\n---\n"])
def test_a_file_without_values(text: str) -> None:
    assert [one for one in plain_documents(text) if one is not None] == []


@pytest.mark.parametrize("key", ["tags", "removed"])
def test_empty_lists_are_the_default(tmp_path: Path, key: str) -> None:
    text = "policies:\n  - {id: a, url: https://a.example/}\n"
    settings = load_settings(configured(tmp_path, text), {})
    assert settings.removed == []
    assert settings.policies[0].tags == []
    assert settings.folders == {}
    assert key in {*type(settings).model_fields, *type(settings.policies[0]).model_fields}
