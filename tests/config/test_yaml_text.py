"""What is known of a YAML file without parsing it, and where the values of a parsed one stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from monitor.config import yaml_text
from monitor.config.yaml_text import line_of, open_brackets, text_of, too_many_values
from monitor.errors import ConfigError

TREE = """\
policies:
  - id: mill
    url: https://mill.example/privacy
  - id: heron
    tags: [one, two]
"""


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("name: Müller\r\n", encoding="utf-8", newline="")
    assert text_of(path) == "name: Müller\r\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"name: M\xfcller\n", "not UTF-8 text (byte 7); save it as UTF-8"),
        (b"[" * 201, "nested too deeply"),
        (b"{a: " * 201, "nested too deeply"),
    ],
)
def test_files_that_are_not_parsed(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as raised:
        text_of(path)
    assert says in str(raised.value)
    assert str(path) in str(raised.value)


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        text_of(tmp_path / "config.yaml")
    (tmp_path / "config.yaml").write_text("policies: []\n")
    monkeypatch.setattr(yaml_text, "_MAX_FILE_BYTES", 12)
    with pytest.raises(ConfigError, match="has 13 bytes; the limit is 12"):
        text_of(tmp_path / "config.yaml")


@pytest.mark.parametrize(("text", "depth"), [("", 0), ("a: [b, {c: d}]", 2), ("]]][", 1), ("[][][]", 1), ("[[]][[[", 3)])
def test_open_brackets(text: str, depth: int) -> None:
    assert open_brackets(text) == depth


def test_aliases_count_as_what_they_expand_to() -> None:
    node: list[object] = ["x"] * 10
    for _ in range(4):
        node = [node] * 10
    assert not too_many_values(node)  # 111,111 values
    assert too_many_values([node, node])
    itself: dict[str, object] = {}
    itself["self"] = itself
    assert too_many_values(itself)


@pytest.mark.parametrize(
    ("location", "line"),
    [
        (("policies",), 1),
        (("policies", 0), 2),
        (("policies", 0, "url"), 3),
        (("policies", 1, "tags"), 5),
        (("policies", 1, "tags", 1), 5),
        (("policies", 1, "nothing"), 4),
        (("policies", 7, "id"), 1),
        (("nothing",), None),
    ],
)
def test_lines(location: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(YAML().load(TREE), location) == line
    assert line_of({"policies": [{"id": "mill"}]}, location) is None
