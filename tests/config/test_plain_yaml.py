"""The fast reading of YAML gives what the thorough one gives, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.plain_yaml import plain_yaml
from monitor.config.template import TEMPLATE
from monitor.config.yaml import read_yaml
from monitor.errors import ConfigError

WORDS = """
no yes on off true False TRUE null ~ 010 0o17 0x1F 0b11 1_000 -7 +7 6e3 6.5 .5 5. 1.5e3 .inf -.INF .nan 08:30 190:20:30
2024-05-01 2024-05-01T10:00:00Z 2024-05 1-2 v1.2 30-day 'no' '010' a#b #b a:b http://a.example:80/x?y=1#z = << 0.0.0.0
127.0.0.1 1e3d .5.5 - -- 1,000 {} [] [a,1] {a:1} @a `a` !x &a *a %a | > ? é 😀 ٣ １２
"""
SCALARS = WORDS.split()


def both(path: Path, text: str) -> tuple[Any, Any]:
    path.write_bytes(text.encode())
    try:
        thorough: Any = plain(read_yaml(path))
    except ConfigError:
        thorough = ConfigError
    return plain_yaml(path), thorough


def plain(node: Any) -> Any:
    """Without ruamel.yaml's own types, and with the type of each value beside it: True equals 1 in Python."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    kind = next(t for t in (bool, int, float, str, object) if isinstance(node, t))
    return kind.__name__, str(node)


def agree(path: Path, text: str) -> bool:
    """Whether both read the same; the fast one may leave a file to the other."""
    fast, thorough = both(path, text)
    return fast is None or plain(fast) == thorough


@pytest.mark.filterwarnings("ignore::ruamel.yaml.error.ReusedAnchorWarning")
@pytest.mark.parametrize("scalar", SCALARS)
def test_every_form_of_a_scalar_reads_the_same(scalar: str, tmp_path: Path) -> None:
    assert agree(tmp_path / "config.yaml", f"a: {scalar}\nb:\n  - {scalar}\n")


@pytest.mark.parametrize(
    "text",
    [
        TEMPLATE,
        "a: &x {b: 1}\nc: *x\n",
        "a: &x\n  b: 1\nc:\n  <<: *x\n",
        "a: 1\na: 2\n",
        "1: a\ntrue: b\n",
        "a: |\n  two\n  lines\nb: >-\n  one\n  line\n",
        "a: one\n  line\nb: 'it''s'\nc: \"\\u00e9 \\x41 \\/\"\n",
        "%YAML 1.1\n---\na: no\n",
        "a: 1\n---\nb: 2\n",
        "a: x\u2028y\n",
        "\ufeffa: 1\n",
        "- a\n",
        "",
        "a: [1, 2\n",
        "a: !!python/object:os.system x\n",
        "a: !!str 010\n",
        "a: \tb\n",
        "a:\n\t- b\n",
        "? a\n: b\n",
        "a: &a [*a]\n",
    ],
)
def test_every_form_of_a_file_reads_the_same(text: str, tmp_path: Path) -> None:
    assert agree(tmp_path / "config.yaml", text)


def test_usual_files_are_read_the_fast_way(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(TEMPLATE + "timezone: Europe/Vienna\n", encoding="utf-8")
    assert plain_yaml(path) is not None


VALUES = st.recursive(st.sampled_from(SCALARS[:48]), lambda v: st.lists(v, max_size=3), max_leaves=6)


@given(st.dictionaries(st.sampled_from(["a", "url", "no", "on", "x y", "10", "1.5", "~"]), VALUES, min_size=1, max_size=5))
def test_any_file_reads_the_same(tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any]) -> None:
    lines = "".join(f"{key}: {flow(value)}\n" for key, value in values.items())
    assert agree(tmp_path_factory.mktemp("yaml") / "config.yaml", lines)


def flow(value: Any) -> str:
    return f"[{', '.join(map(flow, value))}]" if isinstance(value, list) else str(value)


def test_a_missing_file_is_left_to_the_thorough_reader(tmp_path: Path) -> None:
    assert plain_yaml(tmp_path / "none.yaml") is None
