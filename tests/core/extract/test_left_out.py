"""The notes about statements that are not part of the text."""

from __future__ import annotations

from monitor.core.extract import read_snapshot
from monitor.core.extract.left_out import left_out_of_markup
from tests.core.extract.pages import PROSE, read

POLICY = f"<h1>Privacy Policy</h1><p>{PROSE * 4}</p>"
CLAUSE = "We pass your address on to three banks."


def test_a_hidden_statement_is_told_and_remembered() -> None:
    for hidden in (f"<p hidden>{CLAUSE}</p>", f"<div style='display:none'><p>{CLAUSE}</p></div>", f"<p>So <b hidden>{CLAUSE}</b></p>"):
        page = read(f"<main>{POLICY}{hidden}</main>")
        assert page.notes == [f"Hidden on the page and not read: “{CLAUSE}”."]
        assert page.left_out == [CLAUSE]


def test_hidden_labels_are_not_worth_a_note() -> None:
    assert read(f"<main>{POLICY}<p hidden>Loading the next page</p></main>").notes == []


def test_several_are_counted() -> None:
    [note] = read(f"<main>{POLICY}<p hidden>{CLAUSE}</p><p hidden>You agree to pay for it.</p></main>").notes
    assert note.endswith("three banks.” and 1 more.")


def test_what_is_struck_out_is_told() -> None:
    page = read(f"<main>{POLICY}<p>We <del>never sell your</del> <ins>may sell your</ins> data.</p></main>")
    assert page.notes == ["Struck out on the page and not read: “never sell your”."]
    assert page.blocks[-1].text == "We may sell your data."


def test_a_banner_beside_the_document_is_told() -> None:
    page = read(f"<main>{POLICY}</main><div class=cookie-banner><p>We use cookies to show you our shop.</p></div>")
    assert page.notes == ["Beside the document and not read: “We use cookies to show you our shop.”."]


def test_markdown_can_strike() -> None:
    text = "# Policy\n\nWe keep it. ~~We never sell your data.~~ We ~~do not~~ rent it.\n\n<del>You may object.</del>\n"
    document = read_snapshot(text.encode(), media_type="text/markdown").document
    assert document is not None
    assert document.text == "# Policy\n\nWe keep it. We rent it."
    assert document.notes == ("Struck out on the page and not read: “We never sell your data.” and 2 more.",)
    assert left_out_of_markup("~5 to ~10, and ~~~ code ~~~") == ([], [])
