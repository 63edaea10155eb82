from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, UndefinedError

from monitor.render import html

from . import sample


def test_every_template_escapes_whatever_its_name(tmp_path: Path) -> None:
    assert html._environment().autoescape is True
    for template in (Path(html.__file__).parent / "templates").glob("*.j2"):
        assert "|safe" not in template.read_text()
        assert "autoescape" not in template.read_text()


def test_a_value_that_was_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        html.render("overview.html.j2")


def test_characters_that_markup_forbids_are_replaced() -> None:
    values = {"title": "a\x00b\x1bc\ud800d", "entries": (), "id": "i", "home": "h", "base": None, "updated": sample.NOW}
    assert '<title type="html">a\ufffdb\ufffdc\ufffdd</title>' in html.render("atom.xml.j2", **values)
    assert html.escaped("<b>\x07&") == "&lt;b&gt;\ufffd&amp;"


def test_an_unusual_change_id_gets_a_plain_anchor() -> None:
    assert html._anchor("a1-b_2") == "a1-b_2"
    assert html._anchor('"><script>').isalnum()


def test_a_moment_is_shown_in_words_and_machine_readable() -> None:
    moment = sample.at("2016-12-29")
    assert html.time(moment) == '<time datetime="2016-12-29T04:23:15Z">29 December 2016</time>'
    assert html.time(moment, exact=True) == '<time datetime="2016-12-29T04:23:15Z">29 December 2016, 04:23 UTC</time>'


def test_the_renderers_digest_covers_its_words_and_templates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = html.renderer_digest()
    assert {folder.name for folder in html._MADE_OF} == {"render", "present"}
    copies = []
    for folder in html._MADE_OF:
        copies.append(tmp_path / folder.name)
        shutil.copytree(folder, copies[-1], ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(html, "_MADE_OF", tuple(copies))
    html.renderer_digest.cache_clear()
    try:
        assert html.renderer_digest() == before
        html.renderer_digest.cache_clear()
        (copies[1] / "phrases.py").write_text("other words")
        assert html.renderer_digest() != before
    finally:
        html.renderer_digest.cache_clear()


# --- compiled templates -----------------------------------------------------------------------------------------------


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled from now on, by name."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    names: list[str] = []
    real = Environment._generate

    def generate(environment: Environment, source: object, name: str, *given: object, **named: object) -> str:
        names.append(name)
        return str(real(environment, source, name, *given, **named))  # type: ignore[arg-type]

    monkeypatch.setattr(Environment, "_generate", generate)
    return names


def page(folder: Path, made_for: str = "1") -> str:
    """The page, by a new environment, as another process has it."""
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, bytecode_cache=html.CompiledTemplates(made_for))
    return environment.get_template("page.j2").render(says="<b>")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.j2").write_text("{% include 'part.j2' %}: {{ says }}")
    (tmp_path / "part.j2").write_text("We say")
    return tmp_path


def test_another_process_compiles_nothing(folder: Path, compiled: list[str]) -> None:
    assert page(folder) == "We say: &lt;b&gt;"
    assert sorted(compiled) == ["page.j2", "part.j2"]
    assert page(folder) == "We say: &lt;b&gt;"
    assert len(compiled) == 2
    kept = [path.name for path in (folder / "__pycache__").iterdir()]
    assert sorted(name.partition(".")[0] for name in kept) == ["page", "part"]


def test_a_changed_template_is_compiled_again(folder: Path, compiled: list[str]) -> None:
    page(folder)
    (folder / "part.j2").write_text("They say")
    assert page(folder) == "They say: &lt;b&gt;"
    assert compiled[2:] == ["part.j2"]


def test_so_are_all_for_another_program_and_another_compiler(folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    page(folder)
    page(folder, "2")
    assert len(compiled) == 4
    monkeypatch.setattr(html, "version", lambda package: f"{package} 99")
    page(folder, "2")
    assert len(compiled) == 6


@pytest.mark.parametrize("damage", [b"", b"garbage", None])
def test_a_damaged_file_is_made_again(folder: Path, compiled: list[str], damage: bytes | None) -> None:
    page(folder)
    for path in (folder / "__pycache__").iterdir():
        path.write_bytes(path.read_bytes()[:-3] if damage is None else damage)
    assert page(folder) == page(folder) == "We say: &lt;b&gt;"
    assert len(compiled) == 4


def test_a_folder_that_cannot_be_written_is_left_alone(folder: Path, compiled: list[str]) -> None:
    (folder / "__pycache__").write_text("a file")
    assert page(folder) == page(folder) == "We say: &lt;b&gt;"
    assert len(compiled) == 4
    assert (folder / "__pycache__").read_text() == "a file"


def test_nothing_is_written_where_python_writes_no_bytecode(folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    page(folder)
    assert not (folder / "__pycache__").exists()


def test_half_a_file_is_never_read(folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, or a kill while it is written."""
    real = Path.write_bytes

    def half(path: Path, data: bytes) -> int:
        real(path, data[: len(data) // 2])
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", half)
    assert page(folder) == "We say: &lt;b&gt;"
    assert not list((folder / "__pycache__").iterdir())
    monkeypatch.undo()
    assert page(folder) == "We say: &lt;b&gt;"
