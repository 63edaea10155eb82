"""Adding a policy to a file that somebody has written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.config.edit import add_policies, add_policy, replace_text
from monitor.errors import ConfigError


def test_adding_changes_nothing_else(file: Path) -> None:
    text = """# top
policies:     # ours
  # the first
  - {id: one, url: "https://one.example"}   # in flow style

# after
reports: out/   # last
"""
    file.write_text(text, encoding="utf-8")
    add_policy(file, policy_id="two", name="Two: a name", url="https://two.example/p", document=None, history="none")
    after = file.read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if line in text.splitlines()] == text.splitlines()
    assert [p.id for p in load_settings(file, {}).values()] == ["one", "two"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "schedule: '@daily'",
        "policies:\n",
        "policies: []  # none yet\nreports: out\n",
        "policies: [{url: 'https://one.example'}]\n",
        "policies:\n- url: https://one.example\n  name: One\n\n# the end\n",
        "policies:\r\n  - url: https://one.example\r\nreports: out\r\n",
        "policies:\n  - url: https://one.example\n    remove:\n      - a\n      - b\n",
    ],
)
@pytest.mark.parametrize("name", ["Two", "yes", "7", "a: b", "x # y", "Zoë “&” Söhne", "- x", "line\nbreak", "'"])
def test_adding_works_whatever_is_there(file: Path, text: str, name: str) -> None:
    file.write_bytes(text.encode())
    before = load_settings(file, {})
    add_policy(file, policy_id="two", name=name, url="https://two.example/p", document="Terms", history="none")
    after = load_settings(file, {})
    assert [p.id for p in after.policies] == [*(p.id for p in before.policies), "two"]
    assert after.policies[-1].name == name
    assert after.model_copy(update={"policies": []}) == before.model_copy(update={"policies": []})


def test_keys_without_a_value_are_omitted(file: Path) -> None:
    file.write_text("policies: []\n")
    add_policy(file, policy_id="one", name="One", url="https://one.example", document=None, history=None)
    assert file.read_text() == "policies:\n  - id: one\n    name: One\n    url: https://one.example\n"


def test_a_page_that_needs_a_browser(file: Path) -> None:
    file.write_text("")
    add_policy(file, policy_id="one", name="One", url="https://one.example", document=None, history="wayback", browser=True)
    assert load_settings(file, {}).policies[0].browser is True


def test_permissions_stay(file: Path) -> None:
    file.write_text("")
    file.chmod(0o640)
    replace_text(file, "a: 1\n")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("a: 1\n", 0o640)
    assert [path.name for path in file.parent.iterdir()] == [file.name], "no temporary file is left"


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't write the file"):
        replace_text(tmp_path / "nowhere" / "config.yaml", "")


@pytest.mark.parametrize("text", ["", "policies:\n  - url: https://one.example\n# the end\n", "policies: [{url: 'https://one.example'}]\n"])
def test_several_policies_are_added_at_once_in_their_order(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    entries = [{"id": name, "url": f"https://{name}.example", "history": None} for name in ("two", "three")]
    add_policies(file, entries)
    assert [p.id for p in load_settings(file, {}).values()][-2:] == ["two", "three"]
    assert "history" not in file.read_text(encoding="utf-8")


def test_adding_none_leaves_the_file_untouched(file: Path) -> None:
    file.write_text("policies: [ ]", encoding="utf-8")
    add_policies(file, [])
    assert file.read_text(encoding="utf-8") == "policies: [ ]"
