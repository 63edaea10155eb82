"""What is read is what is seen, but for what decision 10 sets apart; `tests/browser/test_visible_forms.py` has a browser draw the forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.extract import read_snapshot
from tests.core.extract.forms import FORMS, PLAIN, SENTENCE, Form
from tests.core.extract.later_forms import LATER
from tests.core.extract.more_forms import MORE

RECORD = Path(__file__).parents[3] / "docs/decisions/0010-what-readers-see.md"


@pytest.mark.parametrize("form", [*FORMS, *MORE, *LATER], ids=lambda form: form.name)
def test_a_sentence_is_read_where_it_is_seen(form: Form) -> None:
    reading = read_snapshot(form.page().encode(), media_type="text/html", url="https://wrenfield.example/privacy")
    assert reading.document is not None
    assert (SENTENCE in reading.document.text) is form.is_read
    assert PLAIN in reading.document.text


def test_the_decision_record_lists_every_form_and_explains_where_we_differ_from_a_browser() -> None:
    rows = [line.strip("| ").split(" | ") for line in RECORD.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    answer = {True: "yes", False: "no"}
    assert [tuple(row[:3]) for row in rows] == [(form.name, answer[form.seen], answer[form.is_read]) for form in FORMS]
    assert [row[0] for row in rows if len(row) > 3] == [form.name for form in FORMS if form.seen is not form.is_read]
