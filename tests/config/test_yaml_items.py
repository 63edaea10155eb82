"""Keys and items of a configuration are changed line by line; whatever else there is stays byte for byte."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from monitor.config.edit import add_policies, change_policies, change_policy, remove_policy, set_removed
from monitor.config.load import load_settings
from monitor.errors import ConfigError

CONFIG = """\
# head
schedule: "0 */6 * * *"  # often
policies:
  # the first one
  - id: larkspur            # ours
    name: Larkspur
    url: https://larkspur.example/p   # their page
    select: ["#main"]

  # the second one
  - name: Kites
    url: https://kites.example/p
    tags:
      - crm   # important
      - eu
    threshold: minor
  -
    url: https://acorn.example/p
alerts:
  threshold: material
# tail
"""
IDS = ["larkspur", "kites", "acorn-example"]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG)
    return path


def changed(path: Path) -> list[str]:
    """The lines that are new or gone."""
    lines = difflib.unified_diff(CONFIG.splitlines(), path.read_text().splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and not line.startswith(("+++", "---"))]


def test_a_new_key(config: Path) -> None:
    change_policy(config, "larkspur", {"paused": True}, IDS)
    assert changed(config) == ["+    paused: true"]
    assert load_settings(config, {}).policies[0].paused


def test_a_key_that_is_replaced_and_one_that_goes(config: Path) -> None:
    change_policy(config, "kites", {"tags": ["new", "a: b"], "threshold": None}, IDS)
    assert changed(config) == [
        "-    tags:",
        "-      - crm   # important",
        "-      - eu",
        "-    threshold: minor",
        '+    tags: ["new", "a: b"]',
    ]
    assert load_settings(config, {}).policies[1].tags == ["new", "a: b"]


def test_the_first_key_of_an_item(config: Path) -> None:
    change_policy(config, "larkspur", {"id": "bike-shop", "folder": "larkspur"}, IDS)
    change_policy(config, "kites", {"name": None, "id": "kites"}, IDS)
    change_policy(config, "acorn-example", {"url": "https://acorn.example/q"}, IDS)
    settings = load_settings(config, {})
    assert [(one.id, one.kept_in) for one in settings.policies] == [
        ("bike-shop", "larkspur"),
        ("kites", "kites"),
        ("acorn-example", "acorn-example"),
    ]
    assert settings.policies[2].addresses == ("https://acorn.example/q",)


def test_several_policies_at_once(config: Path) -> None:
    change_policies(
        config, {"kites": {"paused": True}, "larkspur": {"paused": True, "tags": ["x"]}, "acorn-example": {"paused": True}}, IDS
    )
    assert [(one.id, one.paused, one.tags) for one in load_settings(config, {}).policies] == [
        ("larkspur", True, ["x"]),
        ("kites", True, ["crm", "eu"]),
        ("acorn-example", True, []),
    ]
    assert [line for line in changed(config) if line.startswith("-")] == []


def test_an_absent_key_need_not_be_removed(config: Path) -> None:
    change_policy(config, "larkspur", {"paused": None}, IDS)
    assert changed(config) == []


@pytest.mark.parametrize("position", range(3))
def test_removing_an_item(config: Path, position: int) -> None:
    remove_policy(config, IDS[position], IDS, [])
    settings = load_settings(config, {})
    assert [one.id for one in settings.policies] == [one for one in IDS if one != IDS[position]]
    assert not [line for line in changed(config) if line.startswith("+")]
    assert settings.alerts.threshold == "material"


def test_removing_all_and_adding_again(config: Path) -> None:
    for n, one in enumerate(IDS):
        remove_policy(config, one, IDS[n:], IDS[: n + 1])
    settings = load_settings(config, {})
    assert (settings.policies, settings.removed) == ([], IDS)
    assert "policies: []" in config.read_text()
    add_policies(
        config, [{"id": "new", "url": "https://new.example/p", "tags": ["a"], "select": [{"css": "#x", "valid_from": "2020-01-01"}]}]
    )
    set_removed(config, ["kites"])
    settings = load_settings(config, {})
    assert [one.id for one in settings.policies] == ["new"]
    assert settings.removed == ["kites"]
    set_removed(config, [])
    assert "removed" not in config.read_text()


def test_the_list_may_stand_in_the_column_of_its_key(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(
        "policies:\n- id: a\n  url: https://a.example/\n- id: b\n  urls:\n  - https://b.example/1\n  - https://b.example/2\nremoved: [x]\n"
    )
    change_policy(path, "b", {"urls": ["https://b.example/3"], "paused": True}, ["a", "b"])
    remove_policy(path, "a", ["a", "b"], ["x", "a"])
    settings = load_settings(path, {})
    assert [(one.id, one.addresses, one.paused) for one in settings.policies] == [("b", ("https://b.example/3",), True)]
    assert settings.removed == ["x", "a"]


@pytest.mark.parametrize("text", ["policies: [{id: a, url: https://a.example/}]\n", "policies:\n  - {id: a, url: https://a.example/}\n"])
def test_braces_are_left_to_the_user(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match="braces"):
        change_policy(path, "a", {"paused": True}, ["a"])
    assert path.read_text() == text


def test_the_last_line_may_lack_its_end(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("policies:\n  - id: a\n    url: https://a.example/")
    change_policy(path, "a", {"paused": True}, ["a"])
    assert load_settings(path, {}).policies[0].paused
