"""What surrounds a change: the kind of document, its headings, what else came and went."""

from __future__ import annotations

from collections import Counter

import pytest

from monitor.core.compare import candidates_of
from monitor.core.meaning.document_context import DocumentContext, document_context, document_kind
from monitor.model import Document


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


BODY = "We keep letters in a box.\n\nWe keep cards in the cellar.\n"


def test_what_came_and_went_is_counted() -> None:
    made = context(BODY, BODY)
    assert (made.added, made.removed) == (0, 0)
    made = context(BODY + "\nPens are burnt at noon.\n", BODY.replace("letters", "parcels") + "\nShoes are mended by the river at dawn.\n")
    assert (made.added, made.removed) == (1, 1)


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
    assert turned.kind == made.kind
    assert turned.mirrored() == made
