"""Parsing a checkout: lines by kind, imports, graphs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bench.checkout import Checkout, components, lines_of, longest_chain, reachable

SOURCE = '''"""What it is.

Two lines more.
"""

# Why it is odd.
LIMIT = 3  # of a sentence such as "we keep logs"
"""Of what."""
import os  # noqa: F401


def short() -> str:
    """One line."""
    return """two
lines"""
'''


def test_lines_are_counted_by_kind() -> None:
    assert lines_of(SOURCE) == (15, 5, 2)


def test_an_empty_file_has_no_lines() -> None:
    assert lines_of("") == (0, 0, 0)


def checkout(**files: str) -> Checkout:
    return Checkout({f"monitor/{name.replace('__', '/')}.py": text for name, text in files.items()})


@pytest.mark.parametrize(
    "statement",
    [
        "import monitor.core.b",
        "from monitor.core import b",
        "from monitor.core.b import name",
        "from . import b",
        "from .b import name",
        "from ..core import b",
    ],
)
def test_every_form_of_import_is_recognised(statement: str) -> None:
    found = checkout(core__a=f"def later():\n    {statement}\n", core__b="name = 1\n")
    assert found.imports["monitor.core.a"] == {"monitor.core.b"}


def test_imports_for_annotations_alone_do_not_count() -> None:
    found = checkout(a="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import monitor.b\n", b="")
    assert found.imports["monitor.a"] == frozenset()


def test_a_package_is_named_by_its_folder() -> None:
    found = Checkout(
        {"monitor/__init__.py": "", "monitor/core/__init__.py": "from .a import x\n", "monitor/core/a.py": "x = 1\n", "tests/test_a.py": ""}
    )
    assert list(found.modules) == ["monitor", "monitor.core", "monitor.core.a"]
    assert found.imports["monitor.core"] == {"monitor.core.a"}


GRAPH = {"a": ["b"], "b": ["c", "d"], "c": ["b"], "d": [], "e": ["d"]}


def test_cycles_are_found() -> None:
    assert [group for group in components(GRAPH) if len(group) > 1] == [["b", "c"]]


def test_components_are_in_topological_order() -> None:
    order = [node for group in components(GRAPH) for node in group]
    assert order.index("d") < order.index("b") < order.index("a")


def test_a_cycle_counts_as_many_steps_as_it_has_nodes() -> None:
    assert longest_chain(GRAPH) == 4
    assert longest_chain({}) == 0


def test_what_is_reachable_includes_the_start() -> None:
    assert reachable(GRAPH, ["e"]) == {"e", "d"}


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Reader", "-c", "user.email=reader@reader.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def test_a_revision_is_read_without_touching_the_working_tree(tmp_path: Path) -> None:
    (tmp_path / "monitor/vocabulary").mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_a.py").write_text("assert True\n")
    (tmp_path / "monitor/vocabulary/rules.yaml").write_text("- id: one\n")
    (tmp_path / "monitor/a.py").write_text("x = 1\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "First")
    (tmp_path / "monitor/a.py").write_text("x = 2\n")
    before, now = Checkout.of_revision("HEAD", tmp_path), Checkout.of_folder(tmp_path)
    assert (before.files["monitor/a.py"], now.files["monitor/a.py"]) == ("x = 1\n", "x = 2\n")
    assert before.files.keys() == now.files.keys() == {"monitor/a.py", "monitor/vocabulary/rules.yaml", "tests/test_a.py"}


def test_an_unknown_revision_is_named(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(ValueError, match="cannot read revision nowhere"):
        Checkout.of_revision("nowhere", tmp_path)


def test_a_folder_without_the_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="has no package"):
        Checkout.of_folder(tmp_path)
