"""YAML with line numbers, limits on what it may expand to, and edits that leave the rest alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.yaml import read_yaml, with_entries
from monitor.config.yaml_text import line_of
from monitor.errors import ConfigError

from .conftest import Load


@pytest.mark.parametrize("text", ["a: &a [*a]\n", "a: !!python/object:os.system x\n", "? [1]\n: 2\n", "[" * 200, "\x00", "a: b: c\n"])
def test_invalid_yaml_is_reported_with_its_line(load: Load, text: str) -> None:
    with pytest.raises(ConfigError):
        load(text)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a: [1\n", r":2: invalid YAML: "),
        (b"- a\n- b\n", r":1: expected `key: value` lines"),
        (b"just text", r":1: expected `key: value` lines"),
        (b"a: \xff\n", r"not UTF-8 text \(byte 3\); save it as UTF-8"),
        (b"a: " + b"x" * 5_000_000, r"the limit is 5,000,000"),
        (b"a: 1\na: 2\n", r"invalid YAML: found duplicate key"),
    ],
)
def test_files_that_are_not_a_mapping(file: Path, content: bytes, says: str) -> None:
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=says):
        read_yaml(file)


def test_a_duplicate_key_does_not_show_its_value(file: Path) -> None:
    """ruamel.yaml quotes both values in its message, and one may be a password."""
    file.write_text("password: first\npassword: hunter2\n")
    with pytest.raises(ConfigError) as caught:
        read_yaml(file)
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(ConfigError, match="can't read the file"):
            read_yaml(path)


def test_nested_aliases_are_refused(file: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    file.write_text("\n".join(lines))
    with pytest.raises(ConfigError, match="aliases expand to more than 200,000 values"):
        read_yaml(file)


def test_ordinary_aliases_are_fine(file: Path) -> None:
    file.write_text("common: &c {timeout: 5}\nfetch: *c\nother: *c\n")
    assert read_yaml(file)["other"] == {"timeout": 5}


def test_an_empty_file_is_an_empty_mapping(file: Path) -> None:
    for text in ("", "# only a comment\n", "---\n"):
        file.write_text(text)
        assert read_yaml(file) == {}


TREE = """\
schedule: "@daily"
policies:
  # the first
  - id: one
    url: https://one.example
  - {id: two,
     url: https://two.example}
"""


@pytest.mark.parametrize(
    ("location", "line"),
    [
        ((), None),
        (("schedule",), 1),
        (("policies",), 2),
        (("policies", 0), 4),
        (("policies", 0, "url"), 5),
        (("policies", 1, "url"), 7),
        (("policies", 1, "select", 0), 6),
        (("policies", 9), 2),
        (("nothing",), None),
    ],
)
def test_the_closest_line_is_found(file: Path, location: tuple[str | int, ...], line: int | None) -> None:
    file.write_text(TREE)
    assert line_of(read_yaml(file), location) == line


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain", "plain"),
        ("two words", "two words"),
        ("yes", "yes"),
        ("true", '"true"'),
        ("7", '"7"'),
        ("a: b", '"a: b"'),
        ("a # b", '"a # b"'),
        ("", '""'),
        ("“Zoë”", "“Zoë”"),
        ("tab\there", '"tab\\there"'),
        (True, "true"),
    ],
)
def test_values_are_quoted_only_where_needed(file: Path, value: str | bool, written: str) -> None:
    file.write_text("")
    assert with_entries("", read_yaml(file), "policies", [{"name": value}]) == f"\npolicies:\n  - name: {written}\n"
