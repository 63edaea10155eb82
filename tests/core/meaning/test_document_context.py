"""What surrounds a change: the kind of document, its dates, how much changed, signs of another edition or a masked capture."""

from __future__ import annotations

from collections import Counter

import pytest

from monitor.core.compare import candidates_of
from monitor.core.meaning.document_context import DocumentContext, document_context, document_kind, edition_signs
from monitor.model import Document

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


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Cookie Policy", "We use cookies.", "cookies"),
        ("Cookie Policy", "", "cookies"),
        (None, "This site sets one cookie.", "privacy"),
        (None, "This site sets cookies, and cookies alone.", "cookies"),
        ("Privacy Policy", "Cookies, cookies and cookies.", "cookies"),
        ("Privacy Policy", "Cookies and cookies.", "privacy"),
        ("Privacy Policy", "These terms, conditions and terms.", "privacy"),
        ("Terms of Service", "", "terms"),
        ("User Agreement", "Privacy matters.", "terms"),
        ("Community Guidelines", "Spam is prohibited.", "rules"),
        ("Rules", "Acceptable use: what is not allowed is prohibited.", "rules"),
        (None, "", "privacy"),
        (None, "A warm day in June.", "privacy"),
        ("PRIVACY", "TERMS", "privacy"),
    ],
)
def test_kinds_of_documents(title: str | None, text: str, kind: str) -> None:
    assert document_kind(title, text) == kind


@pytest.mark.parametrize(("before", "kind"), [(1400, "terms"), (1501, "privacy")])
def test_only_the_head_of_a_document_tells_its_kind(before: int, kind: str) -> None:
    assert document_kind(None, "x" * before + " terms and conditions") == kind


def context(old: str, new: str) -> DocumentContext:
    before, after = Document(old), Document(new)
    found, candidates = candidates_of(before, after)
    return document_context(before, after, found, [candidate for candidate in candidates if not candidate.equal])


DATED = "Last updated: 3 March 2023"
BODY = "We keep letters in a box.\n\nWe keep cards in the cellar.\n"


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: 3 March 2023", "Last revised March 3, 2023", "Effective 12.04.2019", "Version of 25/05/2018", "Published 2024",
        "Updated on the 1st of May", "Posted Sept. 4", "Date of last review: 2021-04", "© 2021 Fernweh",
    ],
)  # fmt: skip
def test_lines_that_print_the_date_of_a_document(line: str) -> None:
    assert context(f"{line}\n\n{BODY}", f"{line}\n\n{BODY}We burn pens.\n").date_stands


@pytest.mark.parametrize(
    "line",
    ["3 March 2023", "Last updated in spring", "Last updated", "Version 3", "We keep letters until 2024", "Effective within 30 days"],
)
def test_lines_that_print_none(line: str) -> None:
    assert not context(f"{line}\n\n{BODY}", f"{line}\n\n{BODY}We burn pens.\n").date_stands


@pytest.mark.parametrize(("length", "stands"), [(199, True), (200, False), (201, False)])
def test_a_line_with_a_date_is_shorter_than_200_characters(length: int, stands: bool) -> None:
    line = DATED + " " + "x" * (length - len(DATED) - 1)
    assert context(f"{line}\n\n{BODY}", f"{line}\n\n{BODY}We burn pens.\n").date_stands is stands


@pytest.mark.parametrize(("before", "after", "stands"), [(29, 20, True), (30, 20, False), (40, 7, True), (40, 8, False)])
def test_the_date_is_printed_at_the_top_or_at_the_foot(before: int, after: int, stands: bool) -> None:
    lines = [f"We keep the {n}th letter in a box." for n in range(before)]
    rest = [f"We keep the {n}th card in the cellar." for n in range(after)]
    new = "\n".join([*lines, DATED, *rest])
    assert context(new.replace("the 1th letter", "one letter"), new).date_stands is stands


def test_a_date_that_moved_does_not_stand() -> None:
    made = context(f"{DATED}\n\n{BODY}", f"{DATED.replace('2023', '2024')}\n\n{BODY}")
    assert made.date_moved
    assert not made.date_stands


