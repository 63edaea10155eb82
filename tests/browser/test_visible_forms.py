"""What the forms call seen is what a browser draws: each is drawn twice, the second time with other letters of the same width."""

from __future__ import annotations

import codecs
import html
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.core.extract import forms, later_forms, more_forms
from tests.core.extract.forms import SENTENCE, Form

MONOSPACE = "<style>*,::before,::after{font-family:'DejaVu Sans Mono',monospace!important}</style>"
WIDTH, HEIGHT = 900, 230
"""Pixels of the frame that each form is drawn in: one picture of many frames is made ten times as fast as a picture of each."""
GROUPS = {
    "seen": forms.SEEN, "hidden": forms.HIDDEN, "set apart": forms.APART, "weight": more_forms.WEIGHT,
    "inherited": more_forms.INHERITED, "written": more_forms.WRITTEN, "placed": more_forms.PLACED,
    "switched": more_forms.SWITCHED, "cut": more_forms.CUT,
    "colour": later_forms.COLOUR, "letters with an edge": later_forms.SHADOWED, "shadow root": later_forms.SHADOW,
    "custom property": later_forms.VARIABLES, "masked": later_forms.MASKED, "small": later_forms.SMALL,
    "displayed": later_forms.DISPLAYED, "ruled": later_forms.RULED, "old": later_forms.OLD, "attacks": later_forms.ATTACKS,
}  # fmt: skip


def drawn(tab: Any, folder: Path, group: Sequence[Form], sentence: str) -> list[bytes]:
    """The picture of each form."""
    frame = f'<iframe scrolling=no style="display:block;border:0;width:{WIDTH}px;height:{HEIGHT}px" srcdoc="%s"></iframe>'
    pages = (form.page(sentence).replace("<head>", f"<head>{MONOSPACE}") for form in group)
    file = folder / "forms.html"
    file.write_text("<!doctype html><meta charset=utf-8><body style='margin:0'>" + "".join(frame % html.escape(page) for page in pages))
    tab.goto(file.as_uri())
    whole = Image.open(io.BytesIO(tab.screenshot(full_page=True)))
    assert whole.size == (WIDTH, HEIGHT * len(group))
    return [whole.crop((0, top, WIDTH, top + HEIGHT)).tobytes() for top in range(0, HEIGHT * len(group), HEIGHT)]


@pytest.mark.parametrize("step", [pytest.param(5, id="some"), pytest.param(1, id="every", marks=pytest.mark.slow)])
@pytest.mark.parametrize("group", GROUPS)
def test_a_sentence_is_seen_as_the_table_says(browser: Any, tmp_path: Path, group: str, step: int) -> None:
    forms = GROUPS[group][::step]
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    try:
        tab = context.new_page()
        pictures = zip(
            forms,
            drawn(tab, tmp_path, forms, SENTENCE),
            drawn(tab, tmp_path, forms, codecs.encode(SENTENCE, "rot13")),
            strict=True,
        )
        assert [form.name for form, one, other in pictures if (one != other) is not form.seen] == []
    finally:
        context.close()
