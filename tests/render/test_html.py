from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from monitor.render import html

from . import sample


def test_every_template_escapes_whatever_its_name(tmp_path: Path) -> None:
    assert html._environment().autoescape is True
    for template in (Path(html.__file__).parent / "templates").iterdir():
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