def test_a_date_that_was_added_or_removed_moved() -> None:
    assert context(BODY, f"{DATED}\n\n{BODY}").date_moved
    assert context(f"{DATED}\n\n{BODY}", BODY).date_moved


def test_how_much_changed() -> None:
    made = context(BODY, BODY)
    assert (made.candidates, made.share, made.reworded, made.added, made.removed) == (0, 0.0, 0, 0, 0)
    made = context(BODY + "\nPens are burnt at noon.\n", BODY.replace("letters", "parcels") + "\nShoes are mended by the river at dawn.\n")
    assert made.candidates == made.reworded + made.added + made.removed >= 2
    assert 0 < made.share <= 1
    assert context("We keep letters.\n", "They burn pens at noon.\n").share == pytest.approx(1.0, abs=0.1)


def test_equal_edits_are_counted() -> None:
    old = "\n\n".join(f"The {thing} of Orrery Labs is blue and round and old." for thing in ("map", "hat", "box", "pen"))
    made = context(old, old.replace("Labs", "Maps"))
    assert made.repeats == Counter({"labs → maps": 4})


@pytest.mark.parametrize(
    ("old", "new", "headings"),
    [
        (f"# A\n\n{BODY}", f"# B\n\n{BODY}", True),
        (f"# A\n\n{BODY}", BODY, False),
        (BODY, BODY, False),
        (f"{BODY}\n## A\n", f"{BODY}\n## B\n", True),
    ],
)
def test_headings_in_both_texts(old: str, new: str, headings: bool) -> None:
    assert context(old, new).headings is headings


def test_turned_round_the_sides_and_counts_are_exchanged() -> None:
    made = context(BODY, BODY + "\nPens are burnt.\n")
    turned = made.mirrored()
    assert (turned.old, turned.new) == (made.new, made.old)
    assert (turned.added, turned.removed) == (made.removed, made.added) == (0, 1)
    assert (turned.kind, turned.share, turned.candidates) == (made.kind, made.share, made.candidates)
    assert turned.mirrored() == made


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://x.example/de/p", "https://x.example/fr/p"),
        ("https://x.example/en-gb/p", "https://x.example/en-us/p"),
        ("https://x.example/p?lang=de", "https://x.example/p?lang=en"),
        ("https://x.example/p?a=1&country=AT", "https://x.example/p?a=1&country=DE"),
        ("https://x.example/de", "https://x.example/en"),
        ("https://x.example/de?a=1", "https://x.example/en?a=1"),
        ("https://x.example/de#top", "https://x.example/en#top"),
    ],
)
def test_addresses_that_name_a_locale(old: str, new: str) -> None:
    assert signs(f"[a]({old})", f"[a]({new})") == ["locale-moved"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://x.example/de/p", "https://x.example/fr/q"),
        ("https://x.example/deals/p", "https://x.example/fruit/p"),
        ("https://x.example/p?page=1", "https://x.example/p?page=2"),
        ("/de/p", "/fr/p"),
        ("https://de.example/p", "https://fr.example/p"),
        ("https://x.example/de/p", "https://x.example/de/p"),
    ],
)
def test_addresses_that_name_none(old: str, new: str) -> None:
    assert signs(f"[a]({old})", f"[a]({new})") == []


def test_lines_that_both_texts_have_tell_nothing() -> None:
    both = "[a](https://x.example/de/p) [b](https://x.example/fr/p)"
    assert signs(both, f"{both}\nMore.") == []


@pytest.mark.parametrize(("old", "new"), [(None, "2022-01-05"), ("2022-01-05", None), (None, None), ("2022-01-05", "2022-01-05")])
def test_a_date_that_is_missing_or_the_same_goes_nowhere(old: str | None, new: str | None) -> None:
    assert signs("a", "b", old, new) == []


def test_signs_come_together() -> None:
    old, new = "[a](https://x.example/de/p) a@x.example", "[a](https://x.example/fr/p) [email protected]"
    assert signs(old, new, "2026-01-01", "2022-01-01") == ["locale-moved", "date-back", "masked"]
