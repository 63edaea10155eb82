"""Signs of another edition of a document, or of a masked capture."""

from __future__ import annotations

import pytest

from monitor.core.meaning.document_context import edition_signs

LINK = "See [our cookies](https://x.example/{}/cookies?a=1) and [more](https://x.example/about)."


def signs(old: str, new: str, *dates: str | None) -> list[str]:
    return list(edition_signs(old, new, *(dates or (None, None))))


@pytest.mark.parametrize(("old", "new"), [("en-ie", "en"), ("en", "en_US"), ("intl/de", "fr")])
def test_the_same_page_in_another_locale(old: str, new: str) -> None:
    assert signs(LINK.format(old), LINK.format(new)) == ["locale-moved"]


def test_a_locale_in_the_query() -> None:
    assert signs("[a](https://x.example/t?hl=en-GB&b=1)", "[a](https://x.example/t?hl=ar&b=1)") == ["locale-moved"]


@pytest.mark.parametrize(
    "new",
    [LINK.format("en") + " We sell it.", LINK.format("en").replace("cookies?", "cookie-list?"), "No link at all."],
)
def test_other_edits_are_none(new: str) -> None:
    assert signs(LINK.format("en"), new) == []


def test_a_date_that_goes_back() -> None:
    assert signs("a", "b", "2026-01-28", "2022-01-05") == ["date-back"]
    assert signs("a", "b", "2022-01-05", "2026-01-28") == []


def test_masked_addresses_in_one_capture() -> None:
    assert signs("Write to a@x.example.", "Write to [email protected].") == ["masked"]
    assert signs("Write to [email protected].", "Mail [email protected].") == []
