"""The attributes of quotes: right-to-left scripts run from the right, and nothing a page declares gets out of them."""

from __future__ import annotations

from monitor.present.spoken import spoken


def test_direction_and_language() -> None:
    assert [spoken(code) for code in ("ja", "he", "fa")] == ['lang="ja" dir="ltr"', 'lang="he" dir="rtl"', 'lang="fa" dir="rtl"']
    assert spoken("und") == spoken(None) == spoken("en") == 'dir="auto"'


def test_what_a_page_declares_is_escaped() -> None:
    assert '"><' not in spoken('"><b>')
