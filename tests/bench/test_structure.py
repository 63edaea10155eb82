"""The structure figures, on made-up checkouts whose figures are known."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from bench import structure
from bench.checkout import Checkout
from bench.figures import replace_between
from bench.structure import Figure, core_rooms, figures, main, ratios, regular_expressions, table, without_test_file

ASSESS = '''"""Decides."""
from monitor.core.text.tokens import words
RULES = "rules.yaml"
def assess(text):  # a comment
    return words(text)
'''
TOKENS = r"""import re
_TOKEN = re.compile(r"\w+")
LINK = re.compile(rf"[a-z]{2}\]\(x")
def words(text):
    return re.findall(_TOKEN, text)
"""
FILES = {
    "monitor/__init__.py": "",
    "monitor/model.py": "class Change: ...\nclass _Own: ...\n",
    "monitor/core/__init__.py": "",
    "monitor/core/compare.py": "from monitor.core.meaning.assess import assess\nclass Change: ...\nclass _Own: ...\n",
    "monitor/core/meaning/assess.py": ASSESS,
    "monitor/core/text/tokens.py": TOKENS,
    "monitor/core/text/language.py": "def language_of(text): ...\n" + "x = 1\n" * 90,
    "monitor/pipeline/refresh.py": "def refresh(context):\n    derive(context)\n    publish.render(context)\ndef other():\n    derive()\n",
    "monitor/cli/diff.py": 'OPTION = "--explain"\n',
    "monitor/vocabulary/rules.yaml": "- id: one\n",
    "tests/core/text/test_tokens.py": "def test():\n    assert True\n",
}


@pytest.fixture
def made_up() -> dict[str, Figure]:
    return {figure.name: figure for figure in figures(Checkout(FILES))}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("modules", 9),
        ("modules directly in core", 1),
        ("core at a glance: rooms", 3),
        ("core at a glance: arrows between rooms", 2),
        ("core at a glance: floors", 3),
        ("import cycles", 0),
        ("longest import chain", 3),
        ("modules imported by exactly one other", 2),
        ("lines of a file: longest", 91),
        ("lines of a function: longest", 3),
        ("public class names used twice", 1),
        ("tokenisers: files in core", 1),
        ("patterns for Markdown links", 1),
        ("language detectors", 1),
        ("functions that call derive and render", 1),
        ("files to open to explain a severity: directly", 3),
        ("a command that explains a verdict", "yes"),
        ("modules over 80 lines without their test file", 1),
    ],
)
def test_each_figure(made_up: dict[str, Figure], name: str, value: object) -> None:
    assert made_up[name].value == value, made_up[name].details


def test_details_name_what_was_counted(made_up: dict[str, Figure]) -> None:
    assert made_up["public class names used twice"].details == ("Change: monitor.core.compare, monitor.model",)
    assert made_up["functions that call derive and render"].details == ("monitor.pipeline.refresh.refresh",)
    assert "rules.yaml" in made_up["files to open to explain a severity: directly"].details


def test_comments_are_counted_per_hundred_lines() -> None:
    found = {
        figure.name: figure.value
        for figure in figures(Checkout({"monitor/a.py": "x = 1  # why\ny = 2\n"} | {"monitor/b.py": "def f(): ...\n"}))
    }
    assert found["comments per 100 lines of code"] == pytest.approx(100 / 3)
    assert "a command that explains a verdict" not in found


def test_a_cycle_is_listed_with_its_members() -> None:
    found = Checkout({"monitor/a.py": "import monitor.b\n", "monitor/b.py": "import monitor.a\ndef f(): ...\n"})
    (cycles,) = [figure for figure in figures(found) if figure.name == "import cycles"]
    assert cycles == ("import cycles", 1, ("monitor.a ↔ monitor.b",))


def test_a_flat_module_of_core_is_a_room_of_its_own() -> None:
    files = {"monitor/core/a.py": "from monitor.core.text import b\n", "monitor/core/text/__init__.py": "", "monitor/core/text/b.py": ""}
    assert core_rooms(Checkout(files)) == {"a": {"text"}, "text": set()}


def test_tests_count_for_their_room() -> None:
    files = {
        "monitor/__init__.py": "",
        "monitor/core/text/dates.py": "x = 1\ny = 2\n",
        "monitor/core/compare.py": "x = 1\n",
        "monitor/store/raw.py": "x = 1\n",
        "tests/core/text/test_dates.py": "x = 1\n",
        "tests/core/test_laws.py": "x = 1\ny = 2\n",
        "tests/test_package.py": "x = 1\n",
    }
    assert ratios(Checkout(files)) == {"all": (4, 4), "core": (3, 3), "core/text": (2, 1), "store": (1, 0)}


@pytest.mark.parametrize(
    ("module", "test"),
    [
        ("monitor/daemon.py", "tests/test_daemon.py"),
        ("monitor/core/text/dates.py", "tests/core/text/test_dates.py"),
        ("monitor/cli/import_.py", "tests/cli/test_import.py"),
        ("monitor/core/extract/__init__.py", "tests/core/extract/test_extract.py"),
    ],
)
def test_the_test_file_mirrors_the_module(module: str, test: str) -> None:
    long = "x = 1\n" * 81
    assert len(list(without_test_file(Checkout({module: long})))) == 1
    assert list(without_test_file(Checkout({module: long, test: ""}))) == []
    assert list(without_test_file(Checkout({module: "x = 1\n" * 80}))) == []


def test_patterns_are_read_from_calls_of_re_alone() -> None:
    source = 'A = re.compile(r"a" rf"b{x}", re.M)\nB = "not one"\nC = re.sub(r"c", "d", text)\nD = other.compile("e")\n'
    assert list(regular_expressions(ast.parse(source))) == ["ab", "cd"]


def test_the_table_has_a_column_per_checkout() -> None:
    text = table({"before": [Figure("modules", 2), Figure("gone", 1)], "now": [Figure("modules", 3), Figure("share", 0.5)]})
    assert text.splitlines() == [
        "| measure | before | now |",
        "|---|---:|---:|",
        "| modules | 2 | 3 |",
        "| gone | 1 | – |",
        "| share | – | 0.50 |",
    ]


def test_writing_replaces_the_text_between_the_markers(tmp_path: Path) -> None:
    page = tmp_path / "0009.md"
    page.write_text("above\n<!-- structure -->\nold\n<!-- end -->\nbelow\n")
    replace_between(page, "structure", r"| \1 |")
    assert page.read_text() == "above\n<!-- structure -->\n| \\1 |\n<!-- end -->\nbelow\n"


def test_a_page_without_markers_is_named_and_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "0009.md"
    page.write_text("nothing\n")
    assert main(["--write", str(page)]) == 2
    assert "has no markers for 'structure'" in capsys.readouterr().err
    assert page.read_text() == "nothing\n"


def test_this_checkout_beside_another(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    # Of a few packages: with all modules and their tests this one test took longer than the rest of its folder.
    packages = ("monitor/core/diff/", "monitor/core/text/")
    some = {path: text for path, text in Checkout.of_folder().files.items() if path.startswith(packages)}
    monkeypatch.setattr(Checkout, "of_folder", lambda: Checkout(some))

    def read(revision: str) -> Checkout:
        asked.append(revision)
        return Checkout(FILES)

    assert main(["--compare", "v1", "--details"], read) == 0
    out = capsys.readouterr().out
    assert asked == ["v1"]
    assert "| measure | v1 | this checkout |" in out
    assert "import cycles: 0" in out


def test_an_unknown_revision_ends_with_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    def read(revision: str) -> Any:
        raise ValueError(f"cannot read revision {revision}")

    assert structure.main(["--compare", "nowhere"], read) == 2
    assert capsys.readouterr().err == "cannot read revision nowhere\n"
